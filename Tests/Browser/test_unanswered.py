"""The desk, while its machine does not answer: nothing is lost, and nothing looks done that is not."""

import signal

from browser import expect
from test_desk import Desk


class Unanswered(Desk):
    def hang(self):
        self.node.process.send_signal(signal.SIGSTOP)
        self.addCleanup(self.go_on)

    def go_on(self):
        self.node.process.send_signal(signal.SIGCONT)

    def scan(self, page, person=None, ticket=None):
        page.keyboard.type(ticket or self.hub.tickets()[person["id"]])
        page.keyboard.press("Enter")

    def kept(self, page):
        return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('unsent')).length")

    def test_while_it_hangs_nothing_looks_done(self):
        page = self.desk(language="en")
        verdict = page.locator("#verdict")
        self.scan(page, self.people[0])
        expect(verdict).to_have_class("verdict admitted")
        self.hang()
        self.scan(page, self.people[1])
        expect(verdict).to_contain_text("Sending…")
        expect(verdict).not_to_contain_text("Admitted")
        self.shoot(page, "desk-sending-en-wide")
        self.go_on()
        expect(verdict).to_contain_text(self.people[1]["name"], timeout=20_000)

    def test_a_refusal_that_was_overtaken_stays_in_sight(self):
        page = self.desk(language="en")
        self.hang()
        good = self.hub.tickets()[self.people[2]["id"]]
        self.scan(page, ticket=good[:-4] + ("AAAA" if not good.endswith("AAAA") else "BBBB"))
        self.scan(page, ticket=good)
        self.go_on()
        expect(page.locator("#verdict")).to_contain_text("Admitted")
        kept = page.locator("#kept .refused")
        expect(kept).to_contain_text("the ticket is not genuine")
        self.assert_usable(page)
        self.shoot(page, "desk-overtaken-en-wide")
        kept.get_by_role("button", name="Seen to").click()
        expect(kept).to_have_count(0)

    def test_acts_outlive_a_reload_and_are_sent_by_themselves(self):
        first, second, third = self.people[3:6]
        page = self.desk(language="en")
        page.on("dialog", lambda dialog: dialog.accept())
        self.row(page, third)
        page.route("**/api/v1/checkins", lambda route: route.abort())
        page.locator("#found li").get_by_role("button", name="Check in").click()
        cards = page.locator("#unsent .card")
        expect(cards).to_have_count(1)
        page.locator("#q").fill("")
        for count, person in ((2, first), (3, second)):
            self.scan(page, person)
            expect(cards).to_have_count(count)
        # They can be told apart.
        texts = cards.locator(".strong").all_inner_texts()
        self.assertEqual(len(set(texts)), 3)
        self.assertIn(self.hub.tickets()[first["id"]][-6:], "".join(texts))
        self.assertIn(third["name"], "".join(texts))
        self.assert_usable(page)
        self.shoot(page, "desk-unsent-en-wide")
        self.assertEqual(self.kept(page), 3)
        page.reload()
        page.unroute("**/api/v1/checkins")
        expect(page.locator("#unsent-said span")).to_have_count(3, timeout=60_000)
        expect(page.locator("#unsent-said")).to_contain_text("Recorded now")
        expect(cards).to_have_count(0)
        self.assertEqual(self.kept(page), 0)
        for person in (first, second, third):
            self.assertEqual(len(self.ops("checkin", person["id"])), 1)

    def test_a_machine_that_ended_is_told_when_it_is_back(self):
        page = self.desk(language="en")
        address = self.node.http
        self.node.kill()
        cards = page.locator("#unsent .card")
        self.scan(page, self.people[11])
        expect(cards).to_have_count(1)
        page.locator("#walkin summary").click()
        page.get_by_label("Full name").fill("Rana Oduya")
        page.locator("#walkin").get_by_role("button", name="Register", exact=True).click()
        expect(cards).to_have_count(2)
        self.node.serve_arguments = lambda: ["--http", address]
        self.node.start()
        expect(page.locator("#unsent-said span")).to_have_count(2, timeout=30_000)
        expect(cards).to_have_count(0)
        self.assertEqual(len(self.ops("checkin", self.people[11]["id"])), 1)
        self.assertEqual(self.node.get("/api/v1/participants", q="Rana Oduya")["participants"][0]["name"], "Rana Oduya")

    def test_another_desk_on_this_browser_does_not_act_for_one_before(self):
        person = self.people[10]
        page = self.desk(language="en")
        page.on("dialog", lambda dialog: dialog.accept())
        page.route("**/api/v1/checkins", lambda route: route.abort())
        self.scan(page, person)
        expect(page.locator("#unsent .card")).to_have_count(1)
        page.context.clear_cookies()
        page.unroute("**/api/v1/checkins")
        page.goto(f"http://{self.node.http}/login#{self.node.link('other')}")
        card = page.locator("#unsent .card")
        expect(card).to_contain_text("by browser")
        self.assertEqual(self.ops("checkin", person["id"]), [])
        card.get_by_role("button", name="Try again").click()
        expect(page.locator("#verdict")).to_contain_text(person["name"])
        self.assertEqual(self.ops("checkin", person["id"])[0]["by"], "other")

    def test_leaving_the_page_warns(self):
        page = self.desk(language="en")
        page.route("**/api/v1/checkins", lambda route: route.abort())
        cards = page.locator("#unsent .card")
        self.scan(page, self.people[6])
        expect(cards).to_have_count(1)
        with page.expect_event("dialog") as asked:
            page.close(run_before_unload=True)
        self.assertEqual(asked.value.type, "beforeunload")
        asked.value.dismiss()
        # Whoever stays has the page as it was, and once nothing is left to record, it closes unasked. A Chromium
        # whose context is closed while the question is still being taken down may end.
        cards.get_by_role("button", name="Leave it").click()
        page.get_by_role("dialog").get_by_role("button", name="Leave it").click()
        expect(cards).to_have_count(0)
        with page.expect_event("close"):
            page.close(run_before_unload=True)

    def test_what_is_left_or_logged_out_is_asked_about(self):
        page = self.desk(language="en")
        page.route("**/api/v1/checkins", lambda route: route.abort())
        cards = page.locator("#unsent .card")
        for count, person in ((1, self.people[7]), (2, self.people[8])):
            self.scan(page, person)
            expect(cards).to_have_count(count)
        cards.first.get_by_role("button", name="Leave it").dblclick(delay=20)
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Leave this unrecorded?")
        expect(cards).to_have_count(2)
        dialog.get_by_role("button", name="Leave it").click()
        expect(cards).to_have_count(1)
        page.get_by_role("button", name="Log out").click()
        expect(dialog).to_contain_text("1 act is not recorded yet")
        dialog.get_by_role("button", name="Log out").click()
        expect(page.locator("#gate")).to_be_visible()
        self.assertEqual(self.kept(page), 0)
        self.assertEqual(self.ops("checkin", self.people[8]["id"]), [])

    def test_trying_again_keeps_the_focus(self):
        page = self.desk(language="en")
        page.route("**/api/v1/**", lambda route: route.abort())
        self.scan(page, self.people[9])
        card = page.locator("#unsent .card")
        again = card.get_by_role("button", name="Try again")
        again.focus()
        page.keyboard.press("Enter")
        expect(card).to_contain_text("Still no answer")
        expect(again).to_be_focused()

    def test_a_new_login_takes_nothing_away(self):
        page = self.desk(language="en")
        page.locator("#walkin summary").click()
        page.get_by_label("Full name").fill("Ana Kask")
        page.context.clear_cookies()
        page.locator("#walkin").get_by_role("button", name="Register", exact=True).click()
        gate = page.locator("#gate")
        expect(gate).to_be_visible()
        gate.get_by_role("button", name="Try again").click()
        expect(gate).to_contain_text("Still not logged in")
        self.assert_usable(page)
        self.assert_fits(page)
        self.shoot(page, "desk-again-en-wide")
        gate.get_by_label("Or paste the link here").fill(f"http://{self.node.http}/login#{self.node.link('browser')}")
        page.keyboard.press("Enter")
        expect(page.locator("#work")).to_be_visible()
        self.assertNotEqual(page.evaluate("document.activeElement.tagName"), "BODY")
        expect(page.locator("#acts")).to_contain_text("Ana Kask")
        self.assertEqual(len(self.node.get("/api/v1/participants", q="Ana Kask")["participants"]), 1)
        self.assertNotIn("Log in first", page.locator("#work").inner_text())
