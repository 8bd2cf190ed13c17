"""A proxy to an emulator's Cognito that now and then is asked too much, or loses an answer.

As tests/support/overloaded.rs, for as many users as a benchmark moves."""

import http.client
import itertools
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from proxy import Proxy

# Of so many requests to Cognito one is refused; of so many users that are created, the answer about one is lost.
THROTTLED, LOST = 9, 20
REFUSAL = b'{"__type":"TooManyRequestsException","message":"Rate exceeded"}'


class Overloaded(Proxy, ThreadingHTTPServer):
    def __init__(self, port):
        super().__init__(("127.0.0.1", 0), Passing)
        self.port = port
        self.requests, self.created = itertools.count(1), itertools.count(1)
        self.throttled = self.lost = 0


class Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        service, _, operation = self.headers.get("X-Amz-Target", "").partition(".")
        if service == "AWSCognitoIdentityProviderService" and next(self.server.requests) % THROTTLED == 0:
            self.server.throttled += 1
            return self.answer(400, [("Content-Type", "application/x-amz-json-1.1")], REFUSAL)
        upstream = http.client.HTTPConnection("127.0.0.1", self.server.port)
        upstream.request(self.command, self.path, body, dict(self.headers))
        response = upstream.getresponse()
        answer = response.read()
        upstream.close()
        if operation == "AdminCreateUser" and next(self.server.created) % LOST == 0:
            self.server.lost += 1
            self.close_connection = True
            return None
        return self.answer(response.status, response.getheaders(), answer)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = pass_on

    def answer(self, status, headers, body):
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("connection", "transfer-encoding", "content-length", "keep-alive"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_):
        """Nothing: a line for each request would be the loudest of all."""
