// Steps of a page that take each other's place: made from the page's own <template> elements, so
// that every word stands in the page and none in a script.

// The step that stands in the page: the one that asks for the code.
const FIRST = document.getElementById("code-step");
const FIRST_TITLE = document.title;
const SITE = FIRST_TITLE.split(" – ").at(-1);

export function clone(id) {
  return document.getElementById(id).content.cloneNode(true);
}

// Put words into the elements that ask for them by data-fill; addresses by data-link.
export function fill(part, words) {
  for (const place of part.querySelectorAll("[data-fill]")) {
    place.textContent = words[place.dataset.fill] ?? "";
  }
  for (const link of part.querySelectorAll("[data-link]")) link.href = words[link.dataset.link];
  for (const place of part.querySelectorAll("[data-if]")) {
    if (!words[place.dataset.if]) place.remove();
  }
  return part;
}

export function list(items) {
  return items.map((words) => {
    const item = document.createElement("li");
    item.textContent = words;
    return item;
  });
}

// Show a step in place of what is shown, with its heading in the title and in focus.
export function show(part) {
  const step = document.getElementById("step");
  clearProblems();
  step.replaceChildren(part);
  const heading = step.querySelector("h1");
  heading.tabIndex = -1;
  document.title = `${heading.textContent} – ${SITE}`;
  window.scrollTo(0, 0);
  heading.focus();
  return step;
}

export function showFirst() {
  document.getElementById("step").replaceChildren(FIRST);
  document.title = FIRST_TITLE;
  clearProblems();
}

export function clearProblems() {
  document.getElementById("problems").replaceChildren();
  document.title = document.title.replace(/^Error: /, "");
  for (const old of document.querySelectorAll("#step .govuk-error-message")) old.remove();
  for (const group of document.querySelectorAll(".govuk-form-group--error")) {
    group.classList.remove("govuk-form-group--error");
    const input = group.querySelector("input");
    input.classList.remove("govuk-input--error");
    if (input.getAttribute("aria-describedby") === `${input.id}-error`) {
      input.removeAttribute("aria-describedby");
    }
  }
}

// A summary of problems, [[id of the element, words], …], which takes the focus.
export function showProblems(problems) {
  clearProblems();
  const summary = clone("problem-summary");
  const items = list(problems.map(() => ""));
  problems.forEach(([id, words], index) => {
    const link = document.createElement("a");
    link.href = `#${id}`;
    link.textContent = words;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      document.getElementById(id).focus();
    });
    items[index].append(link);
  });
  summary.querySelector("ul").append(...items);
  document.getElementById("problems").replaceChildren(summary);
  document.title = `Error: ${document.title}`;
  document.querySelector("#problems .govuk-error-summary").focus();
}

// Words beside a field, under those of the summary.
export function markField(input, words) {
  const message = clone("problem-message");
  const told = message.querySelector("p");
  told.id = `${input.id}-error`;
  told.append(words);
  input.before(message);
  input.classList.add("govuk-input--error");
  input.setAttribute("aria-describedby", told.id);
  input.closest(".govuk-form-group").classList.add("govuk-form-group--error");
}

// Do something that takes time, once: a second press while it runs does nothing.
let busy = false;
export async function during(words, act) {
  if (busy) return;
  const progress = document.getElementById("progress");
  busy = true;
  progress.textContent = words;
  try {
    await act();
  } finally {
    busy = false;
    progress.textContent = "";
  }
}
