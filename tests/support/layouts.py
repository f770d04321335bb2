"""Pages as news sites lay them out, each with the paragraphs that a reader would call its article."""

# ruff: noqa: E501 - markup and sentences are not broken where a page would not break them

import json
from dataclasses import dataclass, field
from typing import Any

import stories

ADDRESS = "https://www.example-news.test/world/2025/08/15/talks-end"

MENU = "".join(
    f"<li class='nav-item'><a href='/{s.lower()}'>{s}</a></li>"
    for s in ("Home", "World", "Business", "Sport", "Opinion", "Culture", "Video")
)
RELATED = "".join(
    f"<li><a href='/related/{number}'><h3>{line}</h3></a><p>{teaser}</p></li>"
    for number, (line, teaser) in enumerate(
        [
            (
                "Ferry strike enters third week as unions reject offer",
                "Operators say that no sailings are planned before Thursday at the earliest.",
            ),
            ("Why the price of butter doubled in a year", "Dairies blame a dry spring, farmers blame the dairies, and shoppers pay."),
            ("Ten islands to visit before the crowds do", "Our travel desk picks the quiet ones, with a map and prices."),
            ("Court frees editor after 400 days", "Her newspaper had printed a list of gifts that ministers took."),
        ]
    )
)
COMMENTS = "".join(
    f"<div class='comment'><span class='author'>{name}</span><p>{text}</p></div>"
    for name, text in [
        ("harbourmaster77", "Been saying this for years and nobody listens, typical of this lot, they will do it all again next time too."),
        ("Lena", "Great piece, thank you. I would love to read more about the history of the place and who paid for it all."),
        ("truth_seeker", "Who writes this stuff? My neighbour was there and she says that it was nothing like what is described here."),
    ]
)
COOKIES = (
    "<div id='onetrust-banner-sdk' class='cookie-consent' role='dialog'><p>We and our 842 partners store and access information on a device, "
    "such as cookies, and process personal data. You may accept or manage your choices.</p><button>Accept all</button></div>"
)
NEWSLETTER = (
    "<div class='newsletter-signup'><h4>Sign up for our morning briefing</h4><p>Get the five stories you need, in your inbox at 7 a.m., free. "
    "By signing up you agree to our terms.</p><form><input name='email'><button>Sign up</button></form></div>"
)
SHARE = "<ul class='share-bar'><li><a href='#'>Facebook</a></li><li><a href='#'>X</a></li><li><a href='#'>WhatsApp</a></li><li><button>Copy link</button></li></ul>"
FOOTER = (
    "<footer class='site-footer'><p>© 2025 Example News Ltd. All rights reserved. Registered in Tarnland, number 123456.</p>"
    "<a href='/terms'>Terms</a> <a href='/privacy'>Privacy policy</a> <a href='/contact'>Contact us</a></footer>"
)


@dataclass(frozen=True)
class Layout:
    """A page, and what it says."""

    name: str
    content: bytes
    title: str
    paragraphs: tuple[str, ...]
    outlet: str | None = None
    address: str = ADDRESS
    charset: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def html(head: str, body: str, lang: str = "en") -> str:
    return f"<!DOCTYPE html>\n<html lang='{lang}'>\n<head>\n<meta charset='utf-8'>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>"


def json_ld(thing: Any) -> str:
    return f"<script type='application/ld+json'>{json.dumps(thing)}</script>"


def marked(paragraphs: tuple[str, ...], form: str = "<p>{}</p>") -> list[str]:
    return [form.format(paragraph) for paragraph in paragraphs]


