from django import forms
from django.contrib.admin.forms import AdminPasswordChangeForm as OwnPasswordFormOfDjango
from django.contrib.auth.forms import UserChangeForm, UsernameField
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class NewColleagueForm(forms.ModelForm):
    """Without a password: the colleague sets it by a link."""

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "groups"]
        field_classes = {"username": UsernameField}

    def clean_username(self):
        username = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("A colleague has this login name already."))
        return username

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )


class ColleagueForm(UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User


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
