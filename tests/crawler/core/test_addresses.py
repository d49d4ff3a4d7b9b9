"""Which addresses are public: the registries' blocks, their edges, and what wraps them."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.core.addresses import allows, is_public, unwrap

PUBLIC = [
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
    "126.255.255.255", "128.0.0.0", "169.253.255.255", "172.15.255.255", "172.32.0.0",
    "192.0.1.1", "192.0.3.0", "192.88.98.255", "192.167.255.255", "192.169.0.0",
    "198.17.255.255", "198.20.0.0", "203.0.112.255", "223.255.255.255",
    "2001:4860:4860::8888", "2606:4700::1111", "2a00:1450:4001::200e", "2001:200::1",
    "::ffff:8.8.8.8", "2a00:1450::5efe:808:808", "64:ff9b::808:808", "2002:808:808::1",
]  # fmt: skip
NOT_PUBLIC = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255",
    "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255",
    "192.0.0.8", "192.0.0.170", "192.0.2.1", "192.31.196.1", "192.52.193.1", "192.88.99.1",
    "192.168.0.1", "192.175.48.1", "198.18.0.1", "198.19.255.255", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::a00:1",
    "64:ff9b:1::808:808", "100::1", "100:0:0:1::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::1", "2002:a00:1::",
    "2002:a9fe:a9fe::", "2620:4f:8000::1", "3fff::1", "4000::1", "5f00::1", "fc00::1",
    "2a00:1450::5efe:7f00:1", "2a00:1450::200:5efe:10.0.0.1", "fe80::5efe:8.8.8.8%1",
    "fd12:3456::1", "fe80::1", "fe80::1%1", "fec0::1", "ff02::1", "ff0e::1",
]  # fmt: skip


@pytest.mark.parametrize("text", PUBLIC)
def test_hosts_of_the_internet_are_public(text: str) -> None:
    assert is_public(ip_address(text))
    assert allows(ip_address(text), ())


@pytest.mark.parametrize("text", NOT_PUBLIC)
def test_special_blocks_are_not_public_whatever_they_are_wrapped_in(text: str) -> None:
    assert not is_public(ip_address(text))
    assert not allows(ip_address(text), ())


@pytest.mark.parametrize(
    ("text", "network", "allowed"),
    [
        ("10.1.2.3", "10.1.0.0/16", True),
        ("10.2.2.3", "10.1.0.0/16", False),
        ("::ffff:10.1.2.3", "10.1.0.0/16", True),
        ("64:ff9b::a01:203", "10.1.0.0/16", True),
        ("fd00::1", "fd00::/8", True),
        ("::ffff:10.1.2.3", "::ffff:0:0/96", True),
        ("::ffff:10.1.2.3", "fd00::/8", False),
        ("127.0.0.1", "::1/128", False),
        ("8.8.8.8", "10.0.0.0/8", True),
    ],
)
def test_the_user_opens_networks_one_by_one(text: str, network: str, allowed: bool) -> None:
    assert allows(ip_address(text), [ip_network(network)]) is allowed


@given(st.ip_addresses(v=4))
def test_a_wrapped_address_is_judged_like_the_one_inside(inner: IPv4Address) -> None:
    for wrapped in (
        IPv6Address(f"::ffff:{inner}"),
        IPv6Address(int(IPv6Address("64:ff9b::")) + int(inner)),
        IPv6Address((0x2002 << 112) | (int(inner) << 80) | 7),
    ):
        assert unwrap(wrapped) == inner
        assert is_public(wrapped) == is_public(inner)


@given(st.ip_addresses())
def test_what_is_public_is_global_to_the_standard_library_too(
    address: IPv4Address | IPv6Address,
) -> None:
    if is_public(address):
        assert unwrap(address).is_global
