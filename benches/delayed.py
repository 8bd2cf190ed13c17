"""A proxy behind which every call takes longer, as over a distance."""

import socket
import socketserver
import threading
import time

from proxy import Proxy

SIZE = 1 << 20


class Delayed(Proxy, socketserver.ThreadingTCPServer):
    """To a port of this machine, with so many seconds before each request."""

    def __init__(self, port, seconds):
        super().__init__(("127.0.0.1", 0), Passing)
        self.port, self.seconds, self.requests = port, seconds, 0


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
