"""Loads of the governance room."""
