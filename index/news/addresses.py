"""Addresses of pages: one spelling for each page, and what can be fetched at all."""

import re
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

from tld import get_fld

from index.errors import BadInput
from index.news.hosts import plain_host

#: Families of parameters that say where a reader came from, by how they begin.
_TRACKING_PREFIXES = (
    "utm_",  # Google Analytics and whoever copied it
    "at_",  # AT Internet (BBC, France Médias Monde)
    "hsa_",  # HubSpot's advertisements
    "mtm_",  # Matomo
    "ns_",  # comScore (BBC)
    "pk_",  # Piwik, as Matomo was called
)
_TRACKING = frozenset(
    # clicks on advertisements, one a network
    "dclid fbclid gbraid gclid gclsrc msclkid ttclid twclid wbraid yclid"
    # a reader of a newsletter: Mailchimp, HubSpot, Marketo, Omeda, Vero
    " mc_cid mc_eid _hsenc _hsmi mkt_tok oly_anon_id oly_enc_id vero_id"
    # a share: Instagram, Twitter, Google, New York Times
    " igsh igshid ref_src ref_url __twitter_impression _ga _gl smid smtyp"
    # a campaign: publishers' own (Guardian, CNN, Daily Mail, MSN, Reuters, Yahoo) and Webtrekk, Omniture, AT Internet
    " cmp cmpid guccounter guce_referrer guce_referrer_sig icid ito ncid ocid s_cid sr_share taid wt_mc xtor"
    # which feed it was found in: Reuters
    " feedname feedtype".split()
)
#: A page's AMP form: `?amp`, `?amp=1`; `?outputType=amp` is that of sites on Arc.
_AMP_VALUES = {"outputtype": "amp"}
_AMP_ENDING = re.compile(r"(\.amp)+(?=(\.html?)?$)")
_DIRECTORY_PAGES = frozenset({"index.html", "index.htm", "index.php"})
#: A home page is found with and without it.
_SAME_SITE_PREFIXES = ("amp.", "www.")

_PATH_SAFE = "/:@!$&'()*+,;=~-._"  # RFC 3986, 3.3
_QUERY_SAFE = _PATH_SAFE + "?"  # RFC 3986, 3.4
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PERCENT = re.compile("%([0-9A-Fa-f]{2})?")

#: Servers take at least 8,000 (RFC 9110, 4.1).
MAX_ADDRESS = 8_000


def canonical(url: str) -> str:
    """One spelling for one page, whichever way it was reached: for comparing, never for fetching.

    https for http, no `www.`, no AMP, no ports of the schemes' own, no name or password, no fragment, no tracking
    parameters, the rest of the query sorted by name, no final slash, no directory page; host and percent-encoding as in
    RFC 3986, 6.2.2. Idempotent. Raises ValueError for what is no http or https address with a host.
    """
    parts = http_parts(url)
    host = _site(plain_host(parts.hostname or ""))
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    return urlunsplit(("https", _bracketed(host) + port, _path(parts.path), _query(parts.query), ""))


def site(host: str) -> str:
    """The publisher's part of a host's name: its public suffix (publicsuffix.org, private ones too) and one label more, else two labels.

    Hosts that are addresses, and names with one label, are sites themselves.
    """
    known = get_fld(f"https://{host}/", fail_silently=True, search_private=True)
    labels = host.lower().split(".")
    return known or (host if labels[-1].isdecimal() or ":" in host else ".".join(labels[-2:]))


def fetchable(url: str) -> str:
    """`url` as it is asked for: its host as it is looked up, everything else as it was given, without the fragment.

    Raises ValueError for what is no http or https address with a host. A name and password stay, for whoever refuses them.
    """
    parts = http_parts(url)
    port = "" if parts.port is None else f":{parts.port}"
    credentials, at, _ = parts.netloc.rpartition("@")
    return urlunsplit((parts.scheme, credentials + at + _bracketed(plain_host(parts.hostname or "")) + port, parts.path, parts.query, ""))


def http_parts(url: str) -> SplitResult:
    """The parts of an http or https address; its port is in order, its host not yet looked at. Raises ValueError."""
    text = url.strip()
    if len(text) > MAX_ADDRESS:
        raise ValueError(f"an address has at most {MAX_ADDRESS} characters")
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise ValueError("an address starts with http:// or https:// and a host")
    return parts


def check_feed_address(address: str) -> str:
    """The feed's address, if it could be one. Raises BadInput."""
    try:
        parts = http_parts(fetchable(address))
    except ValueError:
        raise BadInput(f"{address} is no address that starts with http:// or https://; give the feed's.") from None
    if parts.username is not None or parts.password is not None:
        raise BadInput("The address holds a name or a password, which Sherpa would keep and show; give one without.")
    return address.strip()


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _site(host: str) -> str:
    """Without what a site puts before its name; `amp.dev` and `www.com` are names themselves."""
    for prefix in _SAME_SITE_PREFIXES:
        rest = host.removeprefix(prefix)
        if rest != host and "." in rest:
            return _site(rest)
    return host


def _path(path: str) -> str:
    segments = _without_dots(_encoded(path, _PATH_SAFE).split("/")[1:])
    while segments and segments[0] == "amp":
        del segments[0]
    while segments:
        segments[-1] = _AMP_ENDING.sub("", segments[-1])
        if segments[-1] not in ("", "amp") and segments[-1] not in _DIRECTORY_PAGES:
            break
        del segments[-1]
    return "/" + "/".join(segments)


def _without_dots(segments: list[str]) -> list[str]:
    """RFC 3986, 5.2.4."""
    kept: list[str] = []
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return kept


def _query(query: str) -> str:
    pairs = [pair for pair in _encoded(query, _QUERY_SAFE).split("&") if pair]
    return "&".join(sorted((pair for pair in pairs if not _is_tracking(pair)), key=lambda pair: pair.partition("=")[0]))


def _is_tracking(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = unquote(name).lower()
    if name == "amp" or name in _TRACKING or name.startswith(_TRACKING_PREFIXES):
        return True
    return _AMP_VALUES.get(name) == value.lower()


def _encoded(text: str, safe: str) -> str:
    """Percent-encoding as in RFC 3986, 6.2.2: only where it is needed, in capitals."""
    return _PERCENT.sub(_one_escape, quote(text, safe=safe + "%"))


def _one_escape(match: re.Match[str]) -> str:
    digits = match.group(1)
    if digits is None:
        return "%25"
    character = chr(int(digits, 16))
    return character if character in _UNRESERVED else f"%{digits.upper()}"
