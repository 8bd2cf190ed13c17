"""Operations at the same time."""

import contextlib
import threading

from ministack.services import cognito, lambda_svc

from patching import patch, wrap


class Turn:
    """The right to read and change the pools, which one thread has at a time."""

    lock = threading.Lock()
    holder = threading.local()

    @classmethod
    @contextlib.contextmanager
    def taken(cls):
        with cls.lock:
            cls.holder.here = True
            try:
                yield
            finally:
                cls.holder.here = False

    @classmethod
    @contextlib.contextmanager
    def given_up(cls):
        """The others go on meanwhile, if this thread holds them up."""
        if not getattr(cls.holder, "here", False):
            yield
            return
        cls.holder.here = False
        cls.lock.release()
        try:
            yield
        finally:
            cls.lock.acquire()
            cls.holder.here = True


@patch
def operations_wait_for_each_other():
    """AWS answers many requests about a pool at the same time
    [https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html]; ministack runs each in a thread, without a
    lock: one that looks through the users fails with an InternalError when another adds one meanwhile.

    Here they take turns, and none waits for the trigger of another."""

    @wrap("_run_idp_handler", cognito)
    def run(original, *arguments):
        with Turn.taken():
            return original(*arguments)

    @wrap("get_state", cognito)
    def get_state(original):
        with Turn.taken():
            return original()

    @wrap("_execute_function", lambda_svc)
    def execute(original, *arguments):
        with Turn.given_up():
            return original(*arguments)
