"""How the API learns who acts: a signed token or a session; either way `request.auth` is the Actor."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from django.http import HttpRequest
from rest_framework import authentication
from rest_framework.request import Request

from onegrid.common.errors import NotFound, OneGridError, Refused
from onegrid.jurisdictions import tokens
from onegrid.jurisdictions.actor import Actor
from onegrid.jurisdictions.policy import RightsMoved, actor_of, recalled_actor_of

POST_HEADER = "X-OneGrid-Post"
_KEYWORD = "bearer"
T = TypeVar("T")


class NotSignedIn(OneGridError):
    """The token, the session or the key does not hold. challenge: how to sign in, for the header of the answer."""

    status: ClassVar[int] = 401
    challenge: ClassVar[str] = "Bearer"


@dataclass(frozen=True, slots=True)
class Principal:
    """`request.user` of a call by token: enough for the framework, without reading the person's row."""

    pk: int
    name: str
    is_authenticated: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False
    is_active: ClassVar[bool] = True
    is_staff: ClassVar[bool] = False
    is_superuser: ClassVar[bool] = False

    @property
    def id(self) -> int:
        """The person's id."""
        return self.pk


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer <token>`; costs one read of the epoch where the person's rights are known here.

    A view with `compares_rights = True` leaves even that to its act (`with_rights_of`).
    """

    def authenticate(self, request: Request | HttpRequest) -> tuple[Principal, Actor] | None:
        """None where no bearer token was sent, so that the next way is tried."""
        keyword, _, token = request.headers.get("Authorization", "").partition(" ")
        if keyword.lower() != _KEYWORD:
            return None
        claim = tokens.read(token.strip())
        actor = _recalled(claim.person_id, request) if claim else None
        if claim is not None and (actor is None or actor.token_serial != claim.serial):
            actor = _actor(claim.person_id)
        if claim is None or actor is None or actor.token_serial != claim.serial:
            raise NotSignedIn(
                "jurisdictions.token_invalid",
                "The token is not valid or has expired.",
                "令牌无效或已过期。",
                mend_en="Get a new one: POST /api/v1/tokens/.",
                mend_zh="请重新获取：POST /api/v1/tokens/。",
            )
        return Principal(claim.person_id, actor.name), _by_chosen_post(request, actor)

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 - the framework's signature
        """Makes the answer to strangers a 401."""
        return "Bearer"


class SessionAuthentication(authentication.SessionAuthentication):
    """Django's session, with the check against forged forms; pages of the installation use it."""

    def authenticate(self, request: Request) -> tuple[object, Actor] | None:
        """As the framework's, with the Actor as `request.auth`."""
        found = super().authenticate(request)
        if found is None:
            return None
        person = found[0]
        actor = _actor(person.pk)
        return (person, _by_chosen_post(request, actor)) if actor else None


def actor_from(request: Request | HttpRequest) -> Actor:
    """Who acts in this request, in API views and in pages alike. Asked again it is the same, for the same person."""
    actor = getattr(request, "auth", None)
    if isinstance(actor, Actor):
        return actor
    person = request.user
    known = vars(request).get("_asking")
    if isinstance(known, Actor) and known.person_id == person.pk:
        return known
    if person.is_authenticated and person.pk and (found := _actor(person.pk)):
        vars(request)["_asking"] = chosen = _by_chosen_post(request, found)
        return chosen
    raise NotSignedIn(
        "common.not_signed_in",
        "Sign in or send a valid token.",
        "请先登录或提供有效令牌。",
        mend_en="POST /api/v1/tokens/ gives a token.",
        mend_zh="令牌由 POST /api/v1/tokens/ 获取。",
    )


def with_rights_of(request: Request, act: Callable[[Actor], T]) -> T:
    """Do the act as the caller, once more with rights read anew where they had moved."""
    try:
        return act(actor_from(request))
    except RightsMoved:
        found = TokenAuthentication().authenticate(request._request)
        if found is None:
            raise
        request.auth = found[1]
        return act(found[1])


def _recalled(person_id: int, request: Request | HttpRequest) -> Actor | None:
    """Who names a post is read whole: that post may have ended."""
    view = getattr(request, "parser_context", {}).get("view")
    if not getattr(view, "compares_rights", False) or POST_HEADER in request.headers:
        return _actor(person_id)
    try:
        return recalled_actor_of(person_id)
    except NotFound:
        return None


def _actor(person_id: int) -> Actor | None:
    try:
        return actor_of(person_id)
    except NotFound:
        return None


def _by_chosen_post(request: Request | HttpRequest, actor: Actor) -> Actor:
    """A person with several posts may say by which one they act; without it the act's own rule chooses."""
    wanted = request.headers.get(POST_HEADER)
    if not wanted:
        return actor
    for post in actor.posts:
        if str(post.id) == wanted:
            return actor.acting_as(post)
    raise Refused(
        "jurisdictions.not_your_post",
        f"{POST_HEADER} names a post that is not yours today.",
        f"{POST_HEADER} 指定的岗位今天不属于您。",
        field=POST_HEADER,
        mend_en="Take the id of one of the posts of GET /api/v1/me/, or leave the header out.",
        mend_zh="请使用 GET /api/v1/me/ 中的岗位编号，或省略该请求头。",
    )
