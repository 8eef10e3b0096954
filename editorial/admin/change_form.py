"""The change form works on the draft: apply, let Django work, capture, roll back, keep it."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.text import capfirst
from django.utils.translation import gettext

from content.text import richtext
from editorial import versions, workflow
from editorial.admin.after_saving import said_of
from editorial.admin.conflicts import Overtaken
from editorial.admin.pages import preview as previews
from editorial.admin.pages.recovery import forget_unsaved
from editorial.admin.session import EditingSession, HoldsBack, page_address, row_of
from editorial.versions import drafts
from editorial.workflow import preview

NOTE = "_note"
PREVIEW = "_preview"


class EditsVersions(HoldsBack):
    """For a ModelAdmin of a Publishable: its form shows the draft, and saving makes a version.

    Needs `has_publish_permission`.
    """

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if self.session is not None:
            return super().changeform_view(request, object_id, form_url, extra_context)

        def stock(session):
            """Django's own form, which asks the methods below."""
            view = session.bound().changeform_view
            return rendered(view(request, object_id, form_url, extra_context))

        if request.method != "POST":
            return show(EditingSession(self, request, row_of(self.model, object_id)), stock)
        is_preview = PREVIEW in request.POST
        clean_posted(EditingSession(self, request, row_of(self.model, object_id)))
        with drafts.one_writer_at_a_time(), transaction.atomic():
            entry = row_of(self.model, object_id, lock=not is_preview)
            session = EditingSession(self, request, entry)
            response = (preview_typed if is_preview else save)(session, stock)
        if session.saved is not None and not is_preview:
            forget_unsaved(session)
        return response

    def get_object(self, request, object_id, from_field=None):
        entry = super().get_object(request, object_id, from_field)
        for problem in self.session.problems if self.session else ():
            if entry is not None and problem.kind == "taken" and hasattr(entry, problem.field):
                # The editor sees the own value, with Django's own error beside it.
                setattr(entry, problem.field, problem.value)
        return entry

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if self.session is not None:
            form.overtaken, form.is_asking = self.session.overtaken, self.session.is_asking
        return form

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.session.saved, self.session.saved_form = form.instance, form
        for said in said_of(self.session, form, formsets):
            self.message_user(request, said, messages.WARNING)

    def response_add(self, request, obj, post_url_continue=None):
        if self.session.is_preview:
            return HttpResponse()
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return HttpResponse() if self.session.is_preview else super().response_change(request, obj)

    def is_on_site(self, obj) -> bool:
        """Whether the entry is public; while a draft is applied its row says otherwise."""
        row = self.session.entry if self.session else None
        return (row if row is not None and row.pk == obj.pk else obj).is_live


def clean_posted(session):
    """What was typed, and what it is compared with, before others have to wait."""
    for name in session.admin.model.rich_fields():
        richtext.clean(session.request.POST.get(name, ""))
    drafts.clean_ahead(session.entry, session.draft and session.draft.payload)


def show(session, stock):
    if session.draft is None:
        return stock(session)
    drafts.clean_ahead(session.entry, session.draft.payload)
    # Its entry is read anew; `session.entry` goes on telling what is public.
    with (
        drafts.one_writer_at_a_time(),
        drafts.draft_applied(copy(session.entry), session.draft.payload) as session.problems,
    ):
        return stock(session)


def save(session, stock):
    """In the caller's transaction, with the row locked."""
    request, entry, draft = session.request, session.entry, session.draft
    if "_publish" in request.POST and not session.admin.has_publish_permission(request):
        raise PermissionDenied
    is_new = entry is None
    other = session.overtaken = None if is_new else Overtaken.by(entry, request.POST)
    payload = (other and other.base) or (draft and draft.payload)
    with drafts.draft_applied(copy(entry), payload, keep=lambda: is_new) as session.problems:
        response, version = attempt(session, stock, undo=other is not None)
        if other:
            version = other.settle(version)
            if version is None:
                return ask(session, stock)
    is_changed = version is not None and keep(session, version)
    session.release(with_logs=is_changed)
    if version is not None and "_publish" in request.POST:
        return publish_now(session)
    return response


