"""Forms are taken once, letters are counted, and parts of the portal say how they fare."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """One step forward. No table is made anew: in SQLite that would take the letters of its enquiries with it."""
    op.add_column("enquiry", sa.Column("form", sa.String(64)))
    op.add_column("enquiry", sa.Column("leaving", sa.DateTime()))
    op.create_index("ix_enquiry_form", "enquiry", ["form"], unique=True)
    op.create_table(
        "usage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(8), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("moment", sa.DateTime(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_usage"),
    )
    op.create_index("ix_usage_moment", "usage", ["moment"])
    op.create_index("ix_usage_scope_subject_moment", "usage", ["scope", "subject", "moment"])
    state = op.create_table(
        "state",
        sa.Column("name", sa.String(8), nullable=False),
        sa.Column("words", sa.String(16), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("moment", sa.DateTime(), nullable=False),
        sa.Column("filling", sa.Text()),
        sa.PrimaryKeyConstraint("name", name="pk_state"),
    )
    never = dt.datetime(2000, 1, 1)  # as the column keeps it
    op.bulk_insert(state, [{"name": name, "words": "", "since": never, "moment": never} for name in ("web", "mail")])


def downgrade() -> None:
    """The same step back."""
    op.drop_table("state")
    op.drop_table("usage")
    op.drop_index("ix_enquiry_form", "enquiry")
    op.drop_column("enquiry", "leaving")
    op.drop_column("enquiry", "form")
