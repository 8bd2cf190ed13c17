"""Lambda: how long an invocation takes."""

import os
import queue
import statistics
import tempfile
import time
import unittest
from unittest import mock

from ministack.core.lambda_runtime import Worker

from patches.lambda_ import latency
from tests.functions import archive, invoke, native_function
from tests.support import Emulator, emulator


class Functions(unittest.TestCase):
    """Each beside the same function on an emulator without the patch, which waits: machines differ."""

    # Less than half of what a patch saves, which is 40 and 35 ms.
    MARGIN_SECONDS = 0.015

    def durations(self, processes, name, text):
        """The medians of warm invocations of a function that prints `text`, in turns, as a machine's load changes."""
        durations = [[] for _ in processes]
        for process in processes:
            native_function(process, name, text)
            invoke(process, name)
        for _ in range(20):
            for process, taken in zip(processes, durations, strict=True):
                started = time.monotonic()
                invoke(process, name)
                taken.append(time.monotonic() - started)
        return [statistics.median(taken) for taken in durations]

    def assert_saves_time(self, patch, name, text):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        waiting = Emulator(place.name, SRVLS_EMULATOR_WITHOUT=patch)
        self.addCleanup(waiting.close)

        usual, patched = self.durations([waiting, emulator()], name, text)

        self.assertGreater(usual - patched, self.MARGIN_SECONDS)

    def test_a_warm_invocation_waits_for_nothing(self):
        self.assert_saves_time("invocations_are_not_delayed", "talking", "a line")

    def test_a_silent_function_is_not_waited_for(self):
        self.assert_saves_time("silent_functions_are_not_waited_for", "silent", "")


class Lines(unittest.TestCase):
    def setUp(self):
        reading, self.writing = os.pipe()
        stream = os.fdopen(reading, "rb", buffering=0)
        self.addCleanup(stream.close)
        self.worker = object.__new__(Worker)
        self.worker._stderr_queue = queue.Queue(maxsize=2)
        latency.output_of(self.worker, stream, self.worker._stderr_queue)

    def test_what_is_written_is_taken_without_a_reader(self):
        os.write(self.writing, b"one\r\ntwo\nthr")

        self.assertEqual(latency.drain(self.worker), "one\ntwo")
        self.assertEqual(latency.drain(self.worker), "")

        os.write(self.writing, b"ee")
        os.close(self.writing)

        self.assertEqual(latency.drain(self.worker), "three")
        self.assertEqual(latency.drain(self.worker), "")

    def test_a_full_queue_loses_its_oldest_line(self):
        os.write(self.writing, b"one\ntwo\nthree\n")

        self.assertEqual(latency.drain(self.worker), "two\nthree")

        os.close(self.writing)


class FailingFunctions(unittest.TestCase):
    def test_a_function_in_python_that_fails_keeps_its_lines(self):
        latency.silent_functions_are_not_waited_for()
        pump = latency.pump
        config = {
            "FunctionName": "failing",
            "FunctionArn": "arn:aws:lambda:us-east-1:000000000000:function:failing",
            "Handler": "index.handler",
            "Runtime": "python3.12",
            "Timeout": 60,
        }
        code = archive(
            "index.py", "def handler(*_):\n    for number in range(50): print(number)\n    raise ValueError\n"
        )
        worker = Worker("failing", config, code)
        self.addCleanup(worker.kill)

        def late(*arguments):
            time.sleep(1)
            pump(*arguments)

        with mock.patch.object(latency, "pump", late):
            answer = worker.invoke({}, "1")

        self.assertEqual(answer["status"], "error")
        self.assertEqual([int(line) for line in answer["log"].splitlines() if line.isdigit()], list(range(50)))
