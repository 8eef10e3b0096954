import stat

import pytest
from django.utils.module_loading import import_string

from accounts.mail_server import EmailBackend
from mscportal.env import SettingError, read

KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP"
SERVER = "postgres://portal@db.example.org/portal"


@pytest.fixture
def variables(tmp_path):
    return {"MSC_DATA_DIR": str(tmp_path / "var")}


def test_without_variables_everything_lives_in_the_data_folder(variables, tmp_path):
    env = read(variables)
    assert env.database["NAME"] == str(tmp_path / "var" / "portal.sqlite3")
    assert not env.debug and not env.https
    assert env.allowed_hosts == ["localhost", "127.0.0.1", "[::1]"]


def test_sqlite_keeps_confirmed_saves_and_takes_the_write_lock_at_once(variables):
    options = read(variables).database["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]


def test_a_single_machine_gets_a_secret_key_of_its_own_once(variables, tmp_path):
    first, second = read(variables), read(variables)
    path = tmp_path / "var" / "secret_key"
    assert first.secret_key == second.secret_key and len(first.secret_key) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(file.name for file in path.parent.iterdir()) == ["secret_key"]


def test_a_database_server_is_read_from_its_address(variables):
    env = read(variables | {"MSC_DATABASE_URL": SERVER, "MSC_SECRET_KEY": KEY})
    assert env.database["ENGINE"] == "delivery.content_version.databases.postgresql"
    assert env.database["HOST"] == "db.example.org" and env.database["CONN_HEALTH_CHECKS"]


def test_a_mail_server_is_called_for_a_bounded_time(variables):
    for scheme in ("smtp", "smtp+tls", "smtp+ssl"):
        email = read(variables | {"MSC_EMAIL_URL": f"{scheme}://mail.example.org:587"}).email
        assert import_string(email["EMAIL_BACKEND"]) is EmailBackend
        assert email["EMAIL_HOST"] == "mail.example.org"
    assert "console" in read(variables).email["EMAIL_BACKEND"]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("MSC_DEBUG", "maybe", "write 1 or 0"),
        ("MSC_HTTPS", "2", "write 1 or 0"),
        ("MSC_DATA_DIR", "relative/folder", "absolute path"),
        ("MSC_DATA_DIR", "/proc/nowhere/var", "cannot be made"),
        ("MSC_DATABASE_URL", "mysql://root@localhost/portal", "only postgres"),
        ("MSC_DATABASE_URL", "portal.sqlite3", "only postgres"),
        ("MSC_DATABASE_URL", "postgres://localhost/", "names no database"),
        ("MSC_DATABASE_URL", "postgres://localhost:port/portal", "cannot be read"),
        ("MSC_SECRET_KEY", "short", "too weak"),
        ("MSC_REPLICA_URL", "postgres://copy.example.org/portal", "MSC_DATABASE_URL names none"),
        ("MSC_MEDIA_URL", "https://bucket.example.org/", "not of the form s3://"),
        ("MSC_MEDIA_URL", "s3://host/bucket", "not of the form s3://"),
        ("MSC_MEDIA_URL", "s3://key:secret@host/", "not of the form s3://"),
        ("MSC_MEDIA_URL", "s3://key:secret@host:x/bucket", "cannot be read"),
        ("MSC_MEDIA_URL", "s3://key:secret@host/bucket?acl=public", "not of the form s3://"),
        ("MSC_MEDIA_URL", "s3+http://key:secret@store.example.org/b", "this machine only"),
        ("MSC_PURGE_URL", "cache.example.org/purge", "is no address"),
        ("MSC_PURGE_URL", "ftp://cache.example.org/", "is no address"),
        ("MSC_PURGE_URL", "https://cache.example.org:port/", "cannot be read"),
        ("MSC_SECRET_KEY", "a" * 60, "too weak"),
        ("MSC_DATABASE_URL", "postgres://[::1/portal", "cannot be read"),
        ("MSC_DATA_DIR", "~nobody-here/var", "absolute path"),
        ("MSC_ALLOWED_HOSTS", "*", "name the hosts"),
        ("MSC_ALLOWED_HOSTS", "portal.example.org:8000", "without https://"),
        ("MSC_ALLOWED_HOSTS", ".", "without https://"),
        ("MSC_FROM_EMAIL", "a@example.org\nBcc: b@example.org", "mail address"),
        ("MSC_ALLOWED_HOSTS", "https://portal.example.org/", "without https://"),
        ("MSC_EMAIL_URL", "mail.example.org", "smtp+tls://"),
        ("MSC_FROM_EMAIL", "portal", "mail address"),
        ("MSC_SITE_URL", "portal.example.org", "write https://host"),
        ("MSC_SITE_URL", "ftp://localhost", "write https://host"),
        ("MSC_SITE_URL", "http://localhost/portal", "without a path"),
        ("MSC_SITE_URL", "http://me:secret@localhost", "without a path"),
        ("MSC_SITE_URL", "http://localhost:port", "cannot be read"),
        ("MSC_SITE_URL", "https://elsewhere.example", "add it to MSC_ALLOWED_HOSTS"),
        ("MSC_TIME_ZONE", "Mars/Olympus", "Europe/London"),
        ("MSC_TIME_ZONE", "../etc/passwd", "Europe/London"),
    ],
)
def test_a_bad_value_is_refused_with_one_sentence_that_names_it(variables, name, value, says):
    with pytest.raises(SettingError) as refusal:
        read(variables | {name: value})
    message = str(refusal.value)
    assert message.startswith(name) and says in message and "\n" not in message


