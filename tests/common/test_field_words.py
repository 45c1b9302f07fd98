"""Whatever a field refuses is told in both languages, each in its own, with a way out; whatever language is active."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.translation import override
from django_filters.rest_framework import FilterSet
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from onegrid.common.api_errors import as_error
from onegrid.common.errors import Detail
from onegrid.common.field_words import _GENERAL
from onegrid.common.filtering import QueryInvalid, filtered

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ENGLISH_SENTENCE = re.compile(r"[A-Za-z]+ [a-z]+ [a-z]+")
_STRANGE: tuple[Any, ...] = (
    *(None, "", "x", "x\0", "\ud800", "x" * 70_000, -1, 10**40, "9" * 2000, 1.5, True, [], [None], [[]], ["x"] * 2000),
    *({}, {"x": None}, {"x": {}}, [{}], "2026-01-01", "0001-01-01T00:00:00+14:00", "12.1234567", "123456789012"),
    *("1" * 9, "1234", SimpleUploadedFile("x.txt", b""), SimpleUploadedFile("x" * 300, b"x")),
)


def _below(kind: type) -> list[type]:
    return [one for direct in kind.__subclasses__() for one in (direct, *_below(direct))]


def _named(base: type, ending: str) -> list[type]:
    """All of this installation, through the addresses that use them."""
    import onegrid.config.urls  # noqa: F401 - importing makes them known

    return sorted(
        {one for one in _below(base) if one.__module__.startswith("onegrid.") and one.__name__.endswith(ending)},
        key=lambda one: one.__name__,
    )


def _refusals(shape: Any) -> Iterator[Detail]:
    bodies: list[Any] = [{}, None, [], "x", 1]
    bodies += [{name: value} for name in shape().fields for value in _STRANGE]
    for body in bodies:
        try:
            shape(data=body).is_valid(raise_exception=True)
        except ValidationError as fault:
            yield from as_error(fault).details


def _is_told(one: Detail) -> bool:
    english, chinese = (one.message_en, one.mend_en), (one.message_zh, one.mend_zh)
    return (
        all(text and not _CHINESE.search(text) for text in english)
        and all(_CHINESE.search(text) and not _ENGLISH_SENTENCE.search(text) for text in chinese)
        and not [text for text in (*english, *chinese) if re.search(r"(^| )\?", text)]
        and "{" not in one.message_en + one.message_zh
        and one.message_en != _GENERAL.en
    )


@pytest.mark.parametrize("language", ["zh-hans", "en", "de"])
def test_every_refusal_of_every_input(language: str) -> None:
    kinds = set()
    with override(language):
        for shape in _named(serializers.BaseSerializer, "Input"):
            for one in _refusals(shape):
                assert _is_told(one), (shape.__name__, one)
                kinds.add(one.code.removeprefix("common.field."))
    assert kinds >= {
        *("required", "null", "blank", "invalid", "invalid_choice", "max_length", "min_value", "max_value"),
        *("not_a_list", "not_a_dict", "empty", "max_digits", "max_decimal_places", "max_string_length"),
        *("null_characters_not_allowed", "surrogate_characters_not_allowed"),
    }


@pytest.mark.django_db
def test_every_refusal_of_every_filter() -> None:
    refused = set()
    for kind in _named(FilterSet, "Filter"):
        for name in kind.base_filters:  # type: ignore[attr-defined]
            for value in ("zzz", "\0", "9" * 400):
                query = QueryDict(mutable=True)
                query[name] = value
                try:
                    filtered(kind(query, queryset=kind._meta.model.objects.none()))  # type: ignore[attr-defined]
                except QueryInvalid as fault:
                    assert fault.field == name
                    assert all(_is_told(one) for one in fault.details), fault.details
                    refused.add((kind.__name__, name))
    assert refused >= {("CaseFilter", "status"), ("CaseFilter", "reworked"), ("CaseFilter", "registered_from")}


class Unusual(serializers.Serializer):  # type: ignore[type-arg]
    code = serializers.CharField()

    def validate_code(self, value: str) -> str:
        raise serializers.ValidationError("字段不对", code=value)


class Worded(serializers.CharField):
    default_error_messages = {"null_characters": serializers.CharField.default_error_messages["invalid"]}

    def to_internal_value(self, data: Any) -> Any:  # noqa: ARG002 - the framework's
        self.fail("null_characters")


class Odd(serializers.Serializer):  # type: ignore[type-arg]
    code = Worded()


def _only(shape: Any) -> Detail:
    with pytest.raises(ValidationError) as fault, override("zh-hans"):
        shape(data={"code": "unheard_of"}).is_valid(raise_exception=True)
    (found,) = as_error(fault.value).details
    return found


def test_a_kind_that_the_table_does_not_know_is_told_all_the_same() -> None:
    found = _only(Unusual)
    assert (found.code, found.message_en) == ("common.field.unheard_of", _GENERAL.en)
    assert found.mend_en and _CHINESE.search(found.mend_zh)
    worded = _only(Odd)
    assert (worded.message_en, worded.message_zh) == ("Not a valid string.", "不是有效的字符串。")


class Choosing(serializers.Serializer):  # type: ignore[type-arg]
    level = serializers.ChoiceField(choices=["low", "high"])
    number = serializers.IntegerField(max_value=5)
    names = serializers.ListField(child=serializers.CharField(max_length=2))


def test_limits_choices_and_what_was_sent_are_named() -> None:
    shape = Choosing(data={"level": "up", "number": 7, "names": ["a", "abc"]})
    with pytest.raises(ValidationError) as fault:
        shape.is_valid(raise_exception=True)
    told = {one.field: (one.message_en, one.message_zh, one.mend_en) for one in as_error(fault.value).details}
    assert told == {
        "level": ("up is none of the choices.", "up 不在可选值之内。", "Send one of: low, high."),
        "number": ("This is more than 5.", "大于上限 5。", "Send at most 5."),
        "names[1]": ("This has more than 2 characters.", "超过 2 个字符。", "Shorten it to at most 2 characters."),
    }
