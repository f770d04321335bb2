"""One spelling for each page, and one for each host."""

import string
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.news.addresses import canonical, fetchable
from index.news.hosts import check_address, plain_host

STORY = "https://news.example/2025/08/summit"

SAME = {
    "scheme": "http://news.example/2025/08/summit",
    "capitals": "HTTPS://News.EXAMPLE/2025/08/summit",
    "space around": "  https://news.example/2025/08/summit\n",
    "port of http": "http://news.example:80/2025/08/summit",
    "port of https": "https://news.example:443/2025/08/summit",
    "empty port": "https://news.example:/2025/08/summit",
    "final dot": "https://news.example./2025/08/summit",
    "www": "https://www.news.example/2025/08/summit",
    "name and password": "https://reader:secret@news.example/2025/08/summit",
    "fragment": f"{STORY}#:~:text=ceasefire",
    "final slash": f"{STORY}/",
    "final slashes": f"{STORY}//",
    "directory page": f"{STORY}/index.html",
    "dots": "https://news.example/2025/07/../08/./summit",
    "needless escapes": "https://news.example/2025/08/%73%75mmit",
    "escaped dots": "https://news.example/2025/07/%2E%2e/08/summit",
    "empty query": f"{STORY}?",
    "campaign": f"{STORY}?utm_source=rss&utm_medium=feed&UTM_CAMPAIGN=x",
    "clicks": f"{STORY}?fbclid=1&gclid=2&msclkid=3&yclid=4",
    "newsletter": f"{STORY}?mc_cid=1&mc_eid=2&_hsenc=3&mkt_tok=4",
    "share": f"{STORY}?igshid=1&ref_src=twsrc%5Etfw&smid=tw-share&cmpid=x&CMP=share_btn_tw&__twitter_impression=true",
    "BBC": f"{STORY}?at_medium=RSS&at_campaign=KARANGA&ns_mchannel=social&xtor=AL-72",
    "feed": f"{STORY}?feedType=RSS&feedName=topNews",
    "escaped name": f"{STORY}?utm%5Fsource=rss",
    "AMP path": f"{STORY}/amp",
    "AMP path with slash": f"{STORY}/amp/",
    "AMP first": "https://news.example/amp/2025/08/summit",
    "AMP ending": f"{STORY}.amp",
    "AMP parameter": f"{STORY}?amp=1",
    "AMP flag": f"{STORY}?amp",
    "AMP on Arc": f"{STORY}?outputType=amp",
    "AMP host": "https://amp.news.example/2025/08/summit",
    "AMP host of www": "https://www.amp.news.example/2025/08/summit",
}

KEPT = {
    "https://news.example": "https://news.example/",
    "https://news.example/index.html": "https://news.example/",
    "http://news.example:8080/a": "https://news.example:8080/a",
    "https://news.example/A": "https://news.example/A",
    "https://news.example/a//b": "https://news.example/a//b",
    "https://news.example/a?id=2&b=1": "https://news.example/a?b=1&id=2",
    "https://news.example/a?x=2&x=1": "https://news.example/a?x=2&x=1",
    "https://news.example/a?b=&amp_x=1": "https://news.example/a?amp_x=1&b=",
    "https://news.example/story.html": "https://news.example/story.html",
    "https://news.example/story.amp.html": "https://news.example/story.html",
    "https://news.example/clamp/stamp": "https://news.example/clamp/stamp",
    "https://news.example/a%2fb?c=%c3%bc": "https://news.example/a%2Fb?c=%C3%BC",
    "https://news.example/ü ä?ö": "https://news.example/%C3%BC%20%C3%A4?%C3%B6",
    "https://news.example/100%": "https://news.example/100%25",
    "https://Bücher.example/": "https://xn--bcher-kva.example/",
    "https://xn--bcher-kva.example/": "https://xn--bcher-kva.example/",
    "https://日本語。ｊｐ/": "https://xn--wgv71a119e.jp/",
    "https://faß.example/": "https://xn--fa-hia.example/",
    "https://amp.dev/about": "https://amp.dev/about",
    "https://[2606:4700:0:0::1111]/": "https://[2606:4700::1111]/",
}

NO_PAGES = [
    "",
    "news.example/a",
    "//news.example/a",
    "ftp://news.example/a",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,hello",
    "mailto:desk@news.example",
    "https://",
    "https:///a",
    "https:/news.example/a",
    "https://:443/",
    "https://user@/",
    "https://news.example:99999/",
    "https://news.example:0/",
    "https://news.example:http/",
    "https://news example/",
    "https://news..example/",
    "https://.example/",
    "https://-\u0301.example/",
    "https://[::1/",
    "https://[news.example]/",
    "https://4294967296/",
    "https://1.1.1.1.1/",
    "https://news.256/",
    "https://" + "a" * 64 + ".example/",
    "https://news.example\\@evil.example\\/",
    "https://news.example/" + "a" * 9_000,
]


@pytest.mark.parametrize("url", SAME.values(), ids=SAME.keys())
def test_ways_to_one_page_have_one_spelling(url: str) -> None:
    assert canonical(url) == STORY


@pytest.mark.parametrize(("url", "expected"), KEPT.items())
def test_what_tells_pages_apart_stays(url: str, expected: str) -> None:
    assert canonical(url) == expected


