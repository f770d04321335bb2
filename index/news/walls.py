"""Why a page holds no article, where it holds a wall, an error or a list in its place."""

import re
from collections.abc import Sequence

from index.news.markup.words import count

#: Words up to which a text before an appeal to subscribe is a stub; longer texts merely have such a box beside them.
STUB = 160
#: Words up to which a text that a page says is not free is a stub: a few paragraphs are shown to all.
LOCKED_STUB = 220
#: Words up to which a page can be an error, a login or a check, and no article about one.
NOTICE = 130
#: Words from which on a page that says it is an article is no notice, whatever its words.
MARKED = 25
#: Characters of a paragraph that asks to subscribe and says nothing else.
_APPEAL = 160
#: Teasers of other stories from which on a page without an article is a list of them.
_TEASERS = 6
#: Characters at either end of a page that are looked at.
_LOOKED_AT = 20_000
#: Fewest words of an article; news in brief has some ten.
FEWEST = 8

_SUBSCRIBE = re.compile(
    r"subscribe (?:now )?to (?:continue|keep|read|unlock|get (?:full|unlimited))|(?:to )?(?:continue"
    r"|keep) reading,? (?:subscribe|log in|sign in|register|create|start|this|for free|with)"
    r"|to (?:continue|keep) reading|(?:this|the) (?:article|story|content|page|post) is (?:only |exclusively "
    r"|reserved )?(?:available )?(?:for|to) (?:\w+ ){0,2}(?:subscribers|members|supporters)"
    r"|for (?:paying )?subscribers only|you have (?:reached|read|used) (?:your|all) .{0,40}(?:limit|articles)"
    r"|(?:\d+|last|no) free articles? (?:left|remaining)|want to read (?:on|more|the (?:full|whole|rest))"
    r"|this post is for (?:paid|paying) subscribers|continue reading (?:your article )?with a|the rest of this (?:article|story)"
    r"|register (?:for free )?to (?:continue|read|keep)"
    r"|(?:jetzt|um) weiterlesen|dieser (?:artikel|inhalt|beitrag) ist (?:nur )?(?:für|mit|exklusiv)"
    r"|(?:nur )?für abonnent|mit .{2,30}(?:\+|plus) weiterlesen"
    r"|(?:article |contenu )?réservé aux? abonn|la suite est réservée|il vous reste [\d,.]+ ?% de cet article"
    r"|abonnez-vous pour (?:lire|continuer)|pour lire la suite"
    r"|contenido exclusivo|(?:solo|exclusivo) para suscriptores|para seguir leyendo|(?:contenuto"
    r"|articolo) riservato agli abbonati|per continuare a leggere"
    r"|conteúdo exclusivo para assinantes|alleen voor abonnees|только для подписчиков"
    r"|чтобы (?:продолжить чтение|читать дальше)|лише для передплатників",
    re.IGNORECASE,
)
#: Appeals that also stand in the heads of pages that can be read whole: they count where the text itself holds them.
_APPEALS = re.compile(
    r"already (?:a |an )?(?:subscriber|subscribed|member)|(?:start|begin) your (?:free )?(?:trial|subscription)"
    r"|unlock (?:this|the|full|unlimited) |(?:subscriber|member|premium)s?[- ](?:only|exclusive)|subscribe (?:now )?for (?:full|access)"
    r"|weiterlesen mit|jetzt (?:abonnieren|testen)|suscríbete para|abbonati per|assine para|verder lezen|оформите подписку",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"\bcookies?\b.{0,200}\b(?:accept|consent|agree|reject|manage|partners|preferences|akzeptieren|zustimm\w+|accepter|refuser"
    r"|aceptar|accetta|accettare|aceitar|toestaan)"
    r"|(?:accept|consent|agree|akzeptieren|zustimmen|accepter|aceptar|accetta)\b.{0,200}\bcookies?\b|before you continue to"
    r"|your privacy (?:is important|choices|matters)|we (?:and our|value your) (?:\d+ )?(?:partners|privacy)"
    r"|mit werbung (?:und tracking )?weiterlesen|continuer sans accepter|nous et nos (?:\d+ )?partenaires"
    r"|wir und unsere (?:\d+ )?partner|used? cookies|datenschutzeinstellungen|персональных данных.{0,80}cookie|файлы? cookie",
    re.IGNORECASE | re.DOTALL,
)
_CHECK = re.compile(
    r"checking (?:your browser|if the site connection is secure)|just a moment|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|are you a robot|(?:please )?(?:complete|solve) the (?:captcha|security check)|captcha"
    r"|unusual (?:traffic|activity) (?:from|on)|(?:please )?(?:enable|turn on|activate) (?:javascript|js"
    r"|cookies)(?: and cookies)?|javascript (?:is|appears to be) (?:disabled|required|not enabled)|(?:requires?"
    r"|without) javascript"
    r"|enable js and disable any ad blocker|access (?:to this page has been |is )?denied|you have been blocked"
    r"|pardon our interruption|attention required|ddos protection|security check"
    r"|aktivieren sie (?:bitte )?javascript|bitte (?:aktivieren|javascript)|activer javascript|veuillez activer"
    r"|habilite? javascript|abilita javascript|включите javascript|проверка браузера|press (?:&|and) hold",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"(?:page|article|story|content|post|file) (?:you (?:are looking for|requested|were looking for) )?(?:was |is |has been "
    r"|could |can(?:not|['’]t) |does |doesn['’]t |no longer )+(?:not |be |been )*(?:found|exist|exists|available|removed|deleted"
    r"|moved)"
    r"|(?:page|article|file|url) not found|not found on this server|(?:error|http)\W{0,3}(?:404|403|410|5\d\d)|\b(?:404|410"
    r"|50[0234])\b\W{0,5}(?:error|not found|page|gone|bad gateway|service)|can['’]t (?:find|seem to find) (?:the|that|this) page"
    r"|we couldn['’]t find (?:the|that|this)|internal server error|service (?:temporarily )?unavailable|bad gateway"
    r"|something went wrong|under maintenance|site is (?:down|temporarily)|this account has been suspended|domain (?:is )?for sale"
    r"|seite (?:wurde |konnte |ist )?(?:leider )?nicht (?:gefunden|verfügbar|vorhanden)|page (?:introuvable|non trouvée)"
    r"|n['’]existe (?:pas|plus)|página no (?:encontrada|existe|disponible)|pagina non trovata|página não encontrada"
    r"|pagina niet gevonden"
    r"|страница не найдена|сторінк[уа] не знайдено",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"(?:log|sign) ?in(?: to (?:your account|continue|read|view|access))?\b.{0,200}\b(?:password|forgot|create (?:an )?account"
    r"|register|sign ?up|e-?mail)|forgot (?:your )?password|create an account to (?:continue|read|view)"
    r"|you (?:must|need to) (?:be logged in|log ?in|sign ?in|register)|(?:anmelden|einloggen).{0,100}passwort|mot de passe oublié"
    r"|¿?olvidaste tu contraseña|войдите.{0,80}пароль",
    re.IGNORECASE | re.DOTALL,
)


