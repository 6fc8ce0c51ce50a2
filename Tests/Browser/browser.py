"""Pages in a real browser, against real daemons.

A test class derives from Case. Its world (a hub, and the node of its first point) is made once for the class; each
page that a test opens is a browser of its own. Whatever a page complains of on its console, every breach of its
policy and every request to another place fail the test that opened it.
"""

import atexit
import os
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "System"))
import muster  # noqa: E402
from playwright.sync_api import expect, sync_playwright  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
SCREENS = ROOT / ".build" / "screens"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# Shows Pages/ as it is instead of what is built in, for working on it.
LIVE = os.environ.get("MUSTER_PAGES") == "live"
SIZES = {"wide": (1280, 900), "small": (320, 640)}
WORDS = """
    window.breaches = [];
    document.addEventListener("securitypolicyviolation",
      (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
"""

expect.set_options(timeout=30_000)
_browser = None


def browser():
    """The one Chromium of this run."""
    global _browser
    if _browser is None:
        playwright = sync_playwright().start()
        # Root has no sandbox to give.
        _browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"] if os.geteuid() == 0 else [])

        def end():
            _browser.close()
            playwright.stop()

        atexit.register(end)
    return _browser


class Case(unittest.TestCase):
    """Tests on one hub and one node that all tests of the class share."""

    maxDiff = None
    points = 1

    @classmethod
    def setUpClass(cls):
        cls.world = muster.World()
        cls.addClassCleanup(cls.world.end)
        cls.hub, cls.node, *cls.others = cls.world.serving(points=cls.points, people=12)
        cls.people = [row for row in cls.hub.people if row["point"] == cls.node.point]
        # Names come after the log.
        last = cls.people[-1]["id"]
        muster.wait_until("names", lambda: cls.node.get(f"/api/v1/participants/{last}").get("name"))

    def open(self, daemon, path="/", language="ar", size="wide", dark=False, log_in=True, clock=None, **more):
        """A page of a daemon in a browser of its own, logged in unless told otherwise."""
        width, height = SIZES[size]
        context = browser().new_context(
            viewport={"width": width, "height": height}, locale=language, timezone_id="Asia/Dubai",
            color_scheme="dark" if dark else "light", reduced_motion="reduce", **more)
        self.addCleanup(context.close)
        context.add_init_script(WORDS)
        if LIVE:
            context.route("**/*", self.serve_live)
        page = context.new_page()
        if clock:
            page.clock.install(time=clock)
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda message: self.hear(page, message))
        page.on("request", lambda request: self.see(page, daemon, request))
        self.addCleanup(lambda: self.assertEqual(page.complaints, []))
        if log_in:
            path = f"/login#{log_in if isinstance(log_in, str) else daemon.link('browser')}"
        page.goto(f"http://{daemon.http}{path}")
        if log_in:
            expect(page.locator("#work")).to_be_visible()
        return page

    @staticmethod
    def hear(page, message):
        # What the API refuses is no fault of the page's.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            page.complaints.append(message.text)

    @staticmethod
    def see(page, daemon, request):
        if not request.url.startswith((f"http://{daemon.http}/", "data:")):
            page.complaints.append(f"asked elsewhere: {request.url}")

    @staticmethod
    def serve_live(route):
        path = route.request.url.split("/", 3)[3].split("?")[0].split("#")[0]
        if path in ("", "login"):
            head = route.fetch()
            name = "board" if "muster-hub" in head.text() else "desk"
            return route.fulfill(response=head, body=(ROOT / f"Pages/{name}/index.html").read_text())
        file = ROOT / "Pages" / path
        if not file.is_file():
            return route.continue_()
        types = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
        return route.fulfill(body=file.read_bytes(), content_type=types[file.suffix] + "; charset=utf-8")

    def shoot(self, page, name):
        """Keeps a picture of the whole page."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=SCREENS / f"{name}.png", full_page=True)

    def assert_fits(self, page):
        """Nothing runs over the side of the page."""
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        self.assertLessEqual(over, 0)

    def assert_usable(self, page):
        """Buttons are large enough, fields have names, and text stands out from what is behind it."""
        self.assertEqual(page.evaluate(SMALL), [])
        self.assertEqual(page.evaluate(NAMELESS), [])
        self.assertEqual(page.evaluate(FAINT), [])


SHOWN = "e => e.checkVisibility() && e.getClientRects().length"
SMALL = f"""
    [...document.querySelectorAll("button, select, input:not([type=checkbox], [type=radio]), summary, nav a")]
      .filter({SHOWN}).map((e) => [e.textContent, e.getBoundingClientRect()])
      .filter(([, box]) => box.height < 43.5 || box.width < 43.5).map(([text, box]) => `${{text}} ${{box.width}} × ${{box.height}}`)
"""
NAMELESS = f"""
    [...document.querySelectorAll("input, select, textarea")].filter({SHOWN})
      .filter((e) => !e.labels.length && !e.ariaLabel).map((e) => e.outerHTML)
"""
# Text against the nearest ground behind it that is not clear (WCAG 2.2, 1.4.3).
FAINT = """
    (() => {
      const paint = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
      const rgb = (colour) => {
        paint.clearRect(0, 0, 1, 1); paint.fillStyle = colour; paint.fillRect(0, 0, 1, 1);
        return [...paint.getImageData(0, 0, 1, 1).data];
      };
      const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
        .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
      const found = [];
      for (const e of document.body.querySelectorAll("*")) {
        if (!e.checkVisibility() || ![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
        let ground = e;
        while (ground && rgb(getComputedStyle(ground).backgroundColor)[3] < 255) ground = ground.parentElement;
        const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground ? rgb(getComputedStyle(ground).backgroundColor) : [255, 255, 255])];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) found.push(`${e.textContent.trim().slice(0, 40)}: ${ratio.toFixed(2)}`);
      }
      return found;
    })()
"""
