import pytest
from hypothesis import given
from hypothesis import strategies as st

from summaries.path_pictures import (
    BOX_HEIGHT,
    COLUMN_BOX,
    PADDING,
    PITCH,
    Picture,
    cut_title,
    draw_in_a_column,
    draw_in_layers,
    find_ways,
    width_of,
)
from summaries.reading_paths import ReadingPath, find_reading_path, reachable

KEYS = [f"work{number}" for number in range(12)]
edges = st.dictionaries(st.sampled_from(KEYS), st.lists(st.sampled_from(KEYS), max_size=5), max_size=12)
years = st.dictionaries(st.sampled_from(KEYS), st.integers(1950, 2026))


def path_to(goal: str, builds_on: dict[str, list[str]], **years: int) -> ReadingPath:
    return find_reading_path(goal, builds_on, years)


def test_foundations_come_first_and_the_goal_last():
    path = path_to("diffusion", {"diffusion": ["scores", "bounds"], "scores": ["noise"]}, bounds=2013, noise=2005)
    assert path.order == ("noise", "bounds", "scores", "diffusion")
    assert path.level == {"noise": 0, "bounds": 0, "scores": 1, "diffusion": 2}
    assert path.steps == (("noise", "scores"), ("bounds", "diffusion"), ("scores", "diffusion"))


def test_a_step_that_follows_from_others_is_left_out():
    path = path_to("c", {"c": ["a", "b"], "b": ["a"]})
    assert path.steps == (("a", "b"), ("b", "c"))


def test_of_a_circle_the_older_work_comes_first():
    path = path_to("goal", {"goal": ["a"], "a": ["b"], "b": ["a"]}, a=2001, b=1999)
    assert path.order == ("b", "a", "goal")
    assert path.steps == (("b", "a"), ("a", "goal"))


def test_a_circle_through_the_goal_still_ends_there():
    path = find_reading_path("goal", {"goal": ["a"], "a": ["goal"]}, {"goal": 1990, "a": 2020})
    assert path.order == ("a", "goal")


def test_what_builds_on_nothing_is_a_path_of_one():
    path = path_to("alone", {"other": ["alone"], "alone": ["alone"]})
    assert (path.order, path.steps, path.level) == (("alone",), (), {"alone": 0})


@given(edges, years)
def test_every_work_stands_after_what_it_builds_on_unless_they_run_in_a_circle(builds_on, years):
    path = find_reading_path("work0", builds_on, years)
    place = {key: number for number, key in enumerate(path.order)}
    assert sorted(path.order) == sorted(reachable("work0", builds_on))
    assert path.order[-1] == "work0"
    for later in path.order:
        for earlier in builds_on.get(later, []):
            if later not in reachable(earlier, builds_on):
                assert place[earlier] < place[later]
    for earlier, later in path.steps:
        assert place[earlier] < place[later]
        assert path.level[earlier] < path.level[later]
        assert earlier in builds_on[later]


@given(edges, years)
def test_steps_leave_nothing_unsaid_where_nothing_runs_in_a_circle(builds_on, years):
    acyclic = {key: [work for work in works if work > key] for key, works in builds_on.items()}
    path = find_reading_path("work0", acyclic, years)
    drawn: dict[str, list[str]] = {}
    for earlier, later in path.steps:
        drawn.setdefault(later, []).append(earlier)
    assert all(reachable(key, drawn) == reachable(key, acyclic) for key in path.order)


@given(edges, years, st.randoms())
def test_shuffled_edges_give_the_same_path(builds_on, years, chance):
    keys = list(builds_on)
    chance.shuffle(keys)
    shuffled = {key: chance.sample(builds_on[key], len(builds_on[key])) for key in keys}
    assert find_reading_path("work0", shuffled, years) == find_reading_path("work0", builds_on, years)


def overlapping(picture: Picture) -> list[tuple[str, str]]:
    return [
        (one.key, other.key)
        for place, one in enumerate(picture.boxes)
        for other in picture.boxes[place + 1 :]
        if one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    ]


@given(edges, years, st.text(max_size=200))
def test_boxes_never_overlap_and_stay_inside(builds_on, years, title):
    path = find_reading_path("work0", builds_on, years)
    titles = {key: f"{key} {title}" for key in path.order}
    for picture in (draw_in_layers(path, titles), draw_in_a_column(path, titles)):
        assert overlapping(picture) == []
        assert [box.key for box in picture.boxes] == list(path.order)
        assert len(picture.arrows) == len(path.steps)
        for box in picture.boxes:
            assert box.x >= 0
            assert box.y >= 0
            assert box.x + box.width <= picture.width
            assert box.y + box.height <= picture.height
            assert all(width_of(line) <= box.width - 2 * PADDING for line in box.lines)
            assert box.note_y < box.y + box.height


@given(edges, years)
def test_lanes_never_run_through_a_box(builds_on, years):
    path = find_reading_path("work0", builds_on, years)
    picture = draw_in_layers(path, {key: key for key in path.order})
    boxes = {box.key: box for box in picture.boxes}
    for way, arrow in zip(find_ways(path), picture.arrows, strict=True):
        lanes = [float(part.split("V")[0].split()[-2]) for part in arrow.split("C")[1:-1]]
        rows = [row for _, row in way[1:-1]]
        assert len(lanes) == len(rows)
        for x, row in zip(lanes, rows, strict=True):
            assert not [b.key for b in boxes.values() if b.y == row * PITCH and b.x <= x <= b.x + b.width]


def test_arrows_lead_down():
    path = path_to("b", {"b": ["a"]})
    picture = draw_in_layers(path, {"a": "First", "b": "Second"})
    upper, lower = picture.boxes
    assert picture.arrows == (f"M125 {BOX_HEIGHT}C125 {BOX_HEIGHT + 20} 125 {BOX_HEIGHT + 20} 125 {lower.y - 2:g}",)
    assert upper.y < lower.y


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Attention Is All You Need", ("Attention Is All You Need",)),
        ("Deep Residual Learning for Image Recognition", ("Deep Residual Learning for", "Image Recognition")),
        ("", ()),
    ],
)
def test_titles_break_between_words(title, lines):
    assert cut_title(title, COLUMN_BOX - 2 * PADDING) == lines


def test_a_long_title_ends_in_an_ellipsis():
    lines = cut_title("word " * 40, 240)
    assert len(lines) == 2
    assert lines[-1].endswith("word…")
    assert cut_title("x" * 300, 240)[0].endswith("…")
