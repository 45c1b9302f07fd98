"""receive_report: a source tells of something; it becomes a case exactly once."""

import uuid
from typing import Any

import orjson
from django.db import IntegrityError, transaction

from onegrid.cases.inputs import NewSource
from onegrid.cases.models import CaseSource
from onegrid.cases.services.start_case import start_case
from onegrid.common import clock
from onegrid.common.digests import digest_of
from onegrid.common.errors import Conflict
from onegrid.intake.codes import check_codes
from onegrid.intake.models import Report, SourceSystem
from onegrid.intake.plausible import check_plausible
from onegrid.intake.selectors import HEAVY
from onegrid.jurisdictions import policy


def receive_report(*, source: SourceSystem, key: uuid.UUID, body: dict[str, Any]) -> tuple[Report, bool]:
    """Store the report and start its case in one transaction; answers (report, created).

    The same key with the same body answers the first report again. The same key with another body, or another key with
    the source's number known already, is refused (Conflict) naming the case that there is.
    """
    digest = digest_of(body)
    if (first := _first(source, key, digest, body)) is not None:
        return first, False
    check_codes(division=body.get("division"), category=body.get("category"))
    check_plausible(reported_at=body.get("reported_at"), latitude=body.get("latitude"), longitude=body.get("longitude"))
    try:
        with transaction.atomic():
            return _start(source, key, digest, body), True
    except (IntegrityError, Conflict):
        # Another request with the same key or number was quicker; what it made is the answer. (Conflict: the case was
        # there already when this one asked for it, the report was not yet when this one looked.)
        if (first := _first(source, key, digest, body)) is not None:
            return first, False
        raise


def _first(source: SourceSystem, key: uuid.UUID, digest: str, body: dict[str, Any]) -> Report | None:
    rows = Report.objects.select_related("case").defer("body", *HEAVY).filter(source=source)
    if (row := rows.filter(idempotency_key=key).first()) is not None:
        if row.body_hash != digest:
            raise Conflict(
                "report.key_reused",
                "This idempotency key was used for another report.",
                "该幂等键已用于另一条诉求。",
                field="Idempotency-Key",
                mend_en="Send a new UUID with a new report.",
                mend_zh="新的诉求请使用新的 UUID。",
                extra={"case_number": row.case.number},
            )
        return row
    number = body.get("external_id")
    if number and (case_number := _case_of(source, number)) is not None:
        raise Conflict(
            "report.number_known",
            f"Your report {number} is known already as case {case_number}.",
            f"编号 {number} 的诉求已受理，案件号 {case_number}。",
            field="external_id",
            mend_en="Ask for the state of that case instead.",
            mend_zh="请直接查询该案件的进展。",
            extra={"case_number": case_number},
        )
    return None


def _case_of(source: SourceSystem, number: str) -> str | None:
    """Sent by the source before, or registered under its number by the desk of its unit."""
    rows = CaseSource.objects.filter(source=source.slug, external_id=number)
    return rows.values_list("case__number", flat=True).first()


_FACTS = ("title", "description", "place", "division", "category", "latitude", "longitude")


def _start(source: SourceSystem, key: uuid.UUID, digest: str, body: dict[str, Any]) -> Report:
    now, reporter = clock.now(), body.get("reporter") or {}
    reported_at = min(body.get("reported_at") or now, now)
    facts = {name: body[name] for name in _FACTS if body.get(name) not in (None, "")}
    case = start_case(
        actor=policy.SYSTEM,
        workflow_slug=source.workflow,
        unit_id=source.unit_id,
        facts={**facts, "reported_at": reported_at, "trusted": source.is_trusted},
        sources=[
            NewSource(
                source=source.slug,
                channel=source.channel,
                external_id=body.get("external_id") or str(key),
                reported_at=reported_at,
                is_trusted=source.is_trusted,
                reporter_name=reporter.get("name", ""),
                reporter_phone=reporter.get("phone", ""),
                reply_connector=source.reply_connector,
                reply_address=body.get("reply_address") or source.reply_address,
            )
        ],
    )
    return Report.objects.create(
        source=source,
        idempotency_key=key,
        external_id=body.get("external_id") or "",
        body=orjson.loads(orjson.dumps(body, default=str)),
        body_hash=digest,
        received_at=now,
        case=case,
    )
