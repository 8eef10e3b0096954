from django.contrib import admin
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from search import asked
from search.models import Asked

DAYS = 90


@admin.register(Asked)
class AskedAdmin(admin.ModelAdmin):
    """What visitors ask, for every colleague; rows that few have asked are shown to nobody."""

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_staff

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        info = self.opts.app_label, self.opts.model_name
        return [url for url in super().get_urls() if url.name == "{}_{}_changelist".format(*info)]

    def changelist_view(self, request, extra_context=None):
        lists = [
            (_("Asked most"), list(asked.report(DAYS))),
            (_("Asked in vain"), list(asked.report(DAYS, without_result=True))),
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": _("What visitors search for"),
            "lists": lists,
            "days": DAYS,
            "least_times": asked.LEAST_TIMES,
            "least_days": asked.LEAST_DAYS,
        }
        return TemplateResponse(request, "admin/asked.html", context)
