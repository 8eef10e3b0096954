"""What the index of diseases is made of."""

from content.prepared import prepared
from content.web.alphabet import first_characters
from diseases.models import Disease


@prepared
def letters():
    return first_characters((Disease.objects.published(), "title"))
