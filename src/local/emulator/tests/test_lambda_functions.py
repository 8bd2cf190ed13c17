"""Lambda: how long an invocation takes."""

import tempfile
import time
import unittest

from tests.functions import invoke, native_function
from tests.support import Emulator, emulator


class Functions(unittest.TestCase):
    """Each beside the same function on an emulator without the patches, which waits: machines differ."""

    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        without = "invocations_are_not_delayed,silent_functions_are_not_waited_for"
        cls.waiting = Emulator(folder, SRVLS_EMULATOR_WITHOUT=without)
        cls.addClassCleanup(cls.waiting.close)

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

    def test_a_warm_invocation_waits_for_nothing(self):
        self.assertLess(self.fastest(emulator(), "talking", "a line"), self.fastest(self.waiting, "talking", "a line"))

    def test_a_silent_function_is_not_waited_for(self):
        self.assertLess(self.fastest(emulator(), "silent", ""), self.fastest(self.waiting, "silent", ""))
