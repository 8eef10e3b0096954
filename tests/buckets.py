"""Object storage on this machine for tests; made visible by tests/conftest.py."""

from contextlib import contextmanager

import pytest


@pytest.fixture(scope="session")
def store():
    """Address of a server, such as s3+http://key:secret@127.0.0.1:5000."""
    from moto.server import ThreadedMotoServer

    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"s3+http://key:secret@{host}:{port}"
    running.stop()


@contextmanager
def bucket(address, name):
    """A client of boto3 for a new bucket of this name."""
    import boto3

    client = boto3.client(
        "s3",
        endpoint_url=f"http://{address.rpartition('@')[2]}",
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    client.create_bucket(Bucket=name)
    yield client
    for key in keys(client, name):
        client.delete_object(Bucket=name, Key=key)
    client.delete_bucket(Bucket=name)


def keys(client, name):
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=name)
    return {row["Key"] for page in pages for row in page.get("Contents", [])}
