"""An nginx of a test's own, with the configuration that ``deploy/nginx`` has for a server."""

from __future__ import annotations

import getpass
import http.client
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.server import ROOT, free_port

DEPLOY = ROOT / "deploy" / "nginx"
PURGE_MODULE = Path("/usr/lib/nginx/modules/ngx_http_cache_purge_module.so")
START_SECONDS = 10.0


def program() -> str | None:
    """Return where nginx is, ``None`` where it or its module for purging isn't installed."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    return found if found and PURGE_MODULE.exists() else None


class Nginx:
    """nginx in front of an application, on ports and in a folder of its own."""

    def __init__(self, folder: Path, port: int, purge_port: int) -> None:
        self.folder, self.port, self.purge_port = folder, port, purge_port
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def files(self) -> Path:
        """The folder whose files are served under ``/static/``."""
        return self.folder / "static"

    def write(self, application_port: int, *, processes: int = 2) -> None:
        """Write the server's configuration with this test's ports and folders in the place of its own."""
        for name in ("static", "media", "maintenance", "cache", "portal", "plain"):
            (self.folder / name).mkdir(exist_ok=True)
        replaced = {
            "/srv/portal/": f"{self.folder}/",
            "/var/cache/nginx/portal": str(self.folder / "cache"),
            "/etc/nginx/portal/": f"{self.folder}/portal/",
            "/var/log/nginx/portal.log": str(self.folder / "access.log"),
            "127.0.0.1:8000": f"127.0.0.1:{application_port}",
            "127.0.0.1:8081": f"127.0.0.1:{self.purge_port}",
        }
        for path in DEPLOY.glob("*.conf"):
            text = path.read_text()
            for old, new in replaced.items():
                text = text.replace(old, new)
            (self.folder / "portal" / path.name).write_text(text)
        user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(
            f"""
            load_module {PURGE_MODULE};
            {user}
            daemon off; pid {self.folder}/pid; error_log {self.folder}/error.log warn;
            worker_processes {processes};
            events {{ worker_connections 512; }}
            http {{
                include /etc/nginx/mime.types;
                sendfile on; tcp_nopush on; keepalive_requests 100000;
                client_body_temp_path {self.folder}/body; proxy_temp_path {self.folder}/proxy;
                fastcgi_temp_path {self.folder}/fastcgi; uwsgi_temp_path {self.folder}/uwsgi;
                scgi_temp_path {self.folder}/scgi;
                include {self.folder}/portal/http.conf;
                include {self.folder}/portal/purge.conf;
                server {{
                    listen 127.0.0.1:{self.port};
                    include {self.folder}/portal/locations.conf;
                    # What the cache is compared with: a file, with the same log.
                    location /plain/ {{
                        alias {self.folder}/plain/; gzip_static always; default_type text/html;
                        add_header X-Request-ID $request_id always;
                    }}
                }}
            }}
            """
        )

    def start(self) -> None:
        """Start, and return when it answers. Raises ``RuntimeError`` with what it says where it doesn't."""
        command = [program() or "nginx", "-c", str(self.folder / "nginx.conf"), "-e", str(self.folder / "error.log")]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
                connection.request("GET", "/static/nothing")
                connection.getresponse().read()
            except OSError:
                time.sleep(0.05)
            else:
                return
        self.stop()
        raise RuntimeError(f"nginx doesn't start: {(self.folder / 'error.log').read_text()}")

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=15)
            self.process = None


@contextmanager
def running_nginx(application_port: int, *, purge_port: int | None = None) -> Iterator[Nginx]:
    """Run nginx in front of a port for as long as the context lasts."""
    folder = Path(tempfile.mkdtemp(prefix="portal-nginx-"))
    nginx = Nginx(folder, free_port(), purge_port or free_port())
    nginx.write(application_port)
    try:
        nginx.start()
        yield nginx
    finally:
        nginx.stop()
        shutil.rmtree(folder, ignore_errors=True)
