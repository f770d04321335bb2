"""The agency of a text is told from its first and last lines and its by-line, and never from being quoted."""

import pytest

from index.news.agencies import agency_in_byline, agency_of

SAID = "The minister said on Friday that talks would go on."

OPENINGS = [
    (f"WASHINGTON, Aug 15 (Reuters) - {SAID}", "Reuters"),
    (f"ANCHORAGE, Alaska (Reuters) – {SAID}", "Reuters"),
    (f"(Reuters) - {SAID}", "Reuters"),
    (f"Aug 15 (Reuters) - {SAID}", "Reuters"),
    (f"By Jane Doe\n\nMOSCOW, Aug 15 (Reuters) - {SAID}", "Reuters"),
    (f"LONDON (Thomson Reuters Foundation) - {SAID}", None),  # the charity, not the wire
    (f"WASHINGTON (AP) — {SAID}", "AP"),
    (f"(AP) — {SAID}", "AP"),
    (f"KYIV, Ukraine (AP) -- {SAID}", "AP"),
    (f"PARIS, Aug 15 (AFP) - {SAID}", "AFP"),
    (f"Paris (AFP) – {SAID}", "AFP"),
    (f"Berlin (dpa) - {SAID}", "dpa"),
    (f"Berlin (dpa/tmn) - {SAID}", "dpa"),
    (f"(ANSA) - ROME, AUG 15 - {SAID}", "ANSA"),
    (f"Madrid, Aug 15 (EFE).- {SAID}", "EFE"),
    (f"MOSCOW, August 15. /TASS/. {SAID}", "TASS"),
    (f"МОСКВА, 15 августа. /ТАСС/. {SAID}", "TASS"),
    (f"MOSCOW. Aug 15 (Interfax) - {SAID}", "Interfax"),
    (f"BEIJING, Aug. 15 (Xinhua) -- {SAID}", "Xinhua"),
    (f"TOKYO (Kyodo) -- {SAID}", "Kyodo"),
    (f"New Delhi, Aug 15 (PTI) {SAID}", "PTI"),
    (f"New Delhi, Aug 15 (PTI): {SAID}", "PTI"),
    (f"Washington, DC [US], August 15 (ANI): {SAID}", "ANI"),
    (f"New Delhi, Aug 15 (IANS) {SAID}", "IANS"),
    (f"(Bloomberg) -- {SAID}", "Bloomberg"),
    (f"Aug. 15 (UPI) -- {SAID}", "UPI"),
    (f"CANBERRA (AAP) - {SAID}", "AAP"),
    (f"SEOUL, Aug. 15 (Yonhap) -- {SAID}", "Yonhap"),
    (f"OTTAWA (CP) — {SAID}", "Canadian Press"),
    (f"ANKARA (AA) - {SAID}", "Anadolu"),
    (f"KUALA LUMPUR, Aug 15 (Bernama) -- {SAID}", "Bernama"),
    (f"TEHRAN (IRNA) – {SAID}", "IRNA"),
]

ENDINGS = [
    (f"{SAID}\n\n— AFP", "AFP"),
    (f"{SAID}\n\n- Reuters", "Reuters"),
    (f"{SAID} — AP", "AP"),
    (f"{SAID}\n\n(AFP)", "AFP"),
    (f"{SAID}\n\n© 2025 AFP", "AFP"),
    (f"{SAID}\n\n© Thomson Reuters", "Reuters"),
    (f"{SAID}\n\n(c) 2025 dpa", "dpa"),
    (f"{SAID}\n\nCopyright 2025 The Associated Press. All rights reserved.", "AP"),
    (f"{SAID}\n\nPTI ABC XYZ", "PTI"),
    (f"{SAID}\n\nSource: Xinhua", "Xinhua"),
    (f"{SAID}\n\nUkrinform", "Ukrinform"),
]

BYLINES = [
    ("Associated Press", "AP"),
    ("The Associated Press", "AP"),
    ("By Reuters Staff", "Reuters"),
    ("Reuters", "Reuters"),
    ("AFP", "AFP"),
    ("Jane Doe, AFP", "AFP"),
    ("Jane Doe and John Roe, The Associated Press", "AP"),
    ("Jane Doe | Reuters", "Reuters"),
    ("Agence France-Presse", "AFP"),
    ("Bloomberg News", "Bloomberg"),
    ("PA Media", "PA Media"),
    ("By Jane Doe of the Associated Press", "AP"),
    ("Anadolu Agency", "Anadolu"),
    ("RIA Novosti", "RIA Novosti"),
    ("Press Trust of India", "PTI"),
    ("Jane Doe", None),
    ("By Jane Doe in Paris", None),
    ("Tass Murphy", None),
]

QUOTED = [
    f"{SAID} “We are ready,” he told Reuters.",
    f"{SAID}\n\nReuters contributed to this report.",
    f"{SAID}\n\nThe Associated Press contributed to this report.",
    f"{SAID}\n\nWith inputs from AFP",
    f"{SAID}\n\n(With inputs from PTI)",
    f"{SAID} according to AFP.",
    f"Reuters reported that the talks would go on. {SAID}",
    f"The party (AP) said in Kuala Lumpur on Friday that it would leave. {SAID}",
    f"Reuters, the news agency, cut 50 jobs on Friday. {SAID}",
    f"Bloomberg: the man who would be president. {SAID}",
    f"{SAID}\n\nFile photo: the harbour in August.",
    f"{SAID} The Pennsylvania governor (PA) did not answer.",
    SAID,
    "",
]


@pytest.mark.parametrize(("text", "agency"), OPENINGS + ENDINGS)
def test_the_agency_is_told_from_how_a_text_begins_and_ends(text: str, agency: str | None) -> None:
    assert agency_of(text) == agency


@pytest.mark.parametrize(("byline", "agency"), BYLINES)
def test_the_agency_is_told_from_who_signs(byline: str, agency: str | None) -> None:
    assert agency_in_byline(byline) == agency
    assert agency_of(SAID, byline) == agency


@pytest.mark.parametrize("text", QUOTED)
def test_an_agency_that_is_quoted_or_helped_is_not_the_texts(text: str) -> None:
    assert agency_of(text) is None


def test_credits_outside_the_text_count_last() -> None:
    assert agency_of(SAID, None, ["© 2025 AFP"]) == "AFP"
    assert agency_of(SAID, None, ["dpa"]) == "dpa"
    assert agency_of(f"PARIS (Reuters) - {SAID}", None, ["© 2025 AFP"]) == "Reuters"
    assert agency_of(SAID, None, ["Reuters contributed to this report"]) is None
