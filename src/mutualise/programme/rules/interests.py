"""When an interest closes a case to a person.

GovS 015 (grants) asks that conflicts be declared and managed; here a tie to the parent body of a
case closes the case, whoever forgot to say so.
"""

from __future__ import annotations

from mutualise.register.rules.matching import normalised


def key_of(name: str) -> str:
    """The name of an organisation as conflicts compare it: no case, accents or legal form.

    >>> key_of("The Borough of Exampleton, Ltd") == key_of("borough exampleton")
    True
    """
    return " ".join(normalised(name))
