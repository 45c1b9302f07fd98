"""Every human task's form exists, is without fault, and has what the task asks for."""

from collections.abc import Iterator

from onegrid.catalog.findings import Table
from onegrid.catalog.forms.schema import FormSchema
from onegrid.catalog.lint.subject import Subject
from onegrid.engine.definitions import HumanTask
from onegrid.engine.problems import Problem

_SAID: Table = {
    "form_missing": (
        "{it} has the form `{form}`, which does not exist.",
        "{it_zh}的表单“{form}”不存在。",
        "Add forms/{form}.yaml, or name one that exists.",
        "请新建 forms/{form}.yaml，或改用已有表单。",
    ),
    "form_faulty": (
        "{it} has the form `{form}`, which has faults.",
        "{it_zh}的表单“{form}”有错误。",
        "Mend forms/{form}.yaml first.",
        "请先修正 forms/{form}.yaml。",
    ),
    "form_lacks_photo": (
        "{it} asks for a photo, but its form `{form}` has no photo field.",
        "{it_zh}要求照片，但表单“{form}”没有照片字段。",
        "Add a component of type `photo`, or take photoRequired away.",
        "请在表单中增加 photo 组件，或取消 photoRequired。",
    ),
    "form_lacks_signature": (
        "{it} asks for a signature, but its form `{form}` has no signature field.",
        "{it_zh}要求签名，但表单“{form}”没有签名字段。",
        "Add a component of type `signature`, or take signatureRequired away.",
        "请在表单中增加 signature 组件，或取消 signatureRequired。",
    ),
}


def check(subject: Subject) -> Iterator[Problem]:
    """One finding for each task and lack."""
    for task in subject.tasks():
        if task.form is None:
            continue
        form = subject.forms.get(task.form)
        if form is not None:
            yield from _lacks(subject, task, form)
        else:
            code = "form_faulty" if task.form in subject.forms else "form_missing"
            yield subject.tell(_SAID, code, task.element, form=task.form)


def _lacks(subject: Subject, task: HumanTask, form: FormSchema) -> Iterator[Problem]:
    if task.operations.photo_required and not form.has("photo"):
        yield subject.tell(_SAID, "form_lacks_photo", task.element, form=form.slug)
    if task.operations.signature_required and not form.has("signature"):
        yield subject.tell(_SAID, "form_lacks_signature", task.element, form=form.slug)