def news_site() -> Layout:
    title = "Talks end without accord on the border"
    p = marked(stories.SUMMIT, "<p class='article__paragraph'>{}</p>")
    p[3] = p[3].replace("400 prisoners", "<a href='/prisoners'>400 prisoners</a>").replace("Anton Veld", "<strong>Anton Veld</strong>")
    picture = (
        "<figure class='article__image'><img src='/i.jpg' alt='Two ministers shake hands'><figcaption>Ilse Marrow and Anton Veld shake hands "
        "in the harbour on Friday. <span class='credit'>Photograph: Rolf Amundsen/Getty Images</span></figcaption></figure>"
    )
    body = (
        f"{COOKIES}<header class='site-header'><a class='logo' href='/'>Example News</a><nav><ul>{MENU}</ul></nav></header>"
        "<div class='breaking-ticker'><a href='/live'>Breaking: storm nears the south coast, ferries cancelled</a></div>"
        f"<main id='main'><article class='article'><header><nav class='breadcrumb'><a href='/'>Home</a> › <a href='/world'>World</a></nav>"
        f"<h1 class='article__title'>{title}</h1><div class='article__byline'>By <a rel='author' href='/by/rolf'>Rolf Amundsen</a> in Port Tarn</div>"
        f"<time class='article__date' datetime='2025-08-15T21:40:00+02:00'>15 August 2025, 21:40</time>{SHARE}</header>"
        f"{picture}<div class='article__body'>{p[0]}{p[1]}<div class='ad-slot'><span>Advertisement</span></div>{p[2]}"
        f"<aside class='related-inline'><h4>Read more</h4><ul>{RELATED}</ul></aside>{p[3]}"
        f"<p><strong>Read more: <a href='/butter'>Why the price of butter doubled in a year</a></strong></p>{p[4]}{NEWSLETTER}{p[5]}{p[6]}{p[7]}</div>"
        "<div class='article__tags'><a href='/t/geneva'>Geneva</a> <a href='/t/border'>Border talks</a></div>"
        "<div class='author-bio'><img src='/rolf.jpg'><p>Rolf Amundsen has written about the region since 2004. He won the Lindqvist prize twice "
        f"and lives in Port Tarn with two dogs.</p></div></article><section class='comments' id='comments'><h2>Comments (3)</h2>{COMMENTS}</section>"
        f"</main><aside class='sidebar'><h2>Most popular</h2><ol>{RELATED}</ol></aside>{FOOTER}"
    )
    head = (
        f"<title>{title} | World | Example News</title><meta property='og:site_name' content='Example News'>"
        f"<meta property='og:title' content='{title}'><meta property='og:type' content='article'>"
        "<meta property='article:published_time' content='2025-08-15T19:40:00Z'><meta property='article:modified_time' content='2025-08-15T20:10:00Z'>"
        f"<link rel='canonical' href='{ADDRESS}'>"
    )
    return Layout("news site", html(head, body).encode(), title, stories.SUMMIT, "Example News")


def wordpress_blog() -> Layout:
    title = "The bridge that took eleven months too long"
    p = "\n".join(marked(stories.BRIDGE))
    body = (
        f"<div id='page' class='hfeed site'><header id='masthead'><h1 class='site-title'><a href='/'>Riverside Notes</a></h1><div class='menu-main'><ul>{MENU}</ul></div></header>"
        f"<div id='content' class='site-content'><div id='primary'><article id='post-812' class='post-812 post type-post hentry'><header class='entry-header'>"
        f"<h1 class='entry-title'>{title}</h1><div class='entry-meta'>Posted on <time class='entry-date published' datetime='2025-08-12T08:15:00+00:00'>August 12, 2025</time> "
        f"by <span class='author vcard'>Ida Berg</span></div></header><div class='entry-content'>{p}"
        "<div class='sharedaddy sd-sharing-enabled'><h3 class='sd-title'>Share this:</h3><ul><li>Twitter</li><li>Facebook</li></ul></div>"
        "<div id='jp-relatedposts' class='jp-relatedposts'><h3>Related</h3><p>Five benches nobody sits on</p></div></div>"
        "<footer class='entry-footer'>Posted in <a rel='category tag'>City</a>. Tagged <a rel='tag'>bridges</a>.</footer></article>"
        f"<nav class='post-navigation'><a rel='prev'>Previous post: Five benches nobody sits on</a></nav><div id='comments' class='comments-area'><h2>3 thoughts</h2>{COMMENTS}"
        "<div id='respond'><h3>Leave a Reply</h3><form><p>Your email address will not be published.</p></form></div></div></div>"
        f"<div id='secondary' class='widget-area'><section class='widget'><h2>Recent posts</h2><ul>{RELATED}</ul></section></div></div>{FOOTER}</div>"
    )
    head = f"<title>{title} – Riverside Notes</title><meta name='generator' content='WordPress 6.5'><meta property='og:site_name' content='Riverside Notes'>"
    return Layout(
        "WordPress blog", html(head, body).encode(), title, stories.BRIDGE, "Riverside Notes", "https://riverside.test/2025/08/bridge/"
    )


