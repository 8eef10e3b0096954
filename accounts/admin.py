from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.forms import CheckboxSelectMultiple
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.forms import ColleagueForm, NewColleagueForm, OneTimePasswordForm
from accounts.models import User
from accounts.roles import ROLES, groups_to_give, may_manage

admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Colleagues and their roles. An account is made inactive, never deleted: history names it."""

    form = ColleagueForm
    add_form = NewColleagueForm
    add_form_template = "admin/change_form.html"
    change_password_form = OneTimePasswordForm
    change_user_password_template = "admin/one_time_password.html"  # noqa: S105 - a file
    list_display = ["username", "get_full_name", "email", "roles", "is_active", "last_login"]
    list_filter = ["is_active", "groups", "is_superuser"]
    list_per_page = 50
    filter_horizontal = []
    add_fieldsets = [
        (_("Who it is"), {"fields": ["username", ("first_name", "last_name"), "email"]}),
        (_("What they may do"), {"fields": ["groups"]}),
        (
            _("One-time password"),
            {
                "description": _("Tell it to them yourself. The first login asks for a new one."),
                "fields": ["password1", "password2"],
            },
        ),
    ]

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.add_fieldsets
        who = ["username", ("first_name", "last_name"), "email"]
        rights = ["is_active", "groups"]
        if self.has_change_permission(request, obj):
            who.insert(1, "password")
        if request.user.is_superuser:
            rights.append("is_superuser")
        return [
            (_("Who it is"), {"fields": who}),
            (_("What they may do"), {"fields": rights}),
            (_("Dates"), {"fields": [("last_login", "date_joined")]}),
        ]

    def get_readonly_fields(self, request, obj=None):
        fields = ["last_login", "date_joined"]
        if obj is not None and obj.pk == request.user.pk:
            fields += ["is_active", "groups", "is_superuser"]  # nobody locks themselves out
        return fields

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs |= {"queryset": groups_to_give(request.user), "widget": CheckboxSelectMultiple}
            kwargs |= {"label": _("Roles"), "help_text": _("Each role adds its rights.")}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_manage(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if not change:
            obj.is_staff = obj.must_change_password = True
        super().save_model(request, obj, form, change)

    def user_change_password(self, request, id, form_url=""):
        if id == str(request.user.pk):
            return HttpResponseRedirect(reverse("admin:password_change"))
        return super().user_change_password(request, id, form_url)

    @admin.display(description=_("roles"))
    def roles(self, user):
        names = [group.name for group in user.groups.all()]
        return ", ".join([str(_("Administrator")), *names] if user.is_superuser else names)


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin):
    """The four roles of the house are kept by the code; other groups are free."""

    def has_change_permission(self, request, obj=None):
        kept = obj is not None and obj.name in ROLES
        return super().has_change_permission(request, obj) and not kept

    def has_delete_permission(self, request, obj=None):
        kept = obj is not None and obj.name in ROLES
        return super().has_delete_permission(request, obj) and not kept
