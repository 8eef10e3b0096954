"""The examples in deploy/ are what the tools they are for accept."""

import re
import subprocess

import pytest
import yaml

from tests.delivery.small_site import ROOT
from tests.delivery.web_server import written
from tests.programs import needed

DEPLOY = ROOT / "deploy"
# A registry would stand before the first slash: a name with a dot or a port.
REGISTRY = re.compile(r"(?:FROM|BASE=|IMAGE=|image:)\s*[\w-]+(\.[\w-]+)+(:\d+)?/\w")


def test_nginx_accepts_the_proxy(tmp_path):
    needed("nginx")
    written(tmp_path / "nginx", (DEPLOY / "nginx.conf").read_text())


@pytest.mark.parametrize("name", ["mscportal.service", "mscportal-bake.service"])
def test_systemd_accepts_the_units(name, tmp_path):
    analyze = needed("systemd")
    unit = (DEPLOY / name).read_text()
    # Only the program and its folder are not on this machine.
    unit = re.sub(r"/srv/mscportal/app/\.venv/bin/\w+", "/bin/true", unit)
    (tmp_path / name).write_text(unit.replace("/srv/mscportal/app", str(tmp_path)))
    done = subprocess.run([analyze, "verify", tmp_path / name], capture_output=True, text=True)
    complaints = [line for line in done.stderr.splitlines() if name in line]
    assert complaints == []


def test_the_compose_file_starts_what_the_site_needs():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    services = compose["services"]
    assert set(services) == {"site", "database", "cache", "proxy"}
    names = set(re.findall(r"\bMSC_\w+", (DEPLOY / "compose.yaml").read_text()))
    from mscportal.env import VARIABLES

    assert names <= set(VARIABLES)
    for service in services.values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            known = source in compose["volumes"] or (DEPLOY / source).exists()
            assert known, source


def test_the_container_is_built_from_an_image_that_the_builder_names():
    lines = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ").splitlines()
    steps = [line.split()[0] for line in lines if line.strip() and not line.startswith("#")]
    assert steps[:2] == ["ARG", "FROM"] and "FROM ${BASE}" in lines
    known = {"ARG", "FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "CMD"}
    assert set(steps) <= known
    for path in DEPLOY.iterdir():
        assert not REGISTRY.search(path.read_text()), path


def test_the_docs_name_only_what_there_is():
    text = (ROOT / "docs/production.md").read_text()
    from django.core.management import get_commands

    from mscportal.env import VARIABLES

    assert set(re.findall(r"\bMSC_[A-Z_]+\b", text)) <= set(VARIABLES)
    commands = set(re.findall(r"manage\.py (\w+)", text))
    assert commands and commands <= set(get_commands())
    for path in re.findall(r"`(deploy/[\w./-]+)`", text):
        assert (ROOT / path).exists(), path
