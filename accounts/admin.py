from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import AccountLink, User
from accounts.services import AlreadyLinked, link_accounts, part_accounts


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Profile", {"fields": ("display_name", "bio", "email", "mail_notices")}),
        ("Permissions", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    list_display = ("username", "display_name", "email", "is_staff", "date_joined")
    search_fields = ("username", "display_name", "email")


class LinkAdminForm(forms.ModelForm):  # type: ignore[type-arg]  # as in accounts.forms
    class Meta:
        model = AccountLink
        fields = ["first", "second"]

    def clean(self) -> dict[str, object]:
        """In whatever order the two are given, the older one comes first."""
        fields: dict[str, object] = super().clean() or {}
        first, second = fields.get("first"), fields.get("second")
        if isinstance(first, User) and isinstance(second, User):
            if first == second:
                raise forms.ValidationError("An account cannot be linked with itself.")
            older, newer = sorted((first, second), key=lambda user: user.pk)
            fields["first"], fields["second"] = older, newer
            self.find_request(older, newer)
        return fields

    def find_request(self, first: User, second: User) -> None:
        """Where one of the accounts has asked for the link, that is the one that is to hold."""
        link = AccountLink.objects.filter(first=first, second=second).first()
        if link and link.confirmed_at:
            raise forms.ValidationError(AlreadyLinked.message)
        self.instance = link or self.instance


@admin.register(AccountLink)
class AccountLinkAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Moderators link accounts of one person, and part them again; what holds is not edited."""

    form = LinkAdminForm
    autocomplete_fields = ("first", "second")
    list_display = ("first", "second", "asked_by", "asked_at", "confirmed_at")
    list_select_related = ("first", "second", "asked_by")
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: AccountLink | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: AccountLink, form: object, change: bool) -> None:
        by = User.objects.get(username=request.user.get_username())
        obj.pk = link_accounts(one=obj.first, other=obj.second, by=by).pk

    def delete_model(self, request: HttpRequest, obj: AccountLink) -> None:
        part_accounts(link=obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccountLink]:
        return super().get_queryset(request).select_related("first", "second")
