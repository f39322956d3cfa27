"""As little of a browser as voting needs: forms, cookies, and posting again what was not answered.

Plain sockets, so that the voters take little of the processors they share with the server.
"""

from __future__ import annotations

import html
import re
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
COOKIE = re.compile(rb"\r\nset-cookie: *([^=;\r]+)=([^;\r]*)", re.IGNORECASE)
PATIENCE = 120.0


class Unanswered(OSError):
    """The connection ended before the whole answer came."""


@dataclass
class Line:
    """A connection that is opened again when it breaks; used by one voter after another."""

    port: int
    open: socket.socket | None = None

    def exchange(self, request: bytes) -> tuple[int, bytes, bytes]:
        """Status, head and body of the answer. Raises Unanswered."""
        try:
            if self.open is None:
                self.open = socket.create_connection(("127.0.0.1", self.port), 30)
                self.open.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.open.sendall(request)
            return self._answer(self.open)
        except OSError as error:
            self.hang_up()
            raise Unanswered(str(error)) from error

    def _answer(self, line: socket.socket) -> tuple[int, bytes, bytes]:
        got = b""
        while (end := got.find(b"\r\n\r\n")) < 0:
            got += _more(line)
        head, body = got[:end], got[end + 4 :]
        found = LENGTH.search(head)
        if found is None:
            raise Unanswered("an answer without a length")
        parts, missing = [body], int(found[1]) - len(body)
        while missing > 0:
            parts.append(_more(line))
            missing -= len(parts[-1])
        if b"\r\nconnection: close" in head.lower():
            self.hang_up()
        return int(head[9:12]), head, b"".join(parts)

    def hang_up(self) -> None:
        if self.open is not None:
            with suppress(OSError):
                self.open.close()
            self.open = None


def _more(line: socket.socket) -> bytes:
    got = line.recv(65536)
    if not got:
        raise Unanswered("the connection was closed")
    return got


@dataclass
class Reply:
    """An answer with how it came: seconds from the first try, and how many tries had none."""

    status: int
    text: str
    seconds: float
    unanswered: int
    # Tries that were answered with an error of the server (500 to 599).
    failed: int = 0


@dataclass
class Browser:
    """One voter's browser on a shared line: cookies of its own."""

    line: Line
    cookies: dict[str, str] = field(default_factory=dict)
    # Called each time a request was sent and had no answer.
    when_unanswered: Callable[[], None] = lambda: None

    def get(self, path: str) -> Reply:
        return self._until_answered(self._request("GET", path, b"", ""))

    def post(self, path: str, fields: Iterable[tuple[str, str]]) -> Reply:
        body = urlencode(list(fields)).encode()
        kind = "Content-Type: application/x-www-form-urlencoded\r\n"
        return self._until_answered(self._request("POST", path, body, kind))

    def post_json(self, path: str, body: bytes) -> Reply:
        return self._until_answered(
            self._request("POST", path, body, "Content-Type: application/json\r\n")
        )

    def _request(self, method: str, path: str, body: bytes, more: str) -> bytes:
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        cookie = f"Cookie: {kept}\r\n" if kept else ""
        length = f"Content-Length: {len(body)}\r\n" if method == "POST" else ""
        return (
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{cookie}{more}{length}\r\n".encode()
            + body
        )

    def _until_answered(self, request: bytes) -> Reply:
        """Send the very same request until an answer comes. Raises Unanswered after two minutes."""
        began, unanswered, failed = time.perf_counter(), 0, 0
        while True:
            try:
                status, head, body = self.line.exchange(request)
            except Unanswered:
                unanswered += 1
                self.when_unanswered()
                if time.perf_counter() - began > PATIENCE:
                    raise
                time.sleep(0.05)
                continue
            if status >= 500 and failed < 20:
                failed += 1
                time.sleep(0.05)
                continue
            for name, value in COOKIE.findall(head):
                self.cookies[name.decode()] = value.decode()
            return Reply(status, body.decode(), time.perf_counter() - began, unanswered, failed)


def form_of(page: str, step: str) -> list[tuple[str, str]]:
    """Hidden fields of the page's form for a step, in order."""
    mark = f'<input type="hidden" name="step" value="{step}">'
    for part in page.split("<form ")[1:]:
        inside = part.split("</form>", 1)[0]
        if mark in inside:
            return [(name, html.unescape(value)) for name, value in HIDDEN.findall(inside)]
    raise AssertionError(f"no form for {step} on {page[:3000]}")
