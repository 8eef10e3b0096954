"""Amounts of money as readers know them: $5,156; 19,800 yuan."""

from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext
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


# Their sign stands before each number; the words of the others once behind a range.
WITH_SIGN = ("EUR", "GBP", "USD")


def in_words(amount: Decimal, currency: str) -> str:
    """A currency without words stands as its code."""
    return named(digits(amount), currency)


def range_in_words(low: Decimal, high: Decimal, currency: str) -> str:
    if currency in WITH_SIGN:
        return between(in_words(low, currency), in_words(high, currency))
    return named(between(digits(low), digits(high)), currency)


def between(low: str, high: str) -> str:
    return gettext("%(low)s to %(high)s") % {"low": low, "high": high}


def named(amount: str, currency: str) -> str:
    shape = str(IN_WORDS.get(currency, f"%(amount)s {currency}"))
    return shape % {"amount": amount}


def digits(amount: Decimal) -> str:
    """In groups of three; hundredths only where there are some."""
    places = 0 if amount == amount.to_integral_value() else 2
    return formats.number_format(amount, places, use_l10n=True, force_grouping=True)
