from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete


class VotesConfig(AppConfig):
    name = "votes"

    def ready(self) -> None:
        from accounts.services import link_followers  # noqa: PLC0415 (models are there only now)
        from summaries.models import Summary  # noqa: PLC0415
        from votes.receivers import cast_kept_vote, follow_deletion  # noqa: PLC0415
        from votes.services import withdraw_linked_votes  # noqa: PLC0415

        if withdraw_linked_votes not in link_followers:
            link_followers.append(withdraw_linked_votes)
        # The summaries app, which deletes them, knows nothing of reputation. After the deletion, not before: whoever
        # ranks locks the summary first and the reputation second, and two orders would wait for each other.
        post_delete.connect(follow_deletion, sender=Summary, dispatch_uid="votes.reputation")
        user_logged_in.connect(cast_kept_vote, dispatch_uid="votes.kept")
