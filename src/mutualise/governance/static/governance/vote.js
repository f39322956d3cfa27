// Voting with the vote sealed on this device. It takes the place of the page's form when this browser
// can do it and the poll has tokens; otherwise the form posts as it does without scripts, and the
// server seals. docs/security/ballots.md says what each way promises.

import * as device from "./device.js";
import { nextChoice, readPaper } from "./paper.js";
import { NoAnswer, Refused, post } from "./posts.js";
import { fromBase64, fromHex, newBallot, plainText, seal, sha256, toBase64, toHex } from "./seal.js";
import * as steps from "./steps.js";
import { ballotMessage, blind, fingerprint, newToken, sign, unblind } from "./tokens.js";

const page = document.getElementById("vote");
const form = page.querySelector("form");
const words = page.dataset;
// Refusals after which the means to vote that this device was making are of no use.
const NOT_HERE = ["other-device", "assisted", "paper"];
// What this page is about, once a code was given: where its record lies, and the poll.
let place, poll;

// Why this browser cannot seal a vote; empty when it can.
function cannot() {
  if (!window.isSecureContext || !window.crypto?.subtle) return words.insecure;
  if (!window.nacl?.sign || !window.sealedBox) return words.unloaded;
  return device.keeps() ? "" : words.keepless;
}

// What stands in for the address of an election until one is known.
const addressed = (text) => text.replace("REFERENCE", poll?.election ?? device.read(place).election);

async function begin(typed) {
  place = await device.placeOf(typed);
  const before = device.read(place);
  if (before?.pending) return showUnsent();
  poll = await post(words.begin, JSON.stringify({ code: typed }));
  if (poll.began === "assisted" || !poll.issuers) return form.submit();
  if (!before && poll.began === "sealed") return fail(words.elsewhere);
  if (before && !sameKeys(before)) return fail(words.otherKeys);
  if (!before?.signatures) await fetchToken(typed, before);
  showPaper();
}

function sameKeys(record) {
  const keys = ({ issuers, trustees }) =>
    JSON.stringify([issuers.roll, issuers.scrutineer, trustees]);
  return keys(record) === keys(poll);
}

// The token is kept before it is asked for: the same request again gets the same answer, another
// one would be refused.
async function fetchToken(typed, before) {
  if (!before) {
    const { issuers, trustees, contest, election, title } = poll;
    const made = newToken();
    const blinded = await blind(issuers, made.token);
    device.write(place, { contest, election, title, issuers, trustees, ...made, blinded, next: 1 });
  }
  const { blinded, issuers } = device.read(place);
  const asked = { roll: blinded.roll.message, scrutineer: blinded.scrutineer.message };
  let answer;
  try {
    answer = await post(words.token, JSON.stringify({ code: typed, ...asked }));
  } catch (problem) {
    if (NOT_HERE.includes(problem.reason)) device.forget(place);
    throw problem;
  }
  const signatures = await unblind(issuers, blinded, answer);
  device.write(place, { signatures, blinded: undefined });
}

function showPaper(typed = new Map()) {
  const seats = `${poll.seats} ${poll.seats === 1 ? "place is" : "places are"} to be filled.`;
  const part = steps.fill(steps.clone("paper-step"), {
    ...poll, seats, again: device.read(place).next > 1,
  });
  part.querySelector("[data-list]").append(
    ...poll.candidates.map((each) => candidate(each, typed.get(each.number) ?? "")),
  );
  const step = steps.show(part);
  const paper = step.querySelector("form");
  paper.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.value === "clear") showPaper();
    else if (event.submitter?.value === "next") giveNext(paper, event.submitter);
    else takePaper(paper);
  });
}

function candidate(each, text) {
  const part = steps.fill(steps.clone("paper-candidate"), each);
  const input = part.querySelector("input");
  input.id = `choice-${each.number}`;
  input.dataset.number = each.number;
  input.value = text;
  part.querySelector("label").htmlFor = input.id;
  return part;
}

function giveNext(paper, button) {
  const mine = button.closest(".govuk-form-group").querySelector("input");
  const texts = [...paper.querySelectorAll("input")].map((input) => input.value.trim());
  if (!mine.value.trim()) mine.value = nextChoice(texts);
}

