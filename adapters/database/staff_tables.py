"""The tables of the staff group. Nothing of what anybody wrote, and no name."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, LargeBinary, Table, Text

from adapters.database.tables import metadata


def _of_adviser(*, primary_key: bool = False) -> Column[int]:
    return Column(
        "adviser_id",
        BigInteger,
        ForeignKey("advisers.id", ondelete="CASCADE"),
        primary_key=primary_key,
        autoincrement=False,
        nullable=False,
        unique=None if primary_key else True,
    )


# Who is who: an adviser's id at the provider is known by its hash alone.
staff_links = Table(
    "staff_links",
    metadata,
    Column("person", LargeBinary, primary_key=True),
    _of_adviser(),
    Column("seen_at", BigInteger, nullable=False),
)

# Codes that were given out, as hashes; one for each adviser, good for one time.
staff_codes = Table(
    "staff_codes",
    metadata,
    _of_adviser(primary_key=True),
    Column("code", LargeBinary, nullable=False, unique=True),
    Column("until", BigInteger, nullable=False),
)

# Outlives its case: when she erases everything, her words in the group are still to be removed, and
# the topic's number is all that finds them. `lost` reads ",7,9,".
staff_topics = Table(
    "staff_topics",
    metadata,
    Column("case_id", BigInteger, primary_key=True, autoincrement=False),
    Column("thread", BigInteger, nullable=False, index=True),
    Column("card", BigInteger, nullable=False),
    Column("title", Text, nullable=False),
    Column("face", Text, nullable=False),
    Column("posted", Integer, nullable=False),
    Column("noted", Integer, nullable=False),
    Column("settled", Integer, nullable=False),
    Column("pinged", BigInteger, nullable=False),
    Column("is_shut", Boolean, nullable=False),
    Column("lost", Text, nullable=False),
)

# One row: which process looks after the group, and how far the news were followed.
staff_watch = Table(
    "staff_watch",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("holder", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("cursor", BigInteger, nullable=False),
    Column("trouble", Text, nullable=False),
)
