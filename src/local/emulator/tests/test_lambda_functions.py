"""Lambda: how long an invocation takes."""

import time
import unittest

from tests.functions import invoke, native_function
from tests.support import emulator


class Functions(unittest.TestCase):
    def fastest(self, name, text):
        """The shortest of some warm invocations of a function that prints `text`."""
        native_function(emulator(), name, text)
        invoke(emulator(), name)
        durations = []
        for _ in range(10):
            started = time.monotonic()
            invoke(emulator(), name)
            durations.append(time.monotonic() - started)
        return min(durations)

    def test_a_warm_invocation_waits_for_nothing(self):
        self.assertLess(self.fastest("talking", "a line"), 0.035)

    def test_a_silent_function_is_not_waited_for(self):
        self.assertLess(self.fastest("silent", ""), 0.045)
