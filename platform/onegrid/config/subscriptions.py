"""Who listens to what: the one table of announcements. Handlers run in the publisher's transaction, in this order."""

from collections.abc import Mapping, Sequence

from onegrid.cases import events as cases
from onegrid.common.events import Handler
from onegrid.notices import handlers as notices
from onegrid.sla import handlers as sla

SUBSCRIPTIONS: Mapping[type, Sequence[Handler]] = {
    cases.WorkItemOpened: [sla.start_task_clock],
    cases.WorkItemClosed: [sla.stop_task_clock],
    cases.MilestoneReached: [sla.follow_handling],
    cases.CaseReworked: [sla.resume_handling],
    cases.CaseFinished: [sla.stop_all_clocks],
    cases.NoticeRequested: [notices.tell],
}
