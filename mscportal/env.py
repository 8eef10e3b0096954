"""The one place where `MSC_` variables are read and checked."""

import difflib
import ipaddress
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.http.request import validate_host

BASE_DIR = Path(__file__).resolve().parent.parent
HOST = re.compile(r"\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
SHORTEST_SECRET_KEY = 50
EMAIL_BACKEND = "accounts.mail_server.EmailBackend"

VARIABLES = {
    "MSC_ALLOWED_HOSTS": "host names this site answers to, separated by commas",
    "MSC_BAKED_URL": "s3://key:secret@host/bucket that upload_baked brings the baked pages to",
    "MSC_CACHE_URL": "redis://host:6379/0 for the finished pages of several machines; else files",
    "MSC_DATA_DIR": "folder for everything that changes: database, media, static files",
    "MSC_DATABASE_URL": "postgres://user:password@host/name; without it SQLite in the data folder",
    "MSC_DEBUG": "1 for development only",
    "MSC_EMAIL_URL": "smtp+tls://user:password@host:587; without it mail is printed to the log",
    "MSC_FROM_EMAIL": "sender of mails; else portal@ the host of the site",
    "MSC_HTTPS": "1 when a proxy in front serves the site over https",
    "MSC_MEDIA_URL": "s3://key:secret@host/bucket for pictures; without it they are files",
    "MSC_PURGE_URL": "where a cache in front is told what changed: https://token@host/path",
    "MSC_REPLICA_URL": "postgres://user:password@host/name of a copy that public pages may read",
    "MSC_REQUIRE": "1 in checks that fail where PostgreSQL or one of their programs is missing",
    "MSC_SECRET_KEY": "50 or more random characters; made in the data folder for one machine",
    "MSC_SITE_URL": "https://host that pages and mails name; else the one that is asked for",
    "MSC_STAMP": "file (one machine) or database (several); database where MSC_CACHE_URL is set",
    "MSC_TEST_DATABASE_URL": "a PostgreSQL server for what touches a database in the tests",
    "MSC_TIME_ZONE": "for example Europe/London",
    "MSC_VNU_JAR": "the jar file of the Nu HTML checker, for its test",
    "MSC_WARM": "0 for a server that makes no pages ahead when it starts after an upgrade",
}


class SettingError(Exception):
    """One sentence for the operator that names the variable."""


@dataclass(frozen=True)
class Env:
    debug: bool
    https: bool
    data_dir: Path
    secret_key: str
    allowed_hosts: list[str]
    site_url: str  # without a slash at the end
    database: dict
    email: dict
    from_email: str
    time_zone: str
    cache_url: str
    media: dict
    baked: dict | None
    purge_url: str
    replica: dict | None
    stamp: str
    warm: bool


def read(variables: Mapping[str, str]) -> Env:
    """Return the checked settings; raise SettingError with one sentence."""
    refuse_unknown(variables)
    data_dir = made_data_dir(variables.get("MSC_DATA_DIR", ""))
    database = read_database(variables.get("MSC_DATABASE_URL", ""), data_dir)
    https = read_switch(variables, "MSC_HTTPS")
    hosts = read_hosts(variables.get("MSC_ALLOWED_HOSTS", ""))
    site_url = read_site_url(variables.get("MSC_SITE_URL", ""), hosts, https)
    return Env(
        debug=read_switch(variables, "MSC_DEBUG"),
        https=https,
        data_dir=data_dir,
        secret_key=read_secret_key(variables.get("MSC_SECRET_KEY", ""), data_dir, database),
        allowed_hosts=hosts,
        site_url=site_url,
        database=database,
        email=read_email(variables.get("MSC_EMAIL_URL", "")),
        from_email=read_from_email(variables.get("MSC_FROM_EMAIL", ""), site_url),
        time_zone=read_time_zone(variables.get("MSC_TIME_ZONE", "UTC")),
        cache_url=read_cache_url(variables.get("MSC_CACHE_URL", "")),
        media=read_bucket(variables, "MSC_MEDIA_URL")
        or {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        baked=read_bucket(variables, "MSC_BAKED_URL"),
        purge_url=read_purge_url(variables.get("MSC_PURGE_URL", "")),
        replica=read_replica(variables.get("MSC_REPLICA_URL", ""), database),
        stamp=read_stamp(variables, database),
        warm=read_switch(variables, "MSC_WARM", default=True),
    )


def refuse_unknown(variables: Mapping[str, str]) -> None:
    for name in sorted(variables):
        if name.startswith("MSC_") and name not in VARIABLES:
            near = difflib.get_close_matches(name, VARIABLES, n=1)
            hint = f"; did you mean {near[0]}?" if near else "."
            raise SettingError(f"{name} is not a setting of this site{hint}")


def read_switch(variables: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    value = variables.get(name, "").strip().lower()
    if not value:
        return default
    if value in ("0", "false", "no", "off"):
        return False
    if value in ("1", "true", "yes", "on"):
        return True
    raise SettingError(f"{name} is {value!r}; write 1 or 0.")


def made_data_dir(value: str) -> Path:
    path = Path(value) if value else BASE_DIR / "var"
    if not path.is_absolute():
        raise SettingError(f"MSC_DATA_DIR is {value!r}; write an absolute path.")
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(
            f"MSC_DATA_DIR: the folder {path} cannot be made ({error.strerror})."
        ) from error
    return path


def read_database(url: str, data_dir: Path) -> dict:
    if not url:
        return sqlite_database(data_dir / "portal.sqlite3")
    return read_server("MSC_DATABASE_URL", url)


def read_server(name: str, url: str) -> dict:
    scheme = url.partition(":")[0]
    if scheme not in ("postgres", "postgresql"):
        raise SettingError(
            f"{name} starts with {scheme!r}; only postgres://... is understood, "
            "and SQLite needs no address."
        )
    try:
        database = environ.Env.db_url_config(url)
    except ValueError as error:
        raise SettingError(f"{name} cannot be read: {error}.") from error
    if not database.get("NAME"):
        raise SettingError(f"{name} names no database; write postgres://host/name.")
    return database | {
        "ENGINE": "delivery.content_version.databases.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite_database(path: Path) -> dict:
    """WAL lets readers and one writer work at once; FULL keeps confirmed saves at power loss.

    A cache of 8 MB, in place of 2, takes a quarter off a search in 100,000 texts.
    """
    return {
        "ENGINE": "delivery.content_version.databases.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-8000;"
            ),
        },
    }


def read_secret_key(value: str, data_dir: Path, database: dict) -> str:
    if value:
        if len(value) < SHORTEST_SECRET_KEY or len(set(value)) < 5:
            raise SettingError(
                f"MSC_SECRET_KEY is too weak: it has {len(value)} characters; "
                f"use {SHORTEST_SECRET_KEY} or more random ones."
            )
        return value
    if "sqlite" not in database["ENGINE"]:
        raise SettingError(
            "MSC_SECRET_KEY is missing; it is required when MSC_DATABASE_URL names a server, "
            "because all processes must share it."
        )
    return kept_secret_key(data_dir / "secret_key")


def kept_secret_key(path: Path) -> str:
    """Read the key of a single machine, made once and readable by its owner alone."""
    try:
        if not path.exists():
            draft = path.with_name(f"{path.name}.{os.getpid()}")
            with os.fdopen(
                os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w"
            ) as file:
                file.write(secrets.token_urlsafe(64))
            try:
                os.link(draft, path)  # only one of several starting processes wins
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        key = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise SettingError(
            f"MSC_DATA_DIR: the secret key {path} cannot be kept or read ({error})."
        ) from error
    if len(key) < SHORTEST_SECRET_KEY:
        raise SettingError(
            f"The secret key in {path} is too short; delete the file to get a new one."
        )
    return key


def read_hosts(value: str) -> list[str]:
    hosts = [host.strip() for host in value.split(",") if host.strip()]
    for host in hosts:
        if host == "*":
            raise SettingError("MSC_ALLOWED_HOSTS is '*'; name the hosts this site answers to.")
        if not HOST.fullmatch(host):
            raise SettingError(
                f"MSC_ALLOWED_HOSTS holds {host!r}; write names without https://, port or path."
            )
    return hosts or list(LOCAL_HOSTS)


def read_site_url(value: str, hosts: list[str], https: bool) -> str:
    """Where the site is for whoever reads a mail: no request says it there."""
    scheme = "https" if https else "http"
    if not value:
        return f"{scheme}://{hosts[0].removeprefix('.')}"
    try:
        parts = urlsplit(value.strip().rstrip("/"))
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise SettingError(f"MSC_SITE_URL cannot be read: {error}.") from error
    bare = f"{parts.scheme}://{parts.netloc}" == parts.geturl() and "@" not in parts.netloc
    if parts.scheme not in ("http", "https") or not host or not bare:
        raise SettingError(
            f"MSC_SITE_URL is {value!r}; write https://host or http://host:port, without a path."
        )
    if https and parts.scheme == "http":
        raise SettingError("MSC_SITE_URL starts with http:// while MSC_HTTPS is 1; write https://.")
    named = f"[{host}]" if ":" in host else host
    if not validate_host(named, hosts):
        raise SettingError(
            f"MSC_SITE_URL names the host {named!r}, to which this site does not answer; "
            "add it to MSC_ALLOWED_HOSTS."
        )
    return parts.geturl()


def is_local(host: str) -> bool:
    if host in LOCAL_HOSTS:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def read_email(url: str) -> dict:
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    scheme = url.partition(":")[0]
    if scheme not in ("smtp", "smtp+tls", "smtp+ssl"):
        raise SettingError(
            f"MSC_EMAIL_URL starts with {scheme!r}; write smtp+tls://user:password@host:587."
        )
    try:
        return environ.Env.email_url_config(url) | {"EMAIL_BACKEND": EMAIL_BACKEND}
    except ValueError as error:
        raise SettingError(f"MSC_EMAIL_URL cannot be read: {error}.") from error


def read_from_email(value: str, site_url: str) -> str:
    """Without one, of the host of the site: no server takes a mail from `localhost`."""
    if value and ("@" not in value or not value.isprintable()):
        raise SettingError(f"MSC_FROM_EMAIL is {value!r}; write a mail address.")
    host = urlsplit(site_url).hostname or ""
    return value or f"portal@{host if '.' in host and not is_local(host) else 'localhost'}"


def read_time_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingError(
            f"MSC_TIME_ZONE is {value!r}; write a name such as Europe/London."
        ) from error
    return value


def read_cache_url(value: str) -> str:
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        is_right = parts.scheme in ("redis", "rediss") and parts.hostname and parts.port != 0
    except ValueError as error:
        raise SettingError(f"MSC_CACHE_URL cannot be read: {error}.") from error
    if not is_right:
        raise SettingError(f"MSC_CACHE_URL is {value!r}; write redis://host:6379/0.")
    return value


def read_stamp(variables: Mapping[str, str], database: dict) -> str:
    """A file is seen on one machine only; several of them share their database."""
    value = variables.get("MSC_STAMP", "")
    if value not in ("", "file", "database"):
        raise SettingError(f"MSC_STAMP is {value!r}; write file or database.")
    shared = "database" if variables.get("MSC_CACHE_URL") else "file"
    if value == "database" and "sqlite" in database["ENGINE"]:
        raise SettingError(
            "MSC_STAMP is 'database', which is for several machines; they need MSC_DATABASE_URL."
        )
    return value or ("file" if "sqlite" in database["ENGINE"] else shared)


def read_replica(url: str, database: dict) -> dict | None:
    if not url:
        return None
    if "sqlite" in database["ENGINE"]:
        raise SettingError("MSC_REPLICA_URL is a copy of a server; MSC_DATABASE_URL names none.")
    options = {"connect_timeout": 2}
    return read_server("MSC_REPLICA_URL", url) | {"OPTIONS": options, "TEST": {"MIRROR": "default"}}


def read_bucket(variables: Mapping[str, str], name: str) -> dict | None:
    """A storage as Django's STORAGES wants it."""
    url = variables.get(name, "")
    if not url:
        return None
    form = "s3://key:secret@host/bucket"
    try:
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise SettingError(f"{name} cannot be read: {error}.") from error
    bucket, _, folder = parts.path.strip("/").partition("/")
    whole = parts.username and parts.password and parts.hostname and bucket
    if parts.scheme not in ("s3", "s3+http") or not whole or set(query) - {"region"}:
        raise SettingError(f"{name} is not of the form {form}, with ?region= where needed.")
    if parts.scheme == "s3+http" and not is_local(parts.hostname):
        raise SettingError(f"{name} is s3+http, which is for this machine only; write s3.")
    return {
        "BACKEND": "content.pictures.storage.BucketStorage",
        "OPTIONS": {
            "access_key": unquote(parts.username),
            "secret_key": unquote(parts.password),
            "bucket_name": bucket,
            "location": folder,
            "endpoint_url": f"http{'s' if parts.scheme == 's3' else ''}://{parts.hostname}{port}",
            "region_name": query.get("region", "us-east-1"),
            "addressing_style": "path",
            "default_acl": None,
            "file_overwrite": False,
        },
    }


def read_purge_url(url: str) -> str:
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        is_right = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError as error:
        raise SettingError(f"MSC_PURGE_URL cannot be read: {error}.") from error
    if not is_right:
        raise SettingError("MSC_PURGE_URL is no address; write https://token@host/path.")
    return url
