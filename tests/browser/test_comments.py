"""Comments as people write them: in place with a script, on pages of their own without one."""

import pytest

from accounts.models import Notification
from summaries.models import Comment
from summaries.services import add_comment
from tests.browser.test_pages import log_in_browser  # noqa: F401 (a fixture)

SETTLED = ":not(.htmx-added)"  # htmx listens to new content from 20 ms after it came
SETTLED_COMMENTS = f"#comments{SETTLED}"

pytestmark = pytest.mark.django_db(transaction=True)


def test_comment_answer_and_edit_in_place(page, live_server, log_in_browser, summary, voter):  # noqa: F811
    asked = add_comment(writer=summary.writer, summary=summary, body="What is missing?")
    log_in_browser(voter)
    page.goto(f"{live_server.url}/summaries/{summary.pk}/")
    page.evaluate("window.stays = true")
    page.fill("#comment-form textarea", "The case $n = 1$.")
    page.wait_for_selector("#comment-form-preview math")
    page.click("#comment-form button:not(.quiet)")
    page.wait_for_selector(f"{SETTLED_COMMENTS} .comment .prose math")
    assert page.input_value("#comment-form textarea") == ""
    page.click(f"#comment-{asked.pk} > details > .meta >> text=answer")
    page.fill(f"#answer-form-{asked.pk}{SETTLED} textarea", "A proof.")
    page.click(f"#answer-form-{asked.pk} button:not(.quiet)")
    page.wait_for_selector(f"{SETTLED_COMMENTS} .answers >> text=A proof.")
    answer = Comment.objects.get(parent=asked)
    page.click(f"#comment-{answer.pk} > details > .meta >> text=edit")
    page.fill(f"#edit-form-{answer.pk}{SETTLED} textarea", "x" * 10_001)
    page.click(f"#edit-form-{answer.pk} button:not(.quiet)")
    page.wait_for_selector(f"#edit-form-{answer.pk}{SETTLED} .errorlist")
    assert len(page.input_value(f"#edit-form-{answer.pk} textarea")) == 10_001
    page.fill(f"#edit-form-{answer.pk}{SETTLED} textarea", "A short proof.")
    page.click(f"#edit-form-{answer.pk} button:not(.quiet)")
    page.wait_for_selector(f"#comment-body-{answer.pk} >> text=A short proof.")
    assert page.evaluate("window.stays")  # the page was never left
    assert page.inner_text("#comments-title") == "3 comments"


def test_a_thread_folds_and_narrow_pages_do_not_scroll_sideways(page, live_server, log_in_browser, summary, voter):  # noqa: F811
    parent = None
    for number in range(9):
        parent = add_comment(writer=voter, summary=summary, body=f"Step {number} " + "word" * 30, parent=parent)
    log_in_browser(summary.writer)
    page.set_viewport_size({"width": 320, "height": 700})
    for address in (f"/summaries/{summary.pk}/", f"/comments/{parent.pk}/answer/", "/accounts/notifications/"):
        page.goto(live_server.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
    page.goto(f"{live_server.url}/summaries/{summary.pk}/")
    assert page.is_visible("text=Step 8")
    page.click(".comment > details > summary")
    assert not page.is_visible("text=Step 8")


def test_everything_works_without_a_script(browser, live_server, summary, voter):
    from django.test import Client

    asked = add_comment(writer=summary.writer, summary=summary, body="What is missing?")
    client = Client()
    client.force_login(voter)
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/summaries/{summary.pk}/")
    page.click(f"#comment-{asked.pk} >> text=answer")
    page.fill("textarea", "A proof of $x$.")
    page.click("text=Preview")
    assert page.is_visible(".comment-preview math")
    page.click("form.comment-form button:not(.quiet)")
    answer = Comment.objects.get(parent=asked)
    assert page.url == f"{live_server.url}/summaries/{summary.pk}/#comment-{answer.pk}"
    page.click(f"#comment-{answer.pk} >> text=delete")
    page.click("text=Delete for good")
    assert page.is_visible("text=Your comment is deleted.")
    assert not Notification.objects.filter(reader=summary.writer).exists()
    context.close()
