"""The board, as the central team uses it."""

from browser import Case, expect, muster


class Board(Case):
    """What the tests of the board have in common."""

    def link(self, role):
        return self.hub.command("operator", "add", role, "--role", role)["link"].split("#")[1]

    def board(self, role="run", view="coverage", **more):
        page = self.open(self.hub, log_in=self.link(role), **more)
        expect(page.locator("#countries tbody tr").first).to_be_visible()
        page.locator(f"#views a[href='#{view}']").click()
        return page


class Watching(Board):
    points = 2

    def test_coverage_live(self):
        page = self.board(language="ar")
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        expect(page.locator("#live")).to_contain_text("مباشر")
        expect(page.locator("#countries tbody tr")).to_have_count(75)
        row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="الإمارات"))
        expect(row).to_contain_text("مغلقة")
        self.node.post("/api/v1/open", {})
        self.node.check_in(self.people[0]["id"])
        expect(row).to_contain_text("مفتوحة")
        expect(row.get_by_role("cell").nth(1)).to_have_text("1")
        self.shoot(page, "board-coverage-ar-wide")
        page.locator("#group").select_option("maghreb")
        expect(page.locator("#countries tbody tr")).to_have_count(5)
        self.node.stop()
        page.locator("#group").select_option("")
        self.node.start()

    def test_without_events_it_asks(self):
        page = self.open(self.hub, log_in=self.link("view"), language="en")
        expect(page.locator("#live")).to_contain_text("Live")
        page.route("**/api/v1/events", lambda route: route.abort())
        page.reload()
        expect(page.locator("#live")).to_contain_text("Asking every few seconds")
        self.others[0].post("/api/v1/open", {})
        row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Afghanistan"))
        expect(row).to_contain_text("open")

    def test_who_may_only_look_sees_no_buttons(self):
        page = self.board(role="view", language="en")
        for view in ("coverage", "conflicts", "programme", "announcements"):
            page.locator(f"#views a[href='#{view}']").click()
            expect(page.locator(f"#{view}")).to_be_visible()
            self.assertEqual(page.locator("main button:visible").count(), 0)
        expect(page.locator("#announcements textarea")).to_have_count(0)


class Running(Board):
    points = 2

    def test_a_session_is_started_and_ended(self):
        page = self.board(view="programme", language="en")
        first = page.locator("#programme .session").first
        first.get_by_role("button", name="Start").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Start “Opening” now?")
        expect(dialog.get_by_role("button", name="Back")).to_be_focused()
        page.keyboard.press("Escape")
        self.assertEqual(self.hub.get("/api/v1/programme")["sessions"][0]["state"], "planned")
        first.get_by_role("button", name="Start").click()
        dialog.get_by_role("button", name="Start").click()
        expect(first).to_contain_text("on now")
        self.assert_usable(page)
        self.shoot(page, "board-programme-en-wide")
        first.get_by_role("button", name="End").click()
        dialog.get_by_role("button", name="End").click()
        expect(first).to_contain_text("ended")
        last = page.locator("#programme .session").last
        last.get_by_role("button", name="Start").click()
        expect(dialog).to_contain_text("Start it now all the same?")
        dialog.get_by_role("button", name="Back").click()
        last.get_by_role("button", name="Skip").click()
        dialog.get_by_role("button", name="Skip").click()
        expect(last).to_contain_text("skipped")

    def test_an_announcement_is_sent_by_keyboard_alone(self):
        page = self.board(view="announcements", language="en")
        expect(page.locator("#to option[value=AE]")).to_have_text("United Arab Emirates")
        page.locator("#text-ar").focus()
        page.keyboard.type("تبدأ الجلسة الآن.")
        page.keyboard.press("Tab")
        page.keyboard.type("The session begins now.")
        while page.evaluate("document.activeElement.textContent") != "Announce":
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Announce this to everyone?")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#announce")).to_contain_text("Announced.")
        card = page.locator("#announcement-list article").first
        expect(card).to_contain_text("تبدأ الجلسة الآن.")
        expect(card).to_contain_text("delivered 2 of 2")
        self.assertEqual(self.hub.get("/api/v1/announcements")["announcements"][0]["by"], "run")
        self.shoot(page, "board-announcements-en-wide")

    def test_a_failure_says_why_and_keeps_what_was_written(self):
        page = self.board(view="announcements", language="en")
        page.locator("#text-en").fill("x" * 600)
        page.route("**/api/v1/announcements", lambda route: route.fulfill(
            status=422, json={"detail": "en: write 1 to 1500 bytes in one line."})
            if route.request.method == "POST" else route.fallback())
        page.locator("#announce").get_by_role("button", name="Announce").click()
        page.get_by_role("dialog").get_by_role("button", name="Announce").click()
        expect(page.locator("#announce")).to_contain_text("write 1 to 1500 bytes")
        expect(page.locator("#text-en")).to_have_value("x" * 600)


class Deciding(Board):
    points = 2

    def test_a_conflict_is_decided(self):
        person = self.people[0]["id"]
        self.others[0].stop()
        self.node.check_in(person)
        muster.agree(self.hub, self.node)
        self.hub.stop()
        self.others[0].start()
        self.others[0].check_in(person)
        self.hub.start()
        muster.agree(self.hub, self.node, *self.others)
        page = self.board(view="conflicts", language="ar")
        card = page.locator("#conflict-list > article")
        expect(card).to_contain_text("في مكانين في الوقت نفسه")
        expect(card).to_contain_text(self.people[0]["name"])
        expect(card.get_by_role("row")).to_have_count(3)
        card.get_by_label("ملاحظة").fill("بعد اتصال هاتفي")
        self.assert_usable(page)
        self.shoot(page, "board-conflict-ar-wide")
        # News do not take away what is being written.
        self.node.check_in(self.people[1]["id"])
        page.wait_for_timeout(900)
        expect(card.get_by_label("ملاحظة")).to_have_value("بعد اتصال هاتفي")
        card.get_by_label(f"يُحتسب في {self.node.point}").check()
        card.get_by_role("button", name="قرّر").click()
        expect(page.locator("#conflicts")).to_contain_text("لا شيء ينتظر قرارًا.")
        conflict = self.hub.conflicts()[0]
        self.assertEqual(conflict["outcome"], f"point:{self.node.point}")
        self.assertEqual(conflict["note"], "بعد اتصال هاتفي")
