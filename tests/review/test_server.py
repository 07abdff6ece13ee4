"""Who gets in, who does not, and that no path leads to a file."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from summarize import review
from summarize.cli import app
from summarize.errors import ConfigError
from summarize.review.server import listening
from tests.review.folder import DOUBT, folder
from tests.review.serving import TOKEN, Served, served

DECISION = {"left": DOUBT[0], "right": DOUBT[1], "verdict": "same", "reason": "", "seen": 0}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("secret")
    return folder(tmp_path / "out")


@pytest.fixture
def server(out: Path) -> Iterator[Served]:
    with served(out) as running:
        yield running


@pytest.fixture
def inside(server: Served) -> Served:
    server.enter()
    return server


# --- getting in -------------------------------------------------------------------------------------


def test_the_link_works_once(server: Served) -> None:
    answer = server.enter()
    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert {"httponly", "samesite=strict"} <= {part.strip().lower() for part in answer.headers["set-cookie"].split(";")}
    assert b"Is this" not in answer.body
    assert server.ask("/").status == 200
    again = server.ask(f"/?token={TOKEN}", Cookie="")
    assert (again.status, "set-cookie" in again.headers) == (403, False)


@pytest.mark.parametrize(
    "path", ["/", "/queue", f"/case?left={DOUBT[0]}&right={DOUBT[1]}", "/client/review.js", "/nowhere"]
)
def test_without_the_cookie_nothing_is_told(path: str, server: Served) -> None:
    server.enter()
    for cookie in ("", "other=1", server.cookie[:-1], server.cookie.split("=")[0] + "="):
        answer = server.ask(path, Cookie=cookie)
        assert answer.status == 403
        assert b"Erbil" not in answer.body


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], TOKEN + "x", "%00", "ü"])
def test_a_wrong_token_opens_nothing_and_spends_nothing(token: str, server: Served) -> None:
    answer = server.ask(f"/?token={token.replace('ü', '%C3%BC')}")
    assert (answer.status, "set-cookie" in answer.headers) == (403, False)
    assert server.enter().status == 303


def test_a_token_is_not_taken_from_a_form(server: Served) -> None:
    assert server.ask(f"/?token={TOKEN}", {}).status == 403
    assert server.enter().status == 303


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1",
        "evil.example:{port}",
        "127.0.0.1:1",
        "localhost.evil.example:{port}",
        "[::1]:{port}",
        "",
    ],
)
def test_another_host_is_refused(host: str, inside: Served) -> None:
    name = host.format(port=inside.port)
    for path in ("/", "/queue", f"/?token={TOKEN}"):
        assert inside.ask(path, Host=name).status in {400, 421}
    assert inside.ask("/decide", DECISION, Host=name, Origin=f"http://{name}").status in {400, 421}
    assert inside.desk.queue()["decided"] == 0


def test_the_name_localhost_is_this_machine_too(inside: Served) -> None:
    assert inside.ask("/queue", Host=f"localhost:{inside.port}").status == 200


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1", "http://localhost:{port}", ""],
)
def test_a_decision_from_another_origin_is_refused(origin: str, inside: Served) -> None:
    answer = inside.ask("/decide", DECISION, Origin=origin.format(port=inside.port))
    assert answer.status == 403
    assert "access-control-allow-origin" not in answer.headers
    assert inside.desk.queue()["decided"] == 0


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites_cannot_even_look(site: str, inside: Served) -> None:
    assert inside.ask("/queue", Sec_Fetch_Site=site).status == 403
    assert inside.ask("/", Sec_Fetch_Site=site, Origin="http://evil.example").status == 403


def test_a_preflight_is_not_answered_with_leave(inside: Served) -> None:
    answer = inside.ask("/decide", method="OPTIONS", Origin="http://evil.example", Access_Control_Request_Method="POST")
    assert answer.status == 403
    assert not [name for name in answer.headers if name.startswith("access-control")]


# --- what is served ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/client/../ledger.py", "/client/..%2fledger.py", "/client/%2e%2e/ledger.py", "/client/%2e%2e%2fledger.py",
        "/client/..\\ledger.py", "/client/review.html", "/client/", "/client/review.js/", "/client/review.js%00",
        "/../secret.txt", "/..%2fsecret.txt", "//secret.txt", "/secret.txt", "/dossier.json", "/judgements.jsonl",
        "/client//etc/passwd", "/client/%2fetc%2fpasswd", "/file:///etc/passwd",
    ],
)  # fmt: skip
def test_no_path_leads_to_a_file(path: str, inside: Served) -> None:
    answer = inside.ask(path)
    assert answer.status in {400, 404}
    assert b"secret" not in answer.body
    assert b"import" not in answer.body


@pytest.mark.parametrize("path", ["/", "/queue", "/client/review.css", "/nowhere"])
def test_every_answer_says_what_it_may_do(path: str, inside: Served) -> None:
    headers = inside.ask(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
    assert headers["cache-control"] == "no-store"
    assert not [name for name in headers if name.startswith("access-control")]
    assert "server" not in headers


def test_it_listens_on_the_loopback_alone() -> None:
    with listening() as sock:
        assert sock.getsockname()[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ConfigError, match=r"Port \d+ cannot be used"):
            listening(taken.getsockname()[1])


# --- deciding ---------------------------------------------------------------------------------------


def test_a_decision_and_its_undoing(inside: Served, out: Path) -> None:
    assert inside.ask("/decide", DECISION).json == {"line": 1}
    assert inside.ask("/queue").json["decided"] == 1
    assert inside.ask("/undo", {"line": 1}).json == {"line": 2}
    assert inside.ask("/queue").json["decided"] == 0
    assert len((out / "judgements.jsonl").read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/decide", {**DECISION, "verdict": "maybe"}, 400),
        ("/decide", {**DECISION, "by": "somebody else"}, 400),
        ("/decide", {**DECISION, "seen": "0"}, 400),
        ("/decide", {"left": "d1:e1"}, 400),
        ("/decide", b"{", 400),
        ("/decide", b"[" * 9000, 400),
        ("/decide", b'{"reason": "' + b"x" * 20_000 + b'"}', 400),
        ("/decide", {**DECISION, "left": "nothing"}, 404),
        ("/decide", {**DECISION, "seen": 5}, 409),
        ("/undo", {"line": 9}, 404),
        ("/undo", {"line": -1}, 400),
        ("/undo", {}, 400),
    ],
)
def test_what_is_no_decision_is_refused_in_words(
    path: str, body: object, status: int, inside: Served, out: Path
) -> None:
    answer = inside.ask(path, body)
    assert (answer.status, bool(answer.json["error"])) == (status, True)
    assert not (out / "judgements.jsonl").exists()


def test_a_foreign_form_cannot_decide(inside: Served) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        assert inside.ask("/decide", DECISION, Content_Type=kind).status == 400
    assert inside.ask("/decide", method="GET").status == 405


def test_overtaken_is_said_with_what_was_decided(inside: Served) -> None:
    inside.ask("/decide", DECISION)
    answer = inside.ask("/decide", {**DECISION, "verdict": "different"})
    assert answer.status == 409
    assert "another window: ana said “same”" in answer.json["error"]


# --- the command ------------------------------------------------------------------------------------


def test_the_command_serves_and_says_where(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, object] = {}

    def serve(given: Path, **options: object) -> None:
        told.update(options, folder=given)
        announce = options["announce"]
        assert callable(announce)
        announce("http://127.0.0.1:1/?token=x")

    monkeypatch.setattr(review, "review", serve)
    result = CliRunner().invoke(app, ["review", str(out), "--by", "ana", "--port", "1"])
    assert result.exit_code == 0, result.output
    assert "http://127.0.0.1:1/?token=x" in result.output.split("\n")
    assert (told["by"], told["port"], told["folder"]) == ("ana", 1, out)


def test_without_a_dossier_the_command_says_so(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["review", str(tmp_path)])
    assert result.exit_code == 2
    assert "does not exist" in result.output
