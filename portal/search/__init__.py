"""Search over towns, what they have and look for, and the indicators, in three languages at once."""
