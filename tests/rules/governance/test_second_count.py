"""The second engine equals the official tables, the stored tables and every tie case."""

import ast
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from mutualise.governance.rules import second_count
from mutualise.governance.rules.second_count import RULES, LotNeeded, count_again
from tests.rules.governance.second_count_cases import TIES, WARDS, tie, ward

HUNDREDTH = Decimal("0.01")


def official_action(text):
    if text == "first":
        return "first preferences"
    return text.replace("surplus ", "surplus of ").replace("exclude ", "exclusion of ")


def named(action):
    """The kind of stage and whom it names, in whatever order they are written."""
    words = action.replace("exclusion of", "exclude").replace("surplus of", "surplus")
    return words.replace("first preferences", "first").replace(",", " ").split()


def in_hundredths(stage):
    return [int(Decimal(vote) / HUNDREDTH) for vote in stage["votes"].values()]


def test_there_are_wards_and_ties_to_count():
    assert len(WARDS) >= 30 and len(TIES) >= 13


@pytest.mark.parametrize("name", WARDS)
class TestRealWards:
    def test_scottish_equals_the_official_result_and_stage_table(self, name):
        (candidates, seats, papers), known = ward(name)
        result = count_again(candidates, seats, papers, "scottish")
        official = known["official"]
        assert sorted(result["elected"]) == official["elected"]
        assert Decimal(result["quota"]) == official["quota"]
        assert [stage["action"] for stage in result["stages"]] == [
            official_action(stage["action"]) for stage in official["stages"]
        ]
        cut = official["published_precision"] != "5 decimals throughout"
        for stage, published in zip(result["stages"], official["stages"], strict=True):
            for ours, theirs in zip(stage["votes"].values(), published["votes"], strict=True):
                ours, theirs = Decimal(ours), Decimal(theirs)
                if cut:
                    ours = ours.quantize(theirs, rounding=ROUND_HALF_UP)
                assert ours == theirs

    def test_ers97_equals_the_stored_table(self, name):
        """A last stage that 5.5.2 stops short leaves the papers with whom they were; the stored

        tables show nothing for that candidate, and the same for everybody else.
        """
        (candidates, seats, papers), known = ward(name)
        result = count_again(candidates, seats, papers, "ers97")
        stored = known["other_rules"]["ers97"]
        assert result["elected"] == stored["order"]
        assert len(result["stages"]) == len(stored["stages"])
        for stage, table in zip(result["stages"], stored["stages"], strict=True):
            assert sorted(named(stage["action"])) == sorted(named(table["action"]))
            ours, theirs = in_hundredths(stage), list(table["votes_hundredths"])
            if stage is result["stages"][-1]:
                for who in stage["excluded"]:
                    ours[who - 1] = theirs[who - 1] = 0
            assert ours == theirs
            assert (
                Decimal(stage["non_transferable"]) / HUNDREDTH
                == table["nontransferable_hundredths"]
            )
            assert Decimal(stage["quota"]) / HUNDREDTH == table["quota_hundredths"]

    def test_meek_equals_the_stored_rounds(self, name):
        (candidates, seats, papers), known = ward(name)
        result = count_again(candidates, seats, papers, "meek")
        stored = known["other_rules"]["meek_prf"]
        assert sorted(result["elected"]) == stored["elected"]
        rounds = {}
        for entry in stored["rounds"]:
            # The entry written first in a round: later ones of the last clear away the defeated.
            rounds.setdefault(entry["round"], entry)
        assert [stage["number"] for stage in result["stages"]] == list(rounds)
        for stage in result["stages"]:
            entry = rounds[stage["number"]]
            votes = dict(enumerate(entry["votes"], start=1))
            newly = {i for i, state in enumerate(entry["states"], 1) if state == "defeated"}
            for who, vote in votes.items():
                if who not in newly:
                    assert stage["votes"][str(who)] == vote
            assert stage["quota"] == entry["quota"]

    def test_northern_ireland_elects_the_stored_winners(self, name):
        (candidates, seats, papers), known = ward(name)
        result = count_again(candidates, seats, papers, "ni")
        assert sorted(result["elected"]) == known["other_rules"]["ni"]["elected"]

    def test_every_stage_accounts_for_every_vote(self, name):
        (candidates, seats, papers), known = ward(name)
        for rule in ("scottish", "ers97", "ni", "meek"):
            for stage in count_again(candidates, seats, papers, rule)["stages"]:
                votes = sum(Decimal(vote) for vote in stage["votes"].values())
                assert votes + Decimal(stage["non_transferable"]) == known["valid"]


def noted_ties(known):
    for entry in known["ties"]:
        *kind, tied, chosen, how = entry
        yield kind[0] if kind else "exclude", tied, chosen, how == "LOT"


@pytest.mark.parametrize("name", TIES)
def test_tie_cases_fall_as_stored(name):
    """Where it was a lot, the lowest number was drawn first (data/ballots/PROVENANCE.md)."""
    (candidates, seats, papers), known = tie(name)
    first_lot = next((tied for _, tied, _, by_lot in noted_ties(known) if by_lot), None)
    if first_lot:
        with pytest.raises(LotNeeded) as needed:
            count_again(candidates, seats, papers, known["rule"])
        assert list(needed.value.tied) == first_lot
    lots = list(range(1, candidates + 1)) if first_lot else None
    result = count_again(candidates, seats, papers, known["rule"], lots)
    assert [(note["tied"], note["chosen"], note["by"] == "lot") for note in result["ties"]] == [
        (tied, chosen, by_lot) for _, tied, chosen, by_lot in noted_ties(known)
    ]
    if known["elected"]:
        assert sorted(result["elected"]) == known["elected"]


def sources():
    return sorted(Path(second_count.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.name)
def test_no_float_and_nothing_but_whole_numbers_on_the_path(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not isinstance(node, ast.Constant) or not isinstance(node.value, (float, complex))
        assert not isinstance(node, ast.Name) or node.id not in {"float", "round"}
        assert not isinstance(node, (ast.BinOp, ast.AugAssign)) or not isinstance(node.op, ast.Div)


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.name)
def test_shares_no_code_with_the_first_engine(path):
    standard = {"__future__", "collections", "collections.abc", "itertools", "math", "typing"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.module in standard or node.module.startswith(second_count.__name__)
        assert not isinstance(node, ast.Import)


def test_a_rule_nobody_knows_is_refused_with_the_choices():
    with pytest.raises(ValueError, match="choose one of scottish, ers97"):
        count_again(2, 1, [(1, (1,))], "borda")


@pytest.mark.parametrize(
    ("papers", "words"),
    [([(1, (1, 1))], "twice"), ([(1, (4,))], "not in 1 to 3"), ([(-1, (1,))], "0 or more")],
)
@pytest.mark.parametrize("rule", RULES)
def test_papers_that_make_no_sense_are_refused(rule, papers, words):
    with pytest.raises(ValueError, match=words):
        count_again(3, 1, papers, rule)
