"""Names of Django's admin site, and what does not belong there."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

# Groups stand for (unit, role) and carry the grants; roles are edited where that is kept true.
admin.site.unregister(Group)
# Secrets of people: nobody reads or writes another's (manage.py end_second_factor mends a lost device).
admin.site.unregister(TOTPDevice)
admin.site.unregister(StaticDevice)

admin.site.site_header = "一网 OneGrid 管理后台"
admin.site.site_title = "一网 OneGrid"
admin.site.index_title = "数据查看：案件与权限由各自的服务写入，此处只读"
