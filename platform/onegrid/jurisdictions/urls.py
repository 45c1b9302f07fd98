"""Addresses below /api/v1/."""

from django.urls import path

from onegrid.jurisdictions import api

urlpatterns = [
    path("tokens/", api.Tokens.as_view(), name="tokens"),
    path("me/", api.Me.as_view(), name="me"),
    path("divisions/", api.Divisions.as_view(), name="divisions"),
    path("divisions/<str:code>/", api.OneDivision.as_view(), name="division"),
    path("units/", api.Units.as_view(), name="units"),
    path("units/<str:code>/", api.OneUnit.as_view(), name="unit"),
    path("roles/", api.Roles.as_view(), name="roles"),
    path("posts/", api.Posts.as_view(), name="posts"),
    path("posts/<int:post_id>/", api.OnePost.as_view(), name="post"),
]
