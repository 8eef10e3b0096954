"""Finished answers in Redis, for the processes of several machines."""

from hashlib import blake2b

import redis
from django.conf import settings

from delivery.page_cache.response import Key
from delivery.page_cache.stores import Store, name_of


class RedisStore(Store):
    may_happen = (*Store.may_happen, redis.RedisError)
    keep = 30 * 24 * 3600  # seconds; then what an old build left is gone too
    longest_claim = 5000  # milliseconds

    def __init__(self, url: str):
        super().__init__()
        self.client = redis.Redis.from_url(
            url, socket_timeout=0.25, socket_connect_timeout=0.25, health_check_interval=30
        )
        self.site = blake2b(settings.SECRET_KEY.encode(), digest_size=6).hexdigest()

    def _name(self, *parts: str) -> str:
        return ":".join(["msc", self.site, *parts])

    def read(self, build_id: str, name: str) -> bytes | None:
        if not self.is_resting:
            with self.troubles():
                found = self.client.get(self._name(build_id, name))
                return found if isinstance(found, bytes) else None
        return None

    def write(self, build_id: str, name: str, whole: bytes) -> None:
        if not self.is_resting:
            with self.troubles():
                self.client.set(self._name(build_id, name), whole, ex=self.keep)

    def claim(self, key: Key) -> bool:
        if not self.is_resting:
            with self.troubles():
                name = self._name("claim", name_of(key))
                return bool(self.client.set(name, b"1", nx=True, px=self.longest_claim))
        return True

    def keep_claim(self, key: Key) -> None:
        if not self.is_resting:
            with self.troubles():
                self.client.pexpire(self._name("claim", name_of(key)), self.longest_claim)

    def release(self, key: Key) -> None:
        if not self.is_resting:
            with self.troubles():
                self.client.delete(self._name("claim", name_of(key)))
