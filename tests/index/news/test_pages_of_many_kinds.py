"""Pages as they are found: in other scripts, with text outside of paragraphs, under names that mean something else elsewhere."""

# ruff: noqa: E501 - markup and sentences are not broken where a page would not break them

from datetime import UTC, date, datetime

import pytest
import stories
from layouts import html, json_ld

from index.news.errors import BadPage
from index.news.markup.lines import articles_own
from index.news.markup.pruning import prune
from index.news.markup.tree import parse
from index.news.markup.words import count
from index.news.pages import Page, extract

NOW = datetime(2025, 9, 1, 12, tzinfo=UTC)
ADDRESS = "https://www.example-news.test/world/talks-end"
BODY = "\n\n".join(stories.SUMMIT)
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in stories.SUMMIT)

CHINESE = (
    "两国代表团的领导人星期五深夜离开港口会议中心，没有签署人们等待了数周的协议，但双方都表示谈判将继续进行。",
    "外交部长在闭门会谈近五个小时后对记者说，粮食和战俘问题有所进展，边界问题则毫无进展。",
    "下一轮谈判定于十月第一周在日内瓦举行，由联合国主持。分析人士警告说，不要过分解读这些微笑。",
)
JAPANESE = (
    "両国の代表団は金曜日の深夜、合意文書に署名しないまま会議場を後にしたが、協議は続けると述べた。",
    "外相は五時間近い非公開の会談のあと、穀物と捕虜については前進があったが、国境では何も進まなかったと記者団に語った。",
    "次の協議は十月の第一週にジュネーブで開かれ、国連が主催する予定である。",
)
THAI = (
    "ผู้นำของคณะผู้แทนทั้งสองฝ่ายออกจากศูนย์ประชุมที่ท่าเรือเมื่อดึกวันศุกร์โดยไม่ได้ลงนามในข้อตกลงที่รอกันมาหลายสัปดาห์",
    "รัฐมนตรีต่างประเทศบอกกับผู้สื่อข่าวหลังการประชุมปิดเกือบห้าชั่วโมงว่ามีความคืบหน้าเรื่องธัญพืชและเชลยศึก",
    "การเจรจารอบต่อไปจะจัดขึ้นที่เจนีวาในสัปดาห์แรกของเดือนตุลาคมโดยมีสหประชาชาติเป็นเจ้าภาพ",
)


def read(head: str, body: str, address: str = ADDRESS) -> Page:
    return extract(html(head, body).encode(), address, now=NOW)


# Text


def test_words_are_counted_where_no_spaces_part_them() -> None:
    assert count("Talks went on") == 3
    assert count("Переговоры продолжались") == 2
    assert count("谈判将继续进行") == 4
    assert count("") == 0


@pytest.mark.parametrize("text", [CHINESE, JAPANESE, THAI], ids=["Chinese", "Japanese", "Thai"])
def test_an_article_in_a_script_without_spaces_is_no_list_of_links(text: tuple[str, ...]) -> None:
    menu = "".join(f"<li><a href='/{n}'>{title[:20]}</a></li>" for n, title in enumerate(text * 6))
    page = read(f"<title>{text[0][:15]}</title>", f"<ul>{menu}</ul><h1>{text[0][:15]}</h1>" + "".join(f"<p>{part}</p>" for part in text))
    assert page.body == "\n\n".join(text)


def test_text_between_paragraphs_is_kept_in_its_place() -> None:
    first, second, third, fourth, *rest = stories.SUMMIT
    box = "<div class='related'><h3>Related content</h3><ul><li><a href='/v'>Video: the talks</a></li></ul></div>"
    body = f"<div>{box}{first}<p>{second}</p>{third} <img src='a.jpg'><br><p>{fourth}</p></div>" + "".join(
        f"<p>{part}</p>" for part in rest
    )
    assert read("<title>Talks end</title>", f"<h1>Talks end</h1><div>{body}</div>").body == BODY


def test_a_picture_in_a_sentence_does_not_part_it() -> None:
    first, *rest = stories.SUMMIT
    head, tail = first[:60], first[60:]
    body = f"<div>{head}<img src='flag.png'>{tail}" + "".join(f"<p>{part}</p>" for part in rest) + "</div>"
    assert read("<title>Talks end</title>", f"<h1>Talks end</h1>{body}").body == BODY


