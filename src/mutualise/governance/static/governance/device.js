// What this device keeps of a vote sealed on it, in the browser's own store: enough to vote again, to
// send the same bytes again, and to find the vote among those counted. Never the code of the letter
// (its hash is the name under which the rest lies, so that several people may use one device), and
// never the choices.
//
// A record: contest ("EL-0001/nurses"), election, title, issuers and trustees (the keys it was given),
// token, seed (the token's secret half), blinded (until it is signed), signatures, next (the turn of
// the next ballot), pending (a ballot without an answer: body, check, hash), kept (the last ballot
// that has a receipt: check, hash, number, head).

import { sha256, toHex } from "./seal.js";

const START = "mutualise kept vote ";

// The code as the server reads it: case, spaces, dashes and misread letters forgiven.
export function normalCode(typed) {
  return typed.toUpperCase().replace(/[ -]/g, "").replace(/[IL]/g, "1").replace(/O/g, "0");
}

// Where the record of a code lies.
export async function placeOf(typed) {
  const bytes = new TextEncoder().encode(`mutualise kept vote v1\0${normalCode(typed)}`);
  return START + toHex(await sha256(bytes));
}

// Whether the browser keeps what it is given.
export function keeps() {
  try {
    localStorage.setItem(`${START}?`, "yes");
    const kept = localStorage.getItem(`${START}?`) === "yes";
    localStorage.removeItem(`${START}?`);
    return kept;
  } catch {
    return false;
  }
}

export function read(place) {
  const text = localStorage.getItem(place);
  return text === null ? null : JSON.parse(text);
}

// Change a record; what is not named stays, what is undefined goes. Returns the record.
export function write(place, changes) {
  const record = { ...read(place), ...changes };
  localStorage.setItem(place, JSON.stringify(record));
  return record;
}

export function forget(place) {
  localStorage.removeItem(place);
}

// Every record on this device, as [place, record].
export function all() {
  return Object.keys(localStorage)
    .filter((place) => place.startsWith(START))
    .sort()
    .map((place) => [place, read(place)]);
}
