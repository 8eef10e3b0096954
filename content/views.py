from django.conf import settings
from django.http import Http404
from django.views.decorators.http import require_safe
from django.views.static import serve

from content.richtext import LIBRARY_NAME

TYPES = {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "webp": "webp", "avif": "avif"}


@require_safe
def library_file(request, path):
    """A picture from the data folder; with object storage, pages name its address instead.

    A name is never used again for another picture, so browsers may keep it for good.
    """
    if not LIBRARY_NAME.fullmatch(path):
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response.headers["Content-Type"] = f"image/{TYPES[path.rsplit('.', 1)[-1]]}"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
