"""Who publishes selections: moderators, and whoever they put into the group of editors in the admin."""

from django.contrib.auth.models import AnonymousUser, Group, Permission

from accounts.models import User

PERMISSION = "selections.edit_selections"
GROUP = "Editors"


def is_editor(user: User | AnonymousUser) -> bool:
    return user.is_authenticated and (user.is_staff or user.has_perm(PERMISSION))


def make_group() -> None:
    """So that one tick in the admin makes an editor; called after migrations, repeated it changes nothing."""
    app, name = PERMISSION.split(".")
    permission = Permission.objects.filter(content_type__app_label=app, codename=name).first()
    if permission:
        Group.objects.get_or_create(name=GROUP)[0].permissions.add(permission)
