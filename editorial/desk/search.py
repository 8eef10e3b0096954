"""Find anything a colleague may see: drafts by their own table, what is public by its index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from content.desk_links import form_address
from content.models import Publishable
from content.registry import entry_models
from editorial.desk import index
from editorial.desk.conditions import OF_STATE, due_condition, with_drafts
from editorial.models import DeskText, Reviewed
from search import excerpts, facets, finder, ranking, spelling
from search.models import Entry
from search.words import Question, ask, index_words

MOST_FOUND = 2000

Key = tuple[int, int]  # content type, key of the entry


@dataclass
class Place:
    """One text in which the words are."""

    where: str
    text: SafeString


@dataclass
class DeskHit:
    model: type[Publishable]
    key: int
    title: SafeString
    state: str
    places: list[Place] = field(default_factory=list)

    @property
    def type(self):
        return self.model._meta.verbose_name

    @property
    def url(self):
        return form_address(self.model, self.key)


class Narrowing(NamedTuple):
    """What a colleague chose beside the words; empty stands for all."""

    kind: str = ""
    state: str = ""
    owner: str = ""
    due: str = ""

    def models(self, models: Sequence[type[Publishable]]) -> list[type[Publishable]]:
        needs_review = self.owner or self.due
        return [
            model
            for model in models
            if self.kind in ("", model._meta.label_lower)
            and not (needs_review and not issubclass(model, Reviewed))
        ]

    def kept(self, model: type[Publishable], keys: Iterable[int]) -> set[int]:
        rows = with_drafts(model._base_manager.filter(pk__in=keys))
        if self.state in OF_STATE:
            rows = rows.filter(OF_STATE[self.state])
        elif self.state:
            rows = rows.filter(draft_state=self.state)
        if self.owner:
            rows = rows.filter(owner=self.owner)
        if self.due:
            rows = rows.filter(due_condition(self.due))
        return set(rows.values_list("pk", flat=True))


EVERYTHING = Narrowing()


class DeskResults:
    """In order: what is not public, then what is; an entry comes once."""

    def __init__(
        self,
        query: str,
        models: Sequence[type[Publishable]],
        chosen: Narrowing = EVERYTHING,
        as_typed: bool = False,
    ):
        self.question = ask(query)
        models = chosen.models(models)
        self.types = {ContentType.objects.get_for_model(model).pk: model for model in models}
        self.corrected = None
        self.hidden: list[Key] = []
        self.public: dict[Key, int] = {}
        if self.question.words and self.types:
            self._find(query, as_typed)
        self.keys = list(dict.fromkeys([*self.hidden, *self.public]))
        if chosen.state or chosen.owner or chosen.due:
            kept = {
                (pk, key)
                for pk, model in self.types.items()
                for key in chosen.kept(model, [key for of, key in self.keys if of == pk])
            }
            self.keys = [key for key in self.keys if key in kept]

    def _find(self, query, as_typed):
        kinds = [model._meta.label_lower for model in self.types.values()]
        found = finder.find(query, chosen={facets.TYPE: kinds}, as_typed=as_typed)
        self.hidden = self._hidden()
        if found.unknown and not self.hidden and not as_typed:
            self._find_hidden_by_guesses(query, found)
        if self.hidden and (found.is_loose or (found.guesses and not self.corrected)):
            return
        self.public = self._public(found)
        if not self.hidden:
            self.question, self.corrected = found.question, found.corrected

    def _find_hidden_by_guesses(self, query, found):
        guesses, typed = self._guesses(found), self.question
        self.question = typed.read_as(guesses)
        self.hidden = self._hidden() if guesses else []
        if self.hidden:
            best = DeskText.objects.get(any_of(self.hidden[:1]))
            self.corrected = spelling.corrected(query, typed, guesses, index_words(best.title))

    def _guesses(self, found) -> spelling.Guesses:
        """Near words of public names and of the titles on the desk."""
        titles = DeskText.objects.filter(content_type__in=self.types).values_list(
            "title", flat=True
        )
        words = spelling.shown_words(titles)
        of_desk = spelling.nearest(found.unknown, dict.fromkeys(found.unknown, words.items()))
        return {
            number: sorted({*of_desk.get(number, ()), *found.guesses.get(number, ())})[
                : spelling.MOST_GUESSES
            ]
            for number in of_desk.keys() | found.guesses.keys()
        }

    def _hidden(self) -> list[Key]:
        """Those with all words; the better the title answers, the earlier."""
        found = DeskText.objects.filter(contains(self.question), content_type__in=self.types)
        rows = found.order_by("title", "pk").values_list("content_type", "object_id", "title")

        def points(row):
            return -ranking.name_points(index_words(row[2]), self.question)

        return [row[:2] for row in sorted(rows[:MOST_FOUND], key=points)]

    def _public(self, found: finder.Results) -> dict[Key, int]:
        """Keys with their row of the public index."""
        rows = Entry.objects.in_bulk(found.ranked)
        listed = [rows[pk] for pk in found.ranked if pk in rows]
        return {
            (row.content_type_id, row.object_id): row.pk
            for row in listed
            if row.content_type_id in self.types
        }

    def __len__(self):
        return len(self.keys)

    def __getitem__(self, shown: slice) -> list[DeskHit]:
        keys = self.keys[shown]
        texts = {
            (text.content_type_id, text.object_id): text
            for text in DeskText.objects.filter(any_of(keys)).select_related("revision")
        }
        rows = Entry.objects.select_related("body").in_bulk(
            [self.public[key] for key in keys if key in self.public]
        )
        hidden = set(self.hidden)
        by_key = {(row.content_type_id, row.object_id): row for row in rows.values()}
        return [
            self._hit(key, texts.get(key) if key in hidden else None, by_key.get(key))
            for key in keys
        ]

    def _hit(self, key: Key, text: DeskText | None, row: Entry | None) -> DeskHit:
        model = self.types[key[0]]
        hit = DeskHit(model, key[1], excerpts.marked((text or row).title, self.question), "")
        if text:
            hit.state = state_of(text)
            hit.places.append(self._place(model, text))
        else:
            hit.state = _("on the public site")
        if row:
            texts = [row.summary, row.body.text]
            found = excerpts.excerpt(texts, self.question)
            hit.places.append(Place(_("on the public site"), found))
        return hit

    def _place(self, model, text: DeskText) -> Place:
        """The part that has most words of the question."""
        best = max(text.parts, key=lambda part: self._fits(part[1]), default=("title", text.title))
        side = _("in the draft") if text.revision_id else _("in the text that is not public")
        where = f"{side}: {index.name_of(model, best[0])}"
        return Place(where, excerpts.excerpt([best[1]], self.question))

    def _fits(self, text: str) -> int:
        words = index.folded([text])
        return sum(any(f" {form}" in words for form in w.forms) for w in self.question.words)


def contains(question: Question) -> Q:
    """Every word, the last one by its beginning."""
    condition = Q()
    for word in question.words:
        end = "" if word.is_unfinished else " "
        any_form = Q()
        for form in word.forms:
            any_form |= Q(words__contains=f" {form}{end}")
        condition &= any_form
    return condition


def any_of(keys: Sequence[Key]) -> Q:
    condition = Q(pk__in=[])
    for content_type in {key[0] for key in keys}:
        of_type = [key[1] for key in keys if key[0] == content_type]
        condition |= Q(content_type=content_type, object_id__in=of_type)
    return condition


def state_of(text: DeskText) -> str:
    if text.revision:
        return text.revision.get_state_display()
    return _("not public")


def models_for(user) -> list[type[Publishable]]:
    """The types of which the colleague may see entries."""
    return [
        model
        for model in entry_models()
        if any(
            user.has_perm(f"{model._meta.app_label}.{verb}_{model._meta.model_name}")
            for verb in ("view", "change")
        )
    ]
