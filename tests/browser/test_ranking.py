"""The plots of the page on ranking: sliders that move them, and the form that draws them without a script."""

import pytest

from votes.forms import PlotForm
from votes.ranking_plots import Entry, draw_hot, draw_wilson, verdict

pytestmark = pytest.mark.django_db(transaction=True)
VOTES = [(0, 0, 0), (0, 1, 5), (1, 0, 0), (1, 1, 96), (40, 20, 13), (209, 50, 48), (600, 400, 7), (5000, 4999, 1)]
DRAWN = """
() => Object.fromEntries([...document.querySelectorAll(".plots .plot")].map(plot => [plot.classList[1], {
  curves: ["own", "rival"].map(name => plot.querySelector(`.plot-curve.${name}`).getAttribute("d")),
  points: ["own", "rival"].map(name => ["cx", "cy"].map(key => plot.querySelector(`.plot-point.${name}`).getAttribute(key))),
}]))
"""


def numbers(text: str) -> list[float]:
    return [float(part) for part in text.replace("M", " ").replace("L", " ").split()]


def shown(page, entry: str) -> list[float]:
    return [float(cell) for cell in page.locator(f"[data-entry={entry}] td").all_inner_texts()]


@pytest.mark.parametrize("votes", VOTES)
def test_the_script_gives_the_numbers_of_the_server(page, live_server, votes):
    page.goto(f"{live_server.url}/ranking/")
    page.wait_for_selector("form.dials.live")
    for name, value in zip(("up", "down", "age"), votes, strict=True):
        page.fill(f"#id_{name}", str(value))
    default = PlotForm.DEFAULTS
    own = Entry("own", *votes)
    rival = Entry("rival", default["rival_up"], default["rival_down"], default["rival_age"])
    for entry in (own, rival):
        expected = [entry.votes, entry.share, entry.score, entry.wilson, entry.lead]
        assert shown(page, entry.name) == pytest.approx(expected, abs=6e-4)
        assert shown(page, entry.name)[3:] == pytest.approx(expected[3:], abs=6e-7)
    drawn = page.evaluate(DRAWN)
    for plot in (draw_wilson((own, rival)), draw_hot((own, rival))):
        found = drawn[f"plot-{plot.name}"]
        for place, entry in enumerate((own, rival)):
            curve = next(curve for curve in plot.curves if curve.name == entry.name)
            assert numbers(found["curves"][place]) == pytest.approx(numbers(curve.path), abs=0.11)
            point = plot.points[place]
            assert [float(part) for part in found["points"][place]] == pytest.approx([point.x, point.y], abs=0.06)
    page.wait_for_function("words => document.getElementById('verdict').textContent === words", arg=verdict(own, rival))


def test_a_slider_moves_by_keys_one_vote_at_a_time(page, live_server):
    page.goto(f"{live_server.url}/ranking/?up=8&down=1")
    slider = page.get_by_role("slider", name="Up-votes").first
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert page.input_value("#id_up") == "9"
    page.keyboard.press("PageUp")
    assert page.input_value("#id_up") == "19"
    assert slider.get_attribute("aria-valuetext") == "19"
    assert shown(page, "own")[0] == 20
    page.keyboard.press("ArrowLeft")
    assert shown(page, "own")[2] == 17
    for _ in range(3):
        page.keyboard.press("PageDown")
    assert page.input_value("#id_up") == "0"


def test_a_slider_moves_by_pointer(page, live_server):
    page.goto(f"{live_server.url}/ranking/")
    box = page.get_by_role("slider", name="Up-votes").first.bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.99, box["y"] + box["height"] / 2)
    assert int(page.input_value("#id_up")) > 4000
    assert shown(page, "own")[0] == int(page.input_value("#id_up")) + 1


def test_without_a_script_the_form_draws(browser, live_server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/ranking/")
    page.fill("#id_up", "600")
    page.fill("#id_down", "400")
    page.click("text=Draw")
    assert "up=600" in page.url
    assert shown(page, "own")[3] == 0.579998
    context.close()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_it_fits(page, live_server, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/ranking/")
    page.wait_for_selector("form.dials.live")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
