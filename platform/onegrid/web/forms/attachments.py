"""Uploaded files as a form shows them: only those that the actor may see, others by a word."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from onegrid.cases import selectors
from onegrid.cases.models import Attachment
from onegrid.common.asked import uuid_of
from onegrid.jurisdictions.policy import Actor


@dataclass(frozen=True, slots=True)
class Shown:
    """address: where its bytes are, "" where they are not for this reader."""

    key: str
    name: str
    is_picture: bool
    address: str


def shown(ids: Sequence[str], actor: Actor | None) -> list[Shown]:
    """In their order, looked up together."""
    by_id = {one: canonical for one in ids if (canonical := uuid_of(one)) is not None}
    found = selectors.attachments_for(actor, set(by_id.values())) if actor is not None and by_id else {}
    return [_one(one, found.get(by_id[one]) if one in by_id else None) for one in ids]


def _one(key: str, found: Attachment | None) -> Shown:
    if found is None:
        return Shown(key, "", False, "")
    return Shown(key, found.name, found.is_picture, reverse("attachment-content", args=[str(found.key)]))
