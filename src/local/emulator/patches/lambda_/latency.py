"""How long an invocation takes."""

import contextlib
import functools
import os
import queue
import select
import socketserver
import threading

from ministack.core import lambda_runtime

from patching import patch


@patch
def invocations_are_not_delayed():
    """AWS hands a waiting function its next event at once
    [https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html]; ministack writes headers and body separately, so
    that each event waits 40 ms for a delayed acknowledgement (Nagle's algorithm)."""
    socketserver.StreamRequestHandler.disable_nagle_algorithm = True


queued = lambda_runtime.Worker._drain_stderr


@patch
def silent_functions_are_not_waited_for():
    """AWS answers as soon as the function has posted its response
    [https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html]; ministack waits up to 50 ms for a first line of
    output, and loses the line to the next invocation if its reader is slower.

    What a function has written before its answer is in the pipe already: it is read there, and nothing is waited
    for."""
    lambda_runtime.ProvidedWorker._pump_output = pump
    lambda_runtime.Worker._read_stderr = lambda worker: pump(worker, printed_by(worker), worker._stderr_queue)
    lambda_runtime.Worker._drain_stderr = lambda_runtime.Worker._drain_stderr_bounded = drain
    for kind in (lambda_runtime.Worker, lambda_runtime.ProvidedWorker):
        kind._spawn = functools.partialmethod(spawn, kind._spawn)


def spawn(worker, original, *arguments, **options):
    original(worker, *arguments, **options)
    if worker._proc is not None:
        # The process may end before its reader begins.
        output_of(worker, printed_by(worker), worker._stderr_queue)


def printed_by(worker):
    """The stream that a function prints on. One in Python or Node gives its answers on the other."""
    is_provided = isinstance(worker, lambda_runtime.ProvidedWorker)
    return worker._proc.stdout if is_provided else worker._proc.stderr


def pump(worker, stream, lines):
    """Reads the output of a function for as long as its process lives."""
    output = output_of(worker, stream, lines)
    while not output.ended:
        has_input(stream, None)
        output.take()
    stream.close()


def drain(worker, **_waits):
    """What the function has written until now and no invocation has yet."""
    if output := getattr(worker, "_output", None):
        output.take()
    return queued(worker)


beginning = threading.Lock()


def output_of(worker, stream, lines):
    """The one `Output` of a process, for whichever thread asks first."""
    with beginning:
        output = getattr(worker, "_output", None)
        if output is None or output.stream is not stream:
            output = worker._output = Output(stream, lines)
        return output


class Output:
    """The lines that one process writes, read from its pipe by several threads in turn."""

    def __init__(self, stream, lines):
        self.stream = stream
        self.lines = lines
        self.ended = False
        self.rest = b""
        self.reading = threading.Lock()

    def take(self):
        """Queues every line that the pipe holds. Nothing, if there is none."""
        with self.reading:
            while not self.ended and has_input(self.stream, 0):
                written = os.read(self.stream.fileno(), 65536)
                self.ended = not written
                *whole, self.rest = (self.rest + written).split(b"\n")
                if self.ended and self.rest:
                    whole.append(self.rest)
                for line in whole:
                    self.put(line.decode("utf-8", errors="replace").rstrip("\r"))

    def put(self, line):
        """Queues a line; a full queue loses its oldest, since a full pipe would stop the function."""
        while self.lines.full():
            with contextlib.suppress(queue.Empty):
                self.lines.get_nowait()
        self.lines.put(line)


def has_input(stream, timeout):
    """Whether a read would not wait: there is output, or it has ended."""
    poll = select.poll()
    poll.register(stream, select.POLLIN)
    return bool(poll.poll(timeout))
