"""The server process of `mutualise serve`."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from tests.faults.real_server import MUTUALISE, RealServer


def test_a_port_in_use_is_refused_with_what_to_do(own_database):
    with RealServer(own_database, workers=1) as server:
        again = subprocess.run(
            [MUTUALISE, "serve", "--port", str(server.port)],
            env=own_database, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert again.returncode == 2
    assert f"port {server.port} cannot be had" in again.stderr
    assert "--port" in again.stderr


def test_workers_of_a_server_that_was_killed_end_by_themselves(own_database):
    with RealServer(own_database, workers=1) as server:
        workers = server.worker_ids()
        assert workers
        os.kill(server.process.pid, signal.SIGKILL)
        limit = time.monotonic() + 20
        while any(_runs(each) for each in workers) and time.monotonic() < limit:
            time.sleep(0.1)
        assert not any(_runs(each) for each in workers)


def test_a_worker_killed_at_once_again_is_replaced(own_database):
    with RealServer(own_database, workers=1) as server:
        for _ in range(3):
            before = set(server.worker_ids())
            server.kill_a_worker(0)
            limit = time.monotonic() + 20
            while not set(server.worker_ids()) - before and time.monotonic() < limit:
                time.sleep(0.05)
            assert set(server.worker_ids()) - before
        assert server.process.poll() is None


def _runs(process: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
