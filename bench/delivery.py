"""How fast pages are delivered, against the goals, nginx and Django alone.

    .venv/bin/python bench/delivery.py [--quick] [--data-dir DIR] [--postgresql URL] [--only NAME]

Starts and stops servers of its own on 127.0.0.1, on ports that no outgoing connection takes, and
loads only them. Needs wrk and nginx. Without --data-dir the site is made anew in a folder that is
removed afterwards; in DIR it is made once and kept.
Targets take turns, so that a busy moment of the machine hits all of them; medians are printed.
"""

import argparse
import asyncio
import contextlib
import datetime
import gzip
import http.client
import json
import os
import platform
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
GRANIAN = str(Path(PYTHON).with_name("granian"))
ARTICLE = "/articles/mesenchymal-stem-cells-and-diseases/"
DISEASE = "/diseases/gvhd/"
TICK = os.sysconf("SC_CLK_TCK")
PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")
# CPU ms and queries of a first reading.
COLD_GOALS = {ARTICLE: (8, 8), DISEASE: (30, 20)}
READERS_A_SECOND = 10
FIRST_READERS = 200
PAGES_AT_MIDNIGHT = 666
ALL_WARM = 30  # seconds
LONGEST_WALK = 300
BEFORE_MIDNIGHT = 15
# Names of one time zone: the code of a site with another is another build, as after a deploy.
BUILDS = iter(("Etc/UTC", "Etc/UCT", "Etc/Zulu", "Universal"))
KEY = "for-this-bench-only-0123456789-abcdefghijklmnopqrstuvwxyz"

BARE = """
import json, os
from pathlib import Path
BODY = Path(os.environ["BENCH_BODY"]).read_bytes()
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(BODY)))]
HEADERS = list(map(tuple, json.loads(os.environ.get("BENCH_HEADERS", "null")) or HEADERS))

def callable_(environ, start_response):
    start_response("200 OK", HEADERS)
    return [BODY]

def django():
    from django.conf import settings
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], MIDDLEWARE=[])
    from django.core.wsgi import get_wsgi_application
    return get_wsgi_application()

def view(request):
    from django.http import HttpResponse
    return HttpResponse(BODY)

urlpatterns = []
if os.environ.get("BENCH_DJANGO"):
    from django.urls import path
    urlpatterns = [path("", view)]
    application = django()
else:
    application = callable_
"""
# The site, which notes each address that it makes an answer for, and when that was ready. With
# BENCH_OFFSET its clock is so many seconds ahead.
COUNTED = """
import datetime, os, time
offset = float(os.environ.get("BENCH_OFFSET", 0))
if offset:
    from django.utils import timezone
    real_time, real_now = time.time, timezone.now
    time.time = lambda: real_time() + offset
    timezone.now = lambda: real_now() + datetime.timedelta(seconds=offset)
from mscportal.wsgi import application
notes = os.open(os.environ["BENCH_NOTES"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
in_flight = application.application
site = in_flight.application

def counted(environ, start_response):
    try:
        return site(environ, start_response)
    finally:
        os.write(notes, f"{time.monotonic()} {environ['PATH_INFO']}\\n".encode())

in_flight.application = counted
"""
MOST_READ_FIRST = """
import json
import django; django.setup()
from mscportal.sitemaps import most_read_first
print(json.dumps(list(most_read_first())))
"""
IN_PROCESS = """
import json, sys, time
from django.core.cache import caches
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from delivery.page_cache.response import Key, environ_of, make
from delivery.page_cache.middleware import PageCache
from delivery.content_version.version import content_version
from delivery.page_cache.stores import shared_store
from mscportal.wsgi import site

times, pages = int(sys.argv[1]), sys.argv[2:]
ignore = lambda status, headers, *error: None

def cpu(count, work):
    begun = time.process_time()
    for _ in range(count):
        work()
    return (time.process_time() - begun) / count * 1e6

found = {}
for page in pages:
    environ = environ_of(Key("localhost", page))
    make(site, environ)
    found[page] = sorted(cpu(1, lambda: make(site, environ)) for _ in range(max(5, times // 2000)))
    found[page] = found[page][len(found[page]) // 2]
    with CaptureQueriesContext(connection) as queries:
        make(site, environ)
    found[page + " queries"] = len(queries)
environ = environ_of(Key("localhost", pages[0])) | {"SERVER_PORT": "80"}
early = PageCache(site, content_version, shared_store())
early(environ, ignore)
found["early"] = min(cpu(times, lambda: early(environ, ignore)) for _ in range(3))
with override_settings(MIDDLEWARE=[
    "django.middleware.cache.UpdateCacheMiddleware",
    "django.middleware.cache.FetchFromCacheMiddleware",
]):
    cached = get_wsgi_application()
    def visit():
        answer = cached(dict(environ), ignore)
        b"".join(answer)
        answer.close()
    visit()
    found["site cache"] = min(cpu(max(200, times // 50), visit) for _ in range(3))
print("FOUND" + json.dumps(found))
"""
PUBLISH = """
import sys, time
import django; django.setup()
from diseases.models import Disease
entry = Disease.objects.get(slug="gvhd")
for number in range(int(sys.argv[1])):
    Disease.objects.filter(pk=entry.pk).update(title=f"storm-{number:06d}")
    print(number, time.monotonic(), flush=True)
    time.sleep(1)
sys.stdin.read()
Disease.objects.filter(pk=entry.pk).update(title=entry.title)
"""
RETITLE = """
import django; django.setup()
from diseases.models import Disease
Disease.objects.filter(slug="{slug}").update(title="{title}")
"""
MANY = """
local addresses, turn = {{{addresses}}}, 0
request = function()
  turn = turn % #addresses + 1
  return wrk.format("GET", addresses[turn])
end
"""