def wall_of(
    paragraphs: Sequence[str],
    page_text: str,
    *,
    title: str | None = None,
    is_free: bool | None = None,
    is_article: bool = False,
    scripts: bool = False,
    linked: float = 0.0,
    teasers: int = 0,
) -> str | None:
    """The sentence that says why there is no article, or None where there is one.

    `paragraphs` are what was found of an article, `page_text` is all that the page shows, boxes and banners too. `is_free` is schema.org's
    isAccessibleForFree, `is_article` whether the page says that it is one, `scripts` whether it is drawn by scripts alone, `linked` the
    share of its characters that are links, `teasers` how many of other stories it holds. A whole article beside a subscribe
    box, or about cookies or error 404, is no wall.
    """
    words = sum(map(count, paragraphs))
    said = (f"{title or ''}\n" + "\n".join(paragraphs))[:_LOOKED_AT]
    around = f"{title or ''}\n{page_text[:_LOOKED_AT]}"
    beside = "" if is_free else f"{page_text[-_LOOKED_AT:]}\n{around}"  # a free article may stand on a page that asks for others
    asks = _SUBSCRIBE.search(f"{said}\n{beside}") or _APPEALS.search(said)
    if (is_free is False and words < LOCKED_STUB) or (words < STUB and asks):
        return "Only the beginning of this article can be read without a subscription (paywall)."
    if not (is_article and words >= MARKED) and (notice := _notice(said, around, words, title)):
        return notice
    linked = 1.0 if teasers >= _TEASERS else linked
    return _nothing(paragraphs, page_text, words, is_article=is_article, scripts=scripts, linked=linked)


def without_appeals(paragraphs: Sequence[str]) -> list[str]:
    """`paragraphs` of a whole article without short ones that ask to subscribe."""
    return [
        paragraph
        for paragraph in paragraphs
        if len(paragraph) > _APPEAL or not (_SUBSCRIBE.search(paragraph) or _APPEALS.search(paragraph))
    ]


def _notice(said: str, around: str, words: int, title: str | None) -> str | None:
    """Notices in place of an article. A short page is one if its own words say so, or if it has hardly any of its own."""
    if words > NOTICE:
        return None
    text = said if words >= 40 else around
    heading = title or ""
    if _ERROR.search(heading) or (words < 80 and _ERROR.search(text)):
        return "The page is an error page (not found, or out of order) and no article."
    if _CHECK.search(heading) or (words < 80 and _CHECK.search(said)) or (words < FEWEST and _CHECK.search(around)):
        return "The page checks for robots or asks for scripts (bot check), and shows no article."
    if _CONSENT.search(said) or (words < FEWEST * 3 and _CONSENT.search(around)):
        return "The page asks for consent to cookies before it shows anything (consent wall)."
    if words < 60 and _LOGIN.search(text):
        return "The page asks to log in before it shows anything (login page)."
    return None


def _nothing(paragraphs: Sequence[str], page_text: str, words: int, *, is_article: bool, scripts: bool, linked: float) -> str | None:
    sentences = [paragraph for paragraph in paragraphs if count(paragraph) >= FEWEST]
    if sentences and (is_article or words >= 40 or linked < 0.5):
        return None
    if linked >= 0.5 and count(page_text) > 20:
        return "The page is a list of links, and no article."
    if scripts and count(page_text) < 40:
        return "The page is drawn by scripts alone and holds no text."
    if not page_text.strip():
        return "The page is empty."
    return "The page holds too little text to be an article."
