"""`python -m bench.architecture`: draws which packages import which, as the code itself says, into docs/pictures/architecture.svg.

A row imports the packages in whose columns it has a dot. Only the packages of the rooms and those right below them are told apart, so the
picture changes where the architecture does. A test holds the file to what this draws.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import combinations
from pathlib import Path

import grimp  # import-linter, which holds the rooms apart, brings it

ROOMS = ("adapters", "bot", "index")
PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "architecture.svg"

#: Sides of a cell, the space between two rooms, the width of names and the height of those that stand slanted, in pixels.
CELL, GAP, NAMES, SLANTED = 24, 16, 150, 96
MARGIN = 12
#: Of each room: of its box and of its dots. Both can be told apart on white without telling colours apart.
COLOURS: Mapping[str, tuple[str, str]] = {
    "adapters": ("#e3edf7", "#1d3557"),
    "bot": ("#e6f2e6", "#2a5d34"),
    "index": ("#fbeedd", "#7a4a12"),
}
STYLE = "text { font: 13px system-ui, sans-serif; fill: #222 } .room { font-weight: bold } .none { font-style: italic; fill: #666 }"

#: For each package, those that it imports.
Imports = Mapping[str, frozenset[str]]


def imports() -> Imports:
    """As they are in the code, the packages in the order of their rooms and names."""
    graph = grimp.build_graph(*ROOMS, cache_dir=None)
    packages = {module: _package(module, graph.find_children(module)) for module in graph.modules}
    found: dict[str, set[str]] = {package: set() for package in sorted(packages.values())}
    for module, package in packages.items():
        found[package] |= {packages[other] for other in graph.find_modules_directly_imported_by(module)} - {package}
    return {package: frozenset(others) for package, others in found.items()}


def _package(module: str, below: set[str]) -> str:
    """The room, or the package right below it, that a module belongs to; a module right below a room is the room's own."""
    parts = module.split(".")
    return ".".join(parts[:2]) if len(parts) > 2 or below else parts[0]


def drawn(found: Imports) -> str:
    """The picture, as SVG."""
    places = _places([*found])
    side = max(places.values()) + CELL
    width, height = NAMES + side + SLANTED // 2 + 2 * MARGIN, SLANTED + side + 2 * MARGIN
    parts = [
        *_rooms(places),
        *_columns(places),
        *(_dot(places, row, column) for row, columns in found.items() for column in sorted(columns)),
        *_nothing(places),
    ]
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">\n'
        f"<title>Which packages import which</title>\n<style>{STYLE}</style>\n"
        f'<rect width="{width}" height="{height}" fill="#fff"/>\n'
        f'<g transform="translate({MARGIN + NAMES} {MARGIN + SLANTED})">\n{body}\n</g>\n</svg>\n'
    )


def _places(packages: Sequence[str]) -> dict[str, int]:
    """Where each row begins from the top, and each column from the left."""
    return {package: number * CELL + ROOMS.index(_room(package)) * GAP for number, package in enumerate(packages)}


def _room(package: str) -> str:
    return package.partition(".")[0]


def _span(places: Mapping[str, int], room: str) -> tuple[int, int]:
    """Where a room begins, and how long it is."""
    own = [place for package, place in places.items() if _room(package) == room]
    return min(own), max(own) + CELL - min(own)


def _rooms(places: Mapping[str, int]) -> Iterator[str]:
    """A box for each room around its names, one around what it imports of its own, and an arrow to the next."""
    for room in ROOMS:
        top, length = _span(places, room)
        light, dark = COLOURS[room]
        yield f'<rect x="{-NAMES}" y="{top}" width="{NAMES - 6}" height="{length}" rx="4" fill="{light}" stroke="{dark}"/>'
        yield f'<rect x="{top}" y="{top}" width="{length}" height="{length}" rx="4" fill="{light}"/>'
        if room != ROOMS[-1]:
            middle, end = -NAMES // 2, top + length + GAP
            yield f'<path d="M{middle} {top + length + 1} V{end - 6} M{middle - 5} {end - 7} l5 6 l5 -6" fill="none" stroke="{dark}"/>'
    for package, place in places.items():
        yield f'<text{_kind(package)} x="{8 - NAMES}" y="{place + 17}">{escape(package)}</text>'


def _columns(places: Mapping[str, int]) -> Iterator[str]:
    for package, place in places.items():
        yield f'<text{_kind(package)} transform="translate({place + 14} -6) rotate(-50)">{escape(package)}</text>'
        yield f'<rect x="{place}" y="{place}" width="{CELL}" height="{CELL}" fill="{COLOURS[_room(package)][1]}" fill-opacity="0.15"/>'
    last = max(places.values()) + CELL
    for place in places.values():
        yield f'<path d="M0 {place + CELL / 2} H{last} M{place + CELL / 2} 0 V{last}" stroke="#000" stroke-opacity="0.07"/>'


def _kind(package: str) -> str:
    return ' class="room"' if package in ROOMS else ""


def _dot(places: Mapping[str, int], row: str, column: str) -> str:
    colour = COLOURS[_room(row)][1]
    return f'<circle cx="{places[column] + CELL / 2}" cy="{places[row] + CELL / 2}" r="6" fill="{colour}"/>'


def _nothing(places: Mapping[str, int]) -> Iterator[str]:
    """What stands where there must be no dot."""
    for upper, room in combinations(ROOMS, 2):
        left, width = _span(places, upper)
        top, height = _span(places, room)
        yield f'<text class="none" text-anchor="middle" x="{left + width / 2}" y="{top + height / 2 + 4}">none</text>'


def main() -> None:
    """Draws it, and says where."""
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(drawn(imports()), encoding="utf-8")
    print(PICTURE)


if __name__ == "__main__":
    main()
