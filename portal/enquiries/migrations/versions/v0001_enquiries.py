"""Enquiries and the letters that they become."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """One step forward."""
    op.create_table(
        "enquiry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(16), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("received", sa.DateTime(), nullable=False),
        sa.Column("locale", sa.String(2), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_enquiry"),
        sa.UniqueConstraint("reference", name="uq_enquiry_reference"),
        sa.UniqueConstraint("key", name="uq_enquiry_key"),
    )
    op.create_index("ix_enquiry_received", "enquiry", ["received"])
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enquiry_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("town", sa.String(64), nullable=False),
        sa.Column("message_id", sa.String(255), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(), nullable=False),
        sa.Column("holder", sa.String(64), nullable=False),
        sa.Column("held_until", sa.DateTime()),
        sa.Column("sent", sa.DateTime()),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
        sa.UniqueConstraint("message_id", name="uq_letter_message_id"),
        sa.ForeignKeyConstraint(
            ["enquiry_id"], ["enquiry.id"], name="fk_letter_enquiry_id_enquiry", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_letter_enquiry_id", "letter", ["enquiry_id"])
    op.create_index("ix_letter_state_due", "letter", ["state", "due"])


def downgrade() -> None:
    """The same step back."""
    op.drop_table("letter")
    op.drop_table("enquiry")
