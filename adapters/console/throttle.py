"""How often a log in may be tried, and how somebody we know is not locked out by who guesses.

Guesses are counted for the account and for the address they come from. A browser on which this
adviser has logged in before holds a device token; its tries are counted for it alone, so that what
others guess does not use them up (threat T28).
"""

import secrets
from datetime import timedelta
from hmac import compare_digest
from ipaddress import IPv6Address, ip_address

from adapters.console.totp import Hash
from bot.desk.accounts import Allowance

FEW, SELDOM = 3, timedelta(seconds=30)
"""At most five within any minute."""
MANY, OFTEN = 20, timedelta(seconds=6)
"""For an address: many advisers may share one."""
DEVICE_BYTES = 16
IPV6_NETWORK = 64  # bits that a provider gives to one customer


def allowances(login: str, address: str, device: str) -> list[Allowance]:
    """What a try takes one of each from. `device`: as `known_device` gives it."""
    if device:
        return [Allowance(f"device:{login}:{device}", FEW, SELDOM)]
    return [
        Allowance(f"account:{login}", FEW, SELDOM),
        Allowance(f"address:{network_of(address)}", MANY, OFTEN),
    ]


def own_allowance(adviser_id: int) -> list[Allowance]:
    """For who is logged in and is asked for the password again."""
    return [Allowance(f"own:{adviser_id}", FEW, SELDOM)]


def new_device_token(login: str, hashed: Hash) -> str:
    device = secrets.token_hex(DEVICE_BYTES)
    return f"{device}.{_seal(login, device, hashed)}"


def known_device(token: str, login: str, hashed: Hash) -> str:
    """The device's id; "" when this adviser has not logged in there."""
    device, _, seal = token.partition(".")
    return device if compare_digest(seal.encode(), _seal(login, device, hashed).encode()) else ""


def _seal(login: str, device: str, hashed: Hash) -> str:
    return hashed(f"device:{login}:{device}").hex()


def network_of(address: str) -> str:
    """Of IPv6 the network: whoever has one address there has all of them."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or int(parsed) >> IPV6_NETWORK)
    return str(parsed)
