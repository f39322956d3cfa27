"""Secret ballots, "two keys, three seals, one board": the pure core.

Each file holds one subject: `tokens` (blind-signed permission to vote once), `seals` (a ballot in
three layers), `board` (the public chain), `mix` (what the trustees do after close), `codes` (the
voter's own check), `lots`, and `archive` with `verification` (what anyone may repeat).
Decisions 0024 to 0026 say why; docs/security/ballots.md says what is and is not promised.
"""
