"""Views of imports: parse, one service or selector, answer. A report is for who brought the files."""

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from onegrid.catalog import drafts
from onegrid.catalog.import_shapes import WorkflowImportInput, WorkflowImportOutput
from onegrid.catalog.received import Sent, delivery
from onegrid.catalog.services.import_files import import_files
from onegrid.jurisdictions.authentication import actor_from


class WorkflowImports(APIView):
    """Files of other tools."""

    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="import_workflows",
        request={"multipart/form-data": WorkflowImportInput},
        responses={201: WorkflowImportOutput},
    )
    def post(self, request: Request) -> Response:
        """Bring BPMN, DMN and form-js files, or zips of them, of any tool: each process becomes a draft of the caller.
        Faulty files are told in the report and keep no other out. `state`: how far the engine takes it; roles, forms,
        limits and connectors are chosen in the draft."""
        sent = [Sent(str(one.name), int(one.size or 0), one.read) for one in request.FILES.getlist("files")]
        made = import_files(actor=actor_from(request), files=delivery(sent))
        return Response(WorkflowImportOutput(made).data, status=status.HTTP_201_CREATED)


class OneWorkflowImport(APIView):
    """One import."""

    @extend_schema(operation_id="get_workflow_import", responses=WorkflowImportOutput)
    def get(self, request: Request, import_id: int) -> Response:
        """The report again, for who brought the files; the newest 20 of each person are kept."""
        return Response(WorkflowImportOutput(drafts.import_for(actor_from(request), import_id)).data)
