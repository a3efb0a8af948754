"""How the database came to be as it is, one step at a time."""
