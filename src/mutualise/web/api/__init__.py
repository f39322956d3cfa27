"""The read-only API, version 1: thin functions over the rooms' queries."""
