"""Amounts of money as readers know them: $5,156; 19,800 yuan."""

from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext_lazy as _

IN_WORDS = {
    "AUD": _("%(amount)s Australian dollars"),
    "CAD": _("%(amount)s Canadian dollars"),
    "CNY": _("%(amount)s yuan"),
    "EUR": _("€%(amount)s"),
    "GBP": _("£%(amount)s"),
    "INR": _("%(amount)s rupees"),
    "JPY": _("%(amount)s yen"),
    "KRW": _("%(amount)s won"),
    "USD": _("$%(amount)s"),
}


def in_words(amount: Decimal, currency: str) -> str:
    """Without a part that is nothing; a currency without words stands as its code."""
    places = 0 if amount == amount.to_integral_value() else 2
    number = formats.number_format(amount, places, use_l10n=True, force_grouping=True)
    if currency in IN_WORDS:
        return str(IN_WORDS[currency]) % {"amount": number}
    return f"{number} {currency}"
