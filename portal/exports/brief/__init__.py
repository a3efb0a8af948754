"""A town or a short list as something to hand to a board: a tagged PDF of a few pages, or slides."""
