"""Between groups and the columns of their rows."""

import json
from datetime import datetime

from sqlalchemy import RowMapping

from adapters.database.arrays import Value
from adapters.database.desk_rows import optional_micros, optional_moment
from adapters.database.times import to_micros
from bot.cohorts.model import Cohort, CohortStatus, Member, Progress, Went


def cohort_values(one: Cohort) -> dict[str, Value]:
    return {
        "id": one.id,
        "name": one.name,
        "language": one.language,
        "place": one.place,
        "zone": one.zone,
        "meetings": json.dumps([local.isoformat() for local in one.meetings]),
        "size": one.size,
        "code": one.code,
        "facilitator_id": one.facilitator_id,
        "status": one.status.value,
        "ended_at": optional_micros(one.ended_at),
        "over_at": to_micros(one.over_at),
        "joined": one.joined,
        "version": one.version,
    }


def load_cohort(row: RowMapping) -> Cohort:
    return Cohort(
        row["id"],
        row["name"],
        row["language"],
        row["place"],
        row["zone"],
        tuple(map(datetime.fromisoformat, json.loads(row["meetings"]))),
        row["size"],
        row["code"],
        row["facilitator_id"],
        CohortStatus(row["status"]),
        optional_moment(row["ended_at"]),
        row["joined"],
        row["version"],
    )


def load_member(row: RowMapping) -> Member:
    return Member(row["cohort_id"], row["conversation_id"], row["number"])


def load_progress(row: RowMapping) -> Progress:
    return Progress(row["number"], row["step"], Went(row["went"]) if row["went"] else None)