def test_links_in_mails_lead_to_the_first_host_or_to_the_address_that_is_set(variables):
    assert read(variables).site_url == "http://localhost"
    served = variables | {"MSC_ALLOWED_HOSTS": ".example.org,[::1]", "MSC_HTTPS": "1"}
    assert read(served).site_url == "https://example.org"
    for address in ("https://portal.example.org:8443/", "https://[::1]:8443"):
        assert read(served | {"MSC_SITE_URL": address}).site_url == address.rstrip("/")


@pytest.mark.parametrize(
    ("more", "sender"),
    [
        ({}, "portal@localhost"),
        ({"MSC_ALLOWED_HOSTS": "127.0.0.1"}, "portal@localhost"),
        ({"MSC_ALLOWED_HOSTS": "[::1]"}, "portal@localhost"),
        ({"MSC_ALLOWED_HOSTS": ".example.org"}, "portal@example.org"),
        ({"MSC_ALLOWED_HOSTS": "example.org", "MSC_FROM_EMAIL": "Desk <desk@example.com>"},)
        + ("Desk <desk@example.com>",),
    ],
)
def test_mails_come_from_the_host_of_the_site_where_no_sender_is_set(variables, more, sender):
    assert read(variables | more).from_email == sender


def test_a_link_with_a_secret_does_not_go_over_a_plain_line_where_https_is_served(variables):
    served = {"MSC_ALLOWED_HOSTS": "example.org", "MSC_HTTPS": "1"}
    with pytest.raises(SettingError, match="MSC_SITE_URL starts with http://"):
        read(variables | served | {"MSC_SITE_URL": "http://example.org"})


def test_a_mistyped_variable_is_refused_with_the_right_name(variables):
    with pytest.raises(SettingError, match="did you mean MSC_ALLOWED_HOSTS"):
        read(variables | {"MSC_ALOWED_HOSTS": "portal.example.org"})


def test_processes_that_share_a_database_need_a_shared_key(variables):
    with pytest.raises(SettingError, match="MSC_SECRET_KEY is missing"):
        read(variables | {"MSC_DATABASE_URL": SERVER})


def test_a_damaged_key_file_is_refused(variables, tmp_path):
    read(variables)
    (tmp_path / "var" / "secret_key").write_text("short")
    with pytest.raises(SettingError, match="too short"):
        read(variables)
    (tmp_path / "var" / "secret_key").write_bytes(b"\xff" * 80)
    with pytest.raises(SettingError, match="cannot be kept or read"):
        read(variables)


def test_pictures_go_to_the_bucket_that_is_named(variables):
    address = "s3://key:se%2Fcret@store.example.org:9000/pictures/portal?region=eu-west-1"
    media = read(variables | {"MSC_MEDIA_URL": address}).media
    assert media["BACKEND"] == "content.pictures.storage.BucketStorage"
    options = media["OPTIONS"]
    assert options["endpoint_url"] == "https://store.example.org:9000"
    assert (options["access_key"], options["secret_key"]) == ("key", "se/cret")
    assert (options["bucket_name"], options["location"]) == ("pictures", "portal")
    assert options["region_name"] == "eu-west-1"


def test_a_replica_is_one_more_server(variables):
    more = {"MSC_DATABASE_URL": SERVER, "MSC_SECRET_KEY": KEY}
    env = read(variables | more | {"MSC_REPLICA_URL": "postgres://copy.example.org/portal"})
    assert env.replica["HOST"] == "copy.example.org"
    assert env.replica["ENGINE"] == env.database["ENGINE"]
