from django.contrib.admin.forms import AdminPasswordChangeForm as OwnPasswordFormOfDjango
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class NewColleagueForm(UserCreationForm):
    class Meta(UserCreationForm.Meta):
        model = User
        fields = ["username", "first_name", "last_name", "email", "groups"]


class ColleagueForm(UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User


class OneTimePasswordForm(AdminPasswordChangeForm):
    """A password set by somebody else: the account's owner replaces it at the next login."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Accounts work with passwords only; one that must not be used is made inactive.
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True

    def save(self, commit=True):
        self.user.must_change_password = True
        return super().save(commit)


class OwnPasswordForm(OwnPasswordFormOfDjango):
    def clean(self):
        cleaned = super().clean()
        chosen = cleaned.get("new_password1")
        if self.user.must_change_password and chosen and self.user.check_password(chosen):
            said = _("Choose another password than the one you were given.")
            self.add_error("new_password1", said)
        return cleaned

    def save(self, commit=True):
        self.user.must_change_password = False
        return super().save(commit)
