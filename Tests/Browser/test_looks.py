"""How the pages look: in both directions, small and wide, light and dark."""

import contextlib

from browser import Case, expect

WAYS = ("ar", "wide", False), ("ar", "small", True), ("en", "wide", True), ("en", "small", False)


class Looks(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with contextlib.closing(cls.node.desk()) as desk:
            desk.post("/api/v1/open", {})
            desk.post("/api/v1/checkins", {"participant": cls.people[0]["id"]})
        cls.hub.post("/api/v1/announcements", {"texts": {"ar": "تبدأ الجلسة بعد قليل.", "en": "It begins soon."}})

    def look(self, page, name, language, size, dark):
        self.assert_fits(page)
        self.assert_usable(page)
        self.shoot(page, f"{name}-{language}-{size}-{'dark' if dark else 'light'}")

    def test_the_desk(self):
        for way in WAYS:
            with self.subTest(way=way):
                page = self.open(self.node, language=way[0], size=way[1], dark=way[2])
                page.locator("#q").fill(self.people[0]["name"].split()[0])
                page.locator("#found li").first.wait_for()
                expect(page.locator("#notices")).to_be_visible()
                self.look(page, "desk", *way)

    def test_the_board(self):
        for way in WAYS:
            page = self.open(self.hub, language=way[0], size=way[1], dark=way[2])
            expect(page.locator("#countries tbody tr").first).to_be_visible()
            for view in ("coverage", "conflicts", "programme", "announcements"):
                with self.subTest(way=way, view=view):
                    page.locator(f"#views a[href='#{view}']").click()
                    expect(page.locator(f"#{view}")).to_be_visible()
                    self.look(page, f"board-{view}", *way)
