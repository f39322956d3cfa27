// Compares the votes this device sealed and kept with those that were counted. The list of the
// SHA-256 of all opened ballots is fetched whole, so nothing tells the server which one is looked for.

import * as device from "./device.js";

const section = document.getElementById("kept-votes");
const words = section.dataset;

async function compare(record) {
  const [, contest] = record.contest.split("/");
  const answer = await fetch(words.opened.replace("CONTEST", contest), { credentials: "omit" });
  if (!answer.ok) throw new Error(`The answer was ${answer.status}.`);
  const opened = new Set((await answer.json()).opened);
  // A ballot whose receipt was lost may be the last one all the same.
  const mine = [record.kept, record.pending].filter(Boolean);
  return mine.some((ballot) => opened.has(ballot.hash)) ? words.same : words.missing;
}

function shown(place, record) {
  const part = document.getElementById("kept-vote").content.cloneNode(true);
  const code = record.kept?.check ?? record.pending?.check ?? "";
  part.querySelector("[data-fill=title]").textContent = record.title;
  part.querySelector("[data-fill=check]").textContent = `${code.slice(0, 4)} ${code.slice(4)}`;
  const result = part.querySelector("[role=status]");
  const tell = (told) => result.replaceChildren(told);
  part.querySelector("[data-act=compare]")?.addEventListener("click", () =>
    compare(record).then(tell, () => tell(words.unanswered)));
  part.querySelector("[data-act=forget]").addEventListener("click", (event) => {
    device.forget(place);
    const whole = event.target.closest("[data-vote]");
    whole.replaceChildren(words.forgotten);
    whole.tabIndex = -1;
    whole.focus();
  });
  return part;
}

function start() {
  if (!device.keeps()) return;
  const mine = device
    .all()
    .filter(([, record]) => record.election === words.election)
    .filter(([, record]) => record.kept || record.pending);
  if (!mine.length) return;
  section.hidden = false;
  section.append(...mine.map(([place, record]) => shown(place, record)));
}

start();
