"""Opens a page in headless Chromium, in both colour schemes and two widths, and prints what the browser saw as JSON.

Usage: page_in_browser.py PAGE.html [FOLDER]    also saves a picture of each in FOLDER
"""

import base64
import itertools
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

WIDTHS = [360, 1200]
SCHEMES = ["light", "dark"]

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
    """Chromium over the pipe of its DevTools protocol: https://chromedevtools.github.io/devtools-protocol/"""

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


def seen(browser, page, width, scheme, picture):
    target = browser.call("Target.createTarget", url="about:blank")["targetId"]
    session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    for domain in ["Page", "Runtime", "Log", "Network"]:
        browser.call(f"{domain}.enable", session)
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.call("Emulation.setDeviceMetricsOverride", session, **metrics)
    media = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.call("Emulation.setEmulatedMedia", session, features=media)
    browser.events.clear()
    browser.call("Page.navigate", session, url=page.as_uri())
    browser.until("Page.loadEventFired")
    measured = browser.call("Runtime.evaluate", session, expression=MEASURE)["result"]["value"]
    if picture:
        shot = browser.call("Page.captureScreenshot", session, captureBeyondViewport=True, format="png")
        picture.write_bytes(base64.b64decode(shot["data"]))
    problems = ["Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"]
    requests = [event["params"] for event in browser.events if event.get("method") == "Network.requestWillBeSent"]
    urls = [request["request"]["url"] for request in requests]
    return {
        "width": width,
        "scheme": scheme,
        "problems": [event["params"] for event in browser.events if event.get("method") in problems],
        "requests": [url for url in urls if url != page.as_uri() and not url.startswith("data:")],
        **json.loads(measured),
    }


def main():
    signal.alarm(120)
    page = pathlib.Path(sys.argv[1]).resolve()
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    program = shutil.which("chromium") or sys.exit("there is no chromium: apt-get install chromium")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        browser = Browser(program, folder)
        try:
            answers = []
            for width, scheme in itertools.product(WIDTHS, SCHEMES):
                picture = pictures and pictures / f"{page.stem}-{width}-{scheme}.png"
                answers.append(seen(browser, page, width, scheme, picture))
        finally:
            browser.end()
    print(json.dumps(answers))


main()
