"""The pictures of docs/guide/: of which page, as whom, how wide. Each is taken in both languages."""

from dataclasses import dataclass

from tests.browser.pages import DESIGNER, SHOWN, SUPERVISOR, Shown
from tests.browser.visitor import DESK, PHONE


@dataclass(frozen=True)
class Picture:
    """`name`: of the file, before the language."""

    name: str
    page: Shown
    width: int = DESK


def _row(name: str, account: str, part: str = "") -> Shown:
    """The crawl's own row: a picture can only be of a page that is looked at."""
    return next(one for one in SHOWN if (one.name, one.account) == (name, account) and part in one.query)


PICTURES: tuple[Picture, ...] = (
    Picture("start", _row("start", "yuxin.grid"), PHONE),
    Picture("task", _row("work_task", "yuxin.grid", "verify_on_site"), PHONE),
    Picture("work", _row("work_task", "suyu.intake", "file")),
    Picture("register", _row("register", "yuxin.grid"), PHONE),
    Picture("case", _row("cases_case", "suyu.urban.handler")),
    Picture("transfer", _row("work_transfer", "suyu.urban.handler"), PHONE),
    Picture("studio-draft", _row("studio_draft", DESIGNER)),
    Picture("studio-form", _row("studio_form", DESIGNER)),
    Picture("supervision", _row("supervision", SUPERVISOR)),
    Picture("supervision-cases", _row("supervision_cases", SUPERVISOR)),
    Picture("screen", _row("screen", "city.supervisor")),
)
