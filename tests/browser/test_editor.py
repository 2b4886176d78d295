"""Writing as people do it: by keyboard, without a network, in two tabs, with pictures, without JavaScript."""

import io
import re
import time
from base64 import b64decode, b64encode
from contextlib import suppress

import PIL.Image
import pytest
from django.test import Client

from summaries.models import Draft, Image, Summary
from summaries.outline import OUTLINE
from tests.factories import PaperFactory, make_summary

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def open_browser(browser, live_server, transactional_db):
    """A browser of its own, with cookies and storage of its own, of somebody who is logged in."""
    contexts = []

    def open_browser(user=None, **options):
        context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=live_server.url, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        if user:
            log_in(context, user, live_server.url)
        return context

    yield open_browser
    for context in contexts:
        for page in context.pages:
            close_without_network(page)
        context.close()
    time.sleep(0.4)  # the server ends what it has begun


def log_in(context, user, url) -> None:
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])


def close_without_network(page) -> None:
    """A page that closes still sends its text, and Chromium takes it out even where the context is offline."""
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no network')); }")
    page.close()


def open_editor(context, paper):
    page = context.new_page()
    page.goto(f"/papers/{paper.pk}/write/")
    page.wait_for_selector(".toolbar")
    return page


def says(page, words: str) -> None:
    from playwright.sync_api import expect

    expect(page.locator("#draft-status")).to_have_text(re.compile(f"^{re.escape(words)}"), timeout=20_000)


def body(page) -> str:
    return page.input_value("#id_body")


def kept(page) -> list[str]:
    return page.evaluate("Object.keys(localStorage)")


def select(page, words: str) -> None:
    page.evaluate(
        """words => { const text = document.getElementById("id_body"); const at = text.value.indexOf(words);
                     text.focus(); text.setSelectionRange(at, at + words.length); }""",
        words,
    )


def selected(page) -> str:
    return page.evaluate(
        "(() => { const t = document.getElementById('id_body'); return t.value.slice(t.selectionStart, t.selectionEnd) })()"
    )


# ---------------------------------------------------------------- nothing typed is lost


def test_typing_is_saved_on_the_server_and_comes_back(open_browser, writer, paper):
    page = open_editor(open_browser(writer), paper)
    page.fill("#id_tldr", "In short")
    page.locator("#id_body").press_sequentially("Typed words")
    assert len(kept(page)) == 1
    says(page, "Saved ")
    assert re.fullmatch(r"Saved \d\d:\d\d( [AP]M)?", page.inner_text("#draft-status"))
    assert kept(page) == []
    assert (Draft.objects.get().body, Draft.objects.get().tldr) == ("Typed words", "In short")
    again = open_editor(open_browser(writer), paper)  # another machine
    assert body(again) == "Typed words"
    assert "This is your draft" in again.inner_text("main")


def test_lose_the_network_close_the_tab_come_back(open_browser, writer, paper):
    context = open_browser(writer)
    page = open_editor(context, paper)
    page.fill("#id_body", "What the server has")
    says(page, "Saved ")
    context.set_offline(True)
    page.fill("#id_body", "What the server has, and what it never got")
    says(page, "Not saved: no network; kept in this browser.")
    close_without_network(page)
    context.set_offline(False)
    page = open_editor(context, paper)
    assert body(page) == "What the server has"
    offer = page.locator(".offer")
    assert "in this browser and not on the site" in offer.inner_text()
    offer.locator("summary").click()
    assert offer.locator("textarea").input_value() == "What the server has, and what it never got"
    offer.locator("text=Put it into the form").click()
    assert body(page) == "What the server has, and what it never got"
    assert page.locator(".offer textarea").input_value() == "What the server has"  # still to be had
    says(page, "Saved ")
    assert Draft.objects.get().body == "What the server has, and what it never got"


def test_what_was_typed_without_a_network_from_the_start_is_put_back_by_itself(open_browser, writer, paper):
    context = open_browser(writer)
    page = open_editor(context, paper)
    context.set_offline(True)
    page.fill("#id_tldr", "In short")
    page.check("#id_is_anonymous")
    page.locator("#id_body").press_sequentially("Typed in a tunnel")
    close_without_network(page)  # at once, before anything could be sent
    context.set_offline(False)
    page = open_editor(context, paper)
    assert (body(page), page.input_value("#id_tldr"), page.is_checked("#id_is_anonymous")) == (
        "Typed in a tunnel",
        "In short",
        True,
    )
    says(page, "Saved ")
    assert Draft.objects.get().is_anonymous
    assert kept(page) == []