@pytest.mark.parametrize("name", ["comments", "comment-list", "sf_comment_list", "kommentare", "commentlist"])
def test_what_readers_wrote_is_left_out_even_if_it_is_longer(name: str) -> None:
    said = (
        "<p>Been saying this for years and nobody listens, typical of this lot, they will do it all again next time too, mark my words.</p>"
    )
    talk = f"<div class='{name}'>" + f"<article class='comment-body'>{said}</article>" * 12 + "</div>"
    page = read("<title>Talks end</title>", f"<div><h1>Talks end</h1>{TEXT}{talk}</div>")
    assert page.body == BODY


def test_an_article_in_a_place_named_after_comments_is_kept() -> None:
    assert (
        read("<title>Talks end</title>", f"<header><h1>Talks end</h1></header><div class='entry comments-open'>{TEXT}</div>").body == BODY
    )


def test_a_name_that_all_sections_have_is_no_box() -> None:
    sections = [stories.SUMMIT[start : start + 2] for start in range(0, len(stories.SUMMIT), 2)]
    body = "".join(f"<section class='report report--ads'>{''.join(f'<p>{part}</p>' for part in section)}</section>" for section in sections)
    advert = (
        "<section class='promo'><p>Win a week on Tarn island: answer three questions and leave your name with us by Friday.</p></section>"
    )
    assert read("<title>Talks end</title>", f"<h1>Talks end</h1>{body}{advert}").body == BODY


def test_an_article_under_long_menus_is_no_list_of_links() -> None:
    menu = "<nav><ul>" + "".join(f"<li><a href='/{n}'>Section number {n} of the site</a></li>" for n in range(400)) + "</ul></nav>"
    body = f"<div id='wrapper'>{menu}<div id='content'><h1>Talks end</h1>{TEXT}</div></div>"
    assert read("<title>Talks end</title>", body).body == BODY


def test_a_long_lead_that_stands_apart_is_the_first_paragraph_and_a_short_line_is_none() -> None:
    lead = (
        "Five hours behind closed doors brought no agreement on the border, but grain ships may sail again from Monday. "
        "Both sides want to meet once more in October, and the ferries are running."
    )
    lines = f"<div class='top'><h1>Talks end</h1><div class='intro'>{lead}</div></div><div class='tools'>Print</div><div class='text'>{TEXT}</div>"
    assert read(f"<title>Talks end</title><meta name='description' content='{lead}'>", lines).body == f"{lead}\n\n{BODY}"
    short = "No agreement after five hours."
    assert read(f"<title>Talks end</title><meta name='description' content='{short}'>", lines.replace(lead, short)).body == BODY
    assert read(f"<title>Talks end</title><meta name='description' content='{lead}'>", f"<h1>Talks end</h1>{TEXT}").body == BODY


def test_an_address_to_write_to_is_no_link_to_another_story() -> None:
    page = parse(html("<title>Talks end</title>", f"<h1>Talks end</h1>{TEXT}<p><a href='mailto:d@x.test'>desk@example.test</a></p>"))
    assert page is not None
    prune(page)
    assert "desk@example.test" in page.text_content()


def test_letters_are_spelt_one_way_and_words_are_whole() -> None:
    spelt = TEXT.replace("Veld", "Ve\u0301ld").replace("minister", "mi&shy;nis\u00adter").replace("Marrow", "Mar&#173;row")
    page = read("<title>Talks end</title>", f"<h1>Talks end</h1>{spelt}")
    assert page.body == BODY.replace("Veld", "Véld")


def test_references_to_letters_of_other_scripts_are_those_letters() -> None:
    arabic = "انتهت المحادثات بين الوفدين في وقت متأخر من ليلة الجمعة دون توقيع الاتفاق الذي طال انتظاره، لكن الجانبين قالا إنها ستستمر."
    coded = "".join(f"&#{ord(letter)};" if letter.isalpha() else letter for letter in arabic)
    page = read(
        "<title>&#1571;</title>",
        f"<h1>Talks</h1><p>{coded}</p><p>&#146;Tis &#x93;so&#x94; they said, and the talks went on until the morning.</p>",
    )
    assert page.body.split("\n\n") == [arabic, "’Tis “so” they said, and the talks went on until the morning."]


def test_a_page_whose_outermost_element_is_closed_at_once_is_read() -> None:
    page = html("<title>Talks end</title>", f"<h1>Talks end</h1>{TEXT}").replace("<html lang='en'>", '<html xml:lang="en" />')
    assert '<html xml:lang="en" />' in page
    assert extract(page.encode(), ADDRESS, now=NOW).body == BODY


