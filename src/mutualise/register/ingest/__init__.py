"""Loading the register and its evidence from files, all or nothing."""