def test_the_network_comes_back_and_the_text_goes_out(open_browser, writer, paper):
    context = open_browser(writer)
    page = open_editor(context, paper)
    context.set_offline(True)
    page.fill("#id_body", "Typed in a tunnel")
    says(page, "Not saved: no network")
    context.set_offline(False)
    says(page, "Saved ")
    assert Draft.objects.get().body == "Typed in a tunnel"


def test_publishing_without_a_network_stays_in_the_editor(open_browser, writer, paper):
    context = open_browser(writer)
    page = open_editor(context, paper)
    page.fill("#id_body", "Typed in a tunnel")
    context.set_offline(True)
    page.click("#publish")
    says(page, "Not published: no network")
    assert body(page) == "Typed in a tunnel"
    context.set_offline(False)
    page.click("#publish")
    page.wait_for_url("**/summaries/*/")
    assert Summary.objects.get().body == "Typed in a tunnel"


def test_publishing_removes_draft_and_local_copy(open_browser, writer, paper):
    page = open_editor(open_browser(writer), paper)
    page.fill("#id_body", "First words")
    says(page, "Saved ")
    page.fill("#id_body", "Last words")
    assert len(kept(page)) == 1
    page.click("#publish")
    page.wait_for_url("**/summaries/*/")
    assert kept(page) == []
    assert not Draft.objects.exists()
    assert Summary.objects.get().body == "Last words"


def test_logged_out_in_between(open_browser, live_server, writer, paper):
    context = open_browser(writer)
    page = open_editor(context, paper)
    page.fill("#id_body", "Before")
    says(page, "Saved ")
    context.clear_cookies(name="sessionid")
    page.fill("#id_body", "Before and after")
    says(page, "Not saved: you are logged out; kept in this browser.")
    assert page.get_attribute("#draft-status a", "href").startswith("/accounts/login/?next=")
    page.click("#publish")
    says(page, "Not published: you are logged out")
    assert body(page) == "Before and after"
    log_in(context, writer, live_server.url)
    context.clear_cookies(name="csrftoken")  # another log-in brings another token
    context.new_page().goto("/drafts/")
    page.keyboard.press("Control+s")
    page.locator("#id_body").press("Control+s")
    says(page, "Saved ")
    page.click("#publish")
    page.wait_for_url("**/summaries/*/")
    assert Summary.objects.get().body == "Before and after"


def test_logged_out_and_closed_it_is_still_there(open_browser, live_server, writer, stranger, paper):
    context = open_browser(writer)
    page = open_editor(context, paper)
    context.clear_cookies(name="sessionid")
    page.fill("#id_body", "The writer's secret")
    says(page, "Not saved: you are logged out")
    page.close()
    log_in(context, stranger, live_server.url)
    page = open_editor(context, paper)
    page.wait_for_timeout(300)
    assert "The writer's secret" not in page.content() + body(page)
    assert page.locator(".offer").count() == 0
    page.close()
    log_in(context, writer, live_server.url)
    assert body(open_editor(context, paper)) == "The writer's secret"


def test_two_tabs_with_one_draft(open_browser, writer, paper):
    context = open_browser(writer)
    first, second = open_editor(context, paper), open_editor(context, paper)
    first.fill("#id_body", "Of the first tab")
    says(first, "Saved ")
    second.fill("#id_body", "Of the second tab")
    second.wait_for_selector(".offer")
    assert "saved a different text on this paper meanwhile" in second.inner_text(".offer")
    assert body(second) == "Of the second tab"
    assert second.locator(".offer textarea").input_value() == "Of the first tab"
    assert Draft.objects.get().body == "Of the first tab"
    second.click("text=Keep what is in the form")
    says(second, "Saved ")
    assert Draft.objects.get().body == "Of the second tab"
    assert second.locator(".offer textarea").input_value() == "Of the first tab"