def attempt(session, stock, *, undo):
    """What the stock form makes of the rows: its answer, and the version when it is valid."""
    session.saved, version = None, None
    session.hold_back()
    with transaction.atomic():
        response = stock(session)
        if session.saved:
            connection.check_constraints()  # the rollback would hide what points nowhere
            version = versions.capture(session.saved)
        if undo:
            transaction.set_rollback(True)
    return response, version


def ask(session, stock):
    """The form once more, with the typed text, and what the colleague made of it."""
    session.is_asking = True
    response, _version = attempt(session, stock, undo=True)
    return response


def keep(session, version):
    """Write the version beside the row, and the ticks into it; whether anything is new."""
    request, saved = session.request, stored(session)
    is_newer = session.entry is None or version != drafts.as_it_would_be(saved)
    if is_newer:
        note = request.POST.get(NOTE, "").replace("\0", "").strip()[:300]
        workflow.save_draft(saved, version, by=session.user, note=note)
    values = ticks_of(session.saved_form) if session.entry else {}
    if values:
        workflow.amend(saved, by=session.user, **values)
    return is_newer or bool(values)


def stored(session):
    """What the form wrote, as the database has it now."""
    return session.admin.model._base_manager.get(pk=session.saved.pk)


def ticks_of(form):
    """What is no part of a text and holds at once."""
    return {name: form.cleaned_data[name] for name in set(form.changed_data) & versions.STATE}


def publish_now(session):
    """Publish at once where nothing is to be asked; else say why not. The draft is saved."""
    entry = stored(session)
    try:
        with transaction.atomic():
            done = workflow.publish(entry, by=session.user)
    except (workflow.NeedsReason, workflow.NotReady):
        session.tell(gettext("The draft is saved. It is not public yet."), messages.INFO)
        return HttpResponseRedirect(page_address(entry, "step", "publish"))
    except ValidationError as error:
        said = gettext("The draft is saved, but it cannot be public yet: %s")
        session.tell(said % " ".join(error.messages), messages.ERROR)
    except (workflow.Refused, PermissionDenied) as refusal:
        session.tell(str(refusal), messages.ERROR)
    else:
        session.tell(gettext("“%s” is on the public site now.") % done)
        session.admin.log_change(session.request, done, gettext("Published."))
    return HttpResponseRedirect(page_address(entry, "change"))


def preview_typed(session, stock):
    """Save as ever, show the public page, and roll all of it back."""
    session.is_preview = True
    session.say_nothing()
    session.hold_back()
    payload = session.draft.payload if session.draft else None
    with drafts.draft_applied(copy(session.entry), payload) as session.problems:
        response = stock(session)
        if session.saved:
            # Without a link to the form: following it would lose what is typed.
            said = preview.Preview(gettext("This is the form as you typed it; not saved."))
            further = preview.asked_page(session.request, session.saved)
            return previews.shown(session, session.saved, said, approved=False, further=further)
        if getattr(response, "context_data", None) and "adminform" in response.context_data:
            return previews.refused(session, errors_of(response.context_data))
        return response


def errors_of(context):
    """(where, what is wrong) of a form that was refused."""
    forms = [context["adminform"].form]
    found = []
    for formset in context["inline_admin_formsets"]:
        forms += formset.formset.forms
        found.append((formset.opts.verbose_name_plural, formset.formset.non_form_errors()))
    for form in forms:
        for name, errors in form.errors.items():
            label = form.fields[name].label if name in form.fields else ""
            found.append((capfirst(label or ""), errors))
    return [(where, list(errors)) for where, errors in found if errors]


def rendered(response):
    """Nothing lazy may leave where the draft is applied."""
    if hasattr(response, "render") and not response.is_rendered:
        response.render()
    return response
