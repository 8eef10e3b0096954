"""Writes the public site to a folder, whole or only what changed."""

import shutil
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error
from django.urls import get_resolver
from django.utils import translation

from content.languages import in_every_language, prefix
from content.models import OldAddress
from content.registry import entry_model, entry_models
from delivery.content_version.version import Seen, content_version, tables_written_since
from delivery.static_export.client import InProcessClient
from delivery.static_export.links import Rules, fixed_addresses
from delivery.static_export.manifest import Manifest
from delivery.static_export.maps import write_maps
from delivery.static_export.releases import Releases, ReleasesTrouble, Writer, explained, packed
from delivery.static_export.workers import (
    AT_ONCE,
    BakeJob,
    Done,
    InThisProcess,
    Processes,
    Stopped,
    Worker,
)
from editorial.workflow import keep_appointments

FEW = 40  # pages for which further processes do not pay
# Seconds:
LONGEST_WAIT = 10.0  # for an appointment that is being kept
LOOK_EVERY, LONGEST_PAUSE = 0.2, 30.0


class BakeFailed(Exception):
    """A sentence for the operator; visitors get what they got before."""


@dataclass
class BakeReport:
    was_whole: bool = True
    release: str = ""  # empty: the one that is there is right
    files: int = 0
    asked: int = 0
    new: int = 0
    gone: int = 0
    moved: int = 0
    seconds: float = 0.0
    rendered: list[str] = field(default_factory=list)
    dead_ends: dict[str, str] = field(default_factory=dict)  # address: a page that links to it
    maps_changed: bool = False


def bake(
    path: Path,
    *,
    origin: str,
    only_changed: bool = False,
    dry_run: bool = False,
    processes: int = 1,
    progress: Callable[[int, int], None] = lambda done, known: None,
) -> BakeReport:
    """Bring the folder up to date; whatever goes wrong, the release before stays.

    The content version is looked at first: what is published meanwhile may already be in the pages,
    and is certain to be looked for by the next bake.
    """
    folder = Releases(path)
    started = time.monotonic()
    try:
        with folder.locked(), translation.override(None):
            report = _Bake(folder, InProcessClient(origin), dry_run, processes, progress).run(
                only_changed
            )
    except ReleasesTrouble as error:
        raise BakeFailed(str(error)) from error
    except OSError as error:
        raise BakeFailed(explained(error, path)) from error
    except Stopped as error:
        raise BakeFailed(str(error)) from error
    report.seconds = time.monotonic() - started
    return report


def settled_version() -> Seen:
    """After everything whose moment has come was done."""
    try:
        keep_appointments()
    except Error as error:
        raise BakeFailed(f"The database is out of reach: {error}") from error
    until = time.monotonic() + LONGEST_WAIT
    while (seen := content_version.now()) is None:
        if time.monotonic() > until:
            raise BakeFailed("The state of the content cannot be found out; is the database there?")
        time.sleep(0.05)
    return seen


