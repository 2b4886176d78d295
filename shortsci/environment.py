"""Typed reading of environment variables; a bad value raises a sentence that names its variable."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from shortsci.local.sockets import embedded_socket_path

DATABASE_SCHEMES = {"sqlite", "postgres", "postgresql"}
EMAIL_SCHEMES = {"consolemail", "smtp", "smtp+tls", "smtp+ssl", "smtps", "filemail", "dummymail"}

env = environ.Env()


def bad_value(name: str, expected: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"The environment variable {name} must be {expected}.")


def read_bool(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value not in {"0", "1", "true", "false", "yes", "no", "on", "off"}:
        raise bad_value(name, "true or false")
    return value in {"1", "true", "yes", "on"}


def read_int(name: str, *, default: int, minimum: int, maximum: int) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal() or not minimum <= int(value) <= maximum:
        raise bad_value(name, f"a whole number from {minimum} to {maximum}")
    return int(value)


def read_list(name: str, *, default: list[str]) -> list[str]:
    value = os.environ.get(name, "").strip()
    return [item.strip() for item in value.split(",") if item.strip()] if value else default


def read_http_url(name: str, *, default: str) -> str:
    """An http or https address without a trailing slash."""
    value = (os.environ.get(name, "").strip() or default).rstrip("/")
    if not is_http_url(value):
        raise bad_value(name, f"an http:// or https:// address such as {default}")
    return value


def is_http_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a broken IPv6 address
        return False


def read_database(name: str, *, default: str) -> dict[str, object]:
    """Django's database dictionary for a sqlite:/// or postgres:// address."""
    expected = "sqlite:///PATH or postgres://USER:PASSWORD@HOST:PORT/NAME"
    value = os.environ.get(name, "").strip() or default
    if value.split(":", 1)[0] not in DATABASE_SCHEMES:
        raise bad_value(name, expected)
    try:
        return dict(env.db_url_config(value))
    except (ValueError, ImproperlyConfigured) as error:
        raise bad_value(name, expected) from error


def read_email(name: str, *, default: str) -> dict[str, object]:
    """Django's EMAIL_… settings for a consolemail:// or smtp://USER:PASSWORD@HOST:PORT address."""
    expected = "consolemail:// or smtp+tls://USER:PASSWORD@HOST:PORT"
    value = os.environ.get(name, "").strip() or default
    if value.split(":", 1)[0] not in EMAIL_SCHEMES:
        raise bad_value(name, expected)
    try:
        return dict(env.email_url_config(value))
    except (ValueError, ImproperlyConfigured) as error:
        raise bad_value(name, expected) from error


def read_redis_url(name: str, *, data_dir: Path) -> str:
    """A redis:// or unix:// address; by default the socket of the embedded server in DATA_DIR."""
    value = os.environ.get(name, "").strip() or f"unix://{embedded_socket_path(data_dir)}"
    if urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
        raise bad_value(name, "redis://HOST:PORT/0, rediss://… or unix:///PATH")
    return value


def read_secret_key(name: str, *, data_dir: Path) -> str:
    """The variable, else the key kept in DATA_DIR, made at the first start and readable by its owner alone."""
    value = os.environ.get(name, "")
    if value:
        if len(value) < 32:
            raise bad_value(name, "at least 32 characters long")
        return value
    path = data_dir / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    except OSError as error:
        raise bad_value("DATA_DIR", f"a directory that can be written to ({error.strerror}: {path})") from error
    key = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key


def read_data_dir(name: str, *, default: Path) -> Path:
    """An absolute path of a directory that exists after the call."""
    path = Path(os.environ.get(name, "").strip() or default).expanduser().absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise bad_value(name, f"a directory that can be made and written to ({error.strerror}: {path})") from error
    return path


def celery_broker_url(redis_url: str) -> str:
    """The same server in the words of Celery's transport, which calls a socket `redis+socket`."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    database = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={database}"
