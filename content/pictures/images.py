"""The image library: storing an upload, its lighter copies, where it is used, how it is shown."""

import contextlib
import logging
import re
from collections.abc import Callable, Iterable, Mapping

from django.apps import apps
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import DatabaseError, models, transaction
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext as _

from content.models import Image, Rendition
from content.models.images import image_path, rendition_path
from content.picture import Picture, Source
from content.pictures import image_files
from content.tasks import task
from content.text import richtext
from content.text.fields import RichTextField

log = logging.getLogger(__name__)


class NotStored(Exception):
    """One sentence for the editor: the storage did not take the file."""


def store(image: Image, picture: File) -> Image:
    """Save a new image with the file that `image_files.checked` returned.

    The lighter copies are made after the commit, beside the answer: they cost a second or two.
    Until they are there, pages show the original.
    """
    picture.seek(0)
    name = write_whole(image_path(image, picture.name), picture.read())
    try:
        with transaction.atomic():
            image.file = name
            image.save()
            make_copies_later.enqueue(image.pk)
    except DatabaseError:
        default_storage.delete(name)
        raise
    return image


def write_whole(path: str, data: bytes) -> str:
    """Write a file whole or not at all and return its name."""
    name = default_storage.get_available_name(path)
    try:
        return default_storage.save(name, ContentFile(data))
    except OSError as error:
        delete_file(name)
        log.error("The picture %s could not be written: %s", name, error)
        raise NotStored(
            _("The picture could not be stored (%(reason)s). Nothing was changed.")
            % {"reason": error.strerror or error}
        ) from error


def make_copies(image: Image) -> int:
    """Make the lighter copies that are missing; return how many were made."""
    wanted = missing_copies(image)
    made = 0
    if wanted:
        with image.file.open("rb") as original:
            for copy in image_files.copies(original, wanted, focus_of(image)):
                add_copy(image, copy)
                made += 1
    return made


@task
def make_copies_later(key: int) -> None:
    """Of the row as it is then, whoever moved its focal point last."""
    image = Image.objects.filter(pk=key).first()
    if image:
        make_copies(image)


def missing_copies(image: Image) -> set[image_files.WantedCopy]:
    """Copies that do not exist, or that were cut around another point."""
    return image_files.all_copies(image.width, image.height, focus_of(image)) - {
        image_files.WantedCopy(copy.shape, copy.format, copy.width)
        for copy in image.renditions.all()
        if copy.around == around(image, copy.shape)
    }


def focus_of(image: Image) -> image_files.Focus:
    return float(image.focus_x), float(image.focus_y)


def around(image: Image, shape: str) -> str:
    return "" if shape == Rendition.Shape.WHOLE else image.focus


def add_copy(image: Image, copy: image_files.Copy) -> None:
    """In the place of the one that was cut around another point, whose file goes last."""
    same = {"shape": copy.shape, "format": copy.format, "width": copy.width}
    cut = around(image, copy.shape)
    old = image.renditions.filter(**same).exclude(around=cut).first()
    rendition = Rendition(pk=old and old.pk, image=image, around=cut, height=copy.height, **same)
    rendition.file = write_whole(rendition_path(rendition, ""), copy.data)
    try:
        rendition.save()
    except DatabaseError:  # the image was deleted, or another process made the same copy
        default_storage.delete(rendition.file.name)
        raise
    if old:
        transaction.on_commit(lambda: delete_file(old.file.name), robust=True)


# Use

_elsewhere: list[Callable[[Image], list[models.Model]]] = []


def ask_also(function: Callable[[Image], list[models.Model]]) -> None:
    """Let an upper app name what shows an image in texts that are in no row, such as drafts."""
    if function not in _elsewhere:
        _elsewhere.append(function)


def texts_with(image: Image) -> list[models.Model]:
    """Entries whose rich text shows the image or one of its copies, drafts included."""
    found = [item for function in _elsewhere for item in function(image)]
    for model in apps.get_models():
        names = [
            field.name for field in model._meta.local_fields if isinstance(field, RichTextField)
        ]
        if names:
            shows = models.Q(*((f"{name}__contains", image.folder) for name in names))
            shows.connector = models.Q.OR
            found += model._base_manager.filter(shows)
    return found


def rows_with(image: Image) -> list[models.Model]:
    """Rows that point at the image."""
    found = []
    for relation in Image._meta.related_objects:
        if relation.related_model is not Rendition:
            found += relation.related_model._base_manager.filter(**{relation.field.name: image})
    return found


