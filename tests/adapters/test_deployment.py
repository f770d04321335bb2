"""The container's image, Compose's services and the systemd unit, held against the program: no container engine runs here."""

import ast
import configparser
import json
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from adapters import setting_names
from adapters.standing import Standing
from adapters.web import health

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
UNIT = (ROOT / "docs" / "sherpa.service").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
#: Its instructions, each a word and what follows, lines that go on joined.
STEPS = [
    (word, rest.strip())
    for line in re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.MULTILINE)).splitlines()
    if line.strip()
    for word, _, rest in [line.strip().partition(" ")]
]


def steps(word: str) -> list[str]:
    return [rest for step, rest in STEPS if step == word]


def seconds(written: str) -> int:
    number, unit = re.fullmatch(r"(\d+)(s|m)", written).groups()  # type: ignore[union-attr]
    return int(number) * {"s": 1, "m": 60}[unit]


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml", "docs/sherpa.service"])
def test_every_setting_that_is_named_exists(name: str) -> None:
    named = set(re.findall(r"\b(?:SHERPA|DISCORD|SLACK)_[A-Z_]+", (ROOT / name).read_text(encoding="utf-8")))
    assert named
    assert named <= setting_names.names()


def test_what_is_copied_into_the_image_exists_and_is_all_that_the_wheel_is_made_of() -> None:
    sources = [source for rest in steps("COPY") if not rest.startswith("--from") for source in rest.split()[:-1]]
    assert all((ROOT / source).exists() for source in sources)
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert {*wheel["packages"], *wheel["force-include"], PROJECT["project"]["readme"], "pyproject.toml", "LICENSE"} <= set(sources)


def test_no_secret_and_no_history_gets_into_the_image() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*"
    let_in = [line[1:] for line in lines if line.startswith("!")]
    assert not [name for name in (".env", ".git", "secrets", ".venv", "tests") for pattern in let_in if fnmatch(name, pattern)]
    copied = {source.removeprefix("./") for rest in steps("COPY") if not rest.startswith("--from") for source in rest.split()[:-1]}
    assert copied == set(let_in)


def test_the_extras_that_the_image_has_exist() -> None:
    (extras,) = re.findall(r"'\.\[([\w,]+)\]'", DOCKERFILE)
    assert set(extras.split(",")) == set(PROJECT["project"]["optional-dependencies"]) - {"dev", "bench"}


def test_the_image_is_made_with_care() -> None:
    assert not steps("ADD")
    assert all(re.fullmatch(r"python:3\.\d+-slim-\w+", image) for image in re.findall(r"ARG PYTHON=(\S+)", DOCKERFILE))
    version = re.search(r"python:(3\.\d+)", DOCKERFILE)
    assert version
    assert tuple(map(int, version[1].split("."))) >= (3, 11)
    assert len(steps("FROM")) == 2, "what builds stays behind"
    assert all("--no-cache-dir" in run for run in steps("RUN") if "pip" in run)
    assert "--constraint constraints.txt" in DOCKERFILE
    assert steps("ENTRYPOINT") == ['["sherpa"]']
    assert steps("CMD") == ['["run"]']
    assert steps("STOPSIGNAL") == ["SIGTERM"]
    assert [re.fullmatch(r"[1-9]\d+:[1-9]\d+", user) is not None for user in steps("USER")] == [True]
    assert [word for word, _ in STEPS].index("USER") > [word for word, _ in STEPS].index("RUN")
    assert not re.search(r"TOKEN|SECRET|PASSWORD", DOCKERFILE)


def test_the_image_looks_whether_it_is_alive_where_sherpa_says_so() -> None:
    (check,) = steps("HEALTHCHECK")
    program = json.loads(check.partition("CMD ")[2])
    assert program[:2] == ["python", "-c"]
    ast.parse(program[2])
    (path,) = re.findall(r"'(/\w+)'", program[2])
    assert path in {getattr(route, "path", "") for route in health.routes(Standing(()))}
    assert "SHERPA_WEB_PORT=8080" in DOCKERFILE
    assert steps("EXPOSE") == ["8080"]


def test_services_may_do_as_little_as_they_can() -> None:
    for name, service in COMPOSE["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["restart"] == "unless-stopped", name
        assert "privileged" not in service, name
        assert seconds(service["stop_grace_period"]) > 10, name


def test_services_are_joined_as_they_should_be() -> None:
    sherpa, postgresql = COMPOSE["services"]["sherpa"], COMPOSE["services"]["postgresql"]
    assert "profiles" not in sherpa
    assert postgresql["profiles"] == ["postgresql"]
    assert sherpa["depends_on"]["postgresql"] == {"condition": "service_healthy", "required": False}
    assert all(port.startswith("127.0.0.1:") for port in sherpa["ports"])
    mounted = [volume.split(":")[0] for service in (sherpa, postgresql) for volume in service["volumes"]]
    assert {volume for volume in mounted if not volume.startswith("./")} == set(COMPOSE["volumes"])
    assert set(postgresql["secrets"]) == set(COMPOSE["secrets"])
    assert postgresql["environment"]["POSTGRES_PASSWORD_FILE"].rpartition("/")[2] in COMPOSE["secrets"]
    assert not re.search(r"(PASSWORD|TOKEN|SECRET):", (ROOT / "compose.yaml").read_text(encoding="utf-8")), "secrets lie in files"
    assert "secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8")


def test_the_unit_starts_sherpa_and_lets_it_do_little() -> None:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # as it comes
    parser.read_string(UNIT)
    service = dict(parser["Service"])
    assert service["ExecStart"] == "/opt/sherpa/bin/sherpa run"
    assert int(service["TimeoutStopSec"]) > 10
    wanted = {
        "DynamicUser": "yes",
        "StateDirectory": "sherpa",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "NoNewPrivileges": "yes",
        "CapabilityBoundingSet": "",
        "Restart": "on-failure",
    }
    assert {name: service[name] for name in wanted} == wanted
    assert "LoadCredential=discord_token:" in UNIT
