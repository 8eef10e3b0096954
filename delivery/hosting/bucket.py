"""The current release in object storage, for a CDN or a web server that reads pages from there.

Objects have the names of the files, below the folder of `MSC_BAKED_URL`. An address that moved is
an empty object that says where to (`x-amz-website-redirect-location`). One more object lists what
was put there, so that only what differs is sent and nothing of anybody else is removed. The list
always names everything that may be there: after a killed call the next one puts it right.
"""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from content.pictures.storage import BucketStorage
from delivery.static_export import ENDINGS, BakeFailed, Manifest, Releases, file_name

LIST = "baked.json"
AT_ONCE = 8  # requests
# Error pages have no headers of their own in a release.
OF_ERRORS = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache"}
# How an object says what the page says.
SAYS = {
    "Content-Type": "ContentType",
    "Cache-Control": "CacheControl",
    "Content-Language": "ContentLanguage",
    "Content-Disposition": "ContentDisposition",
    "Location": "WebsiteRedirectLocation",
}


class Thing(NamedTuple):
    """What is to be an object; without a file it is an address that moved."""

    name: str
    file: Path | None
    headers: dict[str, str]

    @property
    def body(self) -> bytes:
        return self.file.read_bytes() if self.file else b""

    @property
    def digest(self) -> str:
        said = repr(sorted(self.headers.items())).encode()
        return blake2b(self.body + said, digest_size=16).hexdigest()


@dataclass
class Upload:
    sent: int = 0
    same: int = 0
    removed: int = 0


def upload(
    path: Path,
    storage: BucketStorage,
    *,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Upload:
    """Bring the bucket up to the current release: new and changed objects first, then what is gone
    goes. For some seconds visitors may get pages of both."""
    try:
        return _upload(path, storage, dry_run, progress)
    except (BotoCoreError, ClientError) as error:
        raise BakeFailed(
            f"The bucket {storage.bucket_name} cannot be brought up to date ({error}). "
            "What is there may be of two releases; call this again."
        ) from error


def _upload(
    path: Path, storage: BucketStorage, dry_run: bool, progress: Callable[[int, int], None]
) -> Upload:
    release = Releases(path).current()
    notes = Manifest.of(release)
    if release is None or notes is None:
        raise BakeFailed(f"{path} has no release; call bake_site first.")
    with closing(notes):
        things = {thing.name: thing for thing in _things(release / "site", notes)}
    wanted = {name: thing.digest for name, thing in things.items()}
    there = _list(storage)
    changed = [name for name, digest in wanted.items() if there.get(name) != digest]
    gone = sorted(there.keys() - wanted.keys())
    report = Upload(len(changed), len(wanted) - len(changed), len(gone))
    if dry_run or not (changed or gone):
        return report
    _tell(storage, there | dict.fromkeys(changed, ""))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        sending = pool.map(lambda name: _put(storage, things[name]), changed)
        for done, _sent in enumerate(sending, 1):
            progress(done, len(changed))
        list(pool.map(lambda name: _object(storage, name).delete(), gone))
    _tell(storage, wanted)
    return report


def _things(site: Path, notes: Manifest) -> Iterator[Thing]:
    headers = {}
    for note in notes.pages():
        if note.file:
            headers[note.file] = note.headers
        elif note.status in (301, 302):
            yield Thing(file_name(note.address, "text/html"), None, _kept(note.headers))
    for file in sorted(site.rglob("*")):
        name = file.relative_to(site).as_posix()
        is_copy = file.suffix in ENDINGS.values() and name not in headers
        if file.is_file() and not is_copy:
            yield Thing(name, file, _kept(headers.get(name, OF_ERRORS)))


def _kept(headers: dict[str, str]) -> dict[str, str]:
    return {name: headers[name] for name in SAYS if name in headers}


def _object(storage: BucketStorage, name: str) -> Any:
    return storage.bucket.Object("/".join(filter(None, [storage.location, name])))


def _put(storage: BucketStorage, thing: Thing) -> None:
    said = {SAYS[name]: value for name, value in thing.headers.items()}
    _object(storage, thing.name).put(Body=thing.body, **said)


def _list(storage: BucketStorage) -> dict[str, str]:
    """Digests of what was put there, by name; empty for what may be only half there."""
    try:
        return json.loads(_object(storage, LIST).get()["Body"].read())
    except ClientError as error:
        if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
            return {}
        raise


def _tell(storage: BucketStorage, digests: dict[str, str]) -> None:
    body = json.dumps(digests, sort_keys=True).encode()
    _object(storage, LIST).put(Body=body, ContentType="application/json", CacheControl="no-store")
