"""What a request sends, checked by a serializer that is built once: building one anew costs more than the check."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.serializers import Serializer


def cleaned(shape: type[Serializer[Any]], data: Any) -> dict[str, Any]:
    """The validated data, or the same ValidationError as `is_valid(raise_exception=True)`.

    Only for shapes whose fields look at nothing but their own value: the one instance serves all threads.
    """
    if isinstance(data, Mapping):
        try:
            return dict(_built(shape).run_validation(data))
        except ValidationError:
            pass  # asked again by an instance that keeps what was sent, so that the error can say more
    sent = shape(data=data)
    sent.is_valid(raise_exception=True)
    return dict(sent.validated_data)


@cache
def _built(shape: type[Serializer[Any]]) -> Serializer[Any]:
    return shape()
