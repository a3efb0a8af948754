"""What staff write, read into models or into problems."""
