// A token signed by both issuers without their seeing it, as rules/ballot_box/tokens.py and
// token_keys.py describe it. Blinding and unblinding (RFC 9474) are the library's, from
// govuk/blindrsa/; the token's key pair and its signatures are tweetnacl's, which the page has
// loaded (govuk/nacl-fast.min.js). Everything a device keeps is text, so that it can be stored.

import { BlindRSA, PrepareType } from "../govuk/blindrsa/blindrsa.js";
import { fromBase64, fromHex, sha256, toBase64, toHex } from "./seal.js";

export const ISSUERS = ["roll", "scrutineer"];
const SUITE = new BlindRSA({
  name: "RSABSSA-SHA384-PSS-Randomized",
  hash: "SHA-384",
  saltLength: 48,
  prepareType: PrepareType.Randomized,
});
const PREFIX_BYTES = PrepareType.Randomized;
const START = "mutualise sealed ballot v1";

// A token (an Ed25519 public key) and the seed of its secret half, both in hexadecimal.
export function newToken() {
  const pair = window.nacl.sign.keyPair();
  return { token: toHex(pair.publicKey), seed: toHex(pair.secretKey.subarray(0, 32)) };
}

function issuerKey(text) {
  const wanted = { name: "RSA-PSS", hash: "SHA-384" };
  return crypto.subtle.importKey("spki", fromBase64(text), wanted, true, ["verify"]);
}

// SHA-256 of an issuing key, in hexadecimal, as the page of keys shows it.
export async function fingerprint(key) {
  return toHex(await sha256(fromBase64(key)));
}

// For each issuer: `message` to be sent, `prepared` and `inverse` to be kept secret on the device.
export async function blind(issuers, token) {
  const made = {};
  for (const issuer of ISSUERS) {
    const prepared = SUITE.prepare(fromHex(token));
    const { blindedMsg, inv } = await SUITE.blind(await issuerKey(issuers[issuer]), prepared);
    made[issuer] = {
      message: toBase64(blindedMsg),
      prepared: toBase64(prepared),
      inverse: toBase64(inv),
    };
  }
  return made;
}

// The signatures on the token, as a ballot shows them. Fails when an answer is no signature on it.
export async function unblind(issuers, blinded, answer) {
  const signatures = {};
  for (const issuer of ISSUERS) {
    const prepared = fromBase64(blinded[issuer].prepared);
    const value = await SUITE.finalize(
      await issuerKey(issuers[issuer]),
      prepared,
      fromBase64(answer[issuer]),
      fromBase64(blinded[issuer].inverse),
    );
    signatures[issuer] = {
      prefix: toHex(prepared.subarray(0, PREFIX_BYTES)),
      value: toBase64(value),
    };
  }
  return signatures;
}

// What is signed: the box by name, the turn, and the sealed ballot (bytes).
export function ballotMessage(box, counter, sealed) {
  const head = new TextEncoder().encode(`${START}\0${box}\0${counter}\0`);
  const message = new Uint8Array(head.length + sealed.length);
  message.set(head);
  message.set(sealed, head.length);
  return message;
}

// The 64 bytes of the signature by the token's secret half.
export function sign(seed, message) {
  const pair = window.nacl.sign.keyPair.fromSeed(fromHex(seed));
  return window.nacl.sign.detached(message, pair.secretKey);
}
