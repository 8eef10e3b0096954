from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and roles")

    def ready(self):
        from accounts.roles import keep_roles

        # Permissions are made app by app; after the last one all of them exist.
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(keep_roles, sender=last, dispatch_uid="accounts.keep_roles")
