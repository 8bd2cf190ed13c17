"""Lambda: how long an invocation takes."""

import os
import queue
import tempfile
import time
import unittest
from types import SimpleNamespace

from ministack.core.lambda_runtime import ProvidedWorker

from patches.lambda_ import latency
from tests.functions import invoke, native_function
from tests.support import Emulator, emulator


class Functions(unittest.TestCase):
    """Each beside the same function on an emulator without the patch, which waits: machines differ."""

    # Less than half of what a patch saves, which is 40 and 35 ms.
    MARGIN_SECONDS = 0.015

    def fastest(self, process, name, text):
        """The shortest of some warm invocations of a function that prints `text`."""
        native_function(process, name, text)
        invoke(process, name)
        durations = []
        for _ in range(20):
            started = time.monotonic()
            invoke(process, name)
            durations.append(time.monotonic() - started)
        return min(durations)

    def assert_saves_time(self, patch, name, text):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        waiting = Emulator(place.name, SRVLS_EMULATOR_WITHOUT=patch)
        self.addCleanup(waiting.close)

        saved = self.fastest(waiting, name, text) - self.fastest(emulator(), name, text)

        self.assertGreater(saved, self.MARGIN_SECONDS)

    def test_a_warm_invocation_waits_for_nothing(self):
        self.assert_saves_time("invocations_are_not_delayed", "talking", "a line")

    def test_a_silent_function_is_not_waited_for(self):
        self.assert_saves_time("silent_functions_are_not_waited_for", "silent", "")


class Lines(unittest.TestCase):
    def setUp(self):
        reading, self.writing = os.pipe()
        stream = os.fdopen(reading, "rb", buffering=0)
        self.addCleanup(stream.close)
        self.worker = object.__new__(ProvidedWorker)
        self.worker._proc = SimpleNamespace(stdout=stream)
        self.worker._stderr_queue = queue.Queue(maxsize=2)

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
