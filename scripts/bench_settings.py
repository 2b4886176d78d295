"""The product's settings with two addresses more, so that the floors are measured on the same server."""

from shortsci.settings import *  # noqa: F403

ROOT_URLCONF = "scripts.bench_urls"
