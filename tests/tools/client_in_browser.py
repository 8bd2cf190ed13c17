"""Uses the example web client in headless Chromium as a person would, and prints as JSON what it showed at each step.

Usage: client_in_browser.py APP OTHER_ORIGIN API [FOLDER]    also saves pictures in FOLDER
"""

import base64
import hashlib
import hmac
import json
import pathlib
import signal
import struct
import sys
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from browser import Tab, opened

EMAIL, PASSWORD = "browser@example.com", "Correct-horse-7-battery"
# The emulator's one code.
MAILED_CODE = "123456"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
HOSTILE = "<img src=x onerror=alert(1)>"
PATIENCE = 90
# What the page says above its forms.
PARTS = ["title", "status", "error"]


class Person:
    """Finds what to click and to fill in as a screen reader does: by role and name."""

    def __init__(self, browser, pictures):
        domains = ["Page", "Runtime", "Log", "Network", "DOM", "Accessibility"]
        self.tab, self.pictures, self.steps, self.altered = Tab(browser, domains), pictures, [], []

    def find(self, role, name):
        root = self.tab.call("DOM.getDocument")["root"]["nodeId"]
        found = self.tab.call("Accessibility.queryAXTree", nodeId=root, role=role, accessibleName=name)["nodes"]
        shown = [node["backendDOMNodeId"] for node in found if not node["ignored"]]
        if len(shown) != 1:
            sys.exit(
                f"{len(shown)} of {role} {name!r}, where the page shows: {self.tab.evaluate('document.body.innerText')}"
            )
        return shown[0]

    def click(self, role, name):
        node = self.find(role, name)
        self.tab.call("DOM.scrollIntoViewIfNeeded", backendNodeId=node)
        quad = self.tab.call("DOM.getContentQuads", backendNodeId=node)["quads"][0]
        point = {"x": sum(quad[0::2]) / 4, "y": sum(quad[1::2]) / 4, "button": "left", "clickCount": 1}
        for kind in ["mousePressed", "mouseReleased"]:
            self.tab.call("Input.dispatchMouseEvent", type=kind, **point)

    def fill(self, **fields):
        for label, text in fields.items():
            self.click("textbox", label)
            self.tab.evaluate("document.activeElement.select()")
            self.tab.call("Input.insertText", text=text)

    def does(self, step, button):
        """Clicks, and notes what the page says when the button can be used again."""
        self.click("button", button)
        self.until("!document.querySelector('button:disabled')")
        self.note(step)

    def note(self, step):
        text = {
            id: self.tab.evaluate(f"document.getElementById('{id}').innerText") for id in ["title", "status", "error"]
        }
        self.steps.append({"step": step, **text})

    def until(self, condition):
        end = time.monotonic() + PATIENCE
        while not self.tab.evaluate(condition):
            self.pass_on()
            if time.monotonic() > end:
                self.stop(f"not {condition}")
            time.sleep(0.05)

    def pass_on(self):
        """Lets requests through that wait in between: the first ones are altered as was asked."""
        for paused in self.tab.events("Fetch.requestPaused"):
            self.tab.browser.events.remove(paused)
            request = paused["params"]["request"]
            is_preflight = request["method"] == "OPTIONS"
            method, parameters = (
                ("Fetch.continueRequest", {}) if is_preflight or not self.altered else self.altered.pop(0)
            )
            if headers := parameters.get("headers"):
                sent = {name.lower(): value for name, value in request["headers"].items()}
                parameters = {"headers": entries({**sent, **headers})}
            self.tab.call(method, requestId=paused["params"]["requestId"], **parameters)

    def alter(self, path, *changes):
        self.altered = list(changes)
        self.tab.call("Fetch.enable", patterns=[{"urlPattern": f"*{path}"}])

    def unalter(self):
        self.tab.call("Fetch.disable")

    def look(self, name, looks):
        for scheme in ["light", "dark"]:
            self.tab.look_as(375, scheme)
            looks.append({"view": name, "scheme": scheme, **self.tab.measured()})
            if self.pictures:
                self.tab.picture(self.pictures / f"client-{name}-{scheme}.png")


