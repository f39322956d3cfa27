"""A small election for the tests: keys, voters and a board, as honest people would make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mutualise.governance.rules.ballot_box import board, mix, seals, tokens
from mutualise.governance.rules.ballot_box.board import Entry, Mode
from mutualise.governance.rules.ballot_box.seals import Ballot

ELECTION, CONTEST = "2026-board", "staff"


@dataclass
class Election:
    """Three trustees and a board; `ballots` are kept as the voters' own devices keep them."""

    secrets: tuple[bytes, ...]
    public: tuple[bytes, ...]
    entries: list[Entry] = field(default_factory=list)
    ballots: list[Ballot] = field(default_factory=list)
    # Who sealed the ballots: the server, or with signed tokens the voters' browsers.
    mode: Mode = "assisted"

    def cast(self, ranking: Sequence[int], token: bytes | None = None, counter: int = 1) -> Entry:
        token = token or tokens.new_token()
        ballot = seals.new_ballot(ELECTION, CONTEST, ranking)
        return self.post(ballot, tokens.token_hash(token), counter)

    def post(self, ballot: Ballot, token_hash: bytes, counter: int = 1) -> Entry:
        sealed = seals.seal(seals.plain_text(ballot), self.public, token_hash)
        entry = Entry(token_hash, counter, sealed, self.mode)
        self.entries.append(entry)
        self.ballots.append(ballot)
        return entry

    def mixed(self) -> mix.Mixed:
        return mix.open_all(self.entries, self.secrets, ELECTION, CONTEST)

    def opening_keys(self, entry: Entry) -> list[bytes]:
        """What honest trustees give for one entry."""
        sealed, keys = entry.sealed, []
        for trustee, secret in enumerate(self.secrets, start=1):
            keys.append(seals.opening_key(sealed, secret))
            sealed = seals.open_layer(trustee, sealed, secret)
            sealed = sealed[32:] if trustee == 1 else sealed
        return keys


def election() -> Election:
    keys = [seals.new_keys() for _ in range(3)]
    return Election(tuple(s for _, s in keys), tuple(p for p, _ in keys))


OPENING = board.opening_head(b'{"election":"2026-board"}', CONTEST)


def rows(entries: Sequence[Entry]) -> list[tuple[Entry, bytes]]:
    return list(zip(entries, board.heads(OPENING, entries), strict=True))
