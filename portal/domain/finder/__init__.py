"""Find your place: what a visitor wishes for, and how each of the ten towns answers it, with reasons."""
