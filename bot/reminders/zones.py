"""By whose clocks she lives: told from the country of her number, where there is one.

ITU-T E.164 country codes; a country with several zones counts as the one where most people live.
"""

from collections.abc import Mapping
from types import MappingProxyType
from zoneinfo import ZoneInfo

WHATSAPP = "whatsapp"
LONGEST_CODE = 4
"""Digits; codes that tell Kazakhstan from Russia count as ones of their own."""

ZONES: Mapping[str, str] = MappingProxyType(
    {
        "1": "America/New_York",
        "20": "Africa/Cairo",
        "211": "Africa/Juba",
        "212": "Africa/Casablanca",
        "213": "Africa/Algiers",
        "216": "Africa/Tunis",
        "218": "Africa/Tripoli",
        "220": "Africa/Banjul",
        "221": "Africa/Dakar",
        "223": "Africa/Bamako",
        "227": "Africa/Niamey",
        "233": "Africa/Accra",
        "234": "Africa/Lagos",
        "235": "Africa/Ndjamena",
        "249": "Africa/Khartoum",
        "251": "Africa/Addis_Ababa",
        "252": "Africa/Mogadishu",
        "253": "Africa/Djibouti",
        "254": "Africa/Nairobi",
        "255": "Africa/Dar_es_Salaam",
        "256": "Africa/Kampala",
        "27": "Africa/Johannesburg",
        "291": "Africa/Asmara",
        "30": "Europe/Athens",
        "31": "Europe/Amsterdam",
        "32": "Europe/Brussels",
        "33": "Europe/Paris",
        "34": "Europe/Madrid",
        "351": "Europe/Lisbon",
        "352": "Europe/Luxembourg",
        "353": "Europe/Dublin",
        "355": "Europe/Tirane",
        "356": "Europe/Malta",
        "357": "Asia/Nicosia",
        "358": "Europe/Helsinki",
        "359": "Europe/Sofia",
        "36": "Europe/Budapest",
        "370": "Europe/Vilnius",
        "371": "Europe/Riga",
        "372": "Europe/Tallinn",
        "373": "Europe/Chisinau",
        "374": "Asia/Yerevan",
        "375": "Europe/Minsk",
        "380": "Europe/Kyiv",
        "381": "Europe/Belgrade",
        "382": "Europe/Podgorica",
        "383": "Europe/Belgrade",
        "385": "Europe/Zagreb",
        "386": "Europe/Ljubljana",
        "387": "Europe/Sarajevo",
        "389": "Europe/Skopje",
        "39": "Europe/Rome",
        "40": "Europe/Bucharest",
        "41": "Europe/Zurich",
        "420": "Europe/Prague",
        "421": "Europe/Bratislava",
        "43": "Europe/Vienna",
        "44": "Europe/London",
        "45": "Europe/Copenhagen",
        "46": "Europe/Stockholm",
        "47": "Europe/Oslo",
        "48": "Europe/Warsaw",
        "49": "Europe/Berlin",
        "60": "Asia/Kuala_Lumpur",
        "61": "Australia/Sydney",
        "62": "Asia/Jakarta",
        "63": "Asia/Manila",
        "64": "Pacific/Auckland",
        "65": "Asia/Singapore",
        "7": "Europe/Moscow",
        "76": "Asia/Almaty",
        "77": "Asia/Almaty",
        "880": "Asia/Dhaka",
        "90": "Europe/Istanbul",
        "91": "Asia/Kolkata",
        "92": "Asia/Karachi",
        "93": "Asia/Kabul",
        "94": "Asia/Colombo",
        "95": "Asia/Yangon",
        "960": "Indian/Maldives",
        "961": "Asia/Beirut",
        "962": "Asia/Amman",
        "963": "Asia/Damascus",
        "964": "Asia/Baghdad",
        "965": "Asia/Kuwait",
        "966": "Asia/Riyadh",
        "967": "Asia/Aden",
        "968": "Asia/Muscat",
        "970": "Asia/Gaza",
        "971": "Asia/Dubai",
        "972": "Asia/Jerusalem",
        "973": "Asia/Bahrain",
        "974": "Asia/Qatar",
        "977": "Asia/Kathmandu",
        "98": "Asia/Tehran",
        "992": "Asia/Dushanbe",
        "993": "Asia/Ashgabat",
        "994": "Asia/Baku",
        "995": "Asia/Tbilisi",
        "996": "Asia/Bishkek",
        "998": "Asia/Tashkent",
    }
)


def zone_of(channel: str, address: str, home: ZoneInfo) -> ZoneInfo:
    """`home`: that of the installation, for who has no number."""
    if channel != WHATSAPP:
        return home
    digits = address.removeprefix("+")
    codes = (digits[:length] for length in range(LONGEST_CODE, 0, -1))
    return next((ZoneInfo(ZONES[code]) for code in codes if code in ZONES), home)
