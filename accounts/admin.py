from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.forms import CheckboxSelectMultiple
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import links, mails, passwords
from accounts.forms import ColleagueForm, NewColleagueForm
from accounts.models import User
from accounts.roles import ROLES, groups_to_give, may_manage

admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Colleagues and their roles. An account is made inactive, never deleted: history names it."""

    form = ColleagueForm
    add_form = NewColleagueForm
    add_form_template = "admin/change_form.html"
    list_display = ["username", "full_name", "email", "roles", "is_active", "last_login"]
    list_filter = ["is_active", "groups", "is_superuser"]
    list_per_page = 50
    filter_horizontal = []
    add_fieldsets = [
        (_("Who it is"), {"fields": ["username", ("first_name", "last_name"), "email"]}),
        (
            _("What they may do"),
            {
                "description": _("The next page sends the invitation or shows its link."),
                "fields": ["groups"],
            },
        ),
    ]

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, obj):
        return obj.get_full_name()

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
            obj.is_staff = True
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        return HttpResponseRedirect(link_page(obj))

    def user_change_password(self, request, id, form_url=""):
        """A link by which the colleague sets a password; nobody else ever knows it."""
        if id == str(request.user.pk):
            return HttpResponseRedirect(reverse("admin:password_change"))
        user = self.get_object(request, unquote(id))
        if user is None:
            raise Http404
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        address = ""
        if request.method == "POST":
            try:
                if "mail" in request.POST:
                    return self._mail_link(request, user)
                address = passwords.new_link(user, by=request.user)
            except passwords.NoLink as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Password of %s") % user,
            "opts": self.opts,
            "original": user,
            "link_address": address,
            "can_mail": mails.are_sent() and user.email,
            "can_have_link": links.may_have_link(user),
            "failed": passwords.last_failure(user),
        }
        return TemplateResponse(request, "admin/password_link.html", context)

    def _mail_link(self, request, user):
        passwords.mail_new_link(user, by=request.user)
        said = gettext("The link is on its way to %s. The desk will say if it cannot be sent.")
        self.message_user(request, said % user.email, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[user.pk]))

    @admin.display(description=_("roles"))
    def roles(self, user):
        names = [group.name for group in user.groups.all()]
        return ", ".join([str(_("Administrator")), *names] if user.is_superuser else names)


def link_page(user):
    return reverse("admin:auth_user_password_change", args=[user.pk])


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin):
    """The four roles of the house are kept by the code; other groups are free."""

    def has_change_permission(self, request, obj=None):
        kept = obj is not None and obj.name in ROLES
        return super().has_change_permission(request, obj) and not kept

    def has_delete_permission(self, request, obj=None):
        kept = obj is not None and obj.name in ROLES
        return super().has_delete_permission(request, obj) and not kept
