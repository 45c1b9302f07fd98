"""Who does a task in other engines: a literal becomes a role to choose, `${x}` a person, the starter who registered."""

import re
from collections.abc import Callable

from onegrid.engine.dialects.expressions import shown
from onegrid.engine.dialects.juel import Untranslatable, is_juel, juel_to_feel
from onegrid.engine.dialects.words import Words

STARTER = "case.registered_by"
STARTER_NAMES = frozenset(
    {
        "initiator", "INITIATOR", "$INITIATOR", "starter", "startUser", "startUserId", "start_user", "applyUser",
        "applyUserId", "applicant", "creator", "authenticatedUserId", "currentUser()",
        "startUserName", "process_initiator",
    }
)  # fmt: skip
_CALL = re.compile(r"(user|group)\(([^()]*)\)|([^,()]+)")


class People:
    """What an element says of its people, gathered before our `assignment` is written."""

    def __init__(self, words: Words, starters: frozenset[str] = frozenset()) -> None:
        self.words, self.starters = words, STARTER_NAMES | starters
        self.persons: list[str] = []  # FEEL giving a person's id
        self.roles: list[str] = []  # literals, the first of which stands in as the role
        self.is_said = False

    def assignee(self, text: str, translate: Callable[[str], str] = juel_to_feel) -> None:
        """One person."""
        if not text:
            return
        self.is_said = True
        if self._is_starter(text):
            self.persons.append(STARTER)
            self.words.note("vendor.starter", text=text)
        elif is_juel(text) or (translate is not juel_to_feel and text.startswith("=")):
            try:
                feel = translate(text)
            except Untranslatable:
                self.words.note("vendor.people_computed", text=shown(text))
                return
            self.persons.append(feel)
            self.words.note("vendor.person", text=shown(text), feel=feel)
        else:
            self._literal(text, ("the person", "人员"))

    def candidates(self, text: str, who: tuple[str, str]) -> None:
        """Several people or groups: words between commas, or one expression."""
        if not text:
            return
        self.is_said = True
        if self._is_starter(text):
            self.assignee(text)
        elif is_juel(text) or text.startswith("="):
            self.words.note("vendor.people_computed", text=shown(text))
        else:
            for name in text.split(","):
                self._literal(name.strip(), who)

    def written_in_standard(self, text: str, *, is_one: bool = False) -> None:
        """`user(kermit), group(management)` in the standard's `formalExpression`; bare words are groups."""
        if is_juel(text):
            if is_one:
                self.assignee(text)
            else:
                self.candidates(text, ("the people", "人员"))
            return
        for kind, inside, bare in _CALL.findall(text):
            person = kind == "user" or (is_one and not kind)
            self.candidates((inside or bare).strip(), ("the person", "人员") if person else ("the group", "组"))

    def write(self) -> None:
        """Our `assignment`, where the designer has none of ours and the file says anything."""
        if not self.is_said or self.words.has_own("assignment"):
            return
        attributes = {}
        if self.roles:
            attributes["role"] = self.roles[0]
        if self.persons:
            attributes.update(mode="person", person=self.persons[0])
        self.words.put("assignment", **attributes)

    def _literal(self, name: str, who: tuple[str, str]) -> None:
        if name:
            self.roles.append(name)
            self.words.note("vendor.role", who=who, name=name)

    def _is_starter(self, text: str) -> bool:
        bare = text.strip()
        inside = re.fullmatch(r"[$#]\{\s*(.*?)\s*\}", bare)
        name = inside.group(1) if inside else bare.removeprefix("=").strip()
        return name in self.starters and (inside is not None or bare.startswith(("=", "$")) or name == "$INITIATOR")
