"""A proxy in front of a hub that loses the answer of one request."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import urlsplit

HOP = ("transfer-encoding", "connection", "content-length", "host")


class LostAnswers:
    """Passes all requests on, but drops the connection of the first whose path holds ``part``.

    With ``forward`` the hub gets that request and does it; without, the hub never hears of it.
    """

    def __init__(self, url: str, part: str, *, forward: bool = True) -> None:
        self.dropped = 0
        outer, target = self, urlsplit(url).netloc

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def pass_on(self) -> None:
                body = self.read_body()
                drop = part in self.path and not outer.dropped
                if drop:
                    outer.dropped += 1
                if not drop or forward:
                    connection = http.client.HTTPConnection(target)
                    kept = {k: v for k, v in self.headers.items() if k.lower() not in HOP}
                    kept["Host"] = self.headers["Host"]
                    connection.request(self.command, self.path, body=body, headers=kept)
                    answer = connection.getresponse()
                    content = answer.read()
                if drop:
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in HOP:
                        self.send_header(name, value)
                length = len(content) or int(answer.getheader("content-length") or 0)
                self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(content)

            def read_body(self) -> bytes:
                if self.headers.get("Transfer-Encoding") != "chunked":
                    return self.rfile.read(int(self.headers.get("Content-Length", 0)))
                parts = []
                while size := int(self.rfile.readline(), 16):
                    parts.append(self.rfile.read(size))
                    self.rfile.readline()
                self.rfile.readline()
                return b"".join(parts)

            do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = pass_on

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "LostAnswers":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
