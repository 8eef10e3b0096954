from itertools import groupby

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.jsonld import plain_medical_page
from content.unchecked import unchecked
from evidence.models import Jurisdiction, SafetyItem
from evidence.safety import with_text
from evidence.unchecked import of_addresses, of_harms
from resources.models import RedFlag


@require_safe
def safety(request):
    """Every safety item is on this one page: its address is an anchor here."""
    items = with_text(SafetyItem.objects.published().by_setting().with_sources())
    places = Jurisdiction.objects.published().prefetch_related("regulators").order_by("title", "pk")
    return render(
        request,
        "evidence/safety.html",
        {
            "described_by": plain_medical_page,
            "flags": RedFlag.objects.published(),
            "settings": [
                (SafetyItem.Setting(setting), list(group))
                for setting, group in groupby(items, key=lambda item: item.setting)
            ],
            "places": places,
            "unchecked": unchecked([*of_harms(items), *of_addresses(places)]),
            "crumbs": [(_("Safety"), "")],
        },
    )
