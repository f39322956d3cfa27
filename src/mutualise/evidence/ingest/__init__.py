"""Reading files of facts: what stands in them, and everything that is wrong with them."""
