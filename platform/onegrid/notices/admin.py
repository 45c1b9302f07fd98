"""Django's admin: reading only."""

from django.contrib import admin

from onegrid.common.look_only import LookOnly
from onegrid.notices.models import Notice


@admin.register(Notice)
class NoticeAdmin(LookOnly):
    """Who was told what, and whether it was read."""

    called = "通知"
    columns = (("at", "时间"), ("person", "接收人"), ("kind", "种类"), ("text_zh", "内容"), ("read_at", "阅读时间"))
    details = (("text_en", "Text"), ("link", "链接"), ("key", "编号"))
    list_filter = ("kind",)
    search_fields = ("person__username", "person__name")
    ordering = ("-id",)
