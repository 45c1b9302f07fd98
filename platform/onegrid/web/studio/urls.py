"""Addresses of the studio. What stands beside the processes has a hyphen in its name; names of processes hold none."""

from django.urls import URLPattern, path

from onegrid.web.studio import draft, form, importing, publish, room, workflow

_IMPORT = "studio/import-files"
_FORM = "studio/shared-forms/<slug:slug>"
_ONE = "studio/<slug:slug>"

urlpatterns: list[URLPattern] = [
    path("studio/", room.room, name="studio"),
    path("studio/new-workflow/", draft.new, name="studio_new"),
    path(f"{_IMPORT}/", importing.bring, name="studio_import"),
    path(f"{_IMPORT}/<int:number>/", importing.report, name="studio_import_report"),
    path(f"{_IMPORT}/<int:number>/<int:at>/diagram.json", importing.diagram, name="studio_import_diagram"),
    path(f"{_IMPORT}/<int:number>/<int:at>/file/", importing.imported_file, name="studio_import_file"),
    path(f"{_FORM}/", form.form, name="studio_form"),
    path(f"{_FORM}/versions/<int:number>/", form.form_version, name="studio_form_version"),
    path(f"{_FORM}/versions/<int:number>/file/", form.form_file, name="studio_form_file"),
    path(f"{_FORM}/draft/", form.form_draft, name="studio_form_draft"),
    path(f"{_FORM}/draft/upload/", form.form_upload, name="studio_form_upload"),
    path(f"{_FORM}/draft/publish/", form.form_publish, name="studio_form_publish"),
    path(f"{_FORM}/draft/discard/", form.form_discard, name="studio_form_discard"),
    path(f"{_FORM}/draft/rebase/", form.form_rebase, name="studio_form_rebase"),
    path(f"{_ONE}/", workflow.workflow, name="studio_workflow"),
    path(f"{_ONE}/versions/<int:number>/", workflow.version, name="studio_version"),
    path(f"{_ONE}/versions/<int:number>/archive/", workflow.archive, name="studio_archive"),
    path(f"{_ONE}/versions/<int:number>/files/<path:name>", workflow.file, name="studio_file"),
    path(f"{_ONE}/draft/", draft.draft, name="studio_draft"),
    path(f"{_ONE}/draft/check/", draft.check, name="studio_check"),
    path(f"{_ONE}/draft/upload/", draft.upload, name="studio_upload"),
    path(f"{_ONE}/draft/put-back/", draft.put_back, name="studio_put_back"),
    path(f"{_ONE}/draft/archive/", draft.draft_archive, name="studio_draft_archive"),
    path(f"{_ONE}/draft/discard/", draft.discard, name="studio_discard"),
    path(f"{_ONE}/draft/rebase/", draft.rebase, name="studio_rebase"),
    path(f"{_ONE}/draft/publish/", publish.publish, name="studio_publish"),
    path(f"{_ONE}/draft/edit/<path:name>", draft.edit, name="studio_edit"),
    path(f"{_ONE}/draft/files/<path:name>", draft.draft_file, name="studio_draft_file"),
]
