"""What the browser seals, Python opens; under the site's own content policy."""

from __future__ import annotations

import functools
import http.server
import json
import threading
from pathlib import Path

import pytest
from django.conf import settings

from mutualise.governance.rules.ballot_box import codes, seals, tokens

SOURCE = Path(__file__).resolve().parents[2] / "src/mutualise"
POLICY = "; ".join(
    f"{name} {' '.join(values)}"
    for name, values in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
)
PAGE = """<!doctype html><html lang="en"><title>Seal</title>
<script src="govuk/nacl-fast.min.js"></script>
<script src="govuk/sealedbox.web.js"></script>
<script type="module" src="start.js"></script></html>"""
START = 'import * as seal from "./governance/seal.js"; window.sealing = seal;'
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
