"""Views of jurisdictions: parse, one service or selector, answer."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import generics, status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from onegrid.common.paging import ByIdDescending
from onegrid.jurisdictions import days, selectors
from onegrid.jurisdictions.authentication import actor_from
from onegrid.jurisdictions.filters import DivisionFilter, PostFilter, UnitFilter
from onegrid.jurisdictions.models import Division, Person, Post, Role, Unit
from onegrid.jurisdictions.paging import ByPath
from onegrid.jurisdictions.serializers import (
    ChangePostInput,
    DivisionDetail,
    DivisionOutput,
    GivePostInput,
    MeOutput,
    PostOutput,
    RoleOutput,
    SignInInput,
    TokenOutput,
    UnitDetail,
    UnitOutput,
)
from onegrid.jurisdictions.services.change_post import change_post
from onegrid.jurisdictions.services.end_tokens import end_tokens
from onegrid.jurisdictions.services.give_post import give_post
from onegrid.jurisdictions.services.sign_in import sign_in


class Tokens(APIView):
    """Tokens for the API."""

    throttle_scope = "token"

    def get_permissions(self) -> list[Any]:
        """Anyone may knock; only who is in may sign out."""
        return [AllowAny()] if self.request.method == "POST" else list(super().get_permissions())

    def get_authenticators(self) -> list[Any]:
        """A stale token or cookie must not keep anyone from getting a new token."""
        knocking = self.request is not None and self.request.method == "POST"
        return [] if knocking else list(super().get_authenticators())

    @extend_schema(operation_id="sign_in", request=SignInInput, responses={201: TokenOutput}, auth=[])
    def post(self, request: Request) -> Response:
        """Sign in by name and password; the answer's token goes into `Authorization: Bearer`."""
        sent = SignInInput(data=request.data)
        sent.is_valid(raise_exception=True)
        found = sign_in(request=request._request, **sent.validated_data)
        return Response(TokenOutput(found).data, status=status.HTTP_201_CREATED)

    @extend_schema(operation_id="sign_out_everywhere", request=None, responses={204: OpenApiResponse()})
    def delete(self, request: Request) -> Response:
        """End every token and every session of the caller, on all devices."""
        end_tokens(actor=actor_from(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class Me(APIView):
    """The caller."""

    @extend_schema(operation_id="me", responses=MeOutput)
    def get(self, request: Request) -> Response:
        """Who I am, my posts of today and what each allows."""
        actor = actor_from(request)
        units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=[post.unit_id for post in actor.posts])}
        roles = {role.slug: role for role in Role.objects.filter(slug__in=[post.role for post in actor.posts])}
        person = get_object_or_404(Person, pk=actor.person_id)
        posts = [
            {
                "id": post.id,
                "unit": units[post.unit_id],
                "role": roles[post.role],
                "sectors": sorted(post.sectors),
                "grids": post.grids,
                "permissions": sorted(post.grants),
            }
            for post in actor.posts
        ]
        shown = {"person": person, "acting_post": actor.post_id, "posts": posts, "today": days.today()}
        return Response(MeOutput(shown).data)


@extend_schema_view(get=extend_schema(operation_id="list_divisions"))
class Divisions(generics.ListAPIView[Division]):
    """Statutory places in the order of the tree; `?parent=` gives children, `?search=` looks by name and pinyin."""

    serializer_class = DivisionOutput
    pagination_class = ByPath
    filterset_class = DivisionFilter
    queryset = Division.objects.select_related("parent")


class OneDivision(APIView):
    """One place."""

    @extend_schema(operation_id="get_division", responses=DivisionDetail)
    def get(self, _request: Request, code: str) -> Response:
        """A place with its children and the centres that serve it today."""
        division = selectors.division_by_code(code)
        children = Division.objects.filter(parent=division).select_related("parent").order_by("path")
        shown = {**DivisionOutput(division).data, "children": DivisionOutput(children, many=True).data}
        return Response({**shown, "units": selectors.case_units(code)["units"]})


@extend_schema_view(get=extend_schema(operation_id="list_units"))
class Units(generics.ListAPIView[Unit]):
    """Command centres and departments in the order of the tree; `?serving=` gives those of a place."""

    serializer_class = UnitOutput
    pagination_class = ByPath
    filterset_class = UnitFilter
    queryset = Unit.objects.select_related("parent")


@extend_schema_view(get=extend_schema(operation_id="get_unit"))
class OneUnit(generics.RetrieveAPIView[Unit]):
    """A unit with the dated list of what it serves."""

    serializer_class = UnitDetail
    lookup_field = "code"
    queryset = Unit.objects.select_related("parent").prefetch_related("areas__division")


class Roles(APIView):
    """All roles."""

    @extend_schema(operation_id="list_roles", responses=RoleOutput(many=True))
    def get(self, _request: Request) -> Response:
        """Roles with their labels, permissions and the kinds of units where each may stand."""
        return Response(RoleOutput(Role.objects.order_by("rank"), many=True).data)


@extend_schema_view(get=extend_schema(operation_id="list_posts"))
class Posts(generics.ListAPIView[Post]):
    """Posts of the units that the caller administers or supervises, and the caller's own."""

    serializer_class = PostOutput
    pagination_class = ByIdDescending
    filterset_class = PostFilter
    queryset = Post.objects.none()

    def get_queryset(self) -> QuerySet[Post]:
        """Limited to what the actor may see."""
        return selectors.posts_visible_to(actor_from(self.request)).select_related("person", "unit", "role")

    @extend_schema(operation_id="give_post", request=GivePostInput, responses={201: PostOutput})
    def post(self, request: Request) -> Response:
        """Give a person a post at a unit that the caller administers."""
        sent = GivePostInput(data=request.data)
        sent.is_valid(raise_exception=True)
        wanted = dict(sent.validated_data)
        post = give_post(
            actor=actor_from(request), unit_code=wanted.pop("unit"), role_slug=wanted.pop("role"), **wanted
        )
        return Response(PostOutput(post).data, status=status.HTTP_201_CREATED)


class OnePost(APIView):
    """One post."""

    @extend_schema(operation_id="get_post", responses=PostOutput)
    def get(self, request: Request, post_id: int) -> Response:
        """A post that the caller may see."""
        visible = selectors.posts_visible_to(actor_from(request)).select_related("person", "unit", "role")
        return Response(PostOutput(get_object_or_404(visible, pk=post_id)).data)

    @extend_schema(operation_id="change_post", request=ChangePostInput, responses=PostOutput)
    def patch(self, request: Request, post_id: int) -> Response:
        """End a post (`until`) or change its sectors and grids."""
        sent = ChangePostInput(data=request.data)
        sent.is_valid(raise_exception=True)
        post = change_post(actor=actor_from(request), post_id=post_id, **sent.validated_data)
        return Response(PostOutput(post).data)
