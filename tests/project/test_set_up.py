import os
from io import StringIO

import pytest
from django.core.management import call_command

from shortsci.management.commands.set_up import are_static_files_current

pytestmark = pytest.mark.django_db


def test_static_files_are_collected_once_and_again_after_a_change(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    assert not are_static_files_current()
    out = StringIO()
    call_command("set_up", stdout=out)
    assert "First start" not in out.getvalue()  # the database of a test is migrated already
    assert list(tmp_path.glob("shortsci/site.*.css"))
    assert are_static_files_current()
    os.utime(tmp_path / "staticfiles.json", (0, 0))
    assert not are_static_files_current()