def test_two_tabs_editing_one_summary(open_browser, writer):
    summary = make_summary(writer=writer, body="As it was")
    context = open_browser(writer)
    first, second = context.new_page(), context.new_page()
    for page in (first, second):
        page.goto(f"/summaries/{summary.pk}/edit/")
        page.wait_for_selector(".toolbar")
    first.fill("#id_body", "Of the first tab")
    first.click("#publish")
    first.wait_for_url("**/summaries/*/")
    second.fill("#id_body", "Of the second tab")
    second.click("#publish")
    second.wait_for_selector(".other-text")
    assert "changed since you opened it" in second.inner_text('[role="alert"]')
    assert body(second) == "Of the second tab"
    assert second.input_value(".other-text textarea") == "Of the first tab"
    second.fill("#id_body", "Of both tabs")
    second.click("#publish")
    second.wait_for_url(re.compile(r"/summaries/\d+/$"))
    assert [revision.body for revision in summary.revisions.all()] == ["Of both tabs", "Of the first tab", "As it was"]
    assert kept(second) == []


def test_a_text_that_came_back_with_an_error_is_kept_too(open_browser, writer):
    summary = make_summary(writer=writer, body="As it was")
    page = open_browser(writer).new_page()
    page.goto(f"/summaries/{summary.pk}/edit/")
    Summary.objects.update(revision_number=2)
    page.fill("#id_body", "Mine")
    page.click("#publish")
    page.wait_for_selector(".other-text")
    page.close()  # before the next saving
    draft_or_copy = page.context.new_page()
    draft_or_copy.goto(f"/summaries/{summary.pk}/edit/")
    draft_or_copy.wait_for_selector(".toolbar")
    found = body(draft_or_copy) + "".join(
        draft_or_copy.locator(".offer textarea").evaluate_all("all => all.map(t => t.value)")
    )
    assert "Mine" in found


# ---------------------------------------------------------------- keyboard


def test_the_toolbar_by_keyboard(open_browser, writer, paper):
    page = open_editor(open_browser(writer), paper)
    page.focus("#id_tldr")
    page.keyboard.press("Tab")
    label = "document.activeElement.getAttribute('aria-label')"
    assert page.evaluate(label) == "Bold"
    for key, name in [
        ("ArrowRight", "Italic"),
        ("End", "Picture"),
        ("ArrowRight", "Bold"),
        ("ArrowLeft", "Picture"),
        ("Home", "Bold"),
        ("ArrowRight", "Italic"),
    ]:
        page.keyboard.press(key)
        assert page.evaluate(label) == name
    page.keyboard.press("Enter")
    assert (body(page), selected(page)) == ("*slanted*", "slanted")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(label) == "Italic"  # where one was
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") != "id_body"  # Tab is not caught


@pytest.mark.parametrize(
    ("key", "before", "words", "after"),
    [
        ("Control+b", "a word here", "word", "a **word** here"),
        ("Control+b", "a **word** here", "word", "a word here"),
        ("Control+i", "a word here", "word", "a *word* here"),
        ("Control+i", "a **word** here", "word", "a ***word*** here"),
        ("Control+e", "a word here", "word", "a `word` here"),
        ("Control+m", "a word here", "word", "a $word$ here"),
        ("Control+k", "a word here", "word", "a [word](https://) here"),
        ("Control+k", "see https://a.example", "https://a.example", "see [text](https://a.example)"),
    ],
)
def test_shortcuts_and_undo(open_browser, writer, paper, key, before, words, after):
    page = open_editor(open_browser(writer), paper)
    page.locator("#id_body").press_sequentially(before)
    select(page, words)
    page.keyboard.press(key)
    assert body(page) == after
    page.keyboard.press("Control+z")
    assert body(page) == before


def test_every_button(open_browser, writer, paper):
    page = open_editor(open_browser(writer), paper)
    for name, before, words, after in [
        ("Heading", "Why", "Why", "## Why"),
        ("Heading", "## Why", "Why", "Why"),
        ("List", "a\nb\nc", "a\nb", "- a\n- b\nc"),
        ("List", "- a\n- b", "a\n- b", "a\nb"),
        ("Quotation", "said", "said", "> said"),
        ("Code", "x = 1\ny = 2", "x = 1\ny = 2", "```\nx = 1\ny = 2\n```\n"),
        ("Formula", "text a\nb", "a\nb", "text \n\n$$\na\nb\n$$\n"),
        ("Reference to a paper", "see 2101.00001", "2101.00001", "see [[arxiv:2101.00001]]"),
        ("Reference to a paper", "see 10.1145/1.2", "10.1145/1.2", "see [[doi:10.1145/1.2]]"),
    ]:
        page.fill("#id_body", before)
        select(page, words)
        page.click(f'.toolbar [aria-label="{name}"]')
        assert body(page) == after, name
    with page.expect_file_chooser():
        page.click('.toolbar [aria-label="Picture"]')


