"""Links to articles that are not everyone's: signed, and good for some days."""

from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

#: Keeps signatures made for another purpose, with the same secret, from passing here.
_PURPOSE = "sherpa.reader"


class Signer:
    """Made once; it keeps nothing of what it signs. Processes with the same secret take each other's signatures."""

    def __init__(self, secret: str, lifetime: timedelta) -> None:
        self._serializer = URLSafeSerializer(secret, salt=_PURPOSE)
        self._lifetime = lifetime

    def token(self, article_id: str, revision: int, now: datetime) -> str:
        """What opens that revision of the article until `lifetime` after `now`: letters, digits, `-`, `_` and `.` alone."""
        return self._signed([article_id, revision, int((now + self._lifetime).timestamp())])

    def allows(self, article_id: str, revision: int, token: str, now: datetime) -> bool:
        """Whether the token was made here for this revision of this article, and is still good."""
        try:
            signed = self._serializer.loads(token)
        except BadData:
            return False
        if self._signed(signed) != token:  # base64 leaves some signs unread
            return False
        match signed:
            case [str(id_), int(number), int(until)]:
                return (id_, number) == (article_id, revision) and now.timestamp() < until
        return False

    def _signed(self, value: object) -> str:
        signed = self._serializer.dumps(value)
        return signed if isinstance(signed, str) else signed.decode()
