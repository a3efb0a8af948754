"""What visitors write to the towns: read from the form, kept in the database, put into letters."""