def amp() -> Layout:
    title = "Storm cuts power to 120,000 homes"
    p = "".join(marked(stories.STORM))
    body = (
        f"<amp-sidebar id='menu' layout='nodisplay'><ul>{MENU}</ul></amp-sidebar><header><a href='/'>The Daily Coast</a></header><article><h1>{title}</h1>"
        "<amp-img src='/storm.jpg' width='800' height='500'></amp-img><p class='caption'>Fallen trees at Cape Ferris. Photo: M. Lind</p>"
        f"<div class='content'>{p}</div><amp-ad width='300' height='250'></amp-ad></article><amp-social-share type='twitter'></amp-social-share>"
        "<section class='amp-related-posts'><h3>You may also like</h3><ul><li><a href='/x'>Ferry strike enters third week as unions reject offer</a></li></ul></section>"
    )
    head = (
        f"<title>{title} - The Daily Coast</title><link rel='canonical' href='https://dailycoast.test/2025/08/24/storm.html'><style amp-boilerplate>body{{visibility:hidden}}</style>"
        + json_ld(
            {
                "@context": "http://schema.org",
                "@type": "NewsArticle",
                "headline": title,
                "datePublished": "2025-08-24T06:30:00Z",
                "publisher": {"@type": "Organization", "name": "The Daily Coast"},
            }
        )
    )
    return Layout(
        "AMP",
        html(head, body).replace("<html", "<html ⚡", 1).encode(),
        title,
        stories.STORM,
        "The Daily Coast",
        "https://dailycoast.test/2025/08/24/storm.amp.html",
    )


def old_tables() -> Layout:
    title = "Bridge opens late, and not to cyclists"
    text = "<br><br>\n".join(stories.BRIDGE)
    links = "<br>".join(
        f"<a href='{n}.htm'>{s}</a>" for n, s in enumerate(("News", "Sports", "Weather", "Classifieds", "Obituaries", "Subscribe"))
    )
    content = (
        f"<HTML><HEAD><TITLE>The Valley Gazette: {title}</TITLE></HEAD><BODY BGCOLOR=#FFFFFF><TABLE WIDTH=760 BORDER=0><TR><TD COLSPAN=3><IMG SRC=logo.gif></TD></TR>"
        f"<TR><TD WIDTH=120 VALIGN=top><FONT SIZE=1>{links}</FONT></TD><TD WIDTH=480><FONT FACE=Verdana SIZE=4><B>{title}</B></FONT><BR><FONT SIZE=1>August 9, 2003</FONT><P>"
        f"<FONT FACE=Verdana SIZE=2>{text}</FONT></TD><TD WIDTH=160><FONT SIZE=1>Win a weekend for two in the hills!<BR>Click here</FONT></TD></TR>"
        "<TR><TD COLSPAN=3><FONT SIZE=1>Copyright 2003 The Valley Gazette. <A HREF=contact.htm>Contact the webmaster</A></FONT></TD></TR></TABLE></BODY></HTML>"
    )
    return Layout(
        "old tables", content.encode("cp1252"), title, stories.BRIDGE, None, "http://www.valleygazette.test/archive/2003/bridge.htm"
    )


