"""What the desk hears of outside links."""

from django.utils.translation import gettext_lazy as _

from editorial.desk import OnOwnPage
from resources.models import LinkCheck


class BrokenLinks(OnOwnPage):
    slug = "links"
    title = _("Broken links")
    model = LinkCheck
    query = {"failing": "yes"}

    def rows(self):
        return LinkCheck.objects.not_reachable()
