"""Well-known places that are no countries: states, regions, parts of the world, cities."""

from __future__ import annotations

_NAMES = frozenset(
    """alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho
    illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota
    mississippi missouri montana nebraska nevada new-hampshire new-jersey new-mexico new-york
    north-carolina north-dakota ohio oklahoma oregon pennsylvania rhode-island south-carolina
    south-dakota tennessee texas utah vermont virginia washington-d.c. west-virginia wisconsin
    wyoming england scotland wales northern-ireland ontario quebec alberta british-columbia
    queensland victoria new-south-wales los-angeles new-york-city san-francisco chicago london
    paris berlin rome moscow kyiv beijing tokyo gaza hong-kong africa europe asia antarctica
    middle-east latin-america""".split()
)


def is_region(name: str) -> bool:
    """Whether a name is one of the well-known places."""
    return name.lower().removeprefix("the ").replace(" ", "-") in _NAMES
