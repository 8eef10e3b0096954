from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe
from django.views.static import serve

from content.text.allowed import LIBRARY_NAME
from content.web import cards
from content.web.pages import get_public

FOR_GOOD = "public, max-age=31536000, immutable"
TYPES = {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "webp": "webp", "avif": "avif"}


@require_safe
def library_file(request, path):
    """A picture from the data folder or from object storage.

    A name is never used again for another picture, so browsers may keep it for good.
    """
    if not LIBRARY_NAME.fullmatch(path):
        raise Http404
    if isinstance(default_storage._wrapped, FileSystemStorage):
        response = serve(request, path, document_root=settings.MEDIA_ROOT)
    else:
        response = HttpResponse(stored(path))
    response.headers["Content-Type"] = f"image/{TYPES[path.rsplit('.', 1)[-1]]}"
    response.headers["Cache-Control"] = FOR_GOOD
    return response


def stored(name):
    try:
        with default_storage.open(name) as file:
            return file.read()
    except FileNotFoundError as error:
        raise Http404 from error


@require_safe
def entry_card(request, kind, slug, digest):
    """The social card of a live entry, under the address of its present title only."""
    model = cards.models_with_cards().get(kind)
    if model is None:
        raise Http404
    card = cards.of_entry(get_public(model.objects.all(), slug=slug))
    if card.digest != digest:
        raise Http404
    return picture(card)


@require_safe
def page_card(request, text, seal):
    card = cards.opened(text, seal)
    if card is None:
        raise Http404
    return picture(card)


def picture(card):
    response = HttpResponse(cards.picture(card), content_type="image/png")
    response.headers["Cache-Control"] = FOR_GOOD
    # Made to be shown by other sites, unlike everything else here.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
