"""What the proxies to an emulator have in common."""

import threading


class Proxy:
    """A server of `socketserver` that listens as long as a `with` block lasts."""

    daemon_threads = allow_reuse_address = True
    # More connections than this wait at once in no benchmark.
    request_queue_size = 128

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def handle_error(self, *_):
        """A client that is done, or was killed, leaves its connections."""
