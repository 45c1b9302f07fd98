"""What a role may do on a unit: the codenames behind guardian's object permissions (decision 11)."""

from enum import StrEnum


class Permission(StrEnum):
    """Each is granted on a unit and holds for every unit below it."""

    REGISTER_REPORT = "register_report"
    IMPORT_REPORTS = "import_reports"
    VIEW_CASE = "view_case"
    COMMENT_CASE = "comment_case"
    ACT_ON_TASK = "act_on_task"
    REASSIGN_TASK = "reassign_task"
    DISPATCH = "dispatch"
    WITHDRAW_CASE = "withdraw_case"
    SUPERVISE = "supervise"
    EXPORT = "export"
    UNMASK = "unmask"
    OPERATE = "operate"
    DESIGN_WORKFLOW = "design_workflow"
    PUBLISH_WORKFLOW = "publish_workflow"
    ADMINISTER = "administer"


LABELS: dict[Permission, str] = {
    Permission.REGISTER_REPORT: "Register reports 登记",
    Permission.IMPORT_REPORTS: "Import reports in bulk 批量导入",
    Permission.VIEW_CASE: "See cases to which the unit is a party 查看案件",
    Permission.COMMENT_CASE: "Comment on cases 沟通批示",
    Permission.ACT_ON_TASK: "Claim and complete tasks 认领办理",
    Permission.REASSIGN_TASK: "Give another's task to someone else 改派任务",
    Permission.DISPATCH: "Choose the handling unit 派遣",
    Permission.WITHDRAW_CASE: "Withdraw cases 撤销案件",
    Permission.SUPERVISE: "Supervise and score 督办考评",
    Permission.EXPORT: "Export 导出",
    Permission.UNMASK: "See personal data unmasked 查看未脱敏信息",
    Permission.OPERATE: "Incidents, jumps, demo clock 运维",
    Permission.DESIGN_WORKFLOW: "Draft workflows and forms 设计流程",
    Permission.PUBLISH_WORKFLOW: "Publish workflows and forms 发布流程",
    Permission.ADMINISTER: "Give and end posts 人员管理",
}
