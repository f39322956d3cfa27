"""The form of an observation, which the evidence reads and the register knows the subject of."""

from __future__ import annotations

from typing import Any

from mutualise.evidence.forms import ObservationForm
from mutualise.evidence.ingest.problems import LineReader
from mutualise.register.queries.editing import subject_known


class KnownSubjectForm(ObservationForm):
    def read(self, reader: LineReader) -> Any:
        row = super().read(reader)
        if row.subject and not subject_known(row.subject):
            reader.note(
                "subject",
                f"The register has no body with the code “{row.subject}”. Add the body first, or "
                "use sector or programme.",
            )
        return row
