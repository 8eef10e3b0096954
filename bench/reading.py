"""How fast and how calm some kinds of page appear to a reader, and what Lighthouse says of them.

    .venv/bin/python bench/reading.py [--data-dir var] [--rounds 5] [--slowdown 4]

Starts a server of its own on a free port of 127.0.0.1 and stops it. Without --data-dir the site is
made anew in a folder that is removed afterwards. Each visit is the first one of a new visitor, with
a processor that is slowed down; medians are printed as Markdown. Lighthouse runs where it is
installed (`npm install --prefix var/ci lighthouse`).
"""

import argparse
import gzip
import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser import ARGUMENTS  # noqa: E402
from tests.programs import find  # noqa: E402

LIGHTHOUSE = ROOT / "var" / "ci" / "node_modules" / ".bin" / "lighthouse"
PAGES = {
    "first page": "/",
    "disease": "/diseases/gvhd/",
    "evidence of a disease": "/diseases/gvhd/evidence/",
    "article": "/articles/mesenchymal-stem-cells-and-diseases/",
    "trials": "/trials/",
    "evidence": "/evidence/",
}
WINDOWS = {"desktop": (1280, 900), "phone": (390, 844)}
GOAL_LCP, GOAL_CLS, GOAL_REQUESTS, GOAL_KB = 1000, 0, 9, 60
GOALS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
OBSERVE = """
window.seen = {lcp: 0, cls: 0};
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) seen.lcp = entry.renderTime || entry.startTime;
}).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.cls += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""
SETTLED = 600  # milliseconds after the load event in which late shifts are still seen


@contextmanager
def serving(data_dir):
    """A server on a free port; ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: text for name, text in os.environ.items() if not name.startswith("MSC_")}
    env = {**kept, "MSC_DATA_DIR": str(data_dir), "MSC_WARM": "0"}
    python = sys.executable
    subprocess.run(
        [python, "manage.py", "prepare_site"],
        cwd=ROOT,
        env=env,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    server = subprocess.Popen(
        [
            Path(python).with_name("granian"),
            *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
            *("--workers", "2", "--blocking-threads", "2", "--log-level", "warning"),
            "mscportal.wsgi:application",
        ],
        cwd=ROOT,
        env=env,
    )
    try:
        origin = f"http://127.0.0.1:{port}"
        wait_for(f"{origin}/healthz", server)
        yield origin
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(url, server):
    for _ in range(150):
        if server.poll() is not None:
            sys.exit("The server ended before it answered.")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    sys.exit("The server does not answer.")


def visit(browser, url, window, slowdown):
    """One first visit: milliseconds, shift, requests, bytes as they came over the line."""
    width, height = window
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    sizes = []
    devtools.on("Network.loadingFinished", lambda done: sizes.append(done["encodedDataLength"]))
    page.add_init_script(OBSERVE)
    page.goto(url, wait_until="load")
    page.wait_for_timeout(SETTLED)
    seen = page.evaluate("seen")
    context.close()
    return seen["lcp"], seen["cls"], len(sizes), sum(sizes) / 1024


def packed_size(url):
    """KB of the page's own markup under gzip, which a server in front may or may not apply."""
    with urllib.request.urlopen(url, timeout=20) as answer:
        return len(gzip.compress(answer.read(), 6)) / 1024


def verdict(is_kept):
    return "kept" if is_kept else "**missed**"


def paint(browser, origin, rounds, slowdown):
    print("\n| page | window | LCP ms | CLS | requests | KB sent | markup KB gzip | goals |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |")
    visit(browser, origin + "/", WINDOWS["desktop"], 1)
    kept = True
    for name, path in PAGES.items():
        markup = packed_size(origin + path)
        for window, size in WINDOWS.items():
            visits = [visit(browser, origin + path, size, slowdown) for _ in range(rounds)]
            lcp, cls, requests, sent = map(statistics.median, zip(*visits, strict=True))
            good = lcp <= GOAL_LCP and round(cls, 4) <= GOAL_CLS and requests <= GOAL_REQUESTS
            kept &= good
            print(
                f"| {name} | {window} | {lcp:.0f} | {cls:.3f} | {requests:.0f} | {sent:.1f} "
                f"| {markup:.1f} | {verdict(good)} |",
                flush=True,
            )
    return kept


def lighthouse(origin, chromium, program):
    print("\n| page | preset | performance | accessibility | best practices | SEO | goals |")
    print("| --- | --- | ---: | ---: | ---: | ---: | --- |")
    kept = True
    for name, path in PAGES.items():
        for preset in ("phone", "desktop"):
            scores, faults = audited(origin + path, chromium, program, preset)
            good = all(scores[category] >= goal for category, goal in GOALS.items())
            kept &= good
            row = " | ".join(f"{scores[category]:.0f}" for category in GOALS)
            print(f"| {name} | {preset} | {row} | {verdict(good)} {faults} |", flush=True)
    return kept


def audited(url, chromium, program, preset):
    """Scores of 100, and the audits that took something off."""
    done = subprocess.run(
        [
            program,
            url,
            "--output=json",
            "--quiet",
            f"--only-categories={','.join(GOALS)}",
            f"--chrome-flags=--headless=new {' '.join(ARGUMENTS)}",
            *(["--preset=desktop"] if preset == "desktop" else []),
        ],
        env={**os.environ, "CHROME_PATH": chromium},
        capture_output=True,
        text=True,
        check=True,
    )
    report = json.loads(done.stdout)
    categories = report["categories"]
    scores = {name: (categories[name]["score"] or 0) * 100 for name in GOALS}
    faults = {
        reference["id"]
        for name, goal in GOALS.items()
        if scores[name] < goal
        for reference in categories[name]["auditRefs"]
        if reference["weight"] and (report["audits"][reference["id"]]["score"] or 0) < 0.9
    }
    return scores, f"({', '.join(sorted(faults))})" if faults else ""


def machine():
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.platform(terse=True)}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data-dir", type=Path, help="a site that `make run` has prepared")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--slowdown", type=float, default=4)
    parser.add_argument("--lighthouse", default=shutil.which("lighthouse") or str(LIGHTHOUSE))
    given = parser.parse_args()
    chromium = find("Chromium") or sys.exit("No Chromium was found.")
    made = None if given.data_dir else tempfile.mkdtemp(prefix="msc-reading-")
    try:
        with serving((given.data_dir or Path(made)).resolve()) as origin:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
                print(
                    f"{machine()}, Chromium {browser.version}, processor slowed down "
                    f"{given.slowdown:g} times, medians of {given.rounds} first visits.\n\n"
                    f"Goals: LCP at most {GOAL_LCP} ms, CLS {GOAL_CLS}, at most {GOAL_REQUESTS} "
                    f"requests; {GOAL_KB} KB compressed without pictures (tests/mscportal)."
                )
                kept = paint(browser, origin, given.rounds, given.slowdown)
                browser.close()
            if Path(given.lighthouse).is_file():
                kept &= lighthouse(origin, chromium, given.lighthouse)
            else:
                print("\nLighthouse was left out: it is not installed.")
    finally:
        if made:
            shutil.rmtree(made)
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
