"""What anyone may read of the evidence: one module a subject."""