FOLDER = re.compile(r"images/[0-9a-f]+(?=/)")


def numbers_of_uses(images: Iterable[Image]) -> dict[int, int]:
    """In how many rows each of the images is used; a few queries for any number of images."""
    by_folder = {image.folder: image.pk for image in images}
    users: dict[int, set] = {pk: set() for pk in by_folder.values()}
    for relation in Image._meta.related_objects:
        if relation.related_model is not Rendition:
            name = relation.field.attname
            rows = relation.related_model._base_manager.filter(**{f"{name}__in": users})
            for pk, image in rows.values_list("pk", name):
                users[image].add((relation.related_model, pk))
    for model in apps.get_models():
        names = [
            field.name for field in model._meta.local_fields if isinstance(field, RichTextField)
        ]
        if not names:
            continue
        shows = models.Q(*((f"{name}__contains", "images/") for name in names))
        shows.connector = models.Q.OR
        for pk, *texts in model._base_manager.filter(shows).values_list("pk", *names):
            for folder in {folder for text in texts for folder in FOLDER.findall(text)}:
                if folder in by_folder:
                    users[by_folder[folder]].add((model, pk))
    return {pk: len(found) for pk, found in users.items()}


def uses(image: Image) -> list[models.Model]:
    """Everything that would lose the picture, each object once."""
    found = rows_with(image) + texts_with(image)
    return list({(type(item), item.pk): item for item in found}.values())


@receiver(pre_delete, sender=Image)
def refuse_to_delete_used(sender, instance, **kwargs):
    """Foreign keys protect themselves; addresses in texts do not."""
    users = texts_with(instance)
    if users:
        raise models.ProtectedError(
            f"“{instance}” is shown in {len(users)} texts; take it out of them first.", set(users)
        )


@receiver(post_delete, sender=Rendition)
@receiver(post_delete, sender=Image)
def delete_file_after_commit(sender, instance, **kwargs):
    transaction.on_commit(lambda: delete_file(instance.file.name), robust=True)


def delete_file(name: str) -> None:
    try:
        default_storage.delete(name)
    except OSError as error:
        log.error("The picture %s could not be removed: %s", name, error)
    with contextlib.suppress(OSError):
        default_storage.delete(name.rsplit("/", 1)[0])  # the folder, once it is empty


# Showing


def picture(image: Image) -> Picture:
    """For `includes/_picture.html`; prefetch `renditions` where several are shown."""
    return Picture(
        url=image.file.url,
        width=image.width,
        height=image.height,
        alt=image.alt,
        credit=image.credit,
        licence=image.licence,
        source_url=image.source_url,
        sources=sources(image, Rendition.Shape.WHOLE),
        card=sources(image, Rendition.Shape.CARD),
    )


def sources(image: Image, shape: str) -> tuple[Source, ...]:
    copies = [copy for copy in image.renditions.all() if copy.shape == shape]
    return candidates((copy.format, copy.width, copy.file.name) for copy in copies)


def candidates(copies: Iterable[tuple[str, int, str]]) -> tuple[Source, ...]:
    """AVIF before WebP: a browser takes the first format that it knows."""
    found = {"avif": [], "webp": []}
    for name, width, file in sorted(copies):
        found[name].append(f"{default_storage.url(file)} {width}w")
    return tuple(
        Source(f"image/{name}", ", ".join(files)) for name, files in found.items() if files
    )


def pictures_in(*fragments: str) -> Mapping[str, Picture]:
    """The library's pictures in rich texts by stored name: one query, none without pictures."""
    names = richtext.pictures_shown(*fragments)
    if not names:
        return {}
    rows = Image.objects.filter(file__in=names).order_by()
    columns = ("file", "width", "height", "alt", "credit", "licence", "source_url")
    found, copies = {}, {}
    copy = ("renditions__format", "renditions__width", "renditions__file")
    for row in rows.values_list(*columns, *copy, "renditions__shape"):
        found[row[0]] = row[1:7]
        is_shown = row[10] == Rendition.Shape.WHOLE
        copies.setdefault(row[0], []).extend([row[7:10]] if is_shown else [])
    return {
        name: Picture(default_storage.url(name), *facts, sources=candidates(copies[name]))
        for name, facts in found.items()
    }
