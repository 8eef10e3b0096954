from itertools import groupby

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.prepared import prepared
from content.unchecked import unchecked
from content.web.jsonld import plain_medical_page
from evidence import reading
from evidence.models import SafetyItem
from evidence.safety import with_text
from evidence.unchecked import of_addresses, of_harms
from resources.models import RedFlag


@require_safe
def safety(request):
    """Every safety item is on this one page: its address is an anchor here."""
    items = every_item()
    reading.with_citations(*items)
    with_text(items)
    places = reading.public_places()
    return render(
        request,
        "evidence/safety.html",
        {
            "described_by": plain_medical_page,
            "flags": every_flag(),
            "settings": [
                (SafetyItem.Setting(setting), list(group))
                for setting, group in groupby(items, key=lambda item: item.setting)
            ],
            "places": places,
            "unchecked": unchecked([*of_harms(items), *of_addresses(places)]),
            "crumbs": [(_("Safety"), "")],
        },
    )


@prepared
def every_item():
    return SafetyItem.objects.published().by_setting()


@prepared
def every_flag():
    return RedFlag.objects.published()
