"""The Nu HTML checker, where its jar file and a Java runtime are at hand."""

import json
import subprocess
from pathlib import Path

from tests.programs import CHECKER, needed


def messages(folder: Path) -> list[str]:
    """Errors and warnings of every .html file in the folder, with file and line."""
    jar = needed(CHECKER)
    done = subprocess.run(
        ["java", "-jar", jar, "--format", "json", "--skip-non-html", str(folder)],
        capture_output=True,
        text=True,
    )
    found = json.loads(done.stderr)["messages"]
    return [
        f"{Path(message.get('url', '')).name}:{message.get('lastLine', '?')}: {message['message']}"
        for message in found
        if message["type"] == "error"
    ]
