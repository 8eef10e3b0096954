"""What nginx needs to serve a release as the application would: headers, queries, old addresses.

The headers are those that the application gave when the release was baked, so there is no second
list of them. Pages of one kind share a location; most pages share the last one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from django.conf import settings

from content.languages import prefix
from delivery.static_export import MAPS, QUERY, VARIANTS, InProcessClient, ManifestEntry, quoted

CONVERTERS = {"slug": r"[-a-zA-Z0-9_]+", "int": "[0-9]+", "path": ".+", "str": "[^/]+"}
PARAMETER = re.compile(r"<(?:(\w+):)?\w+>")
NAMED_GROUP = re.compile(r"\?P<\w+>")
LANGUAGE = "$msc_language"
FILE_NAME = "$msc_file_name"
FILTER = "$msc_filter"

SharedHeaders = tuple[tuple[str, str], ...]


def configuration(
    pages: Iterable[ManifestEntry],
    site: InProcessClient,
    folder: Path,
    *,
    listen: str,
    applications: list[str],
    brotli: bool = False,
) -> str:
    """A file for nginx's `http` block. Without an application, what is no file does not exist."""
    most, special = shared_headers(pages)
    rest = "@application" if applications else "@elsewhere"
    files = f"try_files $msc_variant$uri $msc_variant${{uri}}index.html {rest};"
    feeds = f"try_files $msc_variant$uri $msc_variant${{uri}}index.xml {rest};"
    lines = [*maps(folder, applications), *upstream(applications), "server {"]
    lines += of_server(site, folder, rest, listen=listen, brotli=brotli)
    for headers, names in special.items():
        pattern = quoted(f"^/(?:{'|'.join(names)})$")
        lines += location(f"~ {pattern}", dict(headers), feeds)
    lines += location("/", dict(most), files)
    lines += application(site) if applications else elsewhere(site)
    lines.append("}")
    return "\n".join(lines) + "\n"


def shared_headers(
    pages: Iterable[ManifestEntry],
) -> tuple[SharedHeaders, dict[SharedHeaders, list[str]]]:
    """What most pages have, and which kinds of pages have something else."""
    kinds: dict[str, Counter[SharedHeaders]] = defaultdict(Counter)
    for note in pages:
        if note.file:
            kinds[kind(note)][tuple(sorted(general(note).items()))] += 1
    common = {name: max(found, key=found.__getitem__) for name, found in kinds.items()}
    totals: Counter[SharedHeaders] = Counter()
    for name, found in kinds.items():
        totals[common[name]] += found.total()
    most = max(totals, key=totals.__getitem__)
    special = defaultdict(list)
    for name, headers in sorted(common.items()):
        if headers != most:
            special[headers].append(name)
    return most, special


def of_server(
    site: InProcessClient, folder: Path, rest: str, *, listen: str, brotli: bool
) -> list[str]:
    return [
        f"    listen {listen};",
        f"    server_name {' '.join(server_names(site))};",
        f"    root {quoted(str(folder / 'current' / 'site'))};",
        "    absolute_redirect off;",
        "    server_tokens off;",
        "    client_max_body_size 25m;",
        "    gzip_static on;",
        "    gzip_vary on;",
        "    max_ranges 0;",
        *(["    brotli_static on;"] if brotli else []),
        "    types { }",
        "    recursive_error_pages on;",
        # Files have one address each.
        f"    location ^~ /{VARIANTS}/ {{ try_files /-/ {rest}; }}",
        rf"    location ~ /index\.(?:html|xml)|\.(?:gz|br)$ {{ try_files /-/ {rest}; }}",
    ]


def server_names(site: InProcessClient) -> list[str]:
    return list(dict.fromkeys([site.name, *settings.ALLOWED_HOSTS]))


def kind(note: ManifestEntry) -> str:
    """A regular expression for the paths of all pages like this one."""
    path = note.address.partition("?")[0]
    ending = PurePosixPath(path).suffix if not path.endswith("/") else ""
    if not note.route:
        return f"{re.escape(path.split('/')[1])}/.+{re.escape(ending)}"
    route, before = note.route, ""
    languages = [prefix(code).lstrip("/") for code, _name in settings.LANGUAGES]
    for language in filter(None, languages):
        if route.startswith(f"{language}/"):
            route = route.removeprefix(f"{language}/")
        before = f"(?:(?:{'|'.join(filter(None, languages))})/)?"
    if "(" in route:
        pattern = NAMED_GROUP.sub("?:", route.strip("^$").removesuffix(r"\Z"))
        return pattern.replace("^", "")
    parts = PARAMETER.split(route)
    pattern = re.escape(parts[0])
    for converter, text in zip(parts[1::2], parts[2::2], strict=True):
        if converter == "path" and not text:
            pattern += CONVERTERS["path"] + re.escape(ending)
        else:
            pattern += CONVERTERS[converter or "str"] + re.escape(text)
    return before + pattern


