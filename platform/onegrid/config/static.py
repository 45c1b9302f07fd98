"""Static files in production: every name carries a hash of its content, so that browsers keep it for ever."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedOnce(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Django's hashes for our own files and the packages'; what Vite has named by its content keeps its name.

    Named anew, a module that others import would be loaded twice.
    """

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        """The name under which the file is served."""
        if name.startswith("web/dist/"):
            return name
        return str(super().hashed_name(name, content, filename))
