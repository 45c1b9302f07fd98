"""The same figures told case by case in plain Python from cases, parties, clocks and log, without `reports`."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from onegrid.cases.models import Case, CaseParty, CaseSource, EventRecord
from onegrid.common import clock
from onegrid.jurisdictions.policy import Actor, Permission
from onegrid.sla.models import Clock


class Truth:
    """Everything as it is now, read once."""

    def __init__(self) -> None:
        self.cases = list(Case.objects.order_by("id"))
        self._parties: dict[int, set[int]] = defaultdict(set)
        for party in CaseParty.objects.all():
            self._parties[party.case_id].add(party.unit_id)
        self._limits = {one.case_id: one for one in Clock.objects.filter(kind="stage").order_by("id")}
        self._sources = {one.case_id: one.source for one in CaseSource.objects.order_by("-id")}
        self._log: dict[int, list[EventRecord]] = defaultdict(list)
        for row in EventRecord.objects.order_by("case_id", "seq"):
            self._log[row.case_id].append(row)
        self.told = {case.pk: self._told(case) for case in self.cases}

    def cases_of(self, actor: Actor) -> list[Case]:
        """Cases with a party at or below a unit that the actor supervises, in the post's sectors."""
        return [case for case in self.cases if any(self._is_before(post, case) for post in actor.posts)]

    def _is_before(self, post: object, case: Case) -> bool:
        below = post.grants.get(Permission.SUPERVISE, frozenset())  # type: ignore[attr-defined]
        sectors = post.sectors  # type: ignore[attr-defined]
        return bool(self._parties[case.pk] & below) and (not sectors or case.sector in {*sectors, ""})

    def counts(self, cases: Iterable[Case]) -> dict[str, int]:
        """How many of them count where."""
        return dict(Counter(name for case in cases for name in self.told[case.pk]))

    def source_of(self, case: Case) -> str:
        """The first of its sources."""
        return self._sources.get(case.pk, "-")

    def unit_of(self, case: Case) -> str:
        """The last handling unit, else the centre."""
        return case.lead_unit_id or case.centre_id or "-"

    def county_of(self, case: Case) -> str:
        """By the code of its place."""
        code = case.division_id or ""
        return code[:6] if len(code) >= 6 and not code[:6].endswith("00") else "-"

    def _told(self, case: Case) -> set[str]:
        """Names of the counters in which the case counts."""
        found = {"registered"}
        state = self._state(case)
        is_filed = case.filed_at is not None and state in ("open", "closed")
        found.add("answered" if state == "closed" and not is_filed else state)
        if case.return_count:
            found.add("returned")
        if case.satisfaction in ("satisfied", "dissatisfied"):
            found.add("rated")
        if case.satisfaction == "satisfied":
            found.add("satisfied")
        if not is_filed:
            return found
        found.add("filed")
        if case.rework_count:
            found.add("reworked")
        if case.co_units:
            found.add("joint")
        limit = self._limits.get(case.pk)
        if limit is None:
            return found
        closed = {"closed_due"} if state == "closed" else set[str]()
        if limit.state == "stopped":
            return found | closed | {"due", "handled", "late_closed" if limit.is_on_time is False else "on_time"}
        if limit.state == "paused":
            return found | {"hung"}
        return found | (
            {"due", "late_open", *closed} if limit.late_at or limit.deadline_at < clock.now() else {"pending"}
        )

    def _state(self, case: Case) -> str:
        if case.status != "open":
            return case.status
        state = "open"
        for row in self._log[case.pk]:
            if row.milestone == "closed":
                state = "closed"
            elif row.kind == "task.opened" and row.element == "handle":
                state = "open"  # whatever brought it back
        return state
