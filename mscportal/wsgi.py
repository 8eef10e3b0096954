import gc
import os
import sys

from django.core import checks
from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from content.frames import with_room

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mscportal.settings")
# What is loaded now stays for good: looking for garbage in it takes a sixth of the start.
gc.disable()
site = with_room(get_wsgi_application())

# A server does not run Django's system checks, so the ones that guard a start run here.
if errors := checks.run_checks(tags=["start"]):
    sys.exit("MSC Portal cannot start. " + " ".join(error.msg for error in errors))

# By name, because they can be imported only now that the apps are there.
application = import_string("delivery.page_cache.middleware.with_page_cache")(site)
import_string("delivery.page_cache.warming.connect")(
    application, import_string("mscportal.sitemaps.most_read_first")
)
gc.freeze()
gc.enable()
