"""The questions an officer answers before a case is assessed (reference on the programme, 2.4)."""

from __future__ import annotations

QUESTIONS = {
    "AREA": "The service is delivered in England and Wales",
    "PUBLIC_SERVICE": "It is a public service that somebody would contract for",
    "LEAVING": "It has left the public sector or means to leave it",
    "MUTUAL": "It would be a mutual under the definition in force",
    "RECENT": "If it is live, it is in its first five years or on its original contract",
    "SPONSOR": "A named senior sponsor supports it",
}