def general(note: ManifestEntry) -> dict[str, str]:
    """Headers with what follows from the address put as nginx's variables."""
    headers = dict(note.headers)
    path, _mark, query = note.address.partition("?")
    if headers.get("Content-Language") == language_of(path):
        headers["Content-Language"] = LANGUAGE
    name = path.rsplit("/", 1)[-1]
    if name and f'filename="{name}"' in headers.get("Content-Disposition", ""):
        headers["Content-Disposition"] = headers["Content-Disposition"].replace(name, FILE_NAME)
    said = f"{'-' if query else ''}{query.replace('=', '-')}"
    stem, _dot, ending = name.rpartition(".")
    if stem and headers.get("Content-Disposition", "").endswith(f'-{stem}{said}.{ending}"'):
        headers["Content-Disposition"] = headers["Content-Disposition"].replace(
            f"{stem}{said}.{ending}", f"{stem}{FILTER}.{ending}"
        )
    return headers


def language_of(path: str) -> str:
    for code, _name in settings.LANGUAGES:
        own = prefix(code)
        if own and path.startswith(f"{own}/"):
            return code
    return settings.LANGUAGE_CODE


def maps(folder: Path, applications: list[str]) -> list[str]:
    lines = [
        "# Written by `manage.py print_nginx`; write it anew after an upgrade.",
        *([] if applications else ["map_hash_bucket_size 512;"]),
        "map $args $msc_variant {",
        '    "" "";',
        f'    "~^{QUERY.pattern}$" "/{VARIANTS}/$args";',
        f'    default "/{VARIANTS}/-";',
        "}",
        # With the folder that try_files puts in front for a query.
        f"map $uri {LANGUAGE} {{",
        f"    default {settings.LANGUAGE_CODE};",
        *(
            f'    "~^(?:/{VARIANTS}/[^/]+)?{prefix(code)}/" {code};'
            for code, _name in settings.LANGUAGES
            if prefix(code)
        ),
        "}",
        f"map $uri {FILE_NAME} {{",
        r'    "~/([^/]+)$" $1;',
        "}",
        # As the name of a file of a narrowed list says it.
        f"map $args {FILTER} {{",
        '    default "";',
        '    "~^([a-z_]{1,40})=([A-Za-z0-9_-]{1,120})$" "-$1-$2";',
        "}",
        "map $uri $msc_error_pages {",
        '    default "";',
        *(
            f'    "~^{prefix(code)}/" "{prefix(code)}";'
            for code, _name in settings.LANGUAGES
            if prefix(code)
        ),
        "}",
    ]
    lines += ["map $uri $msc_retry_after {", '    "~/503.html$" 60;', "}"]
    if not applications:
        for name, variable in zip(MAPS, ("$msc_moved", "$msc_gone"), strict=True):
            include = quoted(str(folder / "current" / "nginx" / name))
            lines += [f"map $uri {variable} {{", '    default "";', f"    include {include};", "}"]
        lines += ["map $uri $msc_folder {", '    default "/-";', '    "~[^/]$" $uri;', "}"]
    return lines


def upstream(applications: list[str]) -> list[str]:
    if not applications:
        return []
    servers = [f"    server {address};" for address in applications]
    return ["upstream msc_application {", *servers, "    keepalive 16;", "}"]


def location(match: str, headers: dict[str, str], files: str) -> list[str]:
    type_ = headers.pop("Content-Type", "application/octet-stream")
    return [
        f"    location {match} {{",
        f"        default_type {quoted(type_)};",
        *(["        max_ranges 1;"] if type_.startswith("image/") else []),
        *(f"        {line}" for line in header_lines(headers)),
        f"        {files}",
        "    }",
    ]


def header_lines(headers: dict[str, str], always: str = "") -> list[str]:
    return [f"add_header {name} {quoted(value)}{always};" for name, value in headers.items()]


def application(site: InProcessClient) -> list[str]:
    return [
        "    error_page 502 503 504 =503 $msc_error_pages/503.html;",
        *error_pages(site),
        "    location @application {",
        "        proxy_pass http://msc_application;",
        "        proxy_http_version 1.1;",
        '        proxy_set_header Connection "";',
        "        proxy_set_header Host $host;",
        "        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
        "        proxy_set_header X-Forwarded-Proto $scheme;",
        "        proxy_connect_timeout 2s;",
        "        proxy_read_timeout 60s;",
        "        proxy_next_upstream error timeout;",
        "    }",
    ]


def elsewhere(site: InProcessClient) -> list[str]:
    return [
        "    error_page 404 $msc_error_pages/404.html;",
        "    error_page 410 $msc_error_pages/410.html;",
        *error_pages(site),
        "    location @elsewhere {",
        "        add_header Cache-Control no-cache;",
        "        if ($msc_moved) { return 301 $msc_moved$is_args$args; }",
        "        if ($msc_gone) { return 410; }",
        "        if (-f $document_root$msc_folder/index.html) {",
        "            return 301 $msc_folder/$is_args$args;",
        "        }",
        "        return 404;",
        "    }",
    ]


def error_pages(site: InProcessClient) -> list[str]:
    """With the headers of the application's own error pages."""
    answer = site.ask("/404.html")
    headers = general(ManifestEntry("/404.html", 404, "", b"", "", answer.headers))
    type_ = headers.pop("Content-Type")
    return [
        r"    location ~ ^(?:/[a-z-]+)?/(?:404|410|503)\.html$ {",
        "        internal;",
        f"        default_type {quoted(type_)};",
        *(f"        {line}" for line in header_lines(headers, " always")),
        "        add_header Retry-After $msc_retry_after always;",
        "    }",
    ]