def use_up_the_minute(device):
    """Makes requests until one more is refused, with enough of the minute left for the page to make it."""

    def ask(_):
        return device.call("GET", "/user/profile")[0]

    with ThreadPoolExecutor(4) as threads:
        while True:
            while 429 not in threads.map(ask, range(20)):
                pass
            left = 60 - time.time() % 60
            if left > 15:
                return
            time.sleep(left)


def entries(headers):
    return [{"name": name, "value": value} for name, value in headers.items()]


UNALTERED = ("Fetch.continueRequest", {})
# An access token that is not one.
BROKEN = ("Fetch.continueRequest", {"headers": {"authorization": "Bearer broken"}})


def answer(status, body, **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    encoded = base64.b64encode(body.encode()).decode()
    return "Fetch.fulfillRequest", {"responseCode": status, "responseHeaders": entries(headers), "body": encoded}


class Device:
    """Another one of the same user, without a browser."""

    def __init__(self, api):
        self.api, self.token = api, None

    def call(self, method, path, body=None):
        data = json.dumps(body).encode() if body is not None else None
        headers = {"content-type": "application/json"} if data else {}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(self.api + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request) as response:
                return response.status, json.loads(response.read() or "{}")
        except urllib.error.HTTPError as error:
            return error.code, {}

    def sign_in(self, code=None):
        self.token = None
        _, given = self.call("POST", "/auth/signin", {"email": EMAIL, "password": PASSWORD})
        if code:
            given["email"] = EMAIL
            _, given = self.call("POST", "/auth/challenge", {**given, "code": code})
        self.token = given["accessToken"]


def totp(secret):
    """https://www.rfc-editor.org/rfc/rfc6238"""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    at = digest[19] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def wrong(code):
    return str((int(code[0]) + 5) % 10) * 6


def use(browser, app, other, api, pictures):
    looks, device = [], Device(api)

    stranger = Person(browser, None)
    stranger.tab.open(other)
    stranger.until("document.getElementById('error').innerText")
    stranger.note("a page of another origin")
    refusals = [event["params"]["entry"]["text"] for event in stranger.tab.events("Log.entryAdded")]

    person = Person(browser, pictures)
    tab = person.tab
    tab.look_as(375, "light")
    tab.open(app)
    person.until("document.getElementById('sign-in-email').checkVisibility()")
    person.note("the first view")
    person.look("sign-in", looks)

    person.click("button", "Create an account")
    person.fill(**{"Name": "Ada", "E-mail": EMAIL, "Password": "short"})
    person.does("a weak password", "Sign up")
    person.look("error", looks)
    person.fill(Password=PASSWORD)
    person.does("a sign-up", "Sign up")
    person.fill(**{"Code from the e-mail": "000000"})
    person.does("a wrong code from the mail", "Confirm")
    person.does("another code", "Send another code")
    person.fill(**{"Code from the e-mail": MAILED_CODE})
    person.does("the code from the mail", "Confirm")

    person.fill(Password="Wrong-horse-7-battery")
    person.does("a wrong password", "Sign in")
    person.fill(Password=PASSWORD)
    person.does("a sign-in", "Sign in")

    device.sign_in()
    elsewhere = device.call("PUT", "/user/profile", {"name": "Ada Elsewhere"})[0]
    person.fill(Name="Ada Here")
    person.does("a change over another", "Save")
    shown = tab.evaluate("document.getElementById('profile-name').value")
    person.fill(Name="Ada Lovelace")
    person.does("a change", "Save")
    saved = device.call("GET", "/user/profile")[1]["name"]

    person.does("an app", "Set up an app")
    secret = tab.evaluate("document.getElementById('totp-secret').textContent").replace(" ", "")
    link = tab.evaluate("document.getElementById('totp-link').href")
    person.look("profile", looks)
    person.fill(**{"Code that the app shows": wrong(totp(secret))})
    person.does("a wrong code of the app", "Turn it on")
    person.fill(**{"Code that the app shows": totp(secret)})
    person.does("the code of the app", "Turn it on")
    left = tab.evaluate("document.documentElement.outerHTML")

    with tempfile.TemporaryDirectory() as folder:
        for step, content in [("an image that is too large", PNG + bytes(6 << 20)), ("an image", PNG)]:
            image = pathlib.Path(folder, "image.png")
            image.write_bytes(content)
            root = tab.call("DOM.getDocument")["root"]["nodeId"]
            node = tab.call("DOM.querySelector", nodeId=root, selector="#image-file")["nodeId"]
            tab.call("DOM.setFileInputFiles", nodeId=node, files=[str(image)])
            person.does(step, "Upload")
    image = tab.evaluate("document.getElementById('image-path').innerText")

    person.alter("/user/profile", BROKEN)
    person.does("a token that has expired", "Save")
    posts = [request["url"] for request in tab.requests() if request["method"] == "POST"]
    renewals = sum(url.endswith("/auth/refresh") for url in posts)
    body = json.dumps({"message": HOSTILE, "code": "busy", "requestId": "r-1"})
    allowed = {"Access_Control_Allow_Origin": app, "Access_Control_Expose_Headers": "Retry-After"}
    hostile = answer(503, body, Content_Type="application/json", Retry_After="7", **allowed)
    person.alter("/user/profile", hostile)
    person.does("a hostile message", "Save")
    person.alter("/user/profile", answer(502, "<h1>502</h1>", Content_Type="text/html"))
    person.does("an answer of CloudFront", "Save")
    person.unalter()
    network = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    tab.call("Network.emulateNetworkConditions", offline=True, **network)
    person.does("offline", "Save")
    tab.call("Network.emulateNetworkConditions", offline=False, **network)

    def sign_in_again(step):
        person.fill(**{"E-mail": EMAIL, "Password": PASSWORD})
        person.does(f"{step}: password", "Sign in")
        person.fill(**{"Code from your authenticator app": wrong(totp(secret))})
        person.does(f"{step}: wrong code", "Continue")
        person.fill(**{"Code from your authenticator app": totp(secret)})
        person.does(f"{step}: code", "Continue")

    person.does("a sign-out", "Sign out everywhere")
    sign_in_again("with the app")
    device.sign_in(totp(secret))
    ended = device.call("POST", "/auth/signout")[0]
    person.alter("/user/profile", BROKEN)
    person.does("a session that was ended elsewhere", "Save")
    person.unalter()

    sign_in_again("after the end")
    device.sign_in(totp(secret))
    use_up_the_minute(device)
    person.does("too many requests", "Save")

    state = "JSON.stringify([localStorage.length, sessionStorage.length, document.cookie, location.href])"
    faults = [event["params"] for event in tab.events("Runtime.exceptionThrown", "Runtime.consoleAPICalled")]
    logged = [event["params"]["entry"] for event in tab.events("Log.entryAdded")]
    return {
        "steps": stranger.steps + person.steps,
        "refusals": refusals,
        "looks": looks,
        "elsewhere": [elsewhere, shown, saved, ended],
        "secret": [len(secret), link.startswith("otpauth://totp/"), secret in link, secret in left.replace(" ", "")],
        "image": image,
        "renewals": renewals,
        "kept": json.loads(tab.evaluate(state)),
        "injected": tab.evaluate("document.body.innerHTML = '<b>x</b>'"),
        "faults": faults + [entry for entry in logged if "Content Security Policy" in entry["text"]],
        "urls": sorted({request["url"] for request in tab.requests()}),
    }


def main():
    signal.alarm(600)
    app, other, api = sys.argv[1:4]
    pictures = pathlib.Path(sys.argv[4]) if len(sys.argv) > 4 else None
    with opened() as browser:
        print(json.dumps(use(browser, app, other, api, pictures)))


main()
