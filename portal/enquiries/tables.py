"""The tables of the database. A change here needs a migration: `migrations/versions`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A moment in UTC; SQLite keeps no time zones, so none is kept anywhere."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """To the database: in UTC, without saying so."""
        return value.astimezone(dt.UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        """From the database: with its time zone."""
        return value.replace(tzinfo=dt.UTC) if value else None


#: Names of constraints are the same on every database, so that migrations can speak of them.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: `key` is the same for the same enquiry sent twice, and `form` names the form that it was written in, which is taken
#: once; `about` holds towns, entries, wish and short list. `leaving` is when it was first seen to be near its end.
enquiries = Table(
    "enquiry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(16), nullable=False, unique=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("received", UtcDateTime, nullable=False, index=True),
    Column("locale", String(2), nullable=False),
    Column("name", String(200), nullable=False),
    Column("organisation", String(200), nullable=False),
    Column("email", String(320), nullable=False),
    Column("language", String(2), nullable=False),
    Column("message", Text, nullable=False),
    Column("about", JSON, nullable=False),
    Column("form", String(64)),
    Column("leaving", UtcDateTime),
    Index("ix_enquiry_form", "form", unique=True),
)

#: The outbox. Whoever delivers holds a letter until `held_until`; nobody else takes it before.
letters = Table(
    "letter",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("enquiry_id", ForeignKey("enquiry.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(8), nullable=False),
    Column("town", String(64), nullable=False),
    Column("message_id", String(255), nullable=False, unique=True),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due", UtcDateTime, nullable=False),
    Column("holder", String(64), nullable=False),
    Column("held_until", UtcDateTime),
    Column("sent", UtcDateTime),
    Column("recipient", Text, nullable=False),
    Column("fault", Text, nullable=False),
    Index("ix_letter_state_due", "state", "due"),
)

#: How many letters were asked for lately, by what is counted (`caps`): no network address and no mailbox is in clear.
usage = Table(
    "usage",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scope", String(8), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("moment", UtcDateTime, nullable=False, index=True),
    Column("letters", Integer, nullable=False),
    Index("ix_usage_scope_subject_moment", "scope", "subject", "moment"),
)

#: How parts of the portal fare, as whoever met them last wrote down: `web` that enquiries can be stored, `mail` the
#: mail server. `since` is when it became so, `moment` when it was last found so. `filling` tries whether there is room.
states = Table(
    "state",
    metadata,
    Column("name", String(8), primary_key=True),
    Column("words", String(16), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("moment", UtcDateTime, nullable=False),
    Column("filling", Text),
)
