from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class PortalConfig(AppConfig):
    name = "mscportal"
    verbose_name = "MSC Portal"
    default = True

    def ready(self):
        from mscportal import checks  # noqa: F401 - registers the system checks


class PortalAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "mscportal.admin_site.PortalAdminSite"
