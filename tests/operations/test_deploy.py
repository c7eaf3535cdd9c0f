"""What stands in deploy/ holds together: it parses, names settings that are read, and starts what is there."""

import configparser
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.checks.files import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
#: Variables that servers of others read, by what their images say.
OTHERS = frozenset(
    {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "ES_JAVA_OPTS", "discovery.type", "xpack.security.enabled"}
    | {"DJANGO_SETTINGS_MODULE", "PYTHON", "PYTHONUNBUFFERED"}
)


def settings_read() -> set[str]:
    """The names of all variables that the settings and the web server's configuration read."""
    files = [*(ROOT / "portal" / "settings").glob("*.py"), DEPLOY / "gunicorn.conf.py"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    read = r"""(?:environ(?:\.get)?[(\[]|environment\.(?:required|flag|number|words)\()\s*["\']([A-Z_]+)["\']"""
    return set(re.findall(read, text))


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def unit(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=True, interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(path, encoding="utf-8")
    return parser


def example() -> dict[str, str]:
    lines = (DEPLOY / "environment.example").read_text(encoding="utf-8").splitlines()
    pairs = (line.lstrip("#").partition("=") for line in lines if re.match(r"#?[A-Z_]+=", line))
    return {name: value for name, _, value in pairs}


def test_the_topology_is_whole(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert services.keys() == {"database", "search", "cache", "prepare", "web", "worker", "proxy"}
    assert services["web"]["deploy"]["replicas"] == services["worker"]["deploy"]["replicas"] == 2
    for name, service in services.items():
        assert service["image"], name
        for needed in service.get("depends_on", ()):
            assert needed in services
        for volume in service.get("volumes", ()):
            source = volume.partition(":")[0]
            assert source in compose["volumes"] or source.startswith("./"), volume


def test_every_setting_that_compose_names_is_read(compose: dict[str, Any]) -> None:
    named = {name for service in compose["services"].values() for name in service.get("environment", {})}
    assert named - settings_read() <= OTHERS


def test_every_setting_of_the_example_is_read_and_all_that_are_required_stand_in_it() -> None:
    named = example()
    assert named.keys() - settings_read() <= OTHERS
    production = (ROOT / "portal" / "settings" / "production.py").read_text(encoding="utf-8")
    assert set(re.findall(r'environment\.required\("([A-Z_]+)"\)', production)) <= named.keys()


def test_no_secret_stands_in_the_example() -> None:
    secret = ("SECRET_KEY", "AUDIT_KEY", "RECEIPT_KEY", "SEALING_PRIVATE_KEYS", "SEALING_PUBLIC_KEY", "METRICS_TOKEN")
    assert {example()[name] for name in (*secret, "POSTGRES_PASSWORD")} == {""}


def test_every_setting_is_documented() -> None:
    told = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))
    read = settings_read() - {"PYTEST_XDIST_WORKER", "PROMETHEUS_MULTIPROC_DIR"}
    assert sorted(name for name in read if f"`{name}" not in told) == []


def test_hosts_of_compose_are_its_services(compose: dict[str, Any]) -> None:
    environment = compose["services"]["worker"]["environment"]
    for name in ("DATABASE_URL", "SEARCH_URL", "CACHE_URL"):
        host = re.search(r"(?:@|//)([a-z]+):\d+/", environment[name])
        assert host, name
        assert host[1] in compose["services"]


def filled(text: str, given: dict[str, str]) -> str:
    """A value of compose with its variables filled in, the innermost first; fails where one is required."""
    variable = re.compile(r"\$\{([A-Z_]+)(?::([-?])([^${}]*))?\}")

    def value(match: re.Match[str]) -> str:
        name, operator, rest = match.groups()
        assert given.get(name) or operator == "-", f"{name}: {rest}"
        return given.get(name) or rest

    while variable.search(text):
        text = variable.sub(value, text)
    return text


def test_what_the_environment_file_says_is_taken_before_what_compose_says(compose: dict[str, Any]) -> None:
    given = dict.fromkeys(example(), "given")
    services = [service.get("environment", {}) for service in compose["services"].values()]
    shared = [(name, value) for each in services for name, value in each.items() if name in given]
    assert {"DATABASE_URL", "SEARCH_URL", "CACHE_URL", "POSTGRES_PASSWORD", "LOG_FORMAT"} <= {
        name for name, _ in shared
    }
    assert [name for name, value in shared if filled(value, given) != "given"] == []
    own = filled(compose["services"]["worker"]["environment"]["DATABASE_URL"], {"POSTGRES_PASSWORD": "secret"})
    assert own == "postgres://sunlight:secret@database:5432/sunlight"


def test_every_command_of_compose_names_the_environment_file() -> None:
    told = [(ROOT / "deploy" / "compose.yaml"), *(ROOT / "docs").glob("*.md"), ROOT / "README.md"]
    commands = [
        line for path in told for line in re.findall(r"podman compose [^`\n]*", path.read_text(encoding="utf-8"))
    ]
    assert commands
    assert [line for line in commands if "--env-file deploy/environment" not in line] == []


def test_commands_of_compose_are_there(compose: dict[str, Any]) -> None:
    for name in ("prepare", "web", "worker"):
        command = compose["services"][name]["command"]
        for word in command:
            if "/" in word or word.endswith(".py"):
                assert (ROOT / word).exists(), word


def test_the_image_holds_the_product_and_no_more() -> None:
    lines = (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = {source for line in lines if line.startswith("COPY ") for source in line.split()[1:-1]}
    for source in copied:
        assert (ROOT / source).exists(), source
    wanted = {"portal", "search", "home", "templates", "static", "locale", "locale_wagtail", "manage.py", "deploy"}
    assert copied == wanted | {"requirements.txt"}
    assert any(line.startswith("USER ") and "root" not in line for line in lines)


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_units(path: Path) -> None:
    found = unit(path)
    assert {"Unit", "Service", "Install"} <= set(found.sections())
    service = found["Service"]
    assert service["User"] == "sunlight"
    assert service["WorkingDirectory"] == "/srv/sunlight"
    assert service["EnvironmentFile"] == "/etc/sunlight/environment"
    for assignment in shlex.split(service["Environment"]):
        name = assignment.partition("=")[0]
        assert name in settings_read() | OTHERS
    for word in shlex.split(service["ExecStart"]):
        local = word.removeprefix("/srv/sunlight/")
        if "/" in local or local.endswith(".py"):
            assert (ROOT / local).exists(), word
    named = {entry for name in ("After", "Requires") for entry in found["Unit"].get(name, "").split()}
    ours = {entry for entry in named if entry.startswith("sunlight")}
    assert ours <= {each.name for each in UNITS}


def test_a_command_has_the_settings_of_the_worker() -> None:
    service = unit(DEPLOY / "systemd" / "sunlight-worker@.service")["Service"]
    words = shlex.split((DEPLOY / "manage.sh").read_text(encoding="utf-8").partition("exec ")[2])
    given = {word.removeprefix("--setenv=") for word in words if word.startswith("--setenv=")}
    assert given == set(shlex.split(service["Environment"]))
    assert f"--property=EnvironmentFile={service['EnvironmentFile']}" in words
    assert {f"--uid={service['User']}", f"--working-directory={service['WorkingDirectory']}"} <= set(words)
    assert words[-3:-1] == shlex.split(service["ExecStart"])[:2]


def blocks(text: str) -> list[tuple[str, ...]]:
    """The directives of nginx with the blocks around each; fails where braces or semicolons do not match."""
    stack: list[str] = []
    found: list[tuple[str, ...]] = []
    stripped = re.sub(r"#[^\n]*", "", text)
    for words, end in re.findall(r"([^;{}]*)([;{}])", stripped):
        directive = " ".join(words.split())
        if end == ";":
            assert directive, "an empty directive"
            found.append((*stack, directive))
        elif end == "{":
            assert directive, "a block without a name"
            stack.append(directive)
        else:
            assert not directive, f"no semicolon after {directive}"
            stack.pop()
    assert stack == []
    assert not re.sub(r"[^;{}]*[;{}]", "", stripped).strip()
    return found


@pytest.fixture(scope="module")
def nginx() -> list[tuple[str, ...]]:
    return blocks((DEPLOY / "nginx.conf").read_text(encoding="utf-8"))


def test_the_proxy_writes_down_no_address(nginx: list[tuple[str, ...]]) -> None:
    logs = [entry for entry in nginx if entry[-1].startswith(("access_log", "log_format"))]
    assert logs == [("http", "access_log off")]
    # Its errors name the client; only those that stop it are told.
    assert [entry for entry in nginx if entry[-1].startswith("error_log")] == [("error_log stderr emerg",)]


def test_what_is_handed_in_lies_in_no_file_of_the_proxy_and_is_never_sent_twice(nginx: list[tuple[str, ...]]) -> None:
    feedback = {entry[-1] for entry in nginx if "feedback" in " ".join(entry[:-1])}
    assert {"proxy_buffering off", "proxy_next_upstream off"} <= feedback
    # A body lies in a file only where it is larger than the buffer; gathered, for one that drips in must hold
    # no thread of the portal.
    (largest,) = {entry[-1].split()[1] for entry in nginx if entry[-1].startswith("client_max_body_size ")}
    assert f"client_body_buffer_size {largest}" in feedback and "proxy_request_buffering off" not in feedback
    everywhere = next(entry[-1] for entry in nginx if "location /" in entry and "proxy_next_upstream " in entry[-1])
    assert "non_idempotent" not in everywhere


def test_the_proxy_believes_no_address_that_a_client_tells(nginx: list[tuple[str, ...]]) -> None:
    told = [entry[-1] for entry in nginx if "X-Forwarded-For" in entry[-1]]
    assert len(told) == 2
    assert all(entry.endswith(" $remote_addr") for entry in told)


def test_probes_and_figures_are_not_for_the_outside(nginx: list[tuple[str, ...]]) -> None:
    assert any(entry[-1] == "return 404" and "metrics" in entry[-2] and "readyz" in entry[-2] for entry in nginx[1:])
