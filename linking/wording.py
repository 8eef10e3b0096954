"""What editors read about a name that got no link."""

from django.utils.translation import gettext_lazy as _

from linking.planner import Flag

REASONS = {
    Flag.LINKED: _("linked"),
    Flag.REPEAT: _("linked earlier in this section"),
    Flag.SHORT: _("short form; the long form is in the text"),
    Flag.SPLIT: _("a mark begins or ends inside the name"),
    Flag.SELF: _("this page itself"),
    Flag.EXCLUDED: _("switched off on this page"),
    Flag.ALONE: _("short form without its long form in this text"),
    Flag.UNSURE: _("may mean several entries"),
    Flag.OFF: _("name switched off everywhere"),
    Flag.HEADING: _("in a heading or caption"),
    Flag.OWN_LINK: _("in a link made by hand"),
    Flag.QUOTE: _("in a quotation"),
    Flag.CODE: _("in an abbreviation or code"),
    Flag.NOLINK: _("in a passage without automatic links"),
}
