"""Addresses below /api/v1/."""

from django.urls import path

from onegrid.catalog import api, import_api

urlpatterns = [
    path("workflows/", api.Workflows.as_view(), name="workflows"),
    path("workflows/<str:slug>/", api.OneWorkflow.as_view(), name="workflow"),
    path("workflows/<str:slug>/versions/", api.Versions.as_view(), name="workflow-versions"),
    path("workflows/<str:slug>/check/", api.CheckWorkflow.as_view(), name="workflow-check"),
    path("workflows/<str:slug>/publish/", api.PublishWorkflow.as_view(), name="workflow-publish"),
    path("versions/<int:version_id>/", api.OneVersion.as_view(), name="version"),
    path("versions/<int:version_id>/bpmn/", api.VersionDiagram.as_view(), name="version-bpmn"),
    path("versions/<int:version_id>/decisions/<str:name>/", api.VersionDecision.as_view(), name="version-decision"),
    path("versions/<int:version_id>/forms/<str:form>/", api.VersionForm.as_view(), name="version-form"),
    path("workflow-imports/", import_api.WorkflowImports.as_view(), name="workflow-imports"),
    path("workflow-imports/<int:import_id>/", import_api.OneWorkflowImport.as_view(), name="workflow-import"),
    path("forms/", api.Forms.as_view(), name="forms"),
    path("forms/<str:slug>/", api.OneForm.as_view(), name="form"),
    path("forms/<str:slug>/publish/", api.PublishForm.as_view(), name="form-publish"),
    path("categories/", api.Categories.as_view(), name="categories"),
    path("categories/<str:code>/", api.OneCategory.as_view(), name="category"),
    path("standards/", api.Standards.as_view(), name="standards"),
    path("stages/", api.Stages.as_view(), name="stages"),
]
