from django.apps import apps
from django.contrib.admin import AdminSite
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import mails, passwords
from accounts.forms import ForgottenForm, OwnPasswordForm
from content.desk_links import form_address
from content.web.site_name import with_site_name
from editorial.admin import HasDesk, HasLinkTargets, HasNameReports, HasSearchReport
from editorial.desk import entry_at
from editorial.public import throttle
from mscportal.fixed_pages import FIXED_PAGES

LONGEST_ADDRESS = 500


class PortalAdminSite(HasDesk, HasLinkTargets, HasNameReports, HasSearchReport, AdminSite):
    site_header = site_title = with_site_name(_("%(site)s desk"))
    index_title = _("Your desk")
    fixed_pages = FIXED_PAGES
    password_change_template = "admin/password_change.html"  # noqa: S105 - a file

    def get_urls(self):
        return [
            path("edit/", self.admin_view(self.edit), name="edit"),
            path("password/forgotten/", self.password_forgotten, name="password_forgotten"),
            path("password/<uidb64>/<token>/", self.password_by_link, name="password_by_link"),
            *super().get_urls(),
        ]

    def password_by_link(self, request, **kwargs):
        request.current_app = self.name
        view = passwords.PasswordByLink.as_view(
            success_url=reverse("admin:login", query={"set": "1"}),
            extra_context=self.each_context(request),
        )
        return view(request, **kwargs)

    def password_forgotten(self, request):
        """The same answer, and about the same work, whether the address is known or not."""
        form = ForgottenForm(request.POST if request.method == "POST" else None)
        said, status = "", 200
        if not mails.are_sent():
            said = _(
                "This desk sends no mail. Ask a colleague who manages the accounts for a link."
            )
            status = 200 if request.method == "GET" else 403
        elif form.is_valid():
            address = form.cleaned_data["email"]
            if throttle.admit(request, throttle.PASSWORDS, about=address.lower()):
                passwords.mail_forgotten(address)
                return HttpResponseRedirect(f"{request.path}?sent=1")
            said = _("Too many links were asked for. Nothing was sent. Try again in an hour.")
            status = 429
        context = {
            **self.each_context(request),
            "title": _("Forgotten your password?"),
            "form": form,
            "said": said,
            "can_send": mails.are_sent(),
            "is_sent": "sent" in request.GET,
        }
        request.current_app = self.name
        return TemplateResponse(request, "admin/password_forgotten.html", context, status=status)

    def edit(self, request):
        """`?page=` is an address of the public site: on to the form of its entry."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        address = request.GET.get("page", "").replace("\0", "")[:LONGEST_ADDRESS]
        entry = entry_at(address) if address else None
        if entry is not None and type(entry) in self._registry:
            return HttpResponseRedirect(form_address(entry, entry.pk))
        context = {
            **self.each_context(request),
            "title": _("Edit a page"),
            "address": address,
            "edit_address": request.build_absolute_uri(reverse("admin:edit")),
        }
        request.current_app = self.name
        return TemplateResponse(request, "admin/edit.html", context)

    def get_app_list(self, request, app_label=None):
        """Apps in the order of the house, models in the order of their admin module."""
        places = {config.label: place for place, config in enumerate(apps.get_app_configs())}
        models = {model: place for place, model in enumerate(self._registry)}
        listed = {app["app_label"]: app for app in super().get_app_list(request, app_label)}
        if "auth" in listed and "accounts" in listed:
            listed["accounts"]["models"] += listed.pop("auth")["models"]
        for app in listed.values():
            app["models"].sort(key=lambda entry: models[entry["model"]])
        return sorted(listed.values(), key=lambda app: places[app["app_label"]])

    def index(self, request, extra_context=None):
        """Behind the name of a model stands how much of it waits for the desk."""
        listed = self.get_app_list(request)
        for entry in (entry for app in listed for entry in app["models"]):
            waiting = getattr(self._registry[entry["model"]], "waiting", None)
            if waiting and (number := waiting()):
                entry["name"] = ngettext(
                    "%(name)s (%(number)d new)", "%(name)s (%(number)d new)", number
                ) % {"name": entry["name"], "number": number}
        return super().index(request, {"app_list": listed, **(extra_context or {})})

    def password_change(self, request, extra_context=None):
        view = PasswordChangeView.as_view(
            form_class=OwnPasswordForm,
            success_url=reverse("admin:password_change_done", current_app=self.name),
            template_name=self.password_change_template,
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        request.current_app = self.name
        return view(request)
