import hashlib

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponseRedirect, JsonResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from content.desk_links import described, form_address
from content.models import Image, ImportRecord, Rendition
from content.pictures import image_files, images
from content.pictures.forms import PictureField

SHOWN_IN_LIBRARY = 24
FOCUS = {"focus_x", "focus_y"}


class HttpsField(forms.URLField):
    """An address typed without a scheme is meant as https."""

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", **kwargs)


class FocusInput(forms.NumberInput):
    """A plain field; `desk/focus.js` puts a picture to point at before the two of them."""

    LIMITS = {"min": "0", "max": "1", "step": "0.01"}

    class Media:
        css = {"all": ["desk/focus.css"]}
        js = [forms.Script("desk/focus.js", defer=True)]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-mark": gettext("Focal point"),
            "data-help": gettext("Click what must stay in sight, or move the mark by arrow keys."),
            "data-place": gettext("%x % from the left, %y % from the top"),
            "data-card": gettext("On cards"),
        }
        return context


def seen(image):
    """Stands for everything that an editor saw of an image when the form was opened."""
    values = [str(getattr(image, field.name)) for field in Image._meta.fields]
    return hashlib.sha256("\0".join(values).encode()).hexdigest()[:16]


class ImageForm(forms.ModelForm):
    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    file = PictureField(
        label=_("picture"),
        help_text=_(
            "JPEG, PNG, WebP or AVIF, at most 10 MB and 40 million pixels. Place, camera and "
            "other hidden data are taken out."
        ),
    )

    class Meta:
        model = Image
        fields = [
            "file", "title", "alt", "is_decorative", "credit", "licence", "source_url",
            "focus_x", "focus_y",
        ]  # fmt: skip
        field_classes = {"source_url": HttpsField}
        widgets = {name: FocusInput(FocusInput.LIMITS) for name in FOCUS}
        help_texts = {
            "credit": _("Who made the picture. Shown under it."),
            "licence": _("For example CC BY 4.0. Shown under the picture."),
            "source_url": _("Where the picture was found; for editors."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in FOCUS & self.fields.keys():
            self.fields[name].required = False  # left empty: as it is, or the middle
        if self.instance.pk:
            del self.fields["file"]  # another picture is another image
            self.initial["opened"] = seen(self.instance)

    def clean_focus_x(self):
        return self.kept("focus_x")

    def clean_focus_y(self):
        return self.kept("focus_y")

    def kept(self, name):
        value = self.cleaned_data[name]
        return getattr(self.instance, name) if value is None else value

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk:
            self.refuse_to_overwrite(cleaned)
        return cleaned

    def refuse_to_overwrite(self, cleaned):
        """What a colleague saved meanwhile is told; saving once more puts this in its place."""
        now = Image.objects.select_for_update().get(pk=self.instance.pk)
        if cleaned.get("opened") == seen(now):
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("opened")] = seen(now)
        others = [
            f"{field.verbose_name}: {getattr(now, field.name) or '–'}"
            for field in Image._meta.fields
            if field.name in cleaned and getattr(now, field.name) != cleaned[field.name]
        ]
        self.add_error(
            None,
            forms.ValidationError(
                _(
                    "Somebody saved this picture after you had opened it. What you typed is still "
                    "here; saving again puts it in the place of: %(others)s."
                ),
                code="stale",
                params={"others": "; ".join(others) or "–"},
            ),
        )


class UploadForm(ImageForm):
    """The editor's own dialog: a title is made when none was written."""

    title = forms.CharField(max_length=150, required=False)

    class Meta(ImageForm.Meta):
        fields = [name for name in ImageForm.Meta.fields if name not in FOCUS]

    def clean_title(self):
        upload = self.files.get("file")
        written = self.cleaned_data["title"] or self.data.get("alt", "").strip()
        return (written or (image_files.shown_name(upload.name) if upload else ""))[:150]


def thumbnail_address(image, shape=Rendition.Shape.WHOLE):
    made = image.renditions.all()
    copies = [copy for copy in made if copy.format == "webp" and copy.shape == shape]
    smallest = min(copies, key=lambda copy: copy.width, default=image)
    return smallest.file.url


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    form = ImageForm
    list_display = [
        "thumbnail", "title", "text_alternative", "size", "credit", "pages", "created_at",
    ]  # fmt: skip
    list_display_links = ["title"]
    search_fields = ["title", "alt", "credit"]
    readonly_fields = ["preview", "size", "copies", "used_in", "created_at"]
    actions = ["make_missing_copies"]
    list_per_page = 50

    def get_fieldsets(self, request, obj=None):
        shown = ["preview", "size", "created_at", "copies"]
        if obj and self.has_change_permission(request, obj):
            shown.append("opened")
        picture = ["file"] if obj is None else shown
        sections = [
            (None, {"fields": [*picture, "title"]}),
            (
                _("What must stay in sight"),
                {
                    "fields": [("focus_x", "focus_y")],
                    "description": _(
                        "Cards show a part of the picture, three wide and two high, and so do "
                        "phones when it is more than twice as wide as high. The part lies around "
                        "this point."
                    ),
                },
            ),
            (_("For readers who cannot see it"), {"fields": ["alt", "is_decorative"]}),
            (_("Rights"), {"fields": ["credit", "licence", "source_url"]}),
        ]
        return sections if obj is None else [*sections, (_("Use"), {"fields": ["used_in"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("renditions")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("upload/", wrap(self.upload), name="content_image_upload"),
            path("library/", wrap(self.library), name="content_image_library"),
            *super().get_urls(),
        ]

    # Columns and read-only fields

    @admin.display(description=_("picture"))
    def thumbnail(self, image):
        return format_html(
            '<img src="{}" alt="" height="{}" loading="lazy">', thumbnail_address(image), 60
        )

    @admin.display(description=_("picture"))
    def preview(self, image):
        height = min(image.height, 240)
        return format_html(
            '<a href="{0}"><img src="{0}" alt="{1}" width="{2}" height="{3}"></a>',
            image.file.url,
            image.alt,
            round(image.width * height / image.height),
            height,
        )

    @admin.display(description=_("text alternative"), ordering="alt")
    def text_alternative(self, image):
        return gettext("decorative") if image.is_decorative else image.alt

    @admin.display(description=_("size in pixels"))
    def size(self, image):
        return f"{image.width} × {image.height}"

    @admin.display(description=_("smaller copies"))
    def copies(self, image):
        missing = len(images.missing_copies(image))
        made = gettext("%d made") % image.renditions.count()
        return f"{made}, {gettext('%d missing') % missing}" if missing else made

    def get_changelist_instance(self, request):
        """How often each is used is counted for a whole page of the list."""
        changes = super().get_changelist_instance(request)
        numbers = images.numbers_of_uses(changes.result_list)
        for image in changes.result_list:
            image.number_of_uses = numbers[image.pk]
        return changes

    @admin.display(description=_("used in"))
    def pages(self, image):
        number = image.number_of_uses
        if not number:
            return gettext("not used")
        return format_html(
            '<a href="{}">{}</a>',
            form_address(image, image.pk),
            ngettext("%d page", "%d pages", number) % number,
        )

    @admin.display(description=_("used in"))
    def used_in(self, image):
        items = [(described(item),) for item in images.uses(image)]
        if not items:
            return gettext("Not used yet.")
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", items))

    # Writing

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except images.NotStored as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
            if FOCUS & set(form.changed_data):
                images.make_copies_later.enqueue(obj.pk)
        else:
            images.store(obj, form.cleaned_data["file"])

    def get_deleted_objects(self, objs, request):
        """Rich texts name a picture by its address; the database does not know that."""
        to_delete, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        showing = [item for image in objs for item in images.texts_with(image)]
        return to_delete, counts, forbidden, [*protected, *map(described, showing)]

    @admin.action(description=_("Make the missing smaller copies"), permissions=["change"])
    def make_missing_copies(self, request, queryset):
        made = 0
        for image in queryset:
            try:
                made += images.make_copies(image)
            except (images.NotStored, OSError) as error:
                self.message_user(request, f"{image}: {error}", messages.ERROR)
        told = ngettext("%d smaller copy was made.", "%d smaller copies were made.", made) % made
        self.message_user(request, told)

    # What the rich text editor asks for

    @method_decorator(require_POST)
    def upload(self, request):
        if not self.has_add_permission(request):
            return refusal(gettext("You may not add pictures. Ask a publisher for the right."), 403)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors.get_json_data()}, status=400)
        try:
            image = images.store(form.instance, form.cleaned_data["file"])
        except images.NotStored as error:
            return refusal(str(error), 507)
        self.log_addition(request, image, [{"added": {}}])
        return JsonResponse(as_found(image), status=201)

    @method_decorator(require_safe)
    def library(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_queryset(request)
        for word in request.GET.get("q", "").split()[:8]:
            found = found.filter(
                Q(title__icontains=word) | Q(alt__icontains=word) | Q(credit__icontains=word)
            )
        return JsonResponse({"pictures": [as_found(image) for image in found[:SHOWN_IN_LIBRARY]]})


def refusal(sentence, status):
    return JsonResponse({"errors": {"__all__": [{"message": sentence}]}}, status=status)


def as_found(image):
    return {
        "src": image.file.url,
        "thumbnail": thumbnail_address(image, Rendition.Shape.CARD),
        "title": image.title,
        "alt": image.alt,
        "width": image.width,
        "height": image.height,
    }


@admin.register(ImportRecord)
class ImportRecordAdmin(admin.ModelAdmin):
    """For looking up where an entry came from; only imports write it."""

    list_display = ["source", "key", "content_type", "entry", "written_at"]
    list_filter = ["source", "content_type"]
    search_fields = ["key"]
    list_select_related = ["content_type"]
    list_per_page = 50
    fields = ["source", "key", "content_type", "entry", "digest", "written_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("entry")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
