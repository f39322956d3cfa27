"""The page of the counting rules, drawn from the text that each rule carries in the code."""

from __future__ import annotations

from collections.abc import Mapping

from mutualise.governance.rules.counting import Rule

PLAINLY = {
    "scottish": (
        "You rank. A candidate needs a quota. Whoever has more keeps the quota, and every one of "
        "their papers goes on to its next choice at a smaller value. If nobody has more, the lowest "
        "is out and those papers go on at the value they have."
    ),
    "ers97": (
        "You rank. Like the Scottish rule, but only the papers that arrived last pass on a surplus, a surplus too "
        "small to matter waits, several of the lowest may go together, and the quota falls if "
        "papers run out before anybody is elected. It can be counted by hand."
    ),
    "ni": (
        "You rank. Close to ERS97, with a whole-number quota that never changes. The election "
        "rules of NHS foundation trusts are of this family; this page does not claim to be them."
    ),
    "meek": (
        "You rank. Each elected candidate keeps just the share of every paper that makes a quota, "
        "and passes the rest to the next choice, whoever that is. The shares and the quota are worked out "
        "again until they settle. It needs a computer."
    ),
    "plurality": "You choose one. The most votes win.",
    "approval": "You name everybody you would accept. Whoever is named most wins.",
}
"""What a voter needs to know of each rule."""


def counting_rules_page(rules: Mapping[str, Rule]) -> str:
    """Every rule: in plain words, then the exact steps and their source from its docstring."""
    lines = [
        "# The counting rules",
        "",
        "Drawn from `governance/rules/counting/` by `mutualise reference`. Name the rule of an election in its notice,",
        "before nominations open: the choice can change who is elected.",
        "",
        "Two programs written apart count by each rule, and the tests compare them figure by figure",
        "([decision 23](../decisions/0023-two-engines-or-no-result.md)). All figures are whole numbers of the rule's",
        "unit. What the count prints is described in [count-json.md](count-json.md).",
        "",
        "Alike in every rule: a candidate who has withdrawn is passed over on every paper; a paper with no choice",
        "for anybody standing is not valid. A lot is one order of the candidates, settled before it is needed. Of those",
        "who tie, it falls on the first drawn: that one's surplus goes first, or that one is excluded, or in a poll",
        "takes the place. Those elected at one stage are told in descending order of votes, equals by their earlier votes as the",
        "rule looks back. No rule puts those equal throughout in an order: they are told as the lot was drawn, without one",
        "by name ([decision 63](../decisions/0063-equals-elected-together.md)).",
    ]
    shown: set[str] = set()
    for code, rule in rules.items():
        lines += ["", f"## {rule.title}", "", f"`--rule {code}`", "", PLAINLY[code]]
        if rule.text not in shown:
            lines += ["", rule.text.strip()]
        shown.add(rule.text)
    return "\n".join(lines) + "\n"
