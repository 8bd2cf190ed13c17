"""Opens a page in headless Chromium, in both colour schemes and two widths, and prints what the browser saw as JSON.

Usage: page_in_browser.py PAGE.html [FOLDER]    also saves a picture of each in FOLDER
"""

import itertools
import json
import pathlib
import signal
import sys

from browser import Tab, opened

WIDTHS = [360, 1200]
SCHEMES = ["light", "dark"]


def seen(browser, page, width, scheme, pictures):
    tab = Tab(browser)
    tab.look_as(width, scheme)
    tab.open(page.as_uri())
    measured = tab.measured()
    if pictures:
        tab.picture(pictures / f"{page.stem}-{width}-{scheme}.png")
    problems = tab.events("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")
    urls = [request["url"] for request in tab.requests()]
    return {
        "width": width,
        "scheme": scheme,
        "problems": [event["params"] for event in problems],
        "requests": [url for url in urls if url != page.as_uri() and not url.startswith("data:")],
        **measured,
    }


def main():
    signal.alarm(300)
    page = pathlib.Path(sys.argv[1]).resolve()
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with opened() as browser:
        print(
            json.dumps(
                [seen(browser, page, width, scheme, pictures) for width, scheme in itertools.product(WIDTHS, SCHEMES)]
            )
        )


main()
