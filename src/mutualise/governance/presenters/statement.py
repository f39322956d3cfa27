"""The scrutineer's statement, as rows of what was asked and what was answered."""

from __future__ import annotations

from collections.abc import Mapping

from mutualise.governance.rules.scrutineer_statement import REGISTER, SATISFIED


def statement_lines(statement: Mapping[str, str]) -> list[list[str]]:
    """Rows for the page and the document; none where nothing was stated."""
    if not statement:
        return []
    rows = [
        ["Was the register of members inspected?", REGISTER[statement["register"]]],
        [
            "What the inspection showed that somebody should act on",
            statement["matter"] or "Nothing",
        ],
    ]
    for name, words in SATISFIED.items():
        rows.append([f"Satisfied: {words[0].lower()}{words[1:]}", statement[name].capitalize()])
    rows.append(["Reasons where the scrutineer is not satisfied", statement["reasons"] or "None"])
    rows.append(["Who stored and counted the votes", statement["counted_by"]])
    return rows
