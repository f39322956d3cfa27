"""Forms of the governance room, one module a subject."""
