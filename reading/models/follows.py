from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from papers.models import Author, Category, Paper, Venue
from reading.querysets import FollowQuerySet

Target = User | Paper | Category | Venue | Author
FIELDS = ("person", "paper", "category", "venue", "author")


def only(name: str) -> Q:
    """One field is filled and no other."""
    condition = Q(**{f"{name}__isnull": False})
    for other in FIELDS:
        if other != name:
            condition &= Q(**{f"{other}__isnull": True})
    return condition


class Follow(models.Model):
    """A reader wants to see what is new of one target: a person, a paper, a category, a venue or an author.

    Who follows whom is nobody's business but the reader's; of a person, the number of followers is public.
    """

    class Kind(models.TextChoices):
        """Named as the field that holds the target."""

        PERSON = "person", _("People")
        PAPER = "paper", _("Papers")
        CATEGORY = "category", _("Categories")
        VENUE = "venue", _("Venues")
        AUTHOR = "author", _("Authors")

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows", db_index=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="followers",
        db_index=False,
        help_text="Their signed summaries alone: what is anonymous leads to nobody.",
    )
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, null=True, related_name="followers", db_index=False)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    followed_at = models.DateTimeField(auto_now_add=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=["reader", name], condition=Q(**{f"{name}__isnull": False}), name=f"follow_{name}_once"
                )
                for name in FIELDS
            ),
            models.CheckConstraint(
                condition=only("person") | only("paper") | only("category") | only("venue") | only("author"),
                name="follow_has_one_target",
            ),
            models.CheckConstraint(condition=~Q(person=models.F("reader")), name="follow_not_oneself"),
        ]
        indexes = [
            models.Index(fields=["reader", "-id"], name="follow_of_reader"),
            *(
                models.Index(fields=[name], condition=Q(**{f"{name}__isnull": False}), name=f"follow_of_{name}")
                for name in FIELDS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} follows {self.kind} {self.target_key}"

    @property
    def kind(self) -> "Follow.Kind":
        return next(kind for kind in self.Kind if getattr(self, f"{kind.value}_id") is not None)

    @property
    def target_key(self) -> int | str:
        """The primary key of what is followed."""
        key: int | str = getattr(self, f"{self.kind.value}_id")
        return key

    @property
    def target(self) -> Target:
        followed: Target = getattr(self, self.kind.value)
        return followed
