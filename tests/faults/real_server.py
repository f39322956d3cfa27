"""The product's own server as a process of its own, that a test may kill -9 and start again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.faults.conftest import ROOT

MUTUALISE = Path(sys.executable).with_name("mutualise")


class RealServer:
    """`mutualise serve` on a free port, with its workers, in a process group of its own."""

    def __init__(self, env: dict[str, str], *, workers: int = 2, log: Path | None = None) -> None:
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            self.port: int = listening.getsockname()[1]
        self.env, self.workers = env, workers
        self.log = log or Path(os.devnull)
        self.kills = 0
        self.spent = 0.0
        self.process: subprocess.Popen[Any] | None = None

    def __enter__(self) -> RealServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def start(self, within: float = 60) -> None:
        """Start, and wait until a page is answered."""
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [MUTUALISE, "serve", "--port", str(self.port), "--workers", str(self.workers)],
                cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        limit = time.monotonic() + within
        while time.monotonic() < limit:
            assert self.process.poll() is None, "the server ended by itself"
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 5) as ask:
                ask.sendall(b"GET /vote/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                if ask.recv(20).startswith(b"HTTP/1.1 "):
                    return
            time.sleep(0.05)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """kill -9 the server and all its workers at once."""
        self._end()
        self.kills += 1

    def kill_a_worker(self, which: int) -> None:
        """kill -9 one worker; the server starts another."""
        # Its processor time is in the server's own once the server has noticed.
        found = self.worker_ids()
        if found:
            with suppress(ProcessLookupError):
                os.kill(found[which % len(found)], signal.SIGKILL)
                self.kills += 1

    def worker_ids(self) -> list[int]:
        assert self.process is not None
        folder = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        with suppress(OSError):
            return [int(each) for each in folder.read_text().split()]
        return []

    def processor_seconds(self) -> float:
        """Processor time of the server, of its workers and of those that died, killed ones too."""
        assert self.process is not None
        return self.spent + sum(_spent(each) for each in (self.process.pid, *self.worker_ids()))

    def _end(self) -> None:
        assert self.process is not None
        self.spent = self.processor_seconds()
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def _spent(process: int) -> float:
    """Seconds a process and its ended children spent, from the kernel; 0 when it is gone."""
    with suppress(OSError):
        stat = Path(f"/proc/{process}/stat").read_text()
        fields = stat.rsplit(") ", 1)[1].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return 0.0
