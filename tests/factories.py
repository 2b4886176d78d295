import factory
from django.utils import timezone

from accounts.models import User
from papers.models import Author, Authorship, Paper, PaperCategory, PaperIdentifier
from papers.models.paper import lead_authors_of
from papers.name_keys import name_key
from summaries.models import Summary
from summaries.services import Text, publish_summary


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    display_name = factory.LazyAttribute(lambda user: user.username.title())
    password = "!"


class PaperFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Paper
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"On the Nature of Thing {n}")
    abstract = "We look at the thing."
    state = Paper.State.READY
    published_on = factory.LazyFunction(lambda: timezone.now().date().replace(year=2021, month=1, day=4))
    year = factory.LazyAttribute(lambda paper: paper.published_on and paper.published_on.year)
    version = 1
    primary_category_id = "cs.LG"

    @factory.post_generation
    def names(self, create, extracted, **kwargs):
        """Of its authors; without names, two."""
        names = ["Ada Writer", "Ben Second"] if extracted is None else extracted
        PaperCategory.objects.create(paper=self, category_id="cs.LG", position=1, published_on=self.published_on)
        for position, name in enumerate(names, start=1):
            author, _ = Author.objects.get_or_create(name=name, defaults={"name_key": name_key(name)})
            Authorship.objects.create(paper=self, author=author, position=position, listed_on=self.published_on)
        self.lead_authors, self.author_count = lead_authors_of([(name, "") for name in names]), len(names)
        self.save(update_fields=["lead_authors", "author_count"])

    @factory.post_generation
    def arxiv_id(self, create, extracted, **kwargs):
        PaperIdentifier.objects.create(paper=self, kind="arxiv", value=extracted or f"2101.{self.pk:05d}")


def make_summary(*, writer: User | None = None, paper: Paper | None = None, **fields: str) -> Summary:
    """Through the service, so that no test works on a summary that the product could not make."""
    fields = {"body": "It says that $x^2$ is large.", "tldr": "A large square.", **fields}
    return publish_summary(writer=writer or UserFactory(), paper=paper or PaperFactory(), text=Text(**fields))
