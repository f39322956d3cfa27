"""The law of evidence: periods, bounds, units, areas, quality and digests. No Django, no I/O, no clock."""
