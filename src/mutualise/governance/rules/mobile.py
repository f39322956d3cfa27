"""Mobile numbers of the United Kingdom to which a text can be sent.

Which ranges are mobile is Ofcom's numbering plan as the library `phonenumbers` has it (Google's
libphonenumber). The Channel Islands and the Isle of Man share the plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

COUNTRY = 44
REMEDY = "Give a UK mobile number, like 07700 900123, or leave it empty"
# 07700 900000 to 900999, which Ofcom keeps for drama and gives to nobody. Demonstrations use them, and senders of
# texts take some of them as a trial, so they are read although no telephone has one.
DRAMA = "+447700900"
LENGTH = 13


class NotAMobile(ValueError):
    """What was typed is no number that can get a text; the message says why and the remedy."""


def read_mobile(typed: str) -> str:
    """The number in E.164, as +447700900123, however it was typed. Raises NotAMobile.

    >>> read_mobile("07700 900 123"), read_mobile("+44 (0)7700 900123"), read_mobile("7700900123")
    ('+447700900123', '+447700900123', '+447700900123')
    """
    shown_typed = f"“{typed[:40]}”"
    try:
        number = phonenumbers.parse(typed, "GB")
    except NumberParseException as error:
        raise NotAMobile(f"{shown_typed} is not a telephone number. {REMEDY}.") from error
    if number.country_code != COUNTRY:
        raise NotAMobile(f"{shown_typed} is not a number of the UK. {REMEDY}.")
    if number.extension:
        raise NotAMobile(f"{shown_typed} has an extension, so it gets no texts. {REMEDY}.")
    found = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if found.startswith(DRAMA) and len(found) == LENGTH:
        return found
    if not phonenumbers.is_valid_number(number):
        raise NotAMobile(f"{shown_typed} is no number that is in use. Check its digits. {REMEDY}.")
    if phonenumbers.number_type(number) != PhoneNumberType.MOBILE:
        raise NotAMobile(f"{shown_typed} is not a mobile number, so it gets no texts. {REMEDY}.")
    return found


def spoken_mobile(mobile: str) -> str:
    """A number kept in E.164 as people write it; "" for none.

    >>> spoken_mobile("+447700900123"), spoken_mobile("")
    ('07700 900123', '')
    """
    return f"0{mobile[3:7]} {mobile[7:]}" if mobile else ""


def shared_by(mobiles: Mapping[int, str]) -> dict[str, list[int]]:
    """Each number that more than one member has, with those members, lowest first.

    >>> shared_by({3: "+447700900001", 1: "+447700900001", 2: "", 4: "", 5: "+447700900005"})
    {'+447700900001': [1, 3]}
    """
    found: dict[str, list[int]] = defaultdict(list)
    for member, mobile in sorted(mobiles.items()):
        if mobile:
            found[mobile].append(member)
    return {mobile: members for mobile, members in found.items() if len(members) > 1}
