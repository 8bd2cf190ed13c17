"""A DynamoDB that answers at once and always the same, so that the handlers are measured and not the table.

Prints its port, then serves until its standard input ends."""

import asyncio
import json
import sys

PROFILE = {
    "userId": {"S": "ada"},
    "email": {"S": "ada@example.com"},
    "name": {"S": "Ada Lovelace"},
    "createdAt": {"S": "2026-11-22T09:00:00.000Z"},
    "updatedAt": {"S": "2026-11-22T09:00:00.000Z"},
    "version": {"N": "1"},
}
ANSWERS = {b"GetItem": json.dumps({"Item": PROFILE}).encode(), b"UpdateItem": b"{}"}


async def serve(reader, writer):
    try:
        while True:
            headers = parse(await reader.readuntil(b"\r\n\r\n"))
            await reader.readexactly(int(headers.get(b"content-length", 0)))
            operation = headers.get(b"x-amz-target", b"").rpartition(b".")[2]
            body = ANSWERS.get(operation, b"healthy")
            head = b"HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: %d\r\n\r\n"
            writer.write(head % len(body) + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def parse(head):
    fields = (line.partition(b":") for line in head.split(b"\r\n")[1:])
    return {name.lower(): value.strip() for name, _, value in fields}


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
