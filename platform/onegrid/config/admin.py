"""Names of Django's admin site."""

from django.contrib import admin

admin.site.site_header = "一网 OneGrid 管理后台"
admin.site.site_title = "一网 OneGrid"
admin.site.index_title = "数据查看：案件与权限由各自的服务写入，此处只读"
