"""Settings are read in a process of their own: a bad value must stop the start and name its variable."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from shortsci import environment
from shortsci.local.sockets import embedded_socket_path


def start(tmp_path: Path, **variables: str) -> str:
    """What `manage.py check` prints with these variables, on a clean environment."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    result = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={**kept, "DATA_DIR": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "shortsci.settings", **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    return f"{result.returncode} {result.stdout}{result.stderr}"


def test_defaults_start_and_keep_a_secret_key_of_their_own(tmp_path):
    assert start(tmp_path).startswith("0 ")
    key = tmp_path / "data" / "secret_key"
    first = key.read_text()
    assert len(first) >= 50
    assert key.stat().st_mode & 0o077 == 0
    assert start(tmp_path).startswith("0 ")
    assert key.read_text() == first


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x"),
        ("REDIS_URL", "http://localhost"),
        ("SECRET_KEY", "short"),
        ("DEBUG", "perhaps"),
        ("SITE_URL", "example.org"),
        ("SITE_URL", "http://example.org:port"),
        ("ARXIV_API_URL", "ftp://arxiv.org"),
        ("EMAIL_URL", "pigeon://x"),
        ("DATA_DIR", "/proc/nothing/here"),
    ],
)
def test_a_bad_value_stops_the_start_and_is_named(tmp_path, name, value):
    output = start(tmp_path, **{name: value})
    assert output.startswith("1 ")
    assert f"The environment variable {name} must be" in output


def test_https_turns_on_secure_cookies(tmp_path):
    code = "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.ALLOWED_HOSTS)"
    result = subprocess.run(
        [sys.executable, "-c", code],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "shortsci.settings",
            "DATA_DIR": str(tmp_path),
            "SITE_URL": "https://sci.example",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.startswith("True True")
    assert "sci.example" in result.stdout


@pytest.mark.parametrize(("value", "result"), [("", True), ("true", True), ("0", False), ("OFF", False), ("yes", True)])
def test_booleans(monkeypatch, value, result):
    monkeypatch.setenv("X_FLAG", value)
    assert environment.read_bool("X_FLAG", default=True) is result


def test_lists_and_urls(monkeypatch):
    monkeypatch.setenv("X_LIST", " a, b ,,")
    assert environment.read_list("X_LIST", default=[]) == ["a", "b"]
    assert environment.read_list("X_OTHER", default=["c"]) == ["c"]
    monkeypatch.setenv("X_URL", "https://a.example/")
    assert environment.read_http_url("X_URL", default="http://b") == "https://a.example"
    monkeypatch.setenv("X_DB", "postgres://u:p@h:5432/n")
    assert environment.read_database("X_DB", default="")["ENGINE"] == "django.db.backends.postgresql"
    monkeypatch.setenv("X_MAIL", "smtp+tls://u:p@h:587")
    assert environment.read_email("X_MAIL", default="")["EMAIL_USE_TLS"] is True
    assert environment.celery_broker_url("redis://h:6379/1") == "redis://h:6379/1"
    assert environment.celery_broker_url("unix:///a/b.sock?db=3") == "redis+socket:///a/b.sock?virtual_host=3"


def test_a_secret_key_may_come_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("X_KEY", "k" * 40)
    assert environment.read_secret_key("X_KEY", data_dir=tmp_path) == "k" * 40
    with pytest.raises(ImproperlyConfigured, match="DATA_DIR"):
        environment.read_secret_key("X_NONE", data_dir=tmp_path / "missing")


def test_a_deep_directory_gets_a_short_socket_path():
    assert embedded_socket_path(Path("/data")) == Path("/data/valkey.sock")
    deep = embedded_socket_path(Path("/" + "deep/" * 40))
    assert len(str(deep)) < 100
    assert deep != embedded_socket_path(Path("/" + "deep/" * 41))
