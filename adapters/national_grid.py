"""From the National Grid of Great Britain to degrees: within some five metres, after the Ordnance
Survey's guide to coordinate systems."""

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan
from typing import NamedTuple

from bot.places.model import Coordinates


class Grid(NamedTuple):
    """Metres."""

    east: float
    north: float


class Ellipsoid(NamedTuple):
    """Its half axes in metres."""

    a: float
    b: float

    @property
    def flatness(self) -> float:
        """The square of its eccentricity."""
        return 1 - (self.b / self.a) ** 2


AIRY = Ellipsoid(6_377_563.396, 6_356_256.909)
WGS84 = Ellipsoid(6_378_137.0, 6_356_752.3142)
SCALE = 0.9996012717
TRUE_ORIGIN = radians(49), radians(-2)
FALSE_ORIGIN = Grid(400_000, -100_000)
SHIFT = 446.448, -125.157, 542.060
TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
GROWTH = 1 - 20.4894e-6
CLOSE_ENOUGH = 0.0001
"""Metres."""


def to_degrees(at: Grid) -> Coordinates:
    """WGS 84."""
    return _degrees(_shifted(*_on_airy(at)))


def _on_airy(at: Grid) -> tuple[float, float]:
    """Latitude and longitude on the ellipsoid that the grid was drawn on, in radians."""
    north = at.north - FALSE_ORIGIN.north
    foot = TRUE_ORIGIN[0] + north / (AIRY.a * SCALE)
    while abs(left := north - _arc(foot)) > CLOSE_ENOUGH:
        foot += left / (AIRY.a * SCALE)
    slope = 1 - AIRY.flatness * sin(foot) ** 2
    nu = AIRY.a * SCALE / sqrt(slope)
    rho = AIRY.a * SCALE * (1 - AIRY.flatness) / slope**1.5
    eta, t, east = nu / rho - 1, tan(foot), at.east - FALSE_ORIGIN.east
    up = t / (2 * rho * nu)
    up_3 = t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta - 9 * t**2 * eta)
    up_5 = t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4)
    along = 1 / (cos(foot) * nu)
    along_3 = along / (6 * nu**2) * (nu / rho + 2 * t**2)
    along_5 = along / (120 * nu**4) * (5 + 28 * t**2 + 24 * t**4)
    latitude = foot - up * east**2 + up_3 * east**4 - up_5 * east**6
    return latitude, TRUE_ORIGIN[1] + along * east - along_3 * east**3 + along_5 * east**5


def _arc(latitude: float) -> float:
    """Metres along the meridian from the true origin."""
    n = (AIRY.a - AIRY.b) / (AIRY.a + AIRY.b)
    less, more = latitude - TRUE_ORIGIN[0], latitude + TRUE_ORIGIN[0]
    return (
        AIRY.b
        * SCALE
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * less) * cos(2 * more)
            - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
        )
    )


def _shifted(latitude: float, longitude: float) -> tuple[float, float, float]:
    """Metres from the middle of the earth, from one ellipsoid to the other (Helmert)."""
    nu = AIRY.a / sqrt(1 - AIRY.flatness * sin(latitude) ** 2)
    x = nu * cos(latitude) * cos(longitude)
    y = nu * cos(latitude) * sin(longitude)
    z = (1 - AIRY.flatness) * nu * sin(latitude)
    rx, ry, rz = TURN
    return (
        SHIFT[0] + GROWTH * x - rz * y + ry * z,
        SHIFT[1] + rz * x + GROWTH * y - rx * z,
        SHIFT[2] - ry * x + rx * y + GROWTH * z,
    )


def _degrees(point: tuple[float, float, float]) -> Coordinates:
    x, y, z = point
    across = hypot(x, y)
    latitude = atan2(z, across * (1 - WGS84.flatness))
    for _ in range(5):
        nu = WGS84.a / sqrt(1 - WGS84.flatness * sin(latitude) ** 2)
        latitude = atan2(z + WGS84.flatness * nu * sin(latitude), across)
    return Coordinates(degrees(latitude), degrees(atan2(y, x)))