def test_enter_in_a_line_publishes_nothing(open_browser, writer, paper):
    page = open_editor(open_browser(writer), paper)
    page.fill("#id_body", "Not ready")
    page.focus("#id_tldr")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.url.endswith("/write/")
    assert not Summary.objects.exists()


def test_the_outline_and_undo(open_browser, writer, paper):
    page = open_editor(open_browser(writer), paper)
    page.locator("#id_body").press_sequentially("Mine")
    page.click("text=Insert an outline")
    assert body(page) == f"Mine\n\n{OUTLINE}"
    page.locator("#id_body").press("Control+z")
    assert body(page) == "Mine"


# ---------------------------------------------------------------- preview


def test_an_older_preview_never_comes_over_a_newer_one(open_browser, writer, paper):
    from playwright.sync_api import Error

    page = open_editor(open_browser(writer), paper)
    page.wait_for_load_state("networkidle")
    slow = []

    def hold(route):
        if "slow" in (route.request.post_data or "") and not slow:
            slow.append(route)  # answered last
        else:
            route.continue_()

    page.route("**/preview/", hold)
    page.fill("#id_body", "slow words")
    page.wait_for_timeout(600)
    page.fill("#id_body", "fast words")
    page.wait_for_selector("#preview:has-text('fast words')")
    assert slow
    with suppress(Error):  # the browser may have given that request up
        slow[0].continue_()
    page.wait_for_timeout(500)
    assert "fast words" in page.inner_text("#preview")
    assert "2 words, 1 minute to read" in page.inner_text("#preview")


def test_the_preview_stays_where_one_has_scrolled(open_browser, writer, paper):
    page = open_editor(open_browser(writer), paper)
    page.fill("#id_body", "\n\n".join(f"Paragraph {number}" for number in range(120)))
    page.wait_for_selector("#preview:has-text('Paragraph 119')")
    page.evaluate("document.querySelector('.editor-preview').scrollTop = 1500")
    page.locator("#id_body").press("Control+End")
    page.keyboard.insert_text("\n\nThe end")
    page.wait_for_selector("#preview:has-text('The end')")
    assert page.evaluate("document.querySelector('.editor-preview').scrollTop") == 1500


def test_a_wide_formula_of_the_preview_can_be_reached_by_the_keyboard(open_browser, writer, paper):
    page = open_editor(open_browser(writer), paper)
    page.fill("#id_body", "$$" + " + ".join(f"x_{{{number}}}" for number in range(60)) + "$$")
    page.wait_for_selector(".editor-preview .math-display[tabindex='0']", state="attached")
    page.fill("#id_body", "$$x$$")
    page.wait_for_selector(".editor-preview .math-display:not([tabindex])", state="attached")


# ---------------------------------------------------------------- pictures


def png() -> str:
    buffer = io.BytesIO()
    PIL.Image.new("RGB", (60, 40), "teal").save(buffer, "PNG")
    return b64encode(buffer.getvalue()).decode()


HAND_OVER = """([kind, content, name, type]) => {
  const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type }));
  const options = { bubbles: true, cancelable: true };
  const event = kind === "paste" ? new ClipboardEvent(kind, { ...options, clipboardData: data })
                                 : new DragEvent(kind, { ...options, dataTransfer: data });
  const text = document.getElementById("id_body");
  text.focus();
  text.dispatchEvent(event);
  return event.defaultPrevented;
}"""


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_pasted_or_dropped(open_browser, writer, paper, kind):
    page = open_editor(open_browser(writer), paper)
    page.locator("#id_body").press_sequentially("See:")
    assert page.evaluate(HAND_OVER, [kind, png(), "plot.png", "image/png"])
    page.wait_for_selector("#picture-status:has-text('The picture is in the text')")
    image = Image.objects.get()
    assert body(page) == f"See:\n\n![describe the picture](/images/{image.digest}.png)\n"
    assert selected(page) == "describe the picture"
    page.keyboard.type("Error falls")
    assert body(page) == f"See:\n\n![Error falls](/images/{image.digest}.png)\n"
    response = page.request.get(image.get_absolute_url())
    assert PIL.Image.open(io.BytesIO(response.body())).size == (60, 40)


