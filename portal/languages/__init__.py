"""The languages of the portal: one module with one registration for each."""
