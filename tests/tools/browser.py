"""Headless Chromium over the pipe of its DevTools protocol, and what it measures of a page.

https://chromedevtools.github.io/devtools-protocol/
"""

import base64
import contextlib
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile

# The lowest contrast of a text with what is behind it, and what is wider than the page.
MEASURE = """(() => {
  const rgb = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const contrast = (element, colour) => {
    const [a, b] = [light(rgb(colour)), light(behind(element))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const all = [...document.body.querySelectorAll("*")];
  const says = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const texts = all.filter(says).map((element) => {
    const style = getComputedStyle(element);
    return contrast(element, element instanceof SVGElement ? style.fill : style.color);
  });
  const lines = all.filter((element) => element.matches("polyline, .limit"))
    .map((element) => contrast(element, getComputedStyle(element).stroke));
  return JSON.stringify({
    overflow: Math.max(0, document.documentElement.scrollWidth - window.innerWidth),
    text_contrast: Math.min(...texts),
    line_contrast: Math.min(21, ...lines),
    scripts: document.scripts.length,
    back: getComputedStyle(document.body).backgroundColor,
    charts: document.querySelectorAll("figure svg[role=img]").length,
    text: document.body.innerText,
  });
})()"""


class Browser:
    def __init__(self, program, folder):
        to_read, self.to_write = os.pipe()
        self.answers, to_answer = os.pipe()
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
        flags += ["--disable-background-networking", f"--user-data-dir={folder}", "--remote-debugging-pipe"]
        # The protocol has the file descriptors 3 and 4.
        shell = f'exec "$0" "$@" 3<&{to_read} 4>&{to_answer}'
        command = ["bash", "-c", shell, program, *flags, "about:blank"]
        self.process = subprocess.Popen(command, pass_fds=[to_read, to_answer], stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_answer)
        self.ids, self.events, self.rest = itertools.count(1), [], b""

    def message(self):
        while b"\0" not in self.rest:
            more = os.read(self.answers, 1 << 16)
            if not more:
                sys.exit("the browser ended")
            self.rest += more
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, session=None, **parameters):
        request = {"id": next(self.ids), "method": method, "params": parameters}
        if session:
            request["sessionId"] = session
        os.write(self.to_write, json.dumps(request).encode() + b"\0")
        while (message := self.message()).get("id") != request["id"]:
            self.events.append(message)
        if "error" in message:
            sys.exit(f"{method}: {message['error']}")
        return message["result"]

    def until(self, event):
        while not any(message.get("method") == event for message in self.events):
            self.events.append(self.message())

    def end(self):
        self.process.kill()
        self.process.wait()


@contextlib.contextmanager
def opened():
    """A browser with a profile of its own, which ends with it."""
    program = shutil.which("chromium") or sys.exit("there is no chromium: apt-get install chromium")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        browser = Browser(program, folder)
        try:
            yield browser
        finally:
            browser.end()


class Tab:
    def __init__(self, browser, domains=("Page", "Runtime", "Log", "Network")):
        self.browser = browser
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in domains:
            self.call(f"{domain}.enable")

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def events(self, *methods):
        mine = [event for event in self.browser.events if event.get("sessionId") == self.session]
        return [event for event in mine if event["method"] in methods]

    def look_as(self, width, scheme):
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        self.call("Emulation.setDeviceMetricsOverride", **metrics)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, url):
        self.browser.events.clear()
        self.call("Page.navigate", url=url)
        self.browser.until("Page.loadEventFired")

    def evaluate(self, expression):
        """The value of an expression, also of a promise; an exception of the page's as its text."""
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if details := answer.get("exceptionDetails"):
            return details["exception"].get("description", details["text"])
        return answer["result"].get("value")

    def measured(self):
        return json.loads(self.evaluate(MEASURE))

    def picture(self, path):
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True, format="png")
        path.write_bytes(base64.b64decode(shot["data"]))

    def requests(self):
        return [event["params"]["request"] for event in self.events("Network.requestWillBeSent")]
