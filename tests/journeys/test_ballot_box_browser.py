"""What the browser seals, Python opens; what it blinds, Python signs; under the site's own policy."""

from __future__ import annotations

import base64
import functools
import http.server
import json
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from mutualise.governance.rules.ballot_box import codes, seals, token_keys, tokens

SOURCE = Path(__file__).resolve().parents[2] / "src/mutualise"
POLICY = "; ".join(
    f"{name} {' '.join(values)}"
    for name, values in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)
PAGE = """<!doctype html><html lang="en"><title>Seal</title>
<script src="govuk/nacl-fast.min.js"></script>
<script src="govuk/sealedbox.web.js"></script>
<script type="module" src="start.js"></script></html>"""
START = """import * as seal from "./governance/seal.js";
import * as tokens from "./governance/tokens.js";
window.tokens = tokens;
window.sealing = seal;"""
CAST = """async ({token, keys, rankings}) => {
  const s = window.sealing, hash = await s.sha256(s.fromHex(token));
  return rankings.map((ranking) => {
    const ballot = s.newBallot("election-1", "staff", ranking);
    const sealed = s.seal(s.plainText(ballot), keys.map(s.fromHex), hash);
    return {ballot, sealed: s.toHex(sealed), hash: s.toHex(hash)};
  });
}"""


class Policed(http.server.SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def sealing_page(tmp_path, page):
    """A page that loads the sealing module alone, served under the policy of the site."""
    (tmp_path / "govuk").symlink_to(SOURCE / "govuk/static/govuk")
    (tmp_path / "governance").symlink_to(SOURCE / "governance/static/governance")
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "start.js").write_text(START)
    handler = functools.partial(Policed, directory=str(tmp_path))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda problem: said.append(str(problem)))
    page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
    page.wait_for_function("window.sealing !== undefined")
    page.said = [words for words in said if "favicon" not in words and "404" not in words]
    yield page
    server.shutdown()


def opened(sealed: bytes, secrets: list[bytes], token_hash: bytes) -> bytes:
    inside = seals.unbind(seals.open_layer(1, sealed, secrets[0]), token_hash)
    return seals.open_layer(3, seals.open_layer(2, inside, secrets[1]), secrets[2])


def test_python_opens_what_the_browser_sealed(sealing_page):
    public, secret = zip(*(seals.new_keys() for _ in range(3)), strict=True)
    token = tokens.new_token()
    rankings = [[], [3], [2, 1, 3], list(range(60, 20, -1))]
    cast = sealing_page.evaluate(
        CAST, {"token": token.hex(), "keys": [key.hex() for key in public], "rankings": rankings}
    )
    assert sealing_page.said == []
    assert len({len(one["sealed"]) for one in cast}) == 1
    for one, ranking in zip(cast, rankings, strict=True):
        assert one["hash"] == tokens.token_hash(token).hex()
        plain = opened(bytes.fromhex(one["sealed"]), list(secret), tokens.token_hash(token))
        found = seals.read_ballot(plain)
        assert found.ranking == tuple(ranking)
        assert (found.election, found.contest) == ("election-1", "staff")
        assert found.code == one["ballot"]["code"] == codes.normal_code(found.code)
        assert json.loads(plain) == one["ballot"]


@pytest.mark.parametrize("ranking", [[1, 1], [0], [100], [1.5], list(range(1, 42))])
def test_the_browser_refuses_what_python_would_refuse(sealing_page, ranking):
    said = sealing_page.evaluate(
        """(ranking) => {
          const s = window.sealing;
          try { s.plainText(s.newBallot("election-1", "staff", ranking)); return "sealed"; }
          catch (problem) { return problem.message; }
        }""",
        ranking,
    )
    assert said == "The ranking does not fit the ballot."


def spki(key) -> str:
    made = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(made).decode()


BLIND = """async (issuers) => {
  const pair = window.tokens.newToken();
  return {...pair, blinded: await window.tokens.blind(issuers, pair.token)};
}"""
UNBLIND = """async ({issuers, blinded, answer}) => {
  try { return await window.tokens.unblind(issuers, blinded, answer); }
  catch (problem) { return problem.message; }
}"""


@pytest.fixture(scope="module")
def issuers():
    """The two issuers' keys, of the size in use."""
    return {name: tokens.new_issuer_key() for name in ("roll", "scrutineer")}


def signed(issuers, blinded) -> dict[str, str]:
    """What the server answers: each issuer's blind signature."""
    return {
        name: base64.b64encode(
            tokens.sign(key, base64.b64decode(blinded[name]["message"]))
        ).decode()
        for name, key in issuers.items()
    }


def test_a_token_blinded_in_the_browser_and_signed_by_the_server_is_accepted(sealing_page, issuers):
    keys = {name: spki(key) for name, key in issuers.items()}
    seen = set()
    for _ in range(3):
        made = sealing_page.evaluate(BLIND, keys)
        sent = {
            "issuers": keys,
            "blinded": made["blinded"],
            "answer": signed(issuers, made["blinded"]),
        }
        found = sealing_page.evaluate(UNBLIND, sent)
        token = bytes.fromhex(made["token"])
        for name, key in issuers.items():
            signature = tokens.Signature(
                bytes.fromhex(found[name]["prefix"]), base64.b64decode(found[name]["value"])
            )
            assert tokens.verify(key.public_key(), token, signature)
            assert not tokens.verify(key.public_key(), tokens.new_token(), signature)
            # The issuer sees neither the token nor what it will sign, nor the same thing twice.
            assert base64.b64decode(made["blinded"][name]["message"]) != signature.value
            seen.add(made["blinded"][name]["message"])
        assert not tokens.verify(issuers["roll"].public_key(), token, signature)
    assert len(seen) == 6 and sealing_page.said == []


def test_the_browser_refuses_an_answer_that_is_no_signature(sealing_page, issuers):
    keys = {name: spki(key) for name, key in issuers.items()}
    made = sealing_page.evaluate(BLIND, keys)
    answer = signed(issuers, made["blinded"])
    swapped = {"roll": answer["scrutineer"], "scrutineer": answer["roll"]}
    for wrong in (swapped, answer | {"scrutineer": base64.b64encode(b"\1" * 256).decode()}):
        sent = {"issuers": keys, "blinded": made["blinded"], "answer": wrong}
        assert "invalid signature" in str(sealing_page.evaluate(UNBLIND, sent))


def test_the_server_accepts_what_the_token_signed_in_the_browser(sealing_page):
    made = sealing_page.evaluate("window.tokens.newToken()")
    sealed = bytes(range(240)) * 2
    signature = bytes(
        sealing_page.evaluate(
            """({seed, sealed}) => Array.from(window.tokens.sign(seed,
                 window.tokens.ballotMessage("EL-0001/nurses", 3, Uint8Array.from(sealed))))""",
            {"seed": made["seed"], "sealed": list(sealed)},
        )
    )
    message = token_keys.ballot_message("EL-0001/nurses", 3, sealed)
    assert token_keys.is_signed(bytes.fromhex(made["token"]), message, signature)
    other = token_keys.ballot_message("EL-0001/nurses", 4, sealed)
    assert not token_keys.is_signed(bytes.fromhex(made["token"]), other, signature)
