"""What people do in the governance room, one module a subject."""