def test_a_picture_that_was_chosen_and_one_that_is_refused(open_browser, writer, paper):
    page = open_editor(open_browser(writer), paper)
    page.fill("#id_body", "Words")
    page.set_input_files("#id_picture", {"name": "a.png", "mimeType": "image/png", "buffer": b64decode(png())})
    page.wait_for_selector("#picture-status:has-text('The picture is in the text')")
    assert Image.objects.count() == 1
    page.evaluate(HAND_OVER, ["drop", b64encode(b"<svg/>").decode(), "a.svg", "image/svg+xml"])
    page.wait_for_selector("#picture-status:has-text('SVG is not taken')")
    assert body(page).startswith("Words")
    assert body(page).count("![") == 1


def test_pictures_go_behind_each_other_and_to_the_end_where_nobody_wrote(open_browser, writer, paper):
    page = open_editor(open_browser(writer), paper)
    page.evaluate("document.getElementById('id_body').value = '\\\\newcommand{\\\\v}{x}\\n\\nWords'")
    for name in ("a.png", "b.png"):
        page.set_input_files("#id_picture", {"name": name, "mimeType": "image/png", "buffer": b64decode(png())})
        page.wait_for_function(
            "name => document.querySelectorAll('#picture-status')[0].textContent.includes('is in the text')", arg=name
        )
        page.wait_for_function("() => document.getElementById('id_picture').value === ''")
        page.evaluate("document.getElementById('picture-status').textContent = ''")
    image = Image.objects.get()
    shown = f"![describe the picture](/images/{image.digest}.png)\n"
    assert body(page).split("\n\n")[1] == "Words"
    assert body(page).count(shown) == 2


def test_words_are_pasted_as_ever(open_browser, writer, paper):
    page = open_editor(open_browser(writer), paper)
    caught = page.evaluate("""() => { const data = new DataTransfer(); data.setData("text/plain", "words");
      data.items.add(new File(["x"], "a.png", { type: "image/png" }));
      const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: data });
      document.getElementById("id_body").dispatchEvent(event); return event.defaultPrevented; }""")
    assert not caught
    assert not Image.objects.exists()


# ---------------------------------------------------------------- looks, and no JavaScript


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_scrolls_sideways(open_browser, writer, width):
    summary = make_summary(
        writer=writer, body="word" * 80 + "\n\n$$" + "+".join(f"x_{{{n}}}" for n in range(60)) + "$$"
    )
    Draft.objects.create(writer=writer, paper=PaperFactory(title="Word" * 40), saved_at=summary.published_at)
    page = open_browser(writer).new_page()
    page.set_viewport_size({"width": width, "height": 800})
    for address in (
        f"/summaries/{summary.pk}/edit/",
        "/drafts/",
        "/formatting/",
        f"/papers/{PaperFactory().pk}/write/",
    ):
        page.goto(address, wait_until="networkidle")
        for details in page.locator("main details").all():
            details.evaluate("element => { element.open = true }")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address


def test_without_javascript(open_browser, writer, paper):
    page = open_browser(writer, java_script_enabled=False).new_page()
    page.goto(f"/papers/{paper.pk}/write/")
    assert page.locator('[role="toolbar"]').count() == 0
    page.fill("#id_body", "Typed $y$ without a script")
    page.set_input_files("#id_picture", {"name": "a.png", "mimeType": "image/png", "buffer": b64decode(png())})
    page.click("text=Put it into the text")
    assert (
        body(page)
        == f"Typed $y$ without a script\n\n![describe the picture](/images/{Image.objects.get().digest}.png)\n"
    )
    page.click("text=Insert an outline")
    assert body(page).endswith(OUTLINE)
    page.fill("#id_tldr", "In short")
    page.press("#id_tldr", "Enter")
    assert page.locator("#preview math").count() == 1
    assert not Summary.objects.exists()
    page.check("text=Only me")
    page.click("#publish")
    summary = Summary.objects.get()
    assert (summary.tldr, summary.visibility) == ("In short", "private")
    assert "/images/" in summary.body


def test_a_draft_without_javascript(open_browser, writer, paper):
    Draft.objects.create(writer=writer, paper=paper, body="Half a thought", saved_at="2026-01-01T00:00Z")
    page = open_browser(writer, java_script_enabled=False).new_page()
    page.goto("/users/writer/")
    page.click("text=Your drafts")
    page.click("text=Continue")
    assert body(page) == "Half a thought"
    page.click("text=Discard it")
    page.click("text=Discard for good")
    assert "You have no drafts." in page.inner_text("main")
    assert not Draft.objects.exists()
