"""Places as the gazetteer knows them."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

EARTH_KM = 6371.0
KM_IN_A_MILE = 1.609344


class Coordinates(NamedTuple):
    """Degrees north and east (WGS 84)."""

    latitude: float
    longitude: float

    def km_to(self, other: "Coordinates") -> float:
        """Along a great circle (haversine)."""
        north, south = radians(self.latitude), radians(other.latitude)
        up = sin((south - north) / 2) ** 2
        along = sin(radians(other.longitude - self.longitude) / 2) ** 2
        return 2 * EARTH_KM * asin(sqrt(up + cos(north) * cos(south) * along))


@dataclass(frozen=True, slots=True)
class Place:
    """A town, a district of one, or a postcode district. `id` is plain letters and digits, made for
    tokens; `region` tells places of one name apart ("Newport, Wales"); `country` is ISO 3166."""

    id: str
    name: str
    region: str
    country: str
    at: Coordinates
