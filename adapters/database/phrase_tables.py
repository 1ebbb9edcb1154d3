"""The table of phrases that advisers propose where the guide misread somebody.

It holds no word of a contact and no case, conversation or channel, so nothing in it goes when a
contact erases. `at` is a day.
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, LargeBinary, Table, Text

from adapters.database.tables import Id, metadata

# `text` is sealed under the master key. `near`: the danger that a false alarm was taken for.
phrase_suggestions = Table(
    "phrase_suggestions",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("language", Text, nullable=False),
    Column("script", Text, nullable=False),
    Column("need", Text, nullable=False),
    Column("near", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("status", Text, nullable=False),
    Column("adviser_id", BigInteger, nullable=False),
    Column("decided_by", BigInteger),
    Column("decided_at", BigInteger),
    CheckConstraint(
        "(status = 'proposed' AND decided_by IS NULL AND decided_at IS NULL) "
        "OR (status IN ('accepted', 'refused') AND decided_by IS NOT NULL "
        "AND decided_at IS NOT NULL AND decided_by <> adviser_id)",
        name="second",
    ),
)
Index(None, phrase_suggestions.c.status)
