"""Forms as native HTML: drawn from their schema, read back from what was posted, previewed, their files stored.

The page around gives `<form method="post" enctype="multipart/form-data" data-og-form>`, the outcomes and the buttons.
"""

from onegrid.web.forms.draw import preview, render
from onegrid.web.forms.files import read_with_files
from onegrid.web.forms.reading import read

__all__ = ["preview", "read", "read_with_files", "render"]
