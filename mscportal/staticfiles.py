from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed, precompressed names; source maps of third-party files are not shipped."""

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
