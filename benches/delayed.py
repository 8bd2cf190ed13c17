"""A proxy behind which every call takes longer, as over a distance."""

import socket
import socketserver
import threading
import time

SIZE = 1 << 20


class Delayed(socketserver.ThreadingTCPServer):
    """To a port of this machine, with so many seconds before each request. It listens as long as a `with` block."""

    daemon_threads = allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, port, seconds):
        super().__init__(("127.0.0.1", 0), Passing)
        self.port, self.seconds, self.requests = port, seconds, 0
        self.endpoint = f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def handle_error(self, *_):
        """A client that is done leaves its connections."""


class Passing(socketserver.BaseRequestHandler):
    def handle(self):
        with socket.create_connection(("127.0.0.1", self.server.port)) as upstream:
            for end in (self.request, upstream):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.answer, args=(upstream,), daemon=True).start()
            while begun := self.request.recv(SIZE):
                self.server.requests += 1
                time.sleep(self.server.seconds)
                upstream.sendall(begun + self.rest())

    def rest(self):
        """What came meanwhile of the same request."""
        try:
            return self.request.recv(SIZE, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return b""

    def answer(self, upstream):
        try:
            while part := upstream.recv(SIZE):
                self.request.sendall(part)
        except OSError:
            pass
        finally:
            self.request.close()
