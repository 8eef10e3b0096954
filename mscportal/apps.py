from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin import apps as admin_apps
from django.utils.translation import trans_real


class PortalConfig(AppConfig):
    name = "mscportal"
    verbose_name = settings.SITE_NAME
    default = True

    def ready(self):
        from mscportal import checks  # noqa: F401 - registers the system checks

        drop_empty_catalogues(trans_real.translation(settings.LANGUAGE_CODE))


def drop_empty_catalogues(found):
    """Django asks its catalogues of plain English, which are empty, for every word of a page."""
    while found._fallback and not any(found._fallback._catalog.keys() - {""}):
        found._fallback = found._fallback._fallback


class PortalAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "mscportal.admin_site.PortalAdminSite"
