from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed, precompressed names; the style sheets and the scripts of the site are one file each.

    Source maps of third-party files are not shipped.
    """

    bundles = {"css/site.css": settings.STYLES, "js/site.js": settings.SCRIPTS}

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            for bundle, parts in self.bundles.items():
                self._write_bundle(bundle, [paths[part] for part in parts])
                paths[bundle] = (self, bundle)
        yield from super().post_process(paths, dry_run, **options)

    def _write_bundle(self, bundle, parts):
        texts = []
        for storage, path in parts:
            with storage.open(path) as file:
                texts.append(file.read())
        self.delete(bundle)
        self.save(bundle, ContentFile(b"\n".join(texts)))

    def stored_name(self, name):
        """A file that was not packed must not make a page, least of all the error page, fail."""
        try:
            return super().stored_name(name)
        except ValueError:
            return name

    patterns = tuple(
        (
            glob,
            tuple(
                rule
                for rule in rules
                if "sourceMappingURL" not in (rule if isinstance(rule, str) else rule[0])
            ),
        )
        for glob, rules in CompressedManifestStaticFilesStorage.patterns
    )
