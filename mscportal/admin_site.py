from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(AdminSite):
    site_header = _("MSC Portal desk")
    site_title = _("MSC Portal desk")
    index_title = _("Content")