def test_a_list_of_boxes_is_still_no_article() -> None:
    teasers = "".join(
        f"<div class='promo'><h3><a href='/{n}'>{text[:50]}</a></h3><p>{text[:110]}</p></div>" for n, text in enumerate(stories.STORM)
    )
    with pytest.raises(BadPage):
        read("<title>Example News</title>", f"<main>{teasers * 2}</main>")


def test_a_short_article_that_is_free_stands_beside_an_appeal_for_others() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in stories.SUMMIT[:3])
    box = "<div><p>Subscribe to continue reading our other stories.</p></div>"
    free = json_ld({"@type": "NewsArticle", "headline": "Talks end", "isAccessibleForFree": True})
    assert read(f"<title>Talks end</title>{free}", f"<h1>Talks end</h1><article>{text}</article>{box}").body == "\n\n".join(
        stories.SUMMIT[:3]
    )
    with pytest.raises(BadPage, match="paywall"):
        read("<title>Talks end</title>", f"<h1>Talks end</h1><article>{text}</article>{box}")


def test_a_short_line_may_be_said_twice_and_a_long_one_is_once() -> None:
    first, second, *_ = stories.SUMMIT
    assert articles_own([first, "It is a long way to the river.", second, "It is a long way to the river.", first], None) == [
        first,
        "It is a long way to the river.",
        second,
        "It is a long way to the river.",
    ]


@pytest.mark.parametrize("label", ["16.08.2025", "Updated August 16, 2025 18:58", "™ & © 2025 Example Network, Inc. All rights reserved."])
def test_a_date_or_a_copyright_alone_is_no_paragraph(label: str) -> None:
    assert read("<title>Talks end</title>", f"<h1>Talks end</h1><p>{label}</p>{TEXT}<p>{label}</p>").body == BODY


# Names and dates


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ("<title>Talks end without a deal | Example News</title><meta property='og:title' content='You will not believe this'>", "Talks end without a deal", "Talks end without a deal"),
        ("<title>x</title>" + json_ld({"@type": "NewsArticle", "headline": "Talks end without a deal"}) + "<meta property='og:title' content='Talks: all you need'>", "Talks end without a deal", "Talks end without a deal"),
        ("<title>Talks end without a deal - Example News</title><meta property='og:title' content='Talks end without a deal'>", "Example News", "Talks end without a deal"),
        ("<title>Example Pinyin Lyrics: a song of two rivers and a bridge (with words)</title><meta property='og:title' content='A song of two rivers'>", "Example Pinyin Lyrics", "A song of two rivers"),
        ("<title>Deal | Example Politics</title><meta property='og:title' content='Talks end without a deal | Example Politics'><meta property='og:site_name' content='Example'>", "Live now", "Talks end without a deal"),
    ],
)  # fmt: skip
def test_the_title_is_the_headline_that_is_shown_where_the_page_calls_itself_so(head: str, heading: str, title: str) -> None:
    assert read(head, f"<h1>{heading}</h1>{TEXT}").title == title


def test_the_time_beside_the_headline_is_the_articles() -> None:
    other = "<div class='strip'><p><time datetime='2025-08-29T10:00:00Z'>29 August</time> Ferries</p></div>"
    own = "<header><h1>Talks end</h1><p><time datetime='2025-08-15T19:40:00Z'>15 August</time></p></header>"
    page = read("<title>Talks end</title>", f"{other}<article>{own}{TEXT}</article>{other}")
    assert page.published == datetime(2025, 8, 15, 19, 40, tzinfo=UTC)


def test_a_date_under_the_text_is_found_and_one_beside_it_is_not() -> None:
    beside = "<aside><p>Ferries run again, 28 August 2025</p></aside><div class='related'><p>Butter is dear, 27 August 2025</p></div>"
    under = "<div class='post-footer'>This article was written on August 16, 2025 at 14:48 by Ilse and filed under talks.</div>"
    page = read("<title>Talks end</title>", f"<h1>Talks end</h1>{TEXT}{under}{beside}")
    assert (page.published, page.date_derived) == (date(2025, 8, 16), True)
    assert read("<title>Talks end</title>", f"<h1>Talks end</h1>{TEXT}{beside}").published is None


def test_a_heading_that_is_a_date_dates_the_page() -> None:
    page = read("<title>Talks end</title>", f"<h5>16.08.2025</h5><h1>Talks end</h1>{TEXT}")
    assert page.published == date(2025, 8, 16)
