"""What the audit found, as a table and a list of what is wanting."""

from typing import Any

WANTED_SCORE = 98
FRONT_BYTES = 60_000
SHIFT = 0.01
HEADS = ["perf", "a11y", "best", "seo", "kB", "html", "css", "js", "fonts"]
WIDTHS = [4, 4, 4, 4, 6, 6, 5, 5, 6]
SCORES = ["performance", "accessibility", "best-practices", "seo"]


def print_report(browsed: list[Any], nu: dict[str, list[str]] | None) -> int:
    """Exit status: 1 if something is wanting."""
    heads = [f"{head:>{width}}" for head, width in zip(HEADS, WIDTHS, strict=True)]
    print(f"{'page':34} {' '.join(heads)}  shift axe  Nu")
    wanting: list[str] = []
    for result in browsed:
        print(row(result, nu))
        wanting += [f"{result['name']}: {problem}" for problem in problems(result)]
    for name, messages in (nu or {}).items():
        wanting += [f"{name}: Nu: {message}" for message in messages]
    if nu is not None:
        print(f"Nu checker: {len(nu)} pages, {sum(map(len, nu.values()))} messages")
    print(*(wanting or ["Nothing is wanting."]), sep="\n")
    return 1 if wanting else 0


def row(result: Any, nu: dict[str, list[str]] | None) -> str:
    loaded = result["loaded"]
    kinds = [
        total(loaded),
        total(loaded, "/", ""),
        total(loaded, ".css"),
        total(loaded, ".js"),
        total(loaded, ".woff2"),
    ]
    scores = result.get("lighthouse", {}).get("scores", {})
    shift = result.get("lighthouse", {}).get("shift", 0)
    numbers = " ".join(f"{scores.get(name, '-'):>4}" for name in SCORES)
    sizes = " ".join(f"{size / 1000:{width}.1f}" for size, width in zip(kinds, WIDTHS[4:], strict=True))
    axe = sum(len(look["violations"]) for look in result["axe"])
    messages = "-" if nu is None else len(nu.get(result["name"], []))
    return f"{result['name']:34} {numbers} {sizes}  {shift:.3f} {axe:3} {messages:>3}"


def total(loaded: dict[str, int], *endings: str) -> float:
    """Bytes of what ends so; "" means the page itself, which has no ending."""
    if not endings:
        return sum(loaded.values())
    if "" in endings:
        return sum(size for path, size in loaded.items() if "." not in path.rsplit("/", 1)[-1])
    return sum(size for path, size in loaded.items() if path.endswith(endings))


def problems(result: Any) -> list[str]:
    found = [f"could not be looked at: {result['broken']}"] if result.get("broken") else []
    for look in result["axe"]:
        found += [f"axe, {look['look']}: {v['id']} ({v['count']}): {' '.join(v['nodes'])}" for v in look["violations"]]
        if look["sideways"] > 0:
            found.append(f"{look['look']}: scrolls sideways by {look['sideways']} px")
    if result["name"] == "front" and total(result["loaded"]) >= FRONT_BYTES:
        parts = ", ".join(
            f"{path.rsplit('/', 1)[-1] or 'HTML'} {size / 1000:.1f}" for path, size in result["loaded"].items()
        )
        found.append(f"weighs {total(result['loaded']) / 1000:.1f} kB: {parts}")
    lighthouse = result.get("lighthouse")
    if lighthouse:
        low = {name: score for name, score in lighthouse["scores"].items() if score < WANTED_SCORE}
        if low:
            found.append(f"Lighthouse {low}: {'; '.join(lighthouse['failed'])}")
        if lighthouse.get("shift", 0) > SHIFT:
            found.append(f"moves by {lighthouse['shift']:.3f}")
    return found