def hashed_classes() -> Layout:
    title = "Harbour Party wins most seats but no majority"
    p = "".join(
        f"<div data-component='text-block' class='sc-18fde0d6-0 dlWCEZ'><p class='sc-eb7bd5f6-0 fYAfXe'>{text}</p></div>"
        for text in stories.ELECTION
    )
    half = p.index("<div data-component", 1200)
    p = (
        p[:half]
        + "<div data-component='links-block' class='sc-2 x'><ul><li><a href='/1'>Who are the Rural List?</a></li><li><a href='/2'>The map, district by district</a></li></ul></div>"
        + p[half:]
    )
    body = (
        f"<div id='__next'><div class='sc-1 header'><nav>{MENU}</nav></div><main><article><div data-component='headline-block'><h1 class='sc-518485e5-0'>{title}</h1></div>"
        "<div data-component='byline-block'><div>4 hours ago</div><span>Hanna Voss</span><span>Political correspondent, Port Tarn</span></div>"
        "<div data-component='image-block'><figure><img alt=''><span>Reuters</span><figcaption>Jonas Hale greets supporters at the fish market</figcaption></figure></div>"
        f"{p}<div data-component='topic-list'><a href='/t/1'>Elections</a><a href='/t/2'>Jonas Hale</a></div></article>"
        f"<div data-component='links-grid'><h2>Top stories</h2><ul>{RELATED}</ul></div></main>{FOOTER}</div>"
        f"<script id='__NEXT_DATA__' type='application/json'>{json.dumps({'props': {'title': title}})}</script>"
    )
    head = (
        f"<title>{title} - BNC News</title><meta property='og:site_name' content='BNC News'><meta property='og:title' content='{title}'>"
        + json_ld(
            {
                "@context": "http://schema.org",
                "@type": "ReportageNewsArticle",
                "headline": title,
                "datePublished": "2025-08-25T05:12:33.000Z",
                "dateModified": "2025-08-25T09:00:00.000Z",
                "author": {"@type": "Organization", "name": "BNC News"},
                "publisher": {"@type": "NewsMediaOrganization", "name": "BNC News"},
            }
        )
    )
    return Layout(
        "hashed classes", html(head, body).encode(), title, stories.ELECTION, "BNC News", "https://www.bnc.test/news/articles/c0j9"
    )


def wire_divs() -> Layout:
    title = "Central bank holds rate at 4.75%, in no hurry to cut"
    paragraphs = (f"PORT TARN, Aug 21 (Reuters) - {stories.BANK[0]}", *stories.BANK[1:4], *stories.BANK[8:10], stories.BANK[11])
    p = "".join(
        f"<div class='article-body__paragraph__2-BtD' data-testid='paragraph-{n}'>{text}</div>" for n, text in enumerate(paragraphs)
    )
    body = (
        f"<header><nav>{MENU}</nav></header><main><article data-testid='Article'><div class='article-header__wrapper'><h1 data-testid='Heading'>{title}</h1>"
        "<div class='info-content__author-date'><span>By <a rel='author' href='/a/x'>Nils Aker</a></span><time datetime='2025-08-21T13:05:00Z'><span>August 21, 2025 1:05 PM UTC</span><span>Updated 3 hours ago</span></time></div></div>"
        "<div class='article-body__wrapper'><ul data-testid='Summary' class='summary__list'><li>Seven of nine members vote to hold</li><li>Services inflation a worry</li></ul>"
        f"<div class='article-body__content__17Yit'>{p}</div></div><div class='sign-off'><p>Reporting by Nils Aker; Editing by Sue Moss</p><p>Our Standards: <a href='/trust'>The Thomson Reuters Trust Principles.</a></p></div>"
        f"</article></main><div class='read-next'><h2>Read Next</h2><ul>{RELATED}</ul></div>{FOOTER}"
    )
    head = f"<title>{title} | Reuters</title><meta property='og:site_name' content='Reuters'><meta property='og:title' content='{title}'><meta name='article:published_time' content='2025-08-21T13:05:00Z'>"
    return Layout(
        "wire divs", html(head, body).encode(), title, paragraphs, "Reuters", "https://www.reuters.test/markets/rates-2025-08-21/"
    )