def say(text):
    print(text, file=sys.stderr, flush=True)


def environment(data_dir, **more):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("MSC_", "DJANGO"))}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)  # a server has started before
    return kept | {
        "MSC_DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": "mscportal.settings",
        "PYTHONPATH": str(ROOT), "MSC_WARM": "0",
    } | more  # fmt: skip


def ports():
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    yield from range(lowest - 400, lowest - 1)


PORTS = ports()


class Server:
    def __init__(self, command, port, env=None, cwd=ROOT):
        self.port = port
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the server runs
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            command, env=env, cwd=cwd, stdout=self.log, stderr=self.log, start_new_session=True
        )

    def wait(self, path="/"):
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                self.log.seek(0)
                sys.exit(f"A server ended by itself: {self.log.read().decode()[-2000:]}")
            with contextlib.suppress(OSError):
                get(self.port, path)
                return time.monotonic() - self.started
            time.sleep(0.01)
        sys.exit("A server does not answer.")

    def processes(self):
        """The process and its children, by their parents in /proc."""
        parents = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError):
                    fields = (entry / "stat").read_text().rpartition(")")[2].split()
                    parents[int(entry.name)] = int(fields[1])
        family, grown = {self.process.pid}, True
        while grown:
            more = {pid for pid, parent in parents.items() if parent in family} - family
            family |= more
            grown = bool(more)
        return family

    def cpu(self):
        """Seconds of all its processes."""
        total = 0
        for pid in self.processes():
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                total += int(fields[11]) + int(fields[12])
        return total / TICK

    def memory(self):
        """MB that its processes hold, each shared page divided among them."""
        total = 0
        for pid in self.processes():
            with contextlib.suppress(OSError):
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
                total += int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1])
        return total / 1024

    def stop(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def get(port, path, **headers):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    with urllib.request.urlopen(request, timeout=30) as reply:
        return reply.headers, reply.read()


def granian(target, env, workers=2):
    port = next(PORTS)
    command = [
        GRANIAN, "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers",
        str(workers), "--blocking-threads", "1", "--log-level", "warning", target,
    ]  # fmt: skip
    return Server(command, port, env)


def nginx(folder, root):
    port = next(PORTS)
    (folder / "logs").mkdir(exist_ok=True)
    config = folder / f"nginx-{port}.conf"
    config.write_text(
        f"""daemon off; worker_processes 2; pid {folder}/nginx-{port}.pid; error_log stderr;
        events {{ worker_connections 1024; }}
        http {{ access_log off; include /etc/nginx/mime.types; sendfile on;
          client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
          fastcgi_temp_path {folder}/fast; uwsgi_temp_path {folder}/uwsgi;
          scgi_temp_path {folder}/scgi; keepalive_requests 1000000; gzip_static on;
          server {{ listen 127.0.0.1:{port} reuseport; root {root}; index index.html; }} }}"""
    )
    return Server(["nginx", "-c", str(config), "-p", str(folder)], port)


def wrk(server, path, connections, seconds, script=None, **headers):
    """Requests a second and µs of the server's processor for each; any error ends the run."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s"]
    for name, value in headers.items():
        command += ["-H", f"{name.replace('_', '-')}: {value}"]
    if script:
        command += ["-s", str(script)]
    before = server.cpu()
    said = subprocess.run(
        [*command, f"http://127.0.0.1:{server.port}{path}"], capture_output=True, text=True
    ).stdout
    used = server.cpu() - before
    count = int(re.search(r"(\d+) requests in", said)[1])
    has_errors = "Non-2xx" in said or "Socket errors" in said
    if has_errors and headers.get("If_None_Match") is None:
        sys.exit(f"Errors under load at {path}:\n{said}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]), used / count * 1e6


def prepare(env):
    say("Making the site …")
    subprocess.run([PYTHON, "manage.py", "prepare_site"], cwd=ROOT, env=env, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip


def django(script, env, *arguments, **more):
    command = [PYTHON, "-c", script, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True,
                          **more).stdout  # fmt: skip


def addresses_of(server):
    text = get(server.port, "/sitemap.xml")[1].decode()
    found = re.findall(r"<loc>http://[^/]+(/[^<]*)</loc>", text)
    return [path for path in found if not path.startswith("/es/")]


class Table:
    def __init__(self):
        self.rows = []

    def add(self, what, goal, measured, is_reached=None):
        mark = {True: "yes", False: "**no**", None: ""}[is_reached]
        self.rows.append(f"| {what} | {goal} | {measured} | {mark} |")
        say(f"  {what}: {measured} {mark}")

    def print(self):
        print("\n| | goal | measured | reached |\n| --- | --- | --- | --- |")
        print("\n".join(self.rows))


def throughput(options, env, folder, table):
    """Warm pages against nginx, a bare callable and a bare view."""
    site = granian("mscportal.wsgi:application", env)
    servers = {"site": site}
    try:
        site.wait(ARTICLE)
        headers, body = get(site.port, ARTICLE)
        addresses = addresses_of(site)[:200]
        static = folder / "static-page"
        static.mkdir()
        (static / "index.html").write_bytes(body)
        (static / "index.html.gz").write_bytes(gzip.compress(body, 9))
        (folder / "bare.py").write_text(BARE)
        bare = os.environ | {"PYTHONPATH": str(folder), "BENCH_BODY": str(static / "index.html")}
        servers["callable"] = granian("bare:application", bare)
        # The server adds these itself; the last one would end each connection.
        added = ("date", "server", "connection")
        ours = [pair for pair in headers.items() if pair[0].lower() not in added]
        servers["laden"] = granian("bare:application", bare | {"BENCH_HEADERS": json.dumps(ours)})
        servers["view"] = granian("bare:application", bare | {"BENCH_DJANGO": "1"})
        servers["nginx"] = nginx(folder, static)
        servers["baked"] = nginx(folder, baked_pages(env, folder))
        for server in servers.values():
            server.wait("/" if server is not servers["baked"] else ARTICLE)
        script = folder / "many.lua"
        script.write_text(MANY.format(addresses=", ".join(f'"{path}"' for path in addresses)))
        for _ in range(20):
            for path in (ARTICLE, *addresses):
                get(site.port, path)
        css = re.search(rb'href="(/static/[^"]+\.css)"', body)[1].decode()
        targets = {
            "nginx static": ("nginx", "/", {}),
            "nginx precompressed": ("nginx", "/", {"Accept_Encoding": "gzip"}),
            "bare WSGI callable": ("callable", "/", {}),
            "the same with our headers": ("laden", "/", {}),
            "bare Django view": ("view", "/", {}),
            "page warm, plain": ("site", ARTICLE, {}),
            "page warm, br": ("site", ARTICLE, {"Accept_Encoding": "gzip, br"}),
            "page warm, 304": ("site", ARTICLE, {"If_None_Match": headers["ETag"]}),
            "200 pages warm": ("site", "/", {"script": script}),
            "baked under nginx": ("baked", ARTICLE, {}),
            "style sheet": ("site", css, {"Accept_Encoding": "gzip, br"}),
        }
        found = {}
        for connections in (16, 64):
            runs = {name: [] for name in targets}
            for turn in range(options.rounds):
                say(f"{connections} connections, round {turn + 1} of {options.rounds} …")
                for name, (server, path, more) in targets.items():
                    runs[name].append(
                        wrk(servers[server], path, connections, options.seconds, **more)
                    )
            found[connections] = {
                name: [statistics.median(column) for column in zip(*each, strict=True)]
                for name, each in runs.items()
            }
    finally:
        for server in servers.values():
            server.stop()
    print("| target | requests/s at 16 | CPU µs | requests/s at 64 | CPU µs |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name in targets:
        (rate, cpu), (rate64, cpu64) = found[16][name], found[64][name]
        print(f"| {name} | {rate:,.0f} | {cpu:.0f} | {rate64:,.0f} | {cpu64:.0f} |")

    def ratio(what, goal, above, below):
        values = [found[each][above][0] / found[each][below][0] for each in (16, 64)]
        text = " and ".join(f"{value:.2f}" for value in values)
        table.add(what, f"≥ {goal} ×", f"{text} × at 16 and 64", min(values) >= goal)

    ratio(
        "warm page against the bare WSGI callable", 0.90, "page warm, plain", "bare WSGI callable"
    )
    ratio(
        "the same against it with our headers",
        0.90,
        "page warm, plain",
        "the same with our headers",
    )
    ratio("warm page against a bare Django view", 2.5, "page warm, plain", "bare Django view")
    ratio("warm br against nginx precompressed", 0.45, "page warm, br", "nginx precompressed")
    ratio("warm 304 against warm 200", 1.4, "page warm, 304", "page warm, plain")
    ratio("style sheet against warm br", 0.9, "style sheet", "page warm, br")
    ratio("baked under nginx against nginx static", 0.95, "baked under nginx", "nginx static")


def baked_pages(env, folder):
    say("Baking …")
    subprocess.run([PYTHON, "manage.py", "bake_site", "--to", str(folder / "baked")], cwd=ROOT,
                   env=env, check=True, stdout=subprocess.DEVNULL)  # fmt: skip
    return folder / "baked" / "current" / "site"


def cold(options, env, folder, table):
    in_process(options, env, table, "SQLite")
    if options.postgresql:
        server = env | {"MSC_DATABASE_URL": options.postgresql, "MSC_SECRET_KEY": KEY + "y"}
        prepare(server)
        in_process(options, server, table, "PostgreSQL")


def in_process(options, env, table, database):
    times = 20_000 if options.quick else 200_000
    said = django("import django; django.setup()\n" + IN_PROCESS, env, times, ARTICLE, DISEASE)
    found = json.loads(said.partition("FOUND")[2])
    for page, (most_ms, most_queries) in COLD_GOALS.items():
        took, queries = found[page] / 1000, found[f"{page} queries"]
        table.add(f"cold {page} on {database}", f"≤ {most_ms} ms CPU, ≤ {most_queries} queries",
                  f"{took:.1f} ms, {queries} queries",
                  took <= most_ms and queries <= most_queries)  # fmt: skip
    if database == "SQLite":
        table.add("warm page inside the process", "≤ 3 µs CPU", f"{found['early']:.1f} µs",
                  found["early"] <= 3)  # fmt: skip
        share = found["site cache"] / found["early"]
        table.add("Django's own site cache in memory", "≥ 100 × that",
                  f"{found['site cache']:.0f} µs, {share:.0f} ×", share >= 100)  # fmt: skip


def rewarming(options, env, folder, table):
    """After one edit, 200 pages on two processes against one process that makes them all."""
    site = granian("mscportal.wsgi:application", env)
    try:
        site.wait()
        addresses = addresses_of(site)[:200]
        slug = DISEASE.strip("/").rpartition("/")[2]
        for _ in range(6):
            for path in addresses:
                get(site.port, path)
        runs = []
        for turn in range(3):
            django(RETITLE.format(slug=slug, title=f"Edit {turn}"), env)
            before = site.cpu()
            for path in addresses * 2:
                get(site.port, path)
            runs.append(site.cpu() - before)
        django(RETITLE.format(slug=slug, title="Graft-versus-host disease"), env)
        warm = site.cpu()
        for path in addresses * 2:
            get(site.port, path)
        asked = site.cpu() - warm  # what the requests alone cost
    finally:
        site.stop()
    script = """
import json, sys, time
import django; django.setup()
from delivery.page_cache.response import Key, environ_of, make
from mscportal.wsgi import site
addresses = json.load(sys.stdin)
make(site, environ_of(Key("localhost", addresses[0])))
begun = time.process_time()
for address in addresses:
    make(site, environ_of(Key("localhost", address)))
print(time.process_time() - begun)
"""
    alone = float(django(script, env, input=json.dumps(addresses)))
    again = statistics.median(runs)
    table.add("200 pages warm again on two processes after one edit, against making them once",
              "≤ 1.2 ×", f"{again:.2f} s (requests alone {asked:.2f} s) against {alone:.2f} s, "
              f"{again / alone:.2f} ×", again / alone <= 1.2)  # fmt: skip


def start_and_memory(options, env, folder, table):
    site = granian("mscportal.wsgi:application", env)
    try:
        first = site.wait(ARTICLE)
        empty = site.memory()
        addresses = addresses_of(site)
        addresses = (addresses + [f"/es{path}" for path in addresses])[:1000]
        for _ in range(5):
            for path in addresses:
                get(site.port, path, **{"Accept-Encoding": "br"})
        full = site.memory()
        count = 5_000 if options.quick else 100_000
        say(f"{count} invented addresses …")
        crawl = "local n = 0\nrequest = function() n = n + 1\n"
        crawl += 'return wrk.format("GET", "/no/such/" .. n .. "/") end'
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write(crawl)
            script.flush()
            begun = crawled = 0
            begun = time.monotonic()
            while crawled < count and time.monotonic() - begun < options.longest_crawl:
                said = subprocess.run(
                    ["wrk", "-t1", "-c16", "-d5s", "-s", script.name,
                     f"http://127.0.0.1:{site.port}/"], capture_output=True, text=True,
                ).stdout  # fmt: skip
                crawled += int(re.search(r"(\d+) requests in", said)[1])
        after = site.memory()
        before = site.cpu()
        for path in addresses:
            get(site.port, path, **{"Accept-Encoding": "br"})
        each = (site.cpu() - before) / len(addresses) * 1000
    finally:
        site.stop()
    restarted = granian("mscportal.wsgi:application", env)
    try:
        again = restarted.wait(ARTICLE)
    finally:
        restarted.stop()
    table.add("start to first answer", "≤ 0.6 s", f"{first:.2f} s; again {again:.2f} s",
              min(first, again) <= 0.6)  # fmt: skip
    table.add(f"memory of two workers with {len(addresses)} pages", "≤ 220 MB",
              f"{full:.0f} MB ({empty:.0f} MB at the start)", full <= 220)  # fmt: skip
    table.add(f"after {crawled:,} invented addresses", "bounded, real pages stay",
              f"{after:.0f} MB; a real page costs {each:.2f} ms",
              after < full + 60 and each < 2)  # fmt: skip


async def visit(port, path, until, log):
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    while time.monotonic() < until:
        begun = time.monotonic()
        writer.write(request)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(re.search(rb"content-length: (\d+)", head, re.IGNORECASE)[1])
            body = await reader.readexactly(length)
        except (OSError, asyncio.IncompleteReadError) as error:
            log.append((begun, time.monotonic(), None, repr(error)))
            return
        number = re.search(rb"storm-(\d+)", body)
        status = int(head[9:12])
        log.append((begun, time.monotonic(), number and int(number[1]), status))
    writer.close()


async def storm_of(port, path, connections, seconds, env):
    publisher = await asyncio.create_subprocess_exec(
        PYTHON, "-c", PUBLISH, str(int(seconds)), env=env, cwd=ROOT,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    await publisher.stdout.readline()
    until, log = time.monotonic() + seconds - 3, []
    await asyncio.gather(*(visit(port, path, until, log) for _ in range(connections)))
    said = (await publisher.communicate(b""))[0].decode().split("\n")
    commits = [(float(at), int(number)) for number, at in map(str.split, filter(None, said))]
    return log, commits


def storm(options, env, folder, table):
    for connections in (16, 64):
        site = granian("mscportal.wsgi:application", env)
        try:
            site.wait(DISEASE)
            seconds = 8 if options.quick else 25
            log, commits = asyncio.run(storm_of(site.port, DISEASE, connections, seconds, env))
        finally:
            site.stop()
        errors = sum(status != 200 for *_rest, status in log)
        stale = 0
        for begun, _ended, number, _status in log:
            due = max((n for at, n in commits if at <= begun), default=None)
            stale += due is not None and (number is None or number < due)
        took = sorted(ended - begun for begun, ended, *_rest in log)
        p99 = took[int(len(took) * 0.99)] * 1000
        is_reached = not stale and not errors and (connections > 16 or p99 <= 25)
        table.add(f"storm, {connections} connections, {len(commits)} publications",
                  "0 stale, 0 errors" + (", p99 ≤ 25 ms" if connections == 16 else ""),
                  f"{len(log):,} answers, {stale} stale, {errors} errors, p99 {p99:.1f} ms",
                  is_reached)  # fmt: skip


def read(port, path):
    """(begin, end) of one reading as a browser does it, on a connection of its own."""
    begun = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={"Host": "localhost", "Accept-Encoding": "br"})
        reply = connection.getresponse()
        reply.read()
    finally:
        connection.close()
    if reply.status != 200:
        sys.exit(f"{path} answers {reply.status}.")
    return begun, time.monotonic()


def readers(port, paths, is_over=lambda: False):
    """[(path, begin, end)]: one begins each tenth of a second, however long those before take."""
    begun, readings = time.monotonic(), []
    with ThreadPoolExecutor(64) as pool:
        for number, path in enumerate(paths):
            time.sleep(max(0, begun + number / READERS_A_SECOND - time.monotonic()))
            if is_over():
                break
            readings.append((path, pool.submit(read, port, path)))
        return [(path, *reading.result()) for path, reading in readings]


def by_popularity(addresses):
    """Without end; the second page is read half as often as the first, the third a third."""
    chance = random.Random(26)  # noqa: S311
    weights = [1 / rank for rank in range(1, len(addresses) + 1)]
    while True:
        yield from chance.choices(addresses, weights, k=100)


def made(notes):
    """[(moment, address)] of answers that the site made."""
    lines = notes.read_text().splitlines() if notes.exists() else []
    return [(float(moment), path) for moment, path in (line.split(" ", 1) for line in lines)]


def counted_site(env, folder, notes, **more):
    """Two workers that note what they make; it is awaited by a page that nobody keeps."""
    (folder / "counted.py").write_text(COUNTED)
    env = env | {"PYTHONPATH": f"{ROOT}:{folder}", "BENCH_NOTES": str(notes)} | more
    site = granian("counted:application", env)
    site.wait("/healthz")
    return site


def deploy(options, env, folder, table):
    """Readers of a new build from its first moment, with and without `warm_pages` before."""
    addresses = json.loads(django(MOST_READ_FIRST, env))
    for is_warmed in (True, False):
        new = env | {"MSC_TIME_ZONE": next(BUILDS), "MSC_WARM": "1"}
        notes = folder / f"made-{is_warmed}"
        if is_warmed:
            took, left = seconds_of_warm_pages(new), 0
            how = "after warm_pages"
        site = counted_site(new, folder, notes)
        try:
            popular = by_popularity(addresses)
            readings = readers(site.port, islice(popular, FIRST_READERS))
            if not is_warmed:
                readers(site.port, popular, lambda site=site, notes=notes: (
                    not missing(addresses, notes) or time.monotonic() > site.started + LONGEST_WALK
                ))  # fmt: skip
        finally:
            site.stop()
        if not is_warmed:
            took, left = seconds_until_made(notes) - site.started, len(missing(addresses, notes))
            how = "without it, the server makes them beside requests"
        moments = made(notes)
        met = sum(
            any(begin <= moment <= end for moment, noted in moments if noted == path)
            for path, begin, end in readings
        )
        slowest = max(end - begin for _path, begin, end in readings) * 1000
        table.add(f"deploy {how}: first {FIRST_READERS} readers, {READERS_A_SECOND} a second",
                  "0 meet an unmade page", f"{met}; the slowest waits {slowest:.0f} ms",
                  met == 0)  # fmt: skip
        table.add(f"deploy {how}: all {len(addresses):,} pages warm", f"≤ {ALL_WARM} s",
                  f"{took:.1f} s" + (f", {left:,} never" if left else ""),
                  took <= ALL_WARM and not left)  # fmt: skip


def seconds_of_warm_pages(env):
    say("warm_pages …")
    begun = time.monotonic()
    subprocess.run([PYTHON, "manage.py", "warm_pages"], cwd=ROOT, env=env, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    return time.monotonic() - begun


def missing(addresses, notes):
    return set(addresses).difference(path for _moment, path in made(notes))


def seconds_until_made(notes):
    first = {}
    for moment, path in made(notes):
        first.setdefault(path, moment)
    return max(first.values())


def midnight(options, env, folder, table):
    """What the first moments of a day cost a warm site; its clock comes to midnight soon."""
    new = env | {"MSC_TIME_ZONE": next(BUILDS)}
    addresses = json.loads(django(MOST_READ_FIRST, new))
    pages = [path for path in addresses if not path.startswith("/es/")][:PAGES_AT_MIDNIGHT]
    pages = pages[:60] if options.quick else pages
    notes = folder / "made-at-midnight"
    now = datetime.datetime.now(datetime.UTC)
    if now.hour == 23 and now.minute >= 50:
        sys.exit("It is nearly midnight; what is made before must be of the same day.")
    seconds_of_warm_pages(new)
    now = datetime.datetime.now(datetime.UTC)
    tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0) + datetime.timedelta(days=1)
    ahead = (tomorrow - now).total_seconds() - BEFORE_MIDNIGHT
    comes = time.monotonic() + BEFORE_MIDNIGHT
    site = counted_site(new, folder, notes, BENCH_OFFSET=str(ahead))
    try:
        early = READERS_A_SECOND * max(1, int(comes - time.monotonic()) - 1)
        readers(site.port, islice(by_popularity(pages), early))
        time.sleep(max(0, comes + 1 - time.monotonic()))
        used = site.cpu()
        readers(site.port, pages)
        used = site.cpu() - used
    finally:
        site.stop()
    late = {path for moment, path in made(notes) if moment >= comes}
    early = {path for moment, path in made(notes) if moment < comes}
    anew, before = len(late.intersection(pages)), len(early.intersection(pages))
    table.add(f"midnight, {len(pages)} pages at {READERS_A_SECOND} requests a second",
              "0 made anew", f"{anew} made anew (before midnight {before}), {used:.1f} s CPU",
              not anew)  # fmt: skip


PARTS = {
    "load": throughput,
    "cold": cold,
    "rewarming": rewarming,
    "storm": storm,
    "deploy": deploy,
    "midnight": midnight,
    "memory": start_and_memory,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--postgresql", help="the address of an empty database for cold pages")
    parser.add_argument("--only", choices=list(PARTS))
    options = parser.parse_args()
    options.rounds, options.seconds = (2, 2) if options.quick else (5, 5)
    options.longest_crawl = 20 if options.quick else 240
    for needed in ("wrk", "nginx"):
        if not shutil.which(needed):
            sys.exit(f"{needed} is not installed.")
    with tempfile.TemporaryDirectory(prefix="msc-bench-") as made:
        folder = Path(made)
        folder.chmod(0o755)  # nginx reads it as another user
        env = environment(options.data_dir or folder / "data")
        prepare(env)
        table = Table()
        print(f"{time.strftime('%d %B %Y')}, {os.cpu_count()} cores, {platform.platform()}, Python "
              f"{platform.python_version()}, load {os.getloadavg()[0]:.1f}\n")  # fmt: skip
        for name, part in PARTS.items():
            if options.only in (None, name):
                part(options, env, folder, table)
        table.print()
        print(f"\nLoad {os.getloadavg()[0]:.1f} at the end.")


if __name__ == "__main__":
    main()
