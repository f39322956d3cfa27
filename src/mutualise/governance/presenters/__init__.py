"""Rows of the governance room as pages show them."""
