"""The product's settings; only what costs time and proves nothing is cheaper."""

from shortsci.settings import *  # noqa: F403
from shortsci.settings import STATIC_ROOT, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
PAGE_CACHE_MEGABYTES = 0  # most tests change something and read at once; those of the cache turn it on
