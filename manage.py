#!/usr/bin/env python3
"""Run a management command of MSC Portal."""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the sentence below is for people with an older one
    sys.exit(
        "MSC Portal needs Python 3.11, 3.12 or 3.13; this is Python {}.{}.".format(
            *sys.version_info[:2]
        )
    )


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mscportal.settings")
    from django.core.management import execute_from_command_line

    from content.frames import with_room

    with_room(execute_from_command_line)(sys.argv)


if __name__ == "__main__":
    main()
