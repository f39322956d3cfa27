"""`mutualise recheck`: check every kept announcement against what is recorded now."""

from __future__ import annotations

from mutualise.claims.actions import recheck_all
from mutualise.web.cli.console import screen


def recheck() -> None:
    """Check every kept announcement again and mail the owners of claims that changed.

    Loads and the editor do this by themselves; run it after a change of a definition or measure.
    """
    changed = recheck_all()
    for row in changed:
        screen.print(
            f"{row.announcement.code}, claim {row.position}: now {row.verdict}", highlight=False
        )
    screen.print(f"{len(changed)} claims came out differently.")
