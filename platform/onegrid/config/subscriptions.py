"""Who listens to what: the one table of announcements. Handlers run in the publisher's transaction, in this order."""

from collections.abc import Mapping, Sequence

from onegrid.common.events import Handler

SUBSCRIPTIONS: Mapping[type, Sequence[Handler]] = {}
