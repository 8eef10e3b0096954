"""What the index of diseases is made of."""

from content.prepared import prepared
from content.web.alphabet import first_characters
from diseases.models import Disease, DiseaseName


def indexed_names():
    return DiseaseName.objects.shown().filter(disease__is_live=True)


@prepared
def letters():
    return first_characters((Disease.objects.published(), "title"), (indexed_names(), "text"))
