from rest_framework import serializers

from accounts.models import User


class UserSerializer(serializers.ModelSerializer[User]):
    """What anyone may know of a user."""

    name = serializers.CharField(source="get_full_name", read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = User
        fields = ["username", "name", "url"]


class WriterSerializer(UserSerializer):
    """With what the user has earned, for users that were read with it: `reputation` is a relation of the votes app.

    Anonymous summaries are not in this number, see votes.services.reputation.
    """

    reputation = serializers.SerializerMethodField()

    class Meta(UserSerializer.Meta):
        fields = [*UserSerializer.Meta.fields, "reputation"]

    def get_reputation(self, user: User) -> int:
        """0 for who has never earned any, and so has no row."""
        return user.reputation.points if hasattr(user, "reputation") else 0


class MeSerializer(WriterSerializer):
    """What the token's own user may know besides."""

    class Meta(WriterSerializer.Meta):
        fields = [*WriterSerializer.Meta.fields, "email", "display_name", "bio", "date_joined"]
