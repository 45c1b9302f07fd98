"""What a picker may be asked for, signed into its address: a page can search only what its own field offers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.urls import reverse

from onegrid.common.errors import NotFound
from onegrid.jurisdictions.policy import Actor

_SALT = "onegrid.web.forms.options"
_SECONDS = 3 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Asked:
    """kind: the component's type. keys: its own keys as the server computed them.

    from_page: keys that hang on other answers of the form; the page says them with each search.
    """

    kind: str
    keys: Mapping[str, str]
    from_page: tuple[str, ...] = field(default=())

    def given(self, found: Mapping[str, Any]) -> "Asked":
        """With what the page says of the keys that are its to say."""
        said = {name: str(found.get(name) or "")[:60] for name in self.from_page}
        return Asked(self.kind, {**self.keys, **said}, self.from_page)

    def get(self, name: str) -> str | None:
        """A key's value; None where the field does not have it."""
        return self.keys.get(name)


def address(asked: Asked, actor: Actor) -> str:
    """Where its options are searched; good for this person and three days."""
    packed = [asked.kind, dict(asked.keys), list(asked.from_page), actor.person_id]
    return reverse("forms_options", args=[signing.dumps(packed, salt=_SALT, compress=True)])


def read(token: str, actor: Actor) -> Asked:
    """NotFound where it is not ours, not theirs, or too old."""
    try:
        kind, keys, from_page, person = signing.loads(token, salt=_SALT, max_age=_SECONDS)
    except (signing.BadSignature, ValueError) as error:
        raise NotFound("forms.options_not_found") from error
    if person != actor.person_id:
        raise NotFound("forms.options_not_found")
    return Asked(kind, keys, tuple(from_page))
