"""A proxy to an emulator of AWS that fails one call in one way, in the protocol of its service."""

import asyncio
import collections
import json
import re
import socket
import struct
import uuid
import zlib

FAULTS = (
    "throttle-once",
    "throttle-always",
    "500-once",
    "503-always",
    "reset-before-once",
    "lost-answer-once",
    "hang20-once",
    "truncated-once",
    "denied-always",
    "empty200-once",
)
MORE_FAULTS = (
    "half-once",
    "html200-once",
    "500-always",
    "hang-always",
    "reset-before-always",
    "expired-always",
    "503-empty-always",
)

# What IAM calls a service that signs under another name.
IAM_PREFIX = {"monitoring": "cloudwatch", "execute-api": "apigateway"}


async def read_message(reader):
    """The start line and the headers of a request; None at the end of the connection."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    start, *lines = head[:-4].decode("latin-1").split("\r\n")
    return start, [tuple(part.strip() for part in line.split(":", 1)) for line in lines]


def header(headers, name, default=None):
    return next((value for key, value in headers if key.lower() == name), default)


async def read_body(reader, headers):
    if "chunked" not in (header(headers, "transfer-encoding") or "").lower():
        return await reader.readexactly(int(header(headers, "content-length") or 0))
    body = b""
    while True:
        size = int((await reader.readline()).split(b";")[0].strip() or b"0", 16)
        body += await reader.readexactly(size)
        await reader.readline()
        if size == 0:
            return body


def message(line, headers, body, length=None):
    kept = [
        (key, value)
        for key, value in headers
        if key.lower() not in ("connection", "transfer-encoding", "content-length")
    ]
    kept.append(("Content-Length", length or str(len(body))))
    return (line + "\r\n" + "".join(f"{key}: {value}\r\n" for key, value in kept) + "\r\n").encode("latin-1")


async def forward(upstream, start, headers, body):
    """What the emulator answers: the status line, the headers and the body."""
    host, port = upstream
    reader, writer = await asyncio.open_connection(host, port, limit=2**24)
    try:
        kept = [(key, value) for key, value in headers if key.lower() not in ("host", "expect")]
        kept += [("Host", f"{host}:{port}")]
        writer.write(message(start, kept, body).replace(b"\r\n", b"\r\nConnection: close\r\n", 1) + body)
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n"))[:-4].decode("latin-1").split("\r\n")
        answer = [tuple(part.strip() for part in line.split(":", 1)) for line in head[1:]]
        if start.startswith("HEAD ") or int(head[0].split()[1]) in (204, 304):
            content = b""
        elif header(answer, "content-length") is not None or header(answer, "transfer-encoding") is not None:
            content = await read_body(reader, answer)
        else:
            content = await reader.read()
        return head[0], answer, content
    finally:
        writer.close()


class Call:
    """What a request asks of which service, in which protocol."""

    def __init__(self, start, headers, body):
        method, path, _ = start.split(" ", 2)
        scope = re.search(r"Credential=[^/]+/\d+/[^/]*/([^/]+)/aws4_request", header(headers, "authorization") or "")
        self.service = scope[1] if scope else "http"
        target, rpc = header(headers, "x-amz-target"), re.match(r"/service/[^/]+/operation/(\w+)", path)
        asked = body if method == "POST" else path.partition("?")[2].encode()
        form = re.search(rb"(?:^|&)Action=(\w+)", asked)
        if target:
            self.protocol, self.operation = "json", target.split(".")[-1]
        elif rpc:
            self.protocol, self.operation = "cbor", rpc[1]
        elif form:
            self.protocol, self.operation = "query", form[1].decode()
        else:
            self.protocol = {"s3": "s3", "cloudfront": "query"}.get(self.service, "rest-json")
            self.operation = f"{method} {self.shape(path)}"
        self.name = f"{self.service}:{self.operation}"
        self.prefix = IAM_PREFIX.get(self.service, self.service)

    def shape(self, path):
        """A path without the names in it."""
        bare, _, question = path.partition("?")
        parts = [part for part in bare.split("/") if part]
        if self.service != "s3":
            return "/".join(part if re.fullmatch(r"[\d-]{10}|[a-z]{3,}", part) else "*" for part in parts)
        keys = ",".join(sorted(pair.split("=")[0] for pair in question.split("&") if pair and pair[:4] != "x-id"))
        return ("bucket" if len(parts) <= 1 else f"object:{parts[1]}") + (f"?{keys}" if keys else "")

    def failure(self, code, text, status):
        request_id = str(uuid.uuid4())
        headers = [("x-amzn-RequestId", request_id)]
        if self.protocol == "json":
            kind, body = "application/x-amz-json-1.1", json.dumps({"__type": code, "message": text})
        elif self.protocol == "rest-json":
            kind, body = "application/json", json.dumps({"message": text})
            headers.append(("x-amzn-ErrorType", code))
        elif self.protocol == "cbor":
            kind = "application/cbor"
            headers.append(("smithy-protocol", "rpc-v2-cbor"))
            body = b"\xa2" + b"".join(map(cbor_text, ("__type", code, "message", text)))
        elif self.protocol == "s3":
            kind = "application/xml"
            body = f"<Error><Code>{code}</Code><Message>{text}</Message><RequestId>{request_id}</RequestId></Error>"
        else:
            kind = "text/xml"
            error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{text}</Message></Error>"
            body = f"<ErrorResponse>{error}<RequestId>{request_id}</RequestId></ErrorResponse>"
        headers.append(("Content-Type", kind))
        return f"HTTP/1.1 {status} X", headers, body if isinstance(body, bytes) else body.encode()

    def throttled(self):
        if self.service == "s3":
            return self.failure("SlowDown", "Please reduce your request rate.", 503)
        if self.service in ("lambda", "apigateway"):
            return self.failure("TooManyRequestsException", "Rate exceeded", 429)
        if self.service == "cognito-idp":
            return self.failure("TooManyRequestsException", "Rate exceeded", 400)
        return self.failure("Throttling" if self.protocol == "query" else "ThrottlingException", "Rate exceeded", 400)

    def denied(self):
        xml = self.protocol in ("s3", "query")
        who = "User: arn:aws:iam::000000000000:user/test is not authorized to perform: "
        return self.failure(
            "AccessDenied" if xml else "AccessDeniedException",
            who + f"{self.prefix}:{self.operation.split(' ')[0]}",
            403 if xml or self.protocol == "rest-json" else 400,
        )

    def expired(self):
        text = "The security token included in the request is expired"
        code = "ExpiredTokenException" if self.protocol == "json" else "ExpiredToken"
        return self.failure(code, text, 400 if self.protocol in ("json", "s3") else 403)


def cbor_text(value):
    raw = value.encode()
    return (bytes([0x60 + len(raw)]) if len(raw) < 24 else bytes([0x78, len(raw)])) + raw


class Proxy:
    """Forwards to the emulator; the n-th call of one name (of an "always" fault, later ones too) meets the fault."""

    def __init__(self, upstream, fault=None, name=None, occurrence=1):
        self.upstream, self.fault, self.name, self.occurrence = upstream, fault, name, occurrence
        self.calls, self.seen, self.hits = [], collections.Counter(), 0

    async def __aenter__(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0, limit=2**24)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_):
        self.server.close()

    def is_due(self, call):
        self.seen[call.name] += 1
        if self.fault is None or call.name != self.name:
            return False
        count = self.seen[call.name]
        due = count >= self.occurrence if self.fault.endswith("-always") else count == self.occurrence
        self.hits += due
        return due

    async def serve(self, reader, writer):
        try:
            while received := await read_message(reader):
                start, headers = received
                if (header(headers, "expect") or "").lower() == "100-continue":
                    writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                body = await read_body(reader, headers)
                if not await self.answer(writer, start, headers, body):
                    return
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def answer(self, writer, start, headers, body):
        """Answers one request; False if the connection has to end with it."""
        call = Call(start, headers, body)
        fault = self.fault if self.is_due(call) else None
        checksum = f"{zlib.crc32(start.encode() + body):08x}"
        record = {"call": call.name, "sum": checksum, "fault": fault, "upstream": None}
        self.calls.append(record)

        async def pass_on():
            answer = await forward(self.upstream, start, headers, body)
            record["upstream"] = int(answer[0].split()[1])
            return answer

        if fault in ("reset-before-once", "reset-before-always"):
            return reset(writer)
        if fault == "lost-answer-once":
            await pass_on()
            return reset(writer)
        if fault in ("empty200-once", "html200-once"):
            await pass_on()
            page = b"<html>sign in to the network</html>" if fault == "html200-once" else b""
            line, fields, content = "HTTP/1.1 200 OK", [("x-amzn-RequestId", str(uuid.uuid4()))], page
        elif invented := self.invented(call, fault):
            line, fields, content = invented
        else:
            await asyncio.sleep({"hang20-once": 20, "hang-always": 3600}.get(fault, 0))
            line, fields, content = await pass_on()
        if fault == "half-once":
            content = content[: len(content) // 2]
            fields = [(key, value) for key, value in fields if key.lower() != "x-amz-crc32"]
        is_head = start.startswith("HEAD ")
        length = header(fields, "content-length") or "0" if is_head else None
        writer.write(message(line, fields, content, length))
        whole = fault != "truncated-once"
        writer.write(b"" if is_head else content if whole else content[: len(content) // 2])
        await writer.drain()
        return whole

    @staticmethod
    def invented(call, fault):
        """The answer to a call that never reaches the emulator."""
        match fault:
            case "throttle-once" | "throttle-always":
                return call.throttled()
            case "denied-always":
                return call.denied()
            case "expired-always":
                return call.expired()
            case "500-once" | "500-always":
                return call.failure("InternalFailure", "Internal failure", 500)
            case "503-always":
                return "HTTP/1.1 503 Service Unavailable", [("Content-Type", "text/html")], b"<html>503</html>"
            case "503-empty-always":
                return "HTTP/1.1 503 Service Unavailable", [], b""
        return None


def reset(writer):
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
    return False
