"""The scrutineer's signing machine: answers the platform's posts, one blinded message a name.

It listens on its own machine alone; a proxy in front of it brings TLS (docs/how-to/run-an-election.md).
Nothing that comes is logged, because the order of the posts is the order of voters.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from mutualise.governance.rules.ballot_box import issuing, tokens
from mutualise.governance.rules.ballot_box.canonical import base64_text
from mutualise.web.cli.issuer_record import NotRecorded, Record


class Machine(ThreadingHTTPServer):
    """A server with the keys of its contests, the record and the secret shared with the platform."""

    daemon_threads = True

    def __init__(
        self, port: int, keys: Mapping[str, RSAPrivateKey], record: Record, secret: str
    ) -> None:
        self.keys, self.record, self.secret = keys, record, secret
        super().__init__(("127.0.0.1", port), _Answer)

    def signed(self, asked: issuing.Request) -> bytes:
        """The blind signature, once the name's use is on the disk. Raises NotRecorded or BadToken."""
        key = self.keys.get(asked.box)
        if key is None:
            raise NotRecorded("No key for this contest is kept here.", 404)
        # Before the record: what can never be signed must not use up the name.
        tokens.check_fits(key, asked.blinded)
        self.record.use(asked.box, asked.leaf, asked.blinded)
        return tokens.sign(key, asked.blinded)


class _Answer(BaseHTTPRequestHandler):
    server: Machine
    # Whoever opens a line and sends nothing must not hold a thread.
    timeout = 10
    server_version, sys_version = "mutualise-issuer", ""

    def do_POST(self) -> None:
        given = self.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {self.server.secret}".encode()):
            return self._tell(401, {"error": "The secret is not the one of this machine."})
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit() or int(length) > issuing.MOST_BYTES:
            return self._tell(400, {"error": f"Send at most {issuing.MOST_BYTES} bytes of JSON."})
        try:
            asked = issuing.read_request(json.loads(self.rfile.read(int(length))))
            signed = self.server.signed(asked)
        except NotRecorded as refusal:
            return self._tell(refusal.status, {"error": str(refusal)})
        except (ValueError, RecursionError) as problem:
            return self._tell(400, {"error": str(problem)})
        return self._tell(200, {"signed": base64_text(signed)})

    def _tell(self, status: int, content: Any) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: see above."""
