// Saves an answer of an application while it is written. Without it the button saves.
//
// The form says where: data-autosave names the key on the device under which the text is kept until
// the server has it. The text goes to the server after a pause, or at the latest after a while of
// writing on. Nothing is written over: each save is a version, and one that a colleague saved
// meanwhile stops the saving until the writer has chosen.

const PAUSE = 3000;
const LONGEST = 20000;
const AGAIN = 10000;

const form = document.querySelector("form[data-autosave]");
if (form) keep(form);

function keep(form) {
  const key = `mutualise-answer-${form.dataset.autosave}`;
  const text = form.elements.text;
  const over = form.elements.over;
  const status = document.getElementById("autosave-status");
  const choice = document.getElementById("autosave-choice");
  let saved = text.value;
  let timer = 0;
  let waitingSince = 0;
  let saving = null;
  let asking = false;
  let left = onDevice();

  const say = (words) => {
    if (status.textContent !== words) status.textContent = words;
  };

  function onDevice() {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "null");
    } catch {
      return null;
    }
  }

  function keepOnDevice() {
    try {
      localStorage.setItem(key, JSON.stringify({ text: text.value, over: over.value }));
      return true;
    } catch {
      return false;
    }
  }

  function notSaved(why) {
    const kept = keepOnDevice();
    const where = kept ? "Your text is kept on this device" : "Copy your text before you leave this page";
    say(`Not saved: ${why} ${where}.`);
    return "failed";
  }

  // "saved", "failed", "refused" by a rule, or "asked" when a colleague's text stands beside.
  async function save() {
    clearTimeout(timer);
    waitingSince = 0;
    const sent = text.value;
    const body = new FormData(form);
    body.delete("once");
    let answer;
    try {
      answer = await fetch(location.pathname, {
        method: "POST",
        body,
        redirect: "manual",
        headers: { Accept: "application/json" },
      });
    } catch {
      return notSaved("there is no connection.");
    }
    if (answer.type === "opaqueredirect") return notSaved("you are signed out. Sign in on another tab.");
    const said = await answer.json().catch(() => null);
    if (answer.status === 409 && said) return ask(said);
    if (answer.status === 422 && said) {
      notSaved(said.message);
      return "refused";
    }
    if (!answer.ok || !said) return notSaved("the service did not answer.");
    over.value = said.over;
    saved = sent;
    if (text.value === sent) {
      localStorage.removeItem(key);
      say(`Saved at ${said.at}`);
    }
    return "saved";
  }

  // One save at a time: the next goes over the version that the last one made.
  function saveNow() {
    if (asking) return Promise.resolve("asked");
    saving ??= save().finally(() => {
      saving = null;
    });
    return saving;
  }

  function later(pause = PAUSE) {
    if (asking) return;
    const now = Date.now();
    waitingSince ||= now;
    clearTimeout(timer);
    timer = setTimeout(inTurn, Math.min(pause, Math.max(0, waitingSince + LONGEST - now)));
  }

  // A text that a rule refuses is not sent again until it changes.
  async function inTurn() {
    if (text.value === saved) return;
    const end = await saveNow();
    if (end === "saved" && text.value !== saved) later();
    if (end === "failed" && navigator.onLine) later(AGAIN);
  }

  function show(title, theirs, buttons) {
    choice.replaceChildren();
    const heading = document.createElement("h2");
    heading.className = "govuk-heading-m";
    heading.id = "autosave-title";
    heading.textContent = title;
    const words = document.createElement("p");
    words.className = "govuk-body mutualise-lines mutualise-break";
    words.textContent = theirs || "(emptied)";
    const group = document.createElement("div");
    group.className = "govuk-button-group";
    for (const [label, deed] of buttons) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "govuk-button govuk-button--secondary";
      button.textContent = label;
      button.addEventListener("click", () => {
        asking = false;
        choice.hidden = true;
        say("Not saved yet.");
        deed();
        text.focus();
      });
      group.append(button);
    }
    choice.append(heading, words, group);
    choice.hidden = false;
    asking = true;
  }

  function remind() {
    say("Not saved yet. Choose above your text what to keep.");
    choice.scrollIntoView();
    choice.querySelector("button").focus();
  }

  function ask(said) {
    keepOnDevice();
    say("Not saved: the answer was changed meanwhile. Choose above your text what to keep.");
    show(`${said.by} saved this at ${said.at}`, said.text, [
      ["Save mine over theirs", () => { over.value = said.over; saveNow(); }],
      ["Add theirs below mine", () => {
        over.value = said.over;
        text.value = `${text.value}\n\n${said.text}`;
        changed();
      }],
    ]);
    return "asked";
  }

  function changed() {
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.dispatchEvent(new Event("keyup", { bubbles: true }));
  }

  text.addEventListener("input", () => {
    if (!left) keepOnDevice();
    later();
  });
  addEventListener("online", () => {
    if (!asking && text.value !== saved) saveNow();
  });
  // The button goes on only once the text is with the server, so a lost connection loses nothing.
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (asking) return remind();
    if (saving) await saving;
    const end = text.value === saved ? "saved" : await saveNow();
    if (end === "asked") remind();
    if (end === "saved" || end === "refused") form.submit();
  });

  // What an earlier visit could not save is offered, and stays on the device until the writer chose.
  if (left && left.text !== text.value) {
    const before = left;
    show("Text on this device that was not saved", before.text, [
      ["Put it back", () => { left = null; text.value = before.text; over.value = before.over; changed(); }],
      ["Throw it away", () => { left = null; localStorage.removeItem(key); later(); }],
    ]);
  } else if (left) {
    left = null;
    localStorage.removeItem(key);
  }
}
