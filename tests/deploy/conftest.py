"""nginx with the configuration that is shipped: only ports, names of files and the bot's address are this test's."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import requests
from rasa.core.channels.rest import RestInput

from bot.channels.web import api
from bot.channels.web.channel import WebChannel
from bot.channels.web.settings import Settings
from bot.evaluation.running import SECRET, free_port
from bot.staff.channel import StaffChannel
from bot.staff.password import Password, hashed
from bot.staff.settings import Settings as StaffSettings
from bot.staff.settings import secret_of
from tests.channels.small_server import Parrot, serving
from tests.staff.member import PASSWORD

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate of this machine's own."""
    folder = tmp_path_factory.mktemp("tls")
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout privkey.pem -out fullchain.pem -subj".split()
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run([*command, "/CN=localhost", *names], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture
def nginx(tmp_path: Path, certificate: Path) -> Iterator[Callable[[str], str]]:
    """Starts nginx in front of a bot; gives the address of the assistant."""
    if shutil.which("nginx") is None:
        if os.environ.get("CI"):
            pytest.fail("nginx is not installed")
        pytest.skip("nginx is not installed: `apt-get install nginx-light`")
    with ExitStack() as stack:

        def start(bot: str) -> str:
            port = free_port()
            configuration = _configuration(tmp_path, certificate, bot, port)
            process = subprocess.Popen(["nginx", "-c", str(configuration), "-p", str(tmp_path)])
            stack.callback(process.wait, 30)
            stack.callback(process.terminate)
            address = f"https://localhost:{port}/assistant"
            deadline = time.monotonic() + 30
            while True:
                try:
                    with warnings.catch_warnings():
                        # It is only asked whether anybody answers.
                        warnings.simplefilter("ignore")
                        requests.get(address, verify=False, timeout=5, allow_redirects=False)
                    return address
                except requests.ConnectionError:
                    assert process.poll() is None, (tmp_path / "error.log").read_text()
                    assert time.monotonic() < deadline
                    time.sleep(0.05)

        yield start


def _configuration(folder: Path, certificate: Path, bot: str, port: int) -> Path:
    """The shipped files in a folder, with a main file as Debian's."""
    shutil.copytree(DEPLOY / "nginx", folder, dirs_exist_ok=True)
    for file in folder.rglob("*.conf"):
        text = file.read_text(encoding="utf-8")
        for shipped, here in (
            ("server 127.0.0.1:5005;", f"server {bot.removeprefix('http://')};"),
            ("/etc/letsencrypt/live/www.exemple.fr", str(certificate)),
            ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
            ("listen 443", f"listen 127.0.0.1:{port}"),
            ("    listen [::]:80;\n", ""),
            ("    listen [::]:443 ssl http2;\n", ""),
            ("/var/log/nginx", str(folder)),
        ):
            text = text.replace(shipped, here)
        file.write_text(text, encoding="utf-8")
    main = folder / "nginx.conf"
    main.write_text(
        f"""
        daemon off; pid {folder}/pid; error_log {folder}/error.log;
        events {{}}
        http {{
            client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
            uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
            access_log off;
            include conf.d/*.conf;
            include sites-available/*.conf;
        }}
        """,
        encoding="utf-8",
    )
    return main


@pytest.fixture
def parrot(tmp_path: Path) -> Parrot:
    """What answers."""
    return Parrot(tmp_path / "conversations.db")


@pytest.fixture
def bot(tmp_path: Path, parrot: Parrot, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server's address with all channels open, REST too, which knows that nginx is before it."""
    monkeypatch.setenv("SANIC_PROXIES_COUNT", "1")
    database, kept = f"sqlite:///{tmp_path}/conversations.db", hashed(PASSWORD, cost=1024)
    web = WebChannel(Settings(SECRET, database, requests_per_minute=100_000, conversations_per_hour=100_000))
    staff = StaffChannel(StaffSettings(Password(kept), secret_of(SECRET, kept), database, requests_per_minute=100_000))
    with serving(web, parrot, 0, staff, RestInput()) as address:
        yield address


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that requests were counted under."""
    found: list[str] = []

    def address(request: Any) -> str:
        found.append(told(request))
        return found[-1]

    told = api.address
    monkeypatch.setattr(api, "address", address)
    return found


@pytest.fixture
def site(bot: str, nginx: Callable[[str], str], certificate: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The assistant's address on the site."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate / "fullchain.pem"))
    return nginx(bot)