@pytest.mark.parametrize("url", NO_PAGES)
def test_what_is_no_page_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical(url)
    with pytest.raises(ValueError, match=r"."):
        fetchable(url)


parts = st.text(st.sampled_from("aZ0-._~%/?&=;:@!$'()*+, üß&amp2Ff") | st.characters(codec="utf-8"), max_size=30)
words = st.sampled_from(["amp", "index.html", "", ".", "..", "%2e", ".amp", "x.amp.html", "a", "%", "%4%31", "AMP"])
hosts = st.sampled_from(["news.example", "amp.www.news.example", "www.amp.dev", "127.1", "[::1]", "Bücher.example", "a.b.:443"])


@given(hosts, st.lists(words | parts, max_size=6), st.lists(parts, max_size=4), st.sampled_from(["http", "https"]))
def test_a_spelling_is_its_own_spelling(host: str, path: list[str], query: list[str], scheme: str) -> None:
    try:
        once = canonical(f"{scheme}://{host}/{'/'.join(path)}?{'&'.join(query)}")
    except ValueError:
        return
    assert canonical(once) == once
    assert once.isascii()


@given(st.text(string.printable + "ü。"))
def test_any_text_is_a_page_or_a_value_error(text: str) -> None:
    with suppress(ValueError):
        assert canonical(text).startswith("https://")


def test_what_is_asked_for_is_what_was_given_but_for_its_host() -> None:
    assert fetchable("HTTP://Bücher.example.:8080/A/../b/?utm_source=x#part") == "http://xn--bcher-kva.example:8080/A/../b/?utm_source=x"


@pytest.mark.parametrize(
    ("host", "expected"),
    {
        "2130706433": "127.0.0.1",
        "0x7f000001": "127.0.0.1",
        "0x7f.1": "127.0.0.1",
        "0177.0.0.1": "127.0.0.1",
        "127.1": "127.0.0.1",
        "127.0.0.1.": "127.0.0.1",
        "0": "0.0.0.0",  # noqa: S104 (nothing is bound)
        "%31%32%37.0.0.1": "127.0.0.1",
        "①②⑦.0.0.1": "127.0.0.1",
        "ｌocalhost": "localhost",
        "LOCALHOST.": "localhost",
        "fe80::1%25eth0": "fe80::1",
        "FE80:0::0:1": "fe80::1",
        "a_b.example": "a_b.example",
    }.items(),
)
def test_a_host_has_one_spelling(host: str, expected: str) -> None:
    assert plain_host(host) == expected


CLOSED = {
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback",
    "::1": "loopback",
    "0.0.0.0": "unspecified",  # noqa: S104 (nothing is bound)
    "0.1.2.3": "reserved",
    "::": "unspecified",
    "10.0.0.1": "private",
    "172.16.0.1": "private",
    "172.31.255.255": "private",
    "192.168.1.1": "private",
    "fc00::1": "private",
    "fd12:3456::1": "private",
    "fec0::1": "reserved",
    "169.254.1.1": "link-local",
    "fe80::1": "link-local",
    "fe80::1%eth0": "link-local",
    "169.254.169.254": "metadata",
    "fd00:ec2::254": "metadata",
    "fd20:ce::254": "metadata",
    "100.100.100.200": "metadata",
    "168.63.129.16": "metadata",
    "100.64.0.1": "carrier's own",
    "100.127.255.255": "carrier's own",
    "224.0.0.1": "multicast",
    "239.255.255.255": "multicast",
    "ff02::1": "multicast",
    "240.0.0.1": "reserved",
    "255.255.255.255": "reserved",
    "192.0.0.8": "reserved",
    "192.0.2.1": "private",
    "192.88.99.1": "reserved",
    "198.18.0.1": "private",
    "2001:db8::1": "private",
    "2001:20::1": "reserved",
    "3fff::1": "reserved",
    "100::1": "reserved",
    "5f00::1": "reserved",
    "4000::1": "reserved",
    "::ffff:10.0.0.1": "IPv4-in-IPv6",
    "::ffff:8.8.8.8": "IPv4-in-IPv6",
    "::ffff:0:10.0.0.1": "IPv4-in-IPv6",
    "::127.0.0.1": "IPv4-in-IPv6",
    "2002:7f00:1::": "IPv4-in-IPv6",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2": "IPv4-in-IPv6",
    "64:ff9b::7f00:1": "IPv4-in-IPv6",
    "64:ff9b:1::7f00:1": "IPv4-in-IPv6",
    "2606:4700::5efe:7f00:1": "IPv4-in-IPv6",
    "2606:4700::200:5efe:7f00:1": "IPv4-in-IPv6",
}


@pytest.mark.parametrize(("address", "kind"), CLOSED.items())
def test_an_address_off_the_public_internet_is_closed(address: str, kind: str) -> None:
    assert check_address(address) == kind


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450:4001::8a"])
def test_an_address_on_the_public_internet_is_open(address: str) -> None:
    assert check_address(address) is None


@pytest.mark.parametrize(("address", "kind"), CLOSED.items())
def test_the_setting_opens_own_networks_and_nothing_else(address: str, kind: str) -> None:
    opened = check_address(address, allow_private=True) is None
    assert opened == (kind in ("loopback", "private", "carrier's own"))


@given(st.ip_addresses())
def test_every_address_is_open_or_closed_for_a_reason(address: object) -> None:
    assert check_address(str(address)) != ""