def lists_and_subheads() -> Layout:
    title = "Rates on hold: what the bank said"
    p = list(stories.BANK)
    inner = (
        "".join(marked(tuple(p[:4])))
        + f"<h2>{p[4]}</h2><ul><li>{p[5]}</li><li>{p[6]}</li><li>{p[7]}</li></ul>"
        + f"<p>{p[8]}</p><blockquote><p>{p[9]}</p></blockquote><h3>{p[10]}</h3><p>{p[11]}</p>"
    )
    body = (
        f"<nav>{MENU}</nav><div class='layout'><div class='toc'><h4>In this article</h4><ol><li><a href='#a'>The vote</a></li><li><a href='#b'>The year ahead</a></li></ol></div>"
        f"<main class='post-content'><h1>{title}</h1><p class='byline'>By Karin Holm · Published 21 August 2025 · 4 min read</p>{inner}<p><em>Follow us on <a href='#'>X</a> and <a href='#'>Facebook</a>.</em></p></main></div>{FOOTER}"
    )
    head = f"<title>{title} | Ledger Weekly</title><meta name='application-name' content='Ledger Weekly'><meta name='author' content='Karin Holm'>"
    return Layout("lists and subheads", html(head, body).encode(), title, stories.BANK, "Ledger Weekly", "https://ledger.test/rates")


def json_ld_shell() -> Layout:
    title = "Storm leaves six in hospital"
    thing = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "Coast Today", "url": "https://coast.test/"},
            {
                "@type": "NewsArticle",
                "headline": title,
                "articleBody": "\n\n".join(stories.STORM),
                "datePublished": "2025-08-24T05:00:00+02:00",
                "author": [{"@type": "Person", "name": "Mats Eide"}],
                "publisher": {"name": "Coast Today"},
            },
        ],
    }
    body = "<div id='root'><div class='skeleton'>Loading…</div></div><noscript>You need to enable JavaScript to run this app.</noscript><script src='/app.js'></script>"
    head = f"<title>{title} - Coast Today</title>" + json_ld(thing)
    return Layout("shell with JSON-LD", html(head, body).encode(), title, stories.STORM, "Coast Today", "https://coast.test/a/1")


def german() -> Layout:
    title = "Gespräche enden ohne Einigung"
    p = "".join(marked(stories.GERMAN, "<div class='RichText'><p>{}</p></div>"))
    body = (
        f"<header><nav>{MENU}</nav></header><main><article><h2><span>Grenzstreit</span> <span>{title}</span></h2><div class='leading'>Fünf Stunden, kein Ergebnis: Wie es nun weitergeht.</div>"
        f"<time datetime='2025-08-15 22:10:00'>15.08.2025, 22.10 Uhr</time><div class='article-body'>{p}</div><span class='source'>dpa/rol</span></article>"
        f"<section class='mehr-zum-thema'><h3>Mehr zum Thema</h3><ul>{RELATED}</ul></section></main><footer>Impressum Datenschutz</footer>"
    )
    head = f"<title>{title} - Der Morgen</title><meta property='og:title' content='{title}'><meta property='og:site_name' content='Der Morgen'>"
    return Layout(
        "German",
        html(head, body, "de").encode(),
        title,
        stories.GERMAN,
        "Der Morgen",
        "https://dermorgen.test/ausland/a-1",
        extra={"language": "de"},
    )


def russian_1251() -> Layout:
    title = "Переговоры завершились без соглашения"
    p = "".join(marked(stories.RUSSIAN))
    page = html(
        f"<title>{title} — Утро</title>", f"<div class='menu'>{MENU}</div><div class='article__text'><h1>{title}</h1>{p}</div>", "ru"
    ).replace("<meta charset='utf-8'>", "<meta http-equiv='Content-Type' content='text/html; charset=windows-1251'>")
    return Layout(
        "Russian in windows-1251", page.encode("cp1251"), title, stories.RUSSIAN, None, "http://utro.test/1", extra={"language": "ru"}
    )


def french_wrongly_declared() -> Layout:
    title = "Les pourparlers s’achèvent sans accord"
    p = "".join(marked(stories.FRENCH, "<p class='article__paragraph'>{}</p>"))
    page = html(
        f"<title>{title}</title><meta property='og:site_name' content='Le Matin'>",
        f"<section class='article__wrapper'><article class='article__content'><h1>{title}</h1>{p}</article></section>",
        "fr-FR",
    )
    return Layout(
        "UTF-8 declared as Latin-1",
        page.replace("utf-8", "iso-8859-1").encode(),
        title,
        stories.FRENCH,
        "Le Matin",
        "https://lematin.test/a",
        "iso-8859-1",
        extra={"language": "fr"},
    )


