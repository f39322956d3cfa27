"""Pages of the register: what anyone may read, and what editors and representatives do."""
