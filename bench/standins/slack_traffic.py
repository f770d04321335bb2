"""What comes in on the Slack of this machine, and what can go wrong with it."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import Any

from aiohttp import web

from bench.standins.slack_names import Payload

#: Instead of a status: the connection broke before there was an answer.
DROPPED = 0

#: What stands in for a method's name where a response address is meant.
RESPONSE = "response"

#: Seconds that a wait for something to happen takes at the most.
PATIENCE = 30.0

#: Status, body and headers.
Answer = tuple[int, Any, dict[str, str]]


@dataclass(eq=False, slots=True)
class Request:
    """A request that came in: `method` is the API's name for it, or `RESPONSE`; `time` is by the monotonic clock. `status` is None
    until it is answered; `answer` is what Slack says, or would have said if the connection had not broken."""

    method: str
    url: str
    body: Payload
    token: str
    time: float
    status: int | None = None
    answer: Any = None

    @property
    def is_ok(self) -> bool:
        """Whether what it asks for was done, and said to be."""
        return self.status == 200 and (self.answer == "ok" if self.method == RESPONSE else bool(self.answer["ok"]))

    @property
    def is_answer(self) -> bool:
        """Whether it shows a message to people, if all goes well."""
        if self.method == RESPONSE:
            return not self.body.get("delete_original")
        return self.method in ("chat.postMessage", "chat.postEphemeral")


@dataclass(frozen=True, slots=True)
class Fault:
    """What the next request that fits is answered with. If it is `DROPPED`, what is asked for is done all the same."""

    method: str
    status: int
    error: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(eq=False, slots=True)
class Hold:
    """Requests that wait: before what they ask for is done, or (`done`) after it and before they are answered."""

    method: str
    done: bool
    requests: list[Request] = field(default_factory=list)
    is_dropping: bool = False
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        """They go on."""
        self.released.set()

    def drop(self) -> None:
        """Their connections break, and nothing more is done for them."""
        self.is_dropping = True
        self.released.set()


class Traffic:
    """Requests in the order they came. A method is named as a shell pattern: `chat.*`, `RESPONSE`."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._faults: list[Fault] = []
        self._holds: list[Hold] = []
        self._changed = asyncio.Condition()

    async def until(self, condition: Callable[[], Any]) -> Any:
        """Waits until the condition holds, looking after everything that happens here; what it gave. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE), self._changed:
            while not (given := condition()):
                await self._changed.wait()
        return given

    def answers(self) -> list[Request]:
        """All requests that showed a message to people and were told so."""
        return [request for request in self.requests if request.is_answer and request.is_ok]

    async def answered(self, count: int = 1) -> list[Request]:
        """All of them, once there are so many."""
        await self.until(lambda: len(self.answers()) >= count)
        return self.answers()

    def calls(self, method: str) -> list[Request]:
        """All requests to the method, answered or not."""
        return [request for request in self.requests if fnmatch(request.method, method)]

    async def called(self, method: str, count: int = 1) -> list[Request]:
        """All of them, once so many have been answered, in whichever way."""
        await self.until(lambda: sum(request.status is not None for request in self.calls(method)) >= count)
        return self.calls(method)

    def fail(self, method: str, status: int = 200, error: str = "internal_error", times: int = 1, **headers: str) -> None:
        """Answers the next requests to the method with this, and does nothing else."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        self._faults += [Fault(method, status, error, given) for _ in range(times)]

    def lose(self, method: str, times: int = 1) -> None:
        """Does what the next requests to the method ask for, and breaks the connection instead of saying so."""
        self._faults += [Fault(method, DROPPED) for _ in range(times)]

    @contextmanager
    def hold(self, method: str, *, done: bool = False) -> Iterator[Hold]:
        """Within it, requests to the method wait until they are released; at its end they are."""
        held = Hold(method, done)
        self._holds.append(held)
        try:
            yield held
        finally:
            self._holds.remove(held)
            held.release()

    async def serve(self, http: web.Request, request: Request, act: Callable[[], Answer]) -> web.Response:
        """Answers a request with what `act` does, if nothing goes wrong."""
        self.requests.append(request)
        await self._note()
        status, answer, headers = await self._carry_out(request, act)
        content = answer if isinstance(answer, str) else json.dumps(answer)
        request.status, request.answer = status, answer if isinstance(answer, str) else json.loads(content)
        await self._note()
        if status == DROPPED:
            if http.transport is not None:
                http.transport.close()
            return web.Response()
        kind = "text/plain" if request.method == RESPONSE else "application/json"
        return web.Response(status=status, text=content, content_type=kind, headers=headers)

    async def _carry_out(self, request: Request, act: Callable[[], Answer]) -> Answer:
        fault = next((each for each in self._faults if fnmatch(request.method, each.method)), None)
        if fault:
            self._faults.remove(fault)
        if fault and fault.status != DROPPED:
            refusal = fault.error if request.method == RESPONSE else {"ok": False, "error": fault.error}
            return fault.status, refusal, fault.headers
        if not await self._passes(request, done=False):
            return DROPPED, None, {}
        status, answer, headers = act()
        if not await self._passes(request, done=True) or fault:
            return DROPPED, answer, {}
        return status, answer, headers

    async def _passes(self, request: Request, *, done: bool) -> bool:
        """Waits as long as the request is held; whether it goes on."""
        for held in [each for each in self._holds if each.done == done and fnmatch(request.method, each.method)]:
            held.requests.append(request)
            await self._note()
            await held.released.wait()
            if held.is_dropping:
                return False
        return True

    async def _note(self) -> None:
        async with self._changed:
            self._changed.notify_all()
