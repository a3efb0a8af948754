"""What Alembic runs to migrate: over the connection that `database.migrate` hands it."""

from __future__ import annotations

from alembic import context

from portal.enquiries.tables import metadata


def run() -> None:
    """Run the steps that are missing."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,  # SQLite changes a table by making it anew
    )
    with context.begin_transaction():
        context.run_migrations()


if __name__ == "env_py":  # the name under which Alembic reads this file
    run()
