"""The order served is the order that anybody recomputes from the dump, with docs/recompute_order.py."""

import ast

import pytest

from summaries import orders
from summaries.models import Summary
from tests.dumps.scenes import export, recompute, seed_site, walk_api, walk_keyset, walk_pages
from votes.explanations import ORDERS

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_order_of_the_site_and_of_a_paper(tmp_path, root, settings):
    settings.FAIR_START_PLACES = 0  # places that are drawn by lot are no part of an order
    paper = seed_site(seed=1)
    export(tmp_path)
    everything = set(Summary.objects.public().values_list("pk", flat=True))
    assert len(everything) > 60
    for order in ORDERS:
        recomputed = recompute(root, tmp_path, order)
        assert set(recomputed) == everything
        assert recomputed == walk_keyset(order), order
        assert recompute(root, tmp_path, order, str(paper.pk)) == walk_keyset(order, paper.pk), order
    for order in orders.ALL:
        if order != "best":  # which compares the summaries of one paper, or of one writer
            assert recompute(root, tmp_path, order) == walk_api(f"sort={order}"), order
        assert recompute(root, tmp_path, order, str(paper.pk)) == walk_api(f"sort={order}&paper={paper.pk}"), order
    for order in orders.ON_LISTS:
        assert recompute(root, tmp_path, order) == walk_pages("/", f"sort={order}"), order
    for order in orders.ON_PAPER:
        on_paper = recompute(root, tmp_path, order, str(paper.pk))
        assert on_paper == walk_pages(f"/papers/{paper.pk}/", f"sort={order}"), order
        assert len(on_paper) == 18


def test_a_compressed_dump_gives_the_same(tmp_path, root, summary):
    export(tmp_path, "--gzip")
    assert recompute(root, tmp_path, "hot") == [summary.pk]
    assert recompute(root, tmp_path, "best", "0") == []


def test_the_script_is_thirty_lines_and_uses_nothing_of_ours(root):
    source = (root / "docs" / "recompute_order.py").read_text("utf-8")
    tree = ast.parse(source)
    docstring = ast.get_docstring(tree, clean=False)
    code = source.split(docstring, 1)[1].splitlines()[1:]
    assert len([line for line in code if line.strip() and not line.lstrip().startswith("#")]) <= 30
    imported = {
        name.name if isinstance(node, ast.Import) else node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert imported == {"gzip", "json", "math", "sys", "datetime", "pathlib"}
