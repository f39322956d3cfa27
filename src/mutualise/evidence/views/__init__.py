"""Pages of the evidence: what anyone may read, and what editors record."""