def latin_declared_utf8() -> Layout:
    title = "Bridge opens late, at last"
    page = html(
        f"<title>{title} | Riverside Notes</title><meta property='og:site_name' content='Riverside Notes'>",
        f"<div id='story'><h1>{title}</h1>{''.join(marked(stories.BRIDGE))}</div>",
    )
    return Layout(
        "windows-1252 declared as UTF-8",
        page.encode("cp1252"),
        title,
        stories.BRIDGE,
        "Riverside Notes",
        "https://riverside.test/x",
        "utf-8",
    )


def div_soup() -> Layout:
    title = "Storm: half of the homes have power again"
    text = "".join(f"<div>{paragraph}</div><div><br></div>" for paragraph in stories.STORM)
    body = (
        f"<div class='topbar'>{''.join(f'<a href=/{n}>{s}</a> ' for n, s in enumerate(('News', 'Sport', 'Traffic')))}</div><div class='wrap'><div class='col-8'><div class='headline'><h1>{title}</h1></div>"
        f"<div class='dateline'>Monday, August 25, 2025 | 11:20 AM CEST</div><div class='story-text'>{text}</div><div class='tags'>Tags: storm, power</div></div>"
        f"<div class='col-4'><div class='box'><div class='box-title'>Most read</div>{RELATED}</div></div></div><div class='foot'>Copyright 2025 Southern Star</div>"
    )
    return Layout(
        "div soup",
        html(f"<title>Southern Star | {title}</title>", body).encode(),
        title,
        stories.STORM,
        None,
        "https://southernstar.test/n/8",
    )


def regional_paper() -> Layout:
    """Widgets, promotions and captions between the paragraphs, the way regional chains do it."""
    title = "Harbour Party wins most seats"
    p = marked(stories.ELECTION)
    widget = "<div class='inline-promo widget'><a href='/app'><img src='/app.png'></a><p>Download our app for the latest from your town, and never miss a story again.</p></div>"
    video = "<div class='video-player'><p class='video-title'>Watch: Jonas Hale speaks after the count</p><video></video></div>"
    body = (
        f"<div class='mega-menu'>{MENU}</div><div class='subscribe-banner'>Subscribe today for $1 a month</div><article itemscope itemtype='http://schema.org/NewsArticle'><h1 itemprop='headline'>{title}</h1>"
        f"<span itemprop='author'>Lise Brandt</span><meta itemprop='datePublished' content='2025-08-25T07:00:00+02:00'><div itemprop='articleBody' class='story-content'><div class='gallery'><img><p class='image-caption'>Voters queue outside a school in the capital on Sunday.</p></div>"
        f"{p[0]}{widget}{p[1]}{p[2]}<p>Advertisement</p><p>ADVERTISEMENT - CONTINUE READING BELOW</p>{video}{p[3]}<p><a href='/1'>READ MORE: Court frees editor after 400 days</a></p>{p[4]}{p[5]}"
        f"<p><b>ALSO READ | <a href='/2'>Ten islands to visit before the crowds do</a></b></p>{p[6]}{p[7]}<p><i>Subscribe to our newsletter and follow us on Instagram for more stories.</i></p></div></article>"
        f"<div class='trending'><h3>Trending now</h3><ul>{RELATED}</ul></div><div class='comments-section'>{COMMENTS}</div>{FOOTER}"
    )
    head = f"<title>{title} | Tarn Valley Post</title><meta property='og:site_name' content='Tarn Valley Post'>"
    return Layout("regional paper", html(head, body).encode(), title, stories.ELECTION, "Tarn Valley Post", "https://post.test/n/1")


