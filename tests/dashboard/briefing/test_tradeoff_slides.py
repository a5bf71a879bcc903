"""Names of dots: each vendor has one or is told to have no room, and none is written over."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.briefing.tradeoff_slides import spread

share = st.floats(0.0, 1.0)


@settings(max_examples=25)
@given(st.lists(st.tuples(share, share), min_size=1, max_size=14))
def test_every_dot_is_named_or_told_of(dots: list[tuple[float, float]]) -> None:
    vendors = [f"Vendor {'W' * (i % 5)} {i}" for i in range(len(dots))]
    across, up = zip(*dots, strict=True)
    found, hidden = spread(vendors, across, up, 1.0, [])
    named = [point for point, _, _ in found]
    assert sorted([*(vendors[i] for i in named), *hidden]) == sorted(vendors)
    assert 0 in named  # the first has all the room


def test_dots_on_one_spot_are_named_as_far_as_there_is_room() -> None:
    vendors = ["IBM", "Meta", "Google", "Amazon", "Writer", "xAI"]
    found, hidden = spread(vendors, [0.5] * 6, [0.5] * 6, 1.0, [])
    assert len({side for _, _, side in found}) == len(found) == 4
    assert hidden == ["Writer", "xAI"]
