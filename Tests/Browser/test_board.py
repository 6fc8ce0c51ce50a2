"""The board, as the central team uses it."""

import re

from board import Board
from browser import expect


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

    def test_the_skip_link_stays_with_the_view(self):
        page = self.board(view="conflicts", language="en")
        page.get_by_role("link", name="Skip to the content").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#work")).to_be_focused()
        expect(page.locator("#conflicts")).to_be_visible()
        page.reload()
        expect(page.locator("#conflicts")).to_be_visible()

    def test_times_are_the_events_and_say_so(self):
        page = self.board(language="en")
        expect(page.get_by_role("columnheader", name="Last heard (Jerusalem time)")).to_be_visible()
        row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="United Arab Emirates"))
        heard = next(one["last_heard_ms"] for one in self.hub.get("/api/v1/coverage")["rows"] if one["country"] == "AE")
        # What is shown may be a word older or newer than what is asked for here, and of another hour.
        hours = "|".join(self.jerusalem(heard + minutes * 60_000)[:2] for minutes in (-2, 0, 2))
        expect(row.get_by_role("cell").nth(4)).to_have_text(re.compile(f"^({hours}):"))
        self.hub.post("/api/v1/announcements", {"texts": {"en": "Soon."}, "to": ["AE", "AF"], "minutes": 600})
        said = self.hub.get("/api/v1/announcements")["announcements"][0]
        self.at(page, "announcements")
        line = page.locator("#announcement-list article").first.locator("p").nth(1)
        expect(line).to_contain_text(f"{self.jerusalem(said['time_ms'])} Jerusalem time")
        expect(line).to_contain_text("To United Arab Emirates and Afghanistan")

    def test_the_view_is_marked_in_forced_colours(self):
        page = self.board(view="programme", language="en", forced_colors="active")
        expect(page.locator("#views a[aria-current]")).to_have_attribute("href", "#programme")
        # In one go: news draw the links anew.
        lines = page.evaluate("""() => [...document.querySelectorAll("#views a")]
          .map((link) => getComputedStyle(link).borderBlockEndColor)""")
        self.assertEqual(len(set(lines)), 2, lines)
        self.assertEqual(lines.count(lines[2]), 1, lines)

    def test_sums_are_told_once_and_in_order(self):
        page = self.board(language="en")
        self.assertEqual(page.locator("#sums > div").first.evaluate("e => [...e.children].map((one) => one.tagName)"), ["DT", "DD"])
        page.evaluate("""() => {
          window.said = 0;
          new MutationObserver(() => window.said++).observe(document.querySelector("#shown"), {childList: true, characterData: true, subtree: true});
        }""")
        present = page.locator("#sums dd").first
        before = int(present.inner_text())
        self.node.check_in(self.people[2]["id"])
        expect(present).to_have_text(str(before + 1))
        self.assertEqual(page.evaluate("said"), 0)


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
            status=422, json={"detail": "en: write 1 to 1500 bytes in one line.", "code": "wrong_length"})
            if route.request.method == "POST" else route.fallback())
        page.locator("#announce").get_by_role("button", name="Announce").click()
        page.get_by_role("dialog").get_by_role("button", name="Announce").click()
        expect(page.locator("#announce")).to_contain_text("write 1 to 1500 bytes")
        expect(page.locator("#text-en")).to_have_value("x" * 600)

    def announce(self, page, text):
        """Announces in English, to everyone; returns when it is on its way."""
        page.locator("#text-en").fill(text)
        page.locator("#announce").get_by_role("button", name="Announce").click()
        with page.expect_request(lambda request: request.method == "POST"):
            page.get_by_role("dialog").get_by_role("button", name="Announce").click()

    def test_what_is_sent_says_so_until_it_is_answered(self):
        page = self.board(view="announcements", language="en")
        held = self.hold(page, "**/api/v1/announcements")
        self.announce(page, "Doors close soon.")
        status = page.locator("#announce [role=status]")
        expect(status).to_have_text("Sending…")
        held[0].continue_()
        expect(status).to_have_text("Announced.")
        expect(page.locator("#text-en")).to_have_value("")

    def test_what_is_written_while_another_is_sent_stays(self):
        page = self.board(view="announcements", language="en")
        held = self.hold(page, "**/api/v1/announcements")
        self.announce(page, "One.")
        status = page.locator("#announce [role=status]")
        expect(status).to_have_text("Sending…")
        page.locator("#text-en").fill("Two.")
        expect(status).to_have_text("Sending…")
        held[0].continue_()
        expect(status).to_have_text("Announced.")
        expect(page.locator("#text-en")).to_have_value("Two.")


class Keyboard(Board):
    """Where the focus is once the list below it was drawn anew."""

    points = 2

    def press(self, page, yes):
        """Presses what is focused, and says yes."""
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Tab")
        expect(page.get_by_role("dialog").get_by_role("button", name=yes)).to_be_focused()
        page.keyboard.press("Enter")

    def test_after_a_step_the_focus_is_on_the_next(self):
        page = self.board(view="programme", language="en")
        session = page.locator("#programme .session").first
        session.get_by_role("button", name="Start").focus()
        self.press(page, "Start")
        expect(session.get_by_role("button", name="End")).to_be_focused()
        self.press(page, "End")
        expect(session).to_contain_text("ended")
        expect(session).to_be_focused()

    def test_a_question_gives_the_focus_back(self):
        page = self.board(view="programme", language="en")
        sessions = page.locator("#programme .session")
        skip = sessions.nth(2).get_by_role("button", name="Skip")
        skip.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        # Others work meanwhile.
        self.hub.post("/api/v1/programme/day-1-session-1/skip", {})
        expect(sessions.nth(1)).to_contain_text("skipped")
        page.keyboard.press("Escape")
        expect(skip).to_be_focused()

    def test_news_leave_the_focus_where_it_is(self):
        self.others[0].stop()
        self.hub.post("/api/v1/announcements", {"texts": {"en": "First."}})
        page = self.board(view="announcements", language="en")
        cards = page.locator("#announcement-list article")
        late = cards.filter(has_text="First.").locator("summary")
        late.focus()
        self.hub.post("/api/v1/announcements", {"texts": {"en": "Second."}})
        expect(cards.filter(has_text="Second.")).to_be_visible()
        expect(late).to_be_focused()
        self.others[0].start()
