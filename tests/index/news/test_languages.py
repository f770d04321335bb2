"""English is told from other languages by the text; what is declared decides where the text is too short."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import stories

from index.news.languages import UNDETERMINED, _identifier, code, language_of
from index.seeds import SEEDS, load

OTHERS = {
    "de": [*stories.GERMAN, "Der Bundeskanzler sagte am Freitag, die Gespräche würden fortgesetzt, sobald beide Seiten dazu bereit seien."],
    "fr": [
        *stories.FRENCH,
        "Le président a déclaré vendredi que les discussions reprendraient dès que les deux parties y seraient prêtes.",
    ],
    "ru": list(stories.RUSSIAN),
    "es": [
        "El presidente dijo el viernes que las conversaciones continuarían en cuanto ambas partes estuvieran dispuestas a volver a la mesa."
    ],
    "it": ["Il presidente ha detto venerdì che i colloqui riprenderanno non appena entrambe le parti saranno pronte a tornare al tavolo."],
    "pt": [
        "O presidente disse na sexta-feira que as conversas vão continuar assim que os dois lados estiverem prontos para voltar à mesa."
    ],
    "nl": ["De president zei vrijdag dat de gesprekken doorgaan zodra beide partijen bereid zijn om weer aan tafel te gaan zitten."],
    "sv": ["Presidenten sade på fredagen att samtalen ska fortsätta så snart båda sidor är redo att återvända till förhandlingsbordet."],
    "da": ["Præsidenten sagde fredag, at samtalerne fortsætter, så snart begge sider er klar til at vende tilbage til forhandlingsbordet."],
    "pl": ["Prezydent powiedział w piątek, że rozmowy będą kontynuowane, gdy tylko obie strony będą gotowe wrócić do stołu."],
    "cs": ["Prezident v pátek řekl, že rozhovory budou pokračovat, jakmile budou obě strany připraveny vrátit se k jednacímu stolu."],
    "tr": ["Cumhurbaşkanı cuma günü yaptığı açıklamada, iki taraf da hazır olur olmaz görüşmelerin devam edeceğini söyledi."],
    "uk": ["Президент заявив у п’ятницю, що переговори триватимуть, щойно обидві сторони будуть готові повернутися за стіл."],
    "id": ["Presiden mengatakan pada hari Jumat bahwa perundingan akan dilanjutkan segera setelah kedua pihak siap kembali ke meja."],
    "ar": ["قال الرئيس يوم الجمعة إن المحادثات ستستمر حالما يكون الطرفان مستعدين للعودة إلى طاولة المفاوضات في جنيف."],
    "zh": ["总统星期五表示,只要双方都准备好重返谈判桌,会谈就会继续进行,下一轮谈判将于十月第一周在日内瓦举行。"],
    "ja": ["大統領は金曜日、双方が交渉の席に戻る準備ができ次第、協議を続けると述べた。次回は十月にジュネーブで開かれる。"],
    "hi": ["राष्ट्रपति ने शुक्रवार को कहा कि जैसे ही दोनों पक्ष मेज पर लौटने को तैयार होंगे, बातचीत जारी रहेगी।"],
}


def test_english_paragraphs_are_english_whatever_is_declared() -> None:
    seeds = [paragraph for article in load(SEEDS) for paragraph in article.body.split("\n\n")]
    made = [*stories.SUMMIT, *stories.STORM, *stories.BRIDGE, *stories.ELECTION]
    paragraphs = [text for text in (*seeds, *made) if len(text) >= 60]
    assert len(paragraphs) > 70
    wrong = [text for text in paragraphs for declared in ("en-GB", None, "de") if language_of(text, declared) != "en"]
    assert len(wrong) <= 0.01 * 3 * len(paragraphs)


@pytest.mark.parametrize(("language", "texts"), OTHERS.items(), ids=list(OTHERS))
def test_other_languages_are_no_english_whatever_is_declared(language: str, texts: list[str]) -> None:
    for text in texts:
        assert language_of(text, "en-US") == language
        assert language_of(text, None) == language


def test_an_english_text_with_a_foreign_sentence_is_english() -> None:
    assert language_of("\n\n".join((*stories.STORM, stories.GERMAN[1])), None) == "en"


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("", None, UNDETERMINED),
        ("Putin", None, UNDETERMINED),
        ("Putin", "de-AT", "de"),
        ("12.4 % – 2025", "en_US", "en"),
        ("Trump, Putin: Alaska, Anchorage", "en", "en"),
        ("Trump, Putin: Alaska, Anchorage", "de", "de"),
    ],
)
def test_what_is_too_short_is_what_was_declared(text: str, declared: str | None, language: str) -> None:
    assert language_of(text, declared) == language


@pytest.mark.parametrize(
    ("declared", "language"),
    [
        ("en", "en"),
        ("EN-gb", "en"),
        ("de_AT", "de"),
        (" fr , en", "fr"),
        ("english", None),
        ("", None),
        (None, None),
        ("und", None),
        ("x", None),
    ],
)
def test_language_tags_are_read(declared: str | None, language: str | None) -> None:
    assert code(declared) == language


def test_threads_that_all_ask_first_load_the_profiles_once() -> None:
    _identifier.cache_clear()
    with ThreadPoolExecutor(6) as threads:
        assert set(threads.map(lambda text: language_of(text, None), OTHERS["fr"] * 6)) == {"fr"}
    assert _identifier.cache_info().misses == 1
