"""Pictures in object storage, for several machines. Their addresses stay those of this site.

Visitors' browsers ask no other host: this site, or the proxy in front of it, hands the files out.
"""

from collections.abc import Callable
from functools import wraps

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage
from storages.utils import clean_name


def as_trouble_of_the_storage(method: Callable) -> Callable:
    """Callers know what to do when a disk fails, and do the same here."""

    @wraps(method)
    def told(*args, **kwargs):
        try:
            return method(*args, **kwargs)
        except (BotoCoreError, ClientError) as error:
            raise OSError(f"the object storage: {error}") from error

    return told


# Other stores than Amazon's refuse the checksums that its library has come to send unasked.
PLAIN = Config(
    request_checksum_calculation="when_required", response_checksum_validation="when_required"
)


class BucketStorage(S3Storage):
    def __init__(self, **settings):
        super().__init__(**settings)
        self.client_config = self.client_config.merge(PLAIN)

    exists = as_trouble_of_the_storage(S3Storage.exists)
    delete = as_trouble_of_the_storage(S3Storage.delete)
    size = as_trouble_of_the_storage(S3Storage.size)
    _open = as_trouble_of_the_storage(S3Storage._open)
    _save = as_trouble_of_the_storage(S3Storage._save)

    def url(self, name, *args, **kwargs):
        return settings.MEDIA_URL + filepath_to_uri(clean_name(name))
