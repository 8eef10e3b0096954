"""Addresses that are keys: whoever has one can use it, so no line of a log holds it."""

import logging
import re

KEYS = re.compile(r"(/review/\d+/|/admin/password/[\w-]+/)[^/\s?]+")


class HideKeys(logging.Filter):
    def filter(self, record):
        said = record.getMessage()
        hidden = KEYS.sub(r"\1…", said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True
