"""The public site as files: asked page by page, written as a release, followed by `--watch`."""

from delivery.static_export.client import InProcessClient, quiet
from delivery.static_export.links import QUERY
from delivery.static_export.manifest import Manifest, ManifestEntry
from delivery.static_export.maps import MAPS, quoted
from delivery.static_export.releases import ENDINGS, VARIANTS, Releases, file_name
from delivery.static_export.service import BakeFailed, BakeReport, bake, watch

__all__ = [
    "BakeFailed",
    "ENDINGS",
    "InProcessClient",
    "MAPS",
    "Manifest",
    "ManifestEntry",
    "QUERY",
    "Releases",
    "BakeReport",
    "VARIANTS",
    "bake",
    "file_name",
    "quiet",
    "quoted",
    "watch",
]