class _Bake:
    def __init__(
        self,
        folder: Releases,
        site: InProcessClient,
        dry_run: bool,
        processes: int,
        progress: Callable[[int, int], None],
    ):
        self.folder, self.site, self.dry_run = folder, site, dry_run
        self.processes, self.progress = processes, progress
        self.report = BakeReport()
        self.linked_by: dict[str, str] = {}

    def run(self, only_changed: bool) -> BakeReport:
        seen = settled_version()
        about = {
            "origin": self.site.origin,
            "build_id": seen.build_id,
            "token": seen.token,
            "number": str(seen.number),
        }
        before = self.folder.current()
        old = Manifest.of(before)
        try:
            if only_changed and old and before and self._is_comparable(old.about(), seen):
                return self._change(old, before, about)
            return self._whole(old, before, about)
        finally:
            if old:
                old.close()

    def _is_comparable(self, old: dict[str, str], seen: Seen) -> bool:
        """Whether only the content can differ. A restored database has numbers that come again."""
        same = old["origin"] == self.site.origin and old.get("build_id") == seen.build_id
        number = int(old["number"])
        return same and (number < seen.number or old["token"] == seen.token)

    def _whole(
        self, old: Manifest | None, before: Path | None, about: dict[str, str]
    ) -> BakeReport:
        known = old.files() if old else {}
        with _Release(self.folder) as part:
            notes = Manifest.new(part)
            try:
                self._work(self._seeds(), set(), known, notes, before, part)
                self._finish(part, notes, before, about)
            finally:
                notes.close()
        return self.report

    def _change(self, old: Manifest, before: Path, about: dict[str, str]) -> BakeReport:
        self.report.was_whole = False
        tables = tables_written_since(int(old.about()["number"]))
        stale = old.out_of_date(tables)
        have = old.addresses()
        new = [address for address in self._seeds() if address not in have] if tables else []
        if not stale and not new:
            if not self.dry_run:
                old.tell_about(**about)
            self.report.files = len(old.files())
            return self.report
        known = old.files()
        older, there = (None, {}) if self.dry_run else self._last_but_one()
        with _Release(self.folder, older) as part:
            notes = Manifest.copied(before, part)
            try:
                writer = Writer(part / "site", before / "site", packed)
                done = self._work([*stale, *new], have - set(stale), known, notes, before, part)
                if not self.dry_run:
                    for address, found in known.items():
                        if address not in done and there.get(address) != found:
                            writer.take_over(found[0])
                    stay = {file for file, _digest in notes.files().values()}
                    for file, _digest in there.values():
                        if file not in stay:
                            writer.remove_for_good(file)
                self._finish(part, notes, before, about)
            finally:
                notes.close()
        return self.report

    def _last_but_one(self) -> tuple[Path | None, dict[str, tuple[str, bytes]]]:
        """The release to make the next one of, with file and digest by address: most of its files
        are still right, and linking all those of the current one takes longer.
        """
        older = self.folder.last_but_one()
        notes = Manifest.of(older)
        if notes is None:
            return None, {}
        try:
            return older, notes.files()
        finally:
            notes.close()

    def _seeds(self) -> list[str]:
        """Where the walk starts: the map of addresses, the sitemap, and what was public once."""
        own = [a for address in fixed_addresses() for a in in_every_language(address)]
        once = [a for address in once_public() for a in in_every_language(address)]
        return list(dict.fromkeys([*own, *once]))

    def _work(
        self,
        starts: Iterable[str],
        settled: set[str],
        known: dict[str, tuple[str, bytes]],
        notes: Manifest,
        before: Path | None,
        part: Path,
    ) -> set[str]:
        """Ask for these addresses, and for every one they lead to that is not settled yet."""
        rules = Rules(self.site)
        waiting = [address for address in starts if rules.allow(address)]
        met = settled | set(waiting)
        done: set[str] = set()
        old_site = before / "site" if before else None
        writer = None if self.dry_run else Writer(part / "site", old_site, packed)
        worker = Worker(self.site, writer)
        pool: InThisProcess | Processes = InThisProcess(worker)
        if self.processes > 1 and len(waiting) > FEW:
            pool = Processes(worker, self.processes)
        notes.database.execute("BEGIN")
        try:
            busy = 0
            while waiting or busy:
                while waiting and pool.idle:
                    jobs, waiting = waiting[:AT_ONCE], waiting[AT_ONCE:]
                    pool.give([BakeJob(address, known.get(address)) for address in jobs])
                    busy += 1
                for batch in pool.results():
                    busy -= 1
                    notes.write_questions(batch.questions)
                    notes.write((found.note, found.asked) for found in batch.done)
                    for found in batch.done:
                        done.add(found.note.address)
                        self._count(found)
                        for address in self._new(found, rules, met):
                            met.add(address)
                            waiting.append(address)
                self.progress(len(done), len(done) + len(waiting) + busy * AT_ONCE)
            notes.database.execute("COMMIT")
        finally:
            pool.stop()
        return done

    def _new(self, found: Done, rules: Rules, met: set[str]) -> list[str]:
        new = []
        for link in sorted(found.links):
            self.linked_by.setdefault(link, found.note.address)
            new += [a for a in in_every_language(link) if a not in met and rules.allow(a)]
        return list(dict.fromkeys(new))

    def _count(self, found: Done) -> None:
        note, report = found.note, self.report
        report.asked += 1
        if note.status >= 500:
            raise BakeFailed(f"{note.address} answers {note.status}; the log says why.")
        if note.file:
            report.new += found.is_new
            report.rendered.append(note.address)

    def _finish(
        self, part: Path, notes: Manifest, before: Path | None, about: dict[str, str]
    ) -> None:
        pages = list(notes.pages())
        report = self.report
        report.files = sum(1 for note in pages if note.file)
        report.gone = sum(1 for note in pages if note.status == 410)
        report.moved = sum(1 for note in pages if note.status in (301, 302))
        report.dead_ends = {
            note.address: self.linked_by[note.address]
            for note in pages
            if note.status in (404, 410) and note.address in self.linked_by
        }
        if self.dry_run:
            return
        write_error_pages(part / "site")
        notes.tidy()
        notes.tell_about(**about)
        report.maps_changed = write_maps(part, pages, before)
        notes.close()
        report.release = self.folder.switch(part).name
        self.folder.clear_up()


class _Release:
    """A place for a release that vanishes unless it became the current one."""

    def __init__(self, folder: Releases, older: Path | None = None):
        self.folder, self.older = folder, older

    def __enter__(self) -> Path:
        self.part = self.folder.start(self.older)
        return self.part

    def __exit__(self, *trouble: object) -> None:
        shutil.rmtree(self.part, ignore_errors=True)


def write_error_pages(site: Path) -> None:
    """In each language, without the suggestions that depend on what was asked."""
    handlers = {status: get_resolver().resolve_error_handler(status) for status in (404, 410, 503)}
    for code, _name in settings.LANGUAGES:
        folder = site / prefix(code).lstrip("/")
        folder.mkdir(exist_ok=True)
        with translation.override(code):
            for status, handler in handlers.items():
                page = handler(None)  # type: ignore[arg-type]  # ours know what nobody asked for
                (folder / f"{status}.html").write_bytes(page.content)


def watch(
    path: Path,
    stop: threading.Event,
    *,
    told: Callable[[BakeReport], None],
    failed: Callable[[BakeFailed], None],
    **options: Any,
) -> None:
    """Follow the content version: every publication and every appointment changes the folder at
    once.

    What fails is tried again, less and less often while it goes on failing.
    """
    seen, pause = None, LOOK_EVERY
    while not stop.is_set():
        try:
            now = settled_version()
            if now != seen:
                told(bake(path, only_changed=True, **options))
                seen = now
            pause = LOOK_EVERY
        except BakeFailed as error:
            failed(error)
            pause = min(pause * 2, LONGEST_PAUSE)
        stop.wait(pause)


def once_public() -> list[str]:
    """Addresses that readers may still have: withdrawn entries, and old ones of any entry."""
    found = []
    for model in entry_models():
        if model.has_page:
            gone = model._base_manager.filter(is_live=False, withdrawn_at__isnull=False)
            for entry in gone.only("slug"):
                found += entry.page_addresses()
    for old in OldAddress.objects.all():
        owner = entry_model(old.content_type_id)
        if owner and owner.has_page:
            found += owner(slug=old.slug).page_addresses()
    return found
