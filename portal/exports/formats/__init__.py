"""File formats: one module for each family of them, with their makers and registrations."""
