"""On complete synthetic evidence every claim is supported, and each flips with its evidence."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("flip_demonstration.py")


def test_every_claim_is_supported_and_flips_when_its_planted_evidence_changes(
    migrated_file, tmp_path
):
    shutil.copyfile(migrated_file, tmp_path / "demonstration.sqlite3")
    env = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'demonstration.sqlite3'}",
        "MUTUALISE_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "mutualise.settings.local",
    }
    done = subprocess.run(
        [sys.executable, SCRIPT], env=env, capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    assert len(found["planted"]) == 9
    assert set(found["planted"].values()) == {"supported"}
    assert set(found["changed"]) == set(found["planted"])
    assert "supported" not in found["changed"].values(), found["changed"]
