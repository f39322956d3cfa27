// Seals a ballot on the voter's own device, byte for byte as rules/ballot_box/seals.py describes.
//
// The page loads, in this order and from this site alone:
//   govuk/nacl-fast.min.js   (tweetnacl: X25519, XSalsa20-Poly1305)
//   govuk/sealedbox.web.js   (libsodium's sealed boxes on top of it)
//   governance/seal.js       (this module)
// Nothing here needs WebAssembly or evaluation, so the strict content policy stands as it is.

export const PLAIN_BYTES = 320;
export const NONCE_BYTES = 16;
export const LONGEST_NAME = 40;
export const MOST_RANKED = 40;
// Without I, L, O and U, which are misread or make words.
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const KEY_BYTES = 32;

export function toBase64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function fromHex(text) {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error("This is not hexadecimal text.");
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

// SHA-256 by the browser itself. Browsers offer it on https and on localhost.
export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

// A fresh check code: 256 is a multiple of 32, so each character is drawn evenly.
export function newCode() {
  const drawn = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(drawn, (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

// A ballot to keep on the device: ranking holds candidate numbers, first choice first.
export function newBallot(election, contest, ranking) {
  const nonce = toBase64(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)));
  return { code: newCode(), contest, election, nonce, ranking: Array.from(ranking) };
}

function check(ballot) {
  for (const name of [ballot.election, ballot.contest]) {
    if (!/^[ !#-[\]-~]{1,40}$/.test(name)) throw new Error("A name does not fit the ballot.");
  }
  const numbers = ballot.ranking;
  const fits = numbers.every((n) => Number.isInteger(n) && n >= 1 && n <= 99);
  if (!fits || numbers.length > MOST_RANKED || new Set(numbers).size !== numbers.length) {
    throw new Error("The ranking does not fit the ballot.");
  }
}

// PLAIN_BYTES bytes: names in alphabetical order, no spaces inside, spaces after.
export function plainText(ballot) {
  check(ballot);
  const { code, contest, election, nonce, ranking } = ballot;
  const text = JSON.stringify({ code, contest, election, nonce, ranking });
  const plain = new TextEncoder().encode(text.padEnd(PLAIN_BYTES));
  if (plain.length !== PLAIN_BYTES) throw new Error("The ballot is too long.");
  return plain;
}

// Layers for trustee 3, then 2, then 1 with the token's hash inside. Keys in the order 1, 2, 3.
export function seal(plain, trusteeKeys, tokenHash) {
  const lengths = [plain.length, tokenHash.length, ...trusteeKeys.map((key) => key.length)];
  if (lengths.join() !== [PLAIN_BYTES, 32, KEY_BYTES, KEY_BYTES, KEY_BYTES].join()) {
    throw new Error("A plain text, a token hash or a trustee's key has the wrong length.");
  }
  const [first, second, third] = trusteeKeys;
  const inner = window.sealedBox.seal(window.sealedBox.seal(plain, third), second);
  const bound = new Uint8Array(tokenHash.length + inner.length);
  bound.set(tokenHash);
  bound.set(inner, tokenHash.length);
  return window.sealedBox.seal(bound, first);
}
