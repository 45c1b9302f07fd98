"""Shapes of the API of jurisdictions; no rule lives here."""

from typing import Any

from rest_framework import serializers

from onegrid.jurisdictions.models import Division, Post, Role, Sector, Unit, UnitArea


class SignInInput(serializers.Serializer[Any]):
    """Name and password; `otp` where the account has a second factor: the device's code or a recovery code."""

    username = serializers.CharField(max_length=80)
    password = serializers.CharField(max_length=200, trim_whitespace=False, style={"input_type": "password"})
    otp = serializers.CharField(max_length=40, required=False, allow_blank=True)


class PersonOutput(serializers.Serializer[Any]):
    """A person as others see one."""

    id = serializers.IntegerField()
    username = serializers.CharField()
    name = serializers.CharField()


class TokenOutput(serializers.Serializer[Any]):
    """A token, told once."""

    token = serializers.CharField()
    expires_at = serializers.DateTimeField()
    person = PersonOutput()


class UnitName(serializers.ModelSerializer[Unit]):
    """A unit where it is only named."""

    class Meta:
        model = Unit
        fields = ("id", "code", "name")


class RoleOutput(serializers.ModelSerializer[Role]):
    """A role with its labels."""

    id = serializers.SlugField(source="slug")

    class Meta:
        model = Role
        fields = ("id", "label_zh", "label_en", "stands_at", "permissions")


class RoleName(serializers.ModelSerializer[Role]):
    """A role where it is only named."""

    id = serializers.SlugField(source="slug")

    class Meta:
        model = Role
        fields = ("id", "label_zh", "label_en")


class MyPostOutput(serializers.Serializer[Any]):
    """One of my posts and what it allows at its own unit."""

    id = serializers.IntegerField()
    unit = UnitName()
    role = RoleName()
    sectors = serializers.ListField(child=serializers.ChoiceField(choices=Sector.choices))
    grids = serializers.ListField(child=serializers.CharField())
    permissions = serializers.ListField(child=serializers.CharField())


class MeOutput(serializers.Serializer[Any]):
    """Who I am and all that I hold today."""

    person = PersonOutput()
    acting_post = serializers.IntegerField(allow_null=True)
    posts = MyPostOutput(many=True)
    today = serializers.DateField()


class DivisionOutput(serializers.ModelSerializer[Division]):
    """A statutory place."""

    parent = serializers.CharField(source="parent.code", read_only=True, allow_null=True, default=None)  # type: ignore[assignment]

    class Meta:
        model = Division
        fields = ("code", "name", "level", "parent", "path", "is_generated")


class UnitNames(serializers.Serializer[Any]):
    """Codes of the centres that serve a place today."""

    city = serializers.CharField(allow_null=True)
    county = serializers.CharField(allow_null=True)
    township = serializers.CharField(allow_null=True)


class DivisionDetail(DivisionOutput):
    """A place with the places below it and the centres that serve it."""

    children = DivisionOutput(many=True, read_only=True)
    units = UnitNames(read_only=True)

    class Meta(DivisionOutput.Meta):
        fields = (*DivisionOutput.Meta.fields, "children", "units")  # type: ignore[assignment]


class UnitOutput(serializers.ModelSerializer[Unit]):
    """A command centre or a department."""

    parent = serializers.CharField(source="parent.code", read_only=True, allow_null=True, default=None)  # type: ignore[assignment]

    class Meta:
        model = Unit
        fields = ("id", "code", "kind", "level", "name", "name_en", "parent", "path", "sector", "is_active")


class AreaOutput(serializers.ModelSerializer[UnitArea]):
    """What a centre serves, and when."""

    division = serializers.CharField(source="division.code", read_only=True)
    division_name = serializers.CharField(source="division.name", read_only=True)

    class Meta:
        model = UnitArea
        fields = ("division", "division_name", "since", "until", "is_confirmed", "note")


class UnitDetail(UnitOutput):
    """A unit with the dated list of what it serves."""

    areas = AreaOutput(many=True, read_only=True)

    class Meta(UnitOutput.Meta):
        fields = (*UnitOutput.Meta.fields, "areas")  # type: ignore[assignment]


class PostOutput(serializers.ModelSerializer[Post]):
    """A post of somebody."""

    person = PersonOutput()
    unit = UnitName()
    role = RoleName()

    class Meta:
        model = Post
        fields = ("id", "person", "unit", "role", "sectors", "grids", "since", "until")


class GivePostInput(serializers.Serializer[Any]):
    """A new post."""

    username = serializers.CharField(max_length=80)
    unit = serializers.CharField(max_length=40)
    role = serializers.SlugField(max_length=40)
    sectors = serializers.ListField(child=serializers.CharField(max_length=20), required=False, max_length=4)
    grids = serializers.ListField(child=serializers.CharField(max_length=15), required=False, max_length=500)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False, allow_null=True)


class ChangePostInput(serializers.Serializer[Any]):
    """What changes; left out stays."""

    until = serializers.DateField(required=False)
    sectors = serializers.ListField(child=serializers.CharField(max_length=20), required=False, max_length=4)
    grids = serializers.ListField(child=serializers.CharField(max_length=15), required=False, max_length=500)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)
