"""Letters on their way: out of the outbox, to the mail server."""
