from rest_framework import serializers

from accounts.models import User


class UserSerializer(serializers.ModelSerializer[User]):
    """What anyone may know of a user."""

    name = serializers.CharField(source="get_full_name", read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = User
        fields = ["username", "name", "url"]


class MeSerializer(UserSerializer):
    """What the token's own user may know besides."""

    class Meta(UserSerializer.Meta):
        fields = [*UserSerializer.Meta.fields, "email", "display_name", "bio", "date_joined"]
