"""Which IP addresses belong to the public internet.

``ipaddress.is_global`` is not the answer: it calls multicast, 6to4 relays, and loopback wrapped
in 6to4, NAT64 or IPv4-compatible form global, and has no word for shared address space. So the
tables are written out, and an IPv4 address inside an IPv6 address is judged by itself.

Source: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and successors), every
block that is not globally reachable; deprecated and multicast blocks besides.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_SPECIAL_V4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network, RFC 791
            "10.0.0.0/8",  # private use, RFC 1918
            "100.64.0.0/10",  # shared address space (carrier NAT), RFC 6598
            "127.0.0.0/8",  # loopback, RFC 1122
            "169.254.0.0/16",  # link local, cloud metadata, RFC 3927
            "172.16.0.0/12",  # private use, RFC 1918
            "192.0.0.0/24",  # IETF protocol assignments, RFC 6890
            "192.0.2.0/24",  # documentation, RFC 5737
            "192.31.196.0/24",  # AS112, a sink for misdirected queries, RFC 7535
            "192.52.193.0/24",  # AMT relays, RFC 7450
            "192.88.99.0/24",  # 6to4 relays, deprecated by RFC 7526
            "192.168.0.0/16",  # private use, RFC 1918
            "192.175.48.0/24",  # AS112, RFC 7534
            "198.18.0.0/15",  # benchmarking, RFC 2544
            "198.51.100.0/24",  # documentation, RFC 5737
            "203.0.113.0/24",  # documentation, RFC 5737
            "224.0.0.0/4",  # multicast, RFC 5771
            "240.0.0.0/4",  # reserved, limited broadcast, RFC 1112
        ),
    )
)
_GLOBAL_UNICAST_V6 = IPv6Network("2000::/3")  # all that IANA has handed out, RFC 4291 §2.4
_SPECIAL_V6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # IETF protocol assignments: Teredo, ORCHID, benchmarking; RFC 2928
            "2001:db8::/32",  # documentation, RFC 3849
            "2620:4f:8000::/48",  # AS112, RFC 7534
            "3fff::/20",  # documentation, RFC 9637
        ),
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")  # the well-known prefix, RFC 6052 §2.1


_ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE})  # upper half of the interface, RFC 5214 §6.1


def unwrap(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address stands for, or the address itself.

    Unwrapped are the IPv4-mapped (RFC 4291 §2.5.5.2), 6to4 (RFC 3056 §2) and NAT64 (RFC 6052
    §2.1) forms. IPv4-compatible and Teredo addresses are not public in any case, nor are those of
    the local NAT64 prefix (RFC 8215).
    """
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address


def is_public(address: Address) -> bool:
    """Tell whether an address is a host of the public internet, whatever it is wrapped in.

    An ISATAP address (RFC 5214 §6.1) leads to the IPv4 address in it: both have to be public.
    """
    inner = unwrap(address)
    if isinstance(inner, IPv4Address):
        return not any(inner in network for network in _SPECIAL_V4)
    if inner not in _GLOBAL_UNICAST_V6 or any(inner in network for network in _SPECIAL_V6):
        return False
    is_tunnel = int(inner) >> 32 & 0xFFFF_FFFF in _ISATAP
    return not is_tunnel or is_public(IPv4Address(int(inner) & 0xFFFF_FFFF))


def allows(address: Address, networks: Iterable[Network]) -> bool:
    """Tell whether an address may be connected.

    Args:
        address: where a connection would go.
        networks: what the user allows besides the public internet (``allow_networks``).
    """
    return is_public(address) or is_named(address, networks)


def is_named(address: Address, networks: Iterable[Network]) -> bool:
    """Tell whether an address, or what is wrapped in it, lies in one of the networks."""
    inner = unwrap(address)
    return any(inner in network or address in network for network in networks)
