"""The scrutineer's signing machine as a process of its own, that a test may kill -9 and start again."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from mutualise.governance.rules.ballot_box.issuing import Request

MUTUALISE = Path(sys.executable).with_name("mutualise")


class SigningMachine:
    """A folder of keys, and `mutualise issuer answer` on a free port."""

    def __init__(self, folder: Path, *boxes: str) -> None:
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            self.port: int = listening.getsockname()[1]
        self.folder, self.roll = folder, folder.with_name("roll.json")
        said = self._command("keys", str(folder), *boxes)
        self.public = dict(re.findall(r"^(\S+/\S+)\n +public key: (\S+)$", said, re.MULTILINE))
        self.secret = (folder / "secret").read_text().strip()
        self.process: subprocess.Popen[Any] | None = None

    def __enter__(self) -> SigningMachine:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def _command(self, *given: str) -> str:
        done = subprocess.run([MUTUALISE, "issuer", *given], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, roll: Any = None) -> None:
        """Start with a roll (later starts: the one of the first), and wait until it answers."""
        if roll is not None:
            self.roll.write_text(json.dumps(roll))
        command = [MUTUALISE, "issuer", "answer", self.folder, self.roll, "--port", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ)
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            assert self.process.poll() is None, "the machine ended by itself"
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 5):
                return
            time.sleep(0.05)
        raise AssertionError("the machine does not answer")

    def kill(self) -> None:
        """kill -9 it, if it runs."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def processor_seconds(self) -> float:
        """Processor time it has used since it was started, its start included."""
        assert self.process is not None
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self) -> dict[str, int]:
        """End the poll there; how many signatures it says it gave for each contest."""
        said = self._command("end", str(self.folder))
        return {box: int(n) for box, n in re.findall(r"(\S+/\S+): (\d+) signatures", said)}

    def tell_platform(self, var: Path, election: str, **other: str) -> None:
        """Write the platform's file that says where this machine is."""
        file = var / "issuer-keys" / f"{election}.machine.json"
        file.parent.mkdir(exist_ok=True)
        told = {"address": f"http://127.0.0.1:{self.port}", "secret": self.secret} | other
        file.write_text(json.dumps(told))

    def asked(self, request: Request, secret: str | None = None) -> tuple[int, dict[str, str]]:
        """Status and body of its answer to one post."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            sent = {"Authorization": f"Bearer {self.secret if secret is None else secret}"}
            line.request("POST", "/", json.dumps(request.as_json()), sent)
            answer = line.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            line.close()
