"""Tell a sentence that denies its figure: "there are not 100 mutuals", "90 per cent of staff do not feel trusted".

A denied figure states nothing that could be tested. Only the clause of the figure is read: it ends at a stop, at a
joining word and at a relative pronoun, and what stands beyond "that" counts only where it denies what follows.
"""

from mutualise.claims.rules.tokens import Tokens, low, tokenise, vocabulary

DENIED = "The sentence denies the figure; it states no figure that could be tested."

_NEGATIONS = vocabulary("not never cannot no none nobody neither nor hardly deny denies denied")
_HELPERS = vocabulary(
    "do does did is are was were be been has have had can could will would shall should may might must there "
    "still yet also now simply even probably certainly currently it they we"
)
# "not only 100 mutuals but …", "no doubt", "not least": nothing is denied.
_NO_DENIAL_BEFORE = vocabulary(
    "only just merely simply least less fewer more doubt question surprise secret accident coincidence wonder "
    "surprising surprisingly forget all every everyone everybody other"
)
_JOINS = vocabulary(
    "but and or while whereas although though because since when where if unless so than"
)
_RELATIVES = vocabulary("who which whose whom that")
_STOPS = frozenset(".,;:!?()[]–—•|")
_LEADING = vocabulary("with at for by in on from of to under despite after")
_ARTICLES = vocabulary("of the these those our its their all a an")
_UNTRUE = vocabulary("untrue false wrong myth fiction deny denies denied doubt doubts doubtful")
_FAILING = vocabulary("failed fail fails failing yet unable")
_REACH_BACK, _REACH_ON = 14, 7


def denies(sentence: str, first: int, last: int) -> bool:
    """Whether the sentence denies the figure that stands in it from character `first` to before `last`."""
    tokens = tokenise(sentence)
    begin = next((n for n, each in enumerate(tokens) if each.end > first), len(tokens))
    upto = next((n for n, each in enumerate(tokens) if each.start >= last), len(tokens))
    return _denied_before(tokens, begin) or _denied_after(tokens, upto)


def _is_negation(tokens: Tokens, place: int) -> bool:
    word = low(tokens, place)
    return (word in _NEGATIONS or word.endswith("n't")) and low(
        tokens, place + 1
    ) not in _NO_DENIAL_BEFORE


def _denied_before(tokens: Tokens, begin: int) -> bool:
    if (low(tokens, begin - 2), low(tokens, begin - 1)) in {("far", "from"), ("nowhere", "near")}:
        return True
    for place in range(begin - 1, max(-1, begin - 1 - _REACH_BACK), -1):
        word = low(tokens, place)
        if word in _STOPS or word in _JOINS:
            return False
        if word == "that":
            return _denies_what_follows(tokens, place)
        if word in _RELATIVES:
            return False
        if word == "to" and low(tokens, place - 1) in _FAILING:
            return True
        if _is_negation(tokens, place) and _reaches(tokens, place, begin):
            return True
    return False


def _reaches(tokens: Tokens, place: int, begin: int) -> bool:
    """Does the negation at `place` turn the verb or the noun of the figure, and no phrase beside it?"""
    word, before = low(tokens, place), low(tokens, place - 1)
    between = [low(tokens, each) for each in range(place + 1, begin)]
    if word in {"none", "neither"} and between and all(each in _ARTICLES for each in between):
        return False  # "none of the 100 mutuals" says that there are 100
    if word == "no":
        return before not in _LEADING
    if word == "not" and len(between) > 1:
        helper = before in _HELPERS or before.endswith("ly")
        aside = low(tokens, place - 2) in _RELATIVES and len(between) > 2
        return helper and not aside  # "mutuals not owned by councils", "that do not pay dividends"
    if word.endswith("n't"):
        return before not in _RELATIVES or len(between) < 3
    return True


def _denies_what_follows(tokens: Tokens, that: int) -> bool:
    """ "it is not true that", "no evidence that", "we deny that"; "the mutuals that" denies nothing."""
    for place in range(that - 1, max(-1, that - 7), -1):
        word = low(tokens, place)
        if word in _STOPS or word in _JOINS:
            return False
        if _is_negation(tokens, place):
            return True
        if word in _UNTRUE and low(tokens, place - 1) != "no":
            return True
    return False


def _denied_after(tokens: Tokens, upto: int) -> bool:
    """ "[over 90 per cent of staff] do not feel trusted", "[100 mutuals] no longer exist"."""
    for place in range(upto, upto + _REACH_ON):
        word = low(tokens, place)
        if not word or word in _STOPS or word in _JOINS or word in _RELATIVES:
            return False
        if (word, low(tokens, place + 1)) == ("no", "longer"):
            return True
        helped = low(tokens, place - 1) in _HELPERS or low(tokens, place - 1).endswith("ly")
        turning = word.endswith("n't") or word == "cannot" or (word in {"not", "never"} and helped)
        if turning and _is_negation(tokens, place):
            return True
    return False
