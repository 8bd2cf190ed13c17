"""A copy of what other threads change."""

import threading
import unittest

from patches.persistence.standstill import while_others_wait


class Standstill(unittest.TestCase):
    def test_what_grows_all_the_time_is_copied(self):
        state, ended = dict.fromkeys(range(300_000)), threading.Event()

        def grow():
            while not ended.wait(0.0001):
                state[len(state)] = None

        growing = threading.Thread(target=grow)
        growing.start()
        self.addCleanup(growing.join)
        self.addCleanup(ended.set)

        for _ in range(5):
            copied = while_others_wait(lambda: {key: [value] for key, value in state.items()})

            self.assertGreaterEqual(len(copied), 300_000)
