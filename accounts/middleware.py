from django.http import HttpResponseRedirect
from django.urls import reverse


def one_time_password(get_response):
    """Lead whoever logs in with a password that somebody else knows to choose an own one.

    Only the desk is looked at: public pages never ask who is logged in.
    """

    def middleware(request):
        if request.path.startswith(reverse("admin:index")):
            own = reverse("admin:password_change")
            left_open = {own, reverse("admin:logout"), reverse("admin:jsi18n")}
            if request.path not in left_open and getattr(
                request.user, "must_change_password", False
            ):
                return HttpResponseRedirect(own)
        return get_response(request)

    return middleware