def long_sidebar() -> Layout:
    """More words beside the article than in it."""
    title = "Bridge to open on Saturday"
    items = "".join(
        f"<div class='teaser'><h3><a href='/{n}'>{s[:60]}</a></h3><p>{s}</p></div>"
        for n, s in enumerate((*stories.STORM, *stories.ELECTION, *stories.BANK))
    )
    body = f"<nav>{MENU}</nav><div class='page'><div class='main-col'><h1>{title}</h1><p class='meta'>By Ida Berg, 22 Aug 2025</p>{''.join(marked(stories.BRIDGE))}</div><div class='side-col'><h2>Latest</h2>{items}</div></div>{FOOTER}"
    head = f"<title>{title}</title><meta property='og:site_name' content='City Herald'><meta name='date' content='2025-08-22'>"
    return Layout("long sidebar", html(head, body).encode(), title, stories.BRIDGE, "City Herald", "https://herald.test/bridge")


def press_release() -> Layout:
    title = "Statement by the Foreign Minister on the talks"
    body = (
        f"<a class='skip'>Skip to main content</a><div role='banner'>An official website of the government of Tarnland</div><div role='navigation'>{MENU}</div>"
        f"<div role='main'><div class='region-content'><h1 class='page-title'>{title}</h1><div class='field-date'>Friday, August 15, 2025</div><div class='field field--name-body field--type-text-with-summary field-body'>{''.join(marked(stories.SUMMIT))}</div></div></div><div class='footer'>Ministry of Foreign Affairs, 1 Harbour Square</div>"
    )
    return Layout(
        "press release",
        html(f"<title>{title} | Ministry of Foreign Affairs</title>", body).encode(),
        title,
        stories.SUMMIT,
        None,
        "https://mfa.gov.test/statements/1",
    )


def nested_sections() -> Layout:
    """Paragraphs spread over sections with pictures between, as long reads have them."""
    title = "The night the roof flew"
    sections = "".join(
        f"<section class='css-1{n}'><div class='css-5{n}'><p>{a}</p><p>{b}</p></div></section><div class='css-ad'><div id='ad-{n}'></div></div><figure><img><figcaption>A picture that shows number {n} of the barns.</figcaption></figure>"
        for n, (a, b) in enumerate(zip(stories.STORM[:6:2], stories.STORM[1:6:2], strict=True))
    )
    body = f"<div id='app'><header>{MENU}</header><main><article id='story'><header><h1 data-testid='headline'>{title}</h1><p id='article-summary'>A storm without a name, and what it left.</p></header><section name='articleBody'>{sections}<div><p>{stories.STORM[6]}</p></div></section><div class='bottom-of-article'><p>A version of this article appears in print on page A4 of the national edition.</p></div></article></main></div>"
    head = (
        f"<title>{title} - The Tarn Times</title><meta property='og:title' content='{title} - The Tarn Times'><meta property='og:site_name' content='The Tarn Times'>"
        + json_ld([{"@type": "NewsArticle", "headline": title, "datePublished": "2025-08-24T12:00:00.000Z"}])
    )
    return Layout(
        "nested sections", html(head, body).encode(), title, stories.STORM, "The Tarn Times", "https://tarntimes.test/2025/08/24/storm"
    )


def single_quotes_and_entities() -> Layout:
    title = "Talks &amp; tea: ministers part “as friends”"
    p = (
        "".join(marked(stories.SUMMIT))
        .replace("“", "&ldquo;")
        .replace("”", "&#8221;")
        .replace("’", "&#146;")
        .replace(" of ", "&nbsp;of ", 2)
    )
    body = f"<div class='container'><h1>{title}</h1><span class='post-date'>Aug. 15, 2025, 9:40 p.m. EDT</span><div class='post-content'>{p}</div></div>"
    head = f"<title>{title} &raquo; Tarn Dispatch</title><meta property='og:title' content='{title}'><meta property='og:site_name' content='Tarn Dispatch'>"
    return Layout(
        "entities",
        html(head, body).encode(),
        "Talks & tea: ministers part “as friends”",
        stories.SUMMIT,
        "Tarn Dispatch",
        "https://dispatch.test/p/1",
    )


def all_layouts() -> list[Layout]:
    makers = (
        news_site, wordpress_blog, amp, old_tables, hashed_classes, wire_divs, lists_and_subheads, json_ld_shell, german, russian_1251,
        french_wrongly_declared, latin_declared_utf8, div_soup, regional_paper, long_sidebar, press_release, nested_sections, single_quotes_and_entities,
    )  # fmt: skip
    return [make() for make in makers]