function takePaper(paper) {
  const inputs = [...paper.querySelectorAll("input")];
  const typed = inputs.map((input) => [Number(input.dataset.number), input.value]);
  const names = new Map(poll.candidates.map((each) => [each.number, each.name]));
  const { ranking, problems } = readPaper(typed, names);
  if (!ranking.length && !problems.length) problems.push([null, words.empty]);
  if (!problems.length) return showConfirm(ranking, names, new Map(typed));
  const at = (number) => inputs.find((input) => Number(input.dataset.number) === number);
  steps.showProblems(problems.map(([number, told]) => [(at(number) ?? inputs[0]).id, told]));
  for (const [number, told] of problems) if (number) steps.markField(at(number), told);
}

function showConfirm(ranking, names, typed) {
  const part = steps.fill(steps.clone("confirm-step"), poll);
  part.querySelector("ol").append(...steps.list(ranking.map((number) => names.get(number))));
  const step = steps.show(part);
  step.querySelector("[data-act=cast]").addEventListener("click", () =>
    steps.during(words.sending, () => castNew(ranking)).catch(tell));
  step.querySelector("[data-act=change]").addEventListener("click", () => showPaper(typed));
}

// Seal and sign, keep the exact bytes, and only then send them.
async function castNew(ranking) {
  const record = device.read(place);
  if (record.pending) return showUnsent();
  const ballot = newBallot(poll.election, poll.code, ranking);
  const plain = plainText(ballot);
  const token = fromHex(record.token);
  const sealed = seal(plain, record.trustees.map(fromHex), await sha256(token));
  const message = ballotMessage(record.contest, record.next, sealed);
  const body = JSON.stringify({
    contest: record.contest,
    token: record.token,
    ...record.signatures,
    counter: record.next,
    sealed: toBase64(sealed),
    signature: toBase64(sign(record.seed, message)),
  });
  const hash = toHex(await sha256(plain));
  device.write(place, { pending: { body, check: ballot.code, hash } });
  return send();
}

async function send() {
  const { pending, next } = device.read(place);
  let receipt;
  try {
    receipt = await post(words.ballot, pending.body);
  } catch (problem) {
    if (problem instanceof NoAnswer) return showUnsent();
    device.write(place, { pending: undefined, next: problem.next ?? next });
    throw problem;
  }
  const { check, hash } = pending;
  device.write(place, { pending: undefined, next: next + 1, kept: { check, hash, ...receipt } });
  return showReceipt();
}

function showUnsent() {
  const step = steps.show(steps.fill(steps.clone("unsent-step"), device.read(place)));
  step.querySelector("[data-act=again]").addEventListener("click", () =>
    steps.during(words.sending, send).catch(tell));
}

async function showReceipt() {
  const record = device.read(place);
  const { check, number, head } = record.kept;
  const { roll, scrutineer } = record.issuers;
  const [one, two, three] = record.trustees;
  const part = steps.fill(steps.clone("receipt-step"), {
    ...record, number, head, check: `${check.slice(0, 4)} ${check.slice(4)}`,
    roll: await fingerprint(roll), scrutineer: await fingerprint(scrutineer), one, two, three,
    checkPage: addressed(words.check), keysPage: addressed(words.keys),
  });
  offerToForget(steps.show(part));
}

function offerToForget(step) {
  const kept = step.querySelector("[data-kept]");
  kept.querySelector("button").addEventListener("click", () => {
    device.forget(place);
    const gone = steps.clone("forgotten");
    const told = gone.firstElementChild;
    kept.replaceWith(gone);
    told.tabIndex = -1;
    told.focus();
  });
}

// Back to the code, with the reason.
function fail(told) {
  steps.showFirst();
  steps.showProblems([["code", told]]);
}

function tell(problem) {
  if (problem instanceof Refused) return fail(problem.message);
  if (problem instanceof NoAnswer) return fail(words.unanswered);
  fail(words.failed);
  throw problem;
}

function start() {
  const why = cannot();
  if (why) {
    document.getElementById("why-assisted").textContent = why;
    return;
  }
  document.getElementById("way").replaceChildren(steps.clone("sealed-way"));
  document.getElementById("assisted-instead").hidden = false;
  form.addEventListener("submit", (event) => {
    if (event.submitter?.value === "assisted") return;
    event.preventDefault();
    steps.during(words.fetching, () => begin(form.elements.code.value)).catch(tell);
  });
}

start();
