"""The tables of the course in groups: when each meets, who is in it, what she opened. Of a member
they hold numbers and names of steps, and go with her conversation.

Moments of meetings are texts without a zone: the hour by the clocks of the place is what counts.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from adapters.database.tables import Id, metadata, of_conversation

# `meetings` as JSON. `over_at`: when it can be no more, by its meetings or its facilitator.
cohorts = Table(
    "cohorts",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("meetings", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("code", Text, nullable=False, unique=True),
    Column("facilitator_id", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("ended_at", BigInteger),
    Column("over_at", BigInteger, nullable=False),
    Column("joined", Integer, nullable=False),
    Column("version", Integer, nullable=False),
)
Index(None, cohorts.c.facilitator_id)
Index(None, cohorts.c.over_at)

# A conversation is in one group at most.
cohort_members = Table(
    "cohort_members",
    metadata,
    of_conversation(primary_key=True),
    Column(
        "cohort_id",
        BigInteger,
        ForeignKey("cohorts.id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("number", Integer, nullable=False),
    UniqueConstraint("cohort_id", "number"),
)

# `went`: how its practice went; "" when she has not told.
cohort_progress = Table(
    "cohort_progress",
    metadata,
    Column(
        "conversation_id",
        BigInteger,
        ForeignKey("cohort_members.conversation_id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("step", Text, primary_key=True),
    Column("went", Text, nullable=False),
)

# When she gave codes that open nothing: counted for an hour, removed after a day.
cohort_wrong_codes = Table(
    "cohort_wrong_codes",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    of_conversation(),
    Column("at", BigInteger, nullable=False),
)
Index(None, cohort_wrong_codes.c.conversation_id, cohort_wrong_codes.c.at)
