"""The installations of Sherpa on the Slack of this machine: tokens, and how they are had, renewed and lost."""

from dataclasses import dataclass
from uuid import uuid4

from bench.standins.slack_names import APP, TEAM, Payload, bot_id, bot_user, domain, person

BOT_TOKEN = "xoxb-stand-in-token"  # noqa: S105 - of nothing
APP_TOKEN = "xapp-1-A0SHERPA001-stand-in-token"  # noqa: S105 - of nothing
SIGNING_SECRET = "stand-in-signing-secret"  # noqa: S105 - of nothing
CLIENT_ID = "1000000000001.2000000000002"
CLIENT_SECRET = "stand-in-client-secret"  # noqa: S105 - of nothing

#: Seconds that a token lives which must be renewed (Slack's documentation, "Token rotation").
LIFETIME = 43_200

SCOPES = (
    "app_mentions:read,assistant:write,channels:history,channels:read,chat:write,commands,groups:history,groups:read,im:history,im:write,"
    "mpim:history,users:read"
)


class Refused(Exception):
    """What was asked for is not done; `error` is Slack's word for why."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


@dataclass(frozen=True, slots=True)
class Workspace:
    """What a token is good for: one workspace, or (`is_org`) all workspaces of an organization."""

    team: str
    enterprise: str | None = None
    is_org: bool = False
    is_rotating: bool = False

    @property
    def bot_user(self) -> str:
        """The user that Sherpa is there."""
        return bot_user(self.team)

    @property
    def bot_id(self) -> str:
        """The bot that Sherpa is there."""
        return bot_id(self.team)

    def about(self) -> Payload:
        """What `auth.test` says; for an organization, its id and name are the team's too."""
        assert self.enterprise or not self.is_org
        host = f"{domain(self.team)}.enterprise" if self.is_org else domain(self.team)
        return {
            "url": f"https://{host}.slack.com/",
            "team": "Alps" if self.is_org else domain(self.team),
            "user": "sherpa",
            "team_id": self.enterprise if self.is_org else self.team,
            "user_id": self.bot_user,
            "bot_id": self.bot_id,
            **({"enterprise_id": self.enterprise} if self.enterprise else {}),
            "is_enterprise_install": self.is_org,
        }


class Installs:
    """All of them; `tokens` says what each token is, or was, good for, and `scopes` what all of them let their holders do."""

    def __init__(self) -> None:
        self.scopes = SCOPES
        self.tokens: dict[str, Workspace] = {BOT_TOKEN: Workspace(TEAM)}
        self._lost: dict[str, str] = {}
        self._codes: dict[str, Workspace] = {}
        self._used: set[str] = set()
        self._refresh: dict[str, Workspace] = {}

    def grant(self, workspace: Workspace) -> str:
        """The code that the browser brings when a person has agreed; it can be exchanged once."""
        code = f"code-{uuid4().hex}"
        self._codes[code] = workspace
        return code

    def lose(self, token: str, error: str) -> None:
        """From now on the token is answered with the error."""
        self._lost[token] = error

    def workspace(self, token: str) -> Workspace:
        """What the token is good for. Raises Refused."""
        if token in self._lost:
            raise Refused(self._lost[token])
        if token == APP_TOKEN:
            raise Refused("not_allowed_token_type")
        if token not in self.tokens:
            raise Refused("invalid_auth")
        return self.tokens[token]

    def check_app(self, token: str) -> None:
        """Raises Refused if it is not the app's own token."""
        if token != APP_TOKEN or token in self._lost:
            self.workspace(token)
            raise Refused("not_allowed_token_type")

    def exchange(self, body: Payload) -> Payload:
        """`oauth.v2.access`: a code or a refresh token for a token. Raises Refused."""
        if body.get("client_id") != CLIENT_ID:
            raise Refused("invalid_client_id")
        if body.get("client_secret") != CLIENT_SECRET:
            raise Refused("bad_client_secret")
        if body.get("grant_type") == "refresh_token":
            workspace = self._refresh.pop(str(body.get("refresh_token")), None)
            if workspace is None:
                raise Refused("invalid_refresh_token")
            return self._issue(workspace)
        code = str(body.get("code"))
        if code not in self._codes:
            raise Refused("invalid_code")
        if code in self._used:
            raise Refused("code_already_used")
        self._used.add(code)
        return {**self._issue(self._codes[code]), "authed_user": {"id": person(0)["id"]}}

    def _issue(self, workspace: Workspace) -> Payload:
        rotating: Payload = {}
        token = f"xoxb-{uuid4().hex}"
        if workspace.is_rotating:
            token = f"xoxe.{token}"
            rotating = {"refresh_token": f"xoxe-1-{uuid4().hex}", "expires_in": LIFETIME}
            self._refresh[rotating["refresh_token"]] = workspace
        self.tokens[token] = workspace
        enterprise = {"id": workspace.enterprise, "name": "Alps"} if workspace.enterprise else None
        return {
            "app_id": APP,
            "scope": self.scopes,
            "token_type": "bot",
            "access_token": token,
            "bot_user_id": workspace.bot_user,
            "team": None if workspace.is_org else {"id": workspace.team, "name": domain(workspace.team)},
            "enterprise": enterprise,
            "is_enterprise_install": workspace.is_org,
            **rotating,
        }
