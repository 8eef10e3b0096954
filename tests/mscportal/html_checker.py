"""The Nu HTML checker, where its jar file and a Java runtime are at hand."""

import json
import os
import shutil
import subprocess
from pathlib import Path

JAR = os.environ.get("MSC_VNU_JAR", "")


def find_checker():
    return JAR if JAR and Path(JAR).is_file() and shutil.which("java") else ""


def messages(folder: Path) -> list[str]:
    """Errors and warnings of every .html file in the folder, with file and line."""
    done = subprocess.run(
        ["java", "-jar", JAR, "--format", "json", "--skip-non-html", str(folder)],
        capture_output=True,
        text=True,
    )
    found = json.loads(done.stderr)["messages"]
    return [
        f"{Path(message.get('url', '')).name}:{message.get('lastLine', '?')}: {message['message']}"
        for message in found
        if message["type"] == "error"
    ]
