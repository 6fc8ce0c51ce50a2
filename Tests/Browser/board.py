"""The board in a browser, for its tests."""

from datetime import datetime
from zoneinfo import ZoneInfo

from browser import Case, expect


class Board(Case):
    """What the tests of the board have in common."""

    def link(self, role):
        return self.hub.command("operator", "add", role, "--role", role)["link"].split("#")[1]

    def board(self, role="run", view="coverage", **more):
        page = self.open(self.hub, log_in=self.link(role), **more)
        expect(page.locator("#countries tbody tr").first).to_be_visible()
        self.at(page, view)
        return page

    def at(self, page, view):
        """Goes to another view."""
        page.locator(f"#views a[href='#{view}']").click()
        expect(page.locator(f"#{view}")).to_be_visible()

    @staticmethod
    def jerusalem(ms):
        """Hours and minutes by the event's clock, which is not the browser's."""
        return datetime.fromtimestamp(ms / 1000, ZoneInfo("Asia/Jerusalem")).strftime("%H:%M")

    def hold(self, page, path):
        """Keeps what the page sends to a path; gives the list of what waits, each to be let go by its `continue_`."""
        held = []
        page.route(path, lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
        return held
