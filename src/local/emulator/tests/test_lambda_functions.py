"""Lambda: how long an invocation takes."""

import tempfile
import time
import unittest

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
