"""The desk, when hands are faster than it is: whoever stands at the door is never another than whoever was meant."""

import re

from browser import expect, muster
from test_desk import Desk


# Keys that come as fast as a scanner's, however busy this machine is; and what a browser does of itself with each.
BURST = """
    (text) => {
      for (const [index, key] of [...text, "Enter"].entries()) {
        const target = document.activeElement;
        const code = key === "Enter" ? key : /[0-9]/.test(key) ? `Digit${key}` : key === ":" ? "Semicolon" : `Key${key.toUpperCase()}`;
        if (!target.dispatchEvent(new KeyboardEvent("keydown", {key, code, bubbles: true, cancelable: true}))) continue;
        if (target.matches("select") && index === 0) {
          const option = [...target.options].find((one) => one.text.toLowerCase().startsWith(key.toLowerCase()));
          if (option) { target.value = option.value; target.dispatchEvent(new Event("change", {bubbles: true})); }
        } else if (key === "Enter") {
          target.matches("button") ? target.click() : target.form?.requestSubmit();
        } else if (document.activeElement.matches("input")) {
          document.execCommand("insertText", false, key);
        }
      }
    }
"""


class Keys(Desk):
    """Typed on, or scanned, while the focus is where it acts."""

    def scan(self, page, text):
        page.evaluate(BURST, text)

    def inside(self, person):
        return self.node.get(f"/api/v1/participants/{person['id']}")["inside"]

    def test_the_next_name_is_looked_for_and_admits_nobody(self):
        first, second = self.people[0], self.people[1]
        page = self.desk(language="en")
        page.locator("#q").fill(first["name"])
        page.keyboard.press("Enter")
        expect(page.locator("#found button").first).to_be_focused()
        page.keyboard.type(second["id"])
        expect(page.locator("#q")).to_have_value(second["id"])
        page.keyboard.press("Enter")
        row = page.locator("#found li", has_text=second["id"])
        expect(row.get_by_role("button")).to_be_focused()
        self.assertFalse(self.inside(first))
        self.assertFalse(self.inside(second))

    def test_numbers_from_a_scanner_press_nothing(self):
        first, second = self.people[2], self.people[3]
        page = self.desk(language="en")
        self.scan(page, first["id"])
        button = page.locator("#found li", has_text=first["id"]).get_by_role("button")
        expect(button).to_be_focused()
        # Over the button that would check in, which its Enter would press.
        self.scan(page, second["id"])
        expect(page.locator("#found li", has_text=second["id"])).to_be_visible()
        # Over a button elsewhere.
        page.locator("#self button").first.focus()
        self.scan(page, first["id"])
        expect(page.locator("#found li", has_text=first["id"])).to_be_visible()
        expect(page.locator("#q")).to_have_value(first["id"])
        self.assertEqual([*self.ops("checkin", first["id"]), *self.ops("checkin", second["id"])], [])
        self.assertEqual(self.ops("point.open"), [])

    def test_a_scan_over_the_list_of_doors_changes_no_door(self):
        person = self.people[4]
        page = self.desk(language="en")
        door = page.locator("#door")
        door.select_option("press")
        door.focus()
        self.scan(page, self.hub.tickets()[person["id"]])
        expect(page.locator("#verdict")).to_contain_text(person["name"])
        expect(door).to_have_value("press")
        self.assertEqual(page.evaluate("localStorage.getItem('door')"), "press")

    def test_what_is_no_ticket_is_said_in_large_words(self):
        page = self.desk(language="en")
        self.row(page, self.people[5]).get_by_role("button", name="Check in").click()
        expect(page.locator("#verdict")).to_contain_text("Admitted")
        self.scan(page, "https://example.org/x?y=1")
        expect(page.locator("#verdict")).to_contain_text("No ticket of this event")
        expect(page.locator("#verdict")).not_to_contain_text("Admitted")
        expect(page.locator("#q")).to_have_value("")

    def test_a_new_search_retires_what_is_shown(self):
        page = self.desk(language="en")
        self.row(page, self.people[6]).get_by_role("button", name="Check in").click()
        verdict = page.locator("#verdict")
        expect(verdict).to_have_class("verdict admitted")
        page.locator("#q").fill("nobody at all")
        expect(verdict).to_have_class("verdict admitted before")
        self.assert_usable(page)

    def test_numbers_are_found_in_any_spelling(self):
        person = self.people[7]
        page = self.desk(language="en")
        digits = person["id"].removeprefix("p-")
        arabic = digits.translate({ord("0") + i: 0x660 + i for i in range(10)})
        for text in (f"P-{digits}", f"p {digits}", f"p-{arabic}", f"P {arabic}"):
            page.locator("#q").fill(text)
            expect(page.locator("#found li")).to_have_count(1)
            expect(page.locator("#found li")).to_contain_text(person["id"])


TWICE = """
    async (button) => {
      button.scrollIntoView({block: "center"});
      const box = button.getBoundingClientRect();
      const [clientX, clientY] = [box.x + box.width / 2, box.y + box.height / 2];
      const press = () => document.elementFromPoint(clientX, clientY)
        .dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true, detail: 1, clientX, clientY}));
      press();
      const before = performance.now();
      await new Promise((done) => setTimeout(done, 150));
      press();
      return performance.now() - before;
    }
"""


class Doubles(Desk):
    """Pressed twice, meant once."""

    def twice(self, button):
        """Twice in the same place, whatever stands there by then."""
        if button.evaluate(TWICE) > 450:
            self.skipTest("this machine is too busy to press twice in time")

    def test_the_point_is_opened(self):
        page = self.desk(language="en")
        self.twice(page.get_by_role("button", name="Open the point"))
        expect(page.get_by_role("button", name="Close the point")).to_be_visible()
        page.wait_for_timeout(300)
        self.assertEqual(self.ops("point.close"), [])
        self.assertTrue(self.node.status()["open"])

    def test_one_announcement_is_seen(self):
        for text in ("First.", "Second."):
            self.hub.post("/api/v1/announcements", {"texts": {"en": text, "ar": text}})
        page = self.desk(language="en")
        notices = page.locator("#notices .notice")
        expect(notices).to_have_count(2)
        self.twice(notices.first.get_by_role("button"))
        expect(notices).to_have_count(1)
        page.wait_for_timeout(300)
        expect(notices).to_have_count(1)

    def test_a_check_in_opens_no_form(self):
        page = self.desk(language="en")
        self.twice(self.row(page, self.people[0]).get_by_role("button", name="Check in"))
        expect(page.locator("#verdict")).to_contain_text("Admitted")
        self.assertFalse(page.locator("#walkin details").evaluate("e => e.open"))
        self.assertEqual(len(self.ops("checkin", self.people[0]["id"])), 1)

    def test_logging_out_asks(self):
        page = self.desk(language="en")
        self.twice(page.get_by_role("button", name="Log out"))
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Log this desk out?")
        dialog.get_by_role("button", name="Back").click()
        expect(page.locator("#work")).to_be_visible()


class Writing(Desk):
    """What is being written stays as it is."""

    def test_a_walk_in_outlives_another_language_and_door(self):
        page = self.desk(language="en")
        page.locator("#door").select_option("press")
        page.locator("#walkin summary").click()
        page.get_by_label("Full name").fill("Rana Oduya")
        outlet = page.locator("#new-outlet")
        outlet.fill("Oasis Radio")
        page.locator("#language").focus()
        page.locator("#language").select_option("ar")
        expect(page.get_by_label("ما اسم وسيلتكم الإعلامية؟")).to_have_value("Oasis Radio")
        expect(page.locator("#language")).to_be_focused()
        page.locator("#walkin input[type=checkbox]").uncheck()
        page.locator("#door").select_option("main")
        page.locator("#language").select_option("en")
        expect(page.locator("#walkin input[type=checkbox]")).not_to_be_checked()
        page.locator("#walkin input[type=checkbox]").check()
        page.locator("#door").select_option("press")
        expect(outlet).to_have_value("Oasis Radio")
        page.reload()
        expect(page.get_by_label("Full name")).to_have_value("Rana Oduya")

    def test_a_field_that_cannot_be_sent_says_so_in_arabic(self):
        page = self.desk()
        page.locator("#walkin summary").click()
        name = page.locator("#new-name")
        for text, words in (("   ", "املأ هذا الحقل."), ("名" * 100, "هذا أطول من اللازم")):
            name.fill(text)
            page.locator("#walkin").get_by_role("button", name="تسجيل", exact=True).click()
            expect(page.locator("#new-name-wrong")).to_contain_text(words)
            expect(name).to_be_focused()
            expect(name).to_have_attribute("aria-invalid", "true")
        self.assertEqual(self.ops("participant.put"), [])

    def test_whoever_is_on_the_list_is_not_registered(self):
        person = self.people[1]
        page = self.desk(language="en")
        page.locator("#walkin summary").click()
        page.get_by_label("Full name").fill(person["name"])
        page.locator("#walkin").get_by_role("button", name="Register", exact=True).click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Is it one of these?")
        self.assert_usable(page)
        dialog.get_by_role("button", name=re.compile(person["id"])).click()
        expect(page.locator("#verdict")).to_contain_text("Admitted")
        expect(page.locator("#verdict")).to_contain_text(person["id"])
        self.assertEqual(self.ops("participant.put"), [])
        self.assertTrue(self.ops("checkin", person["id"]))

    def test_a_failure_is_told_in_arabic(self):
        page = self.desk()
        page.route("**/api/v1/checkins", lambda route: route.fulfill(
            status=422, json={"detail": "This door asks nothing: leave “outlet” out.", "code": "no_such_question"}))
        self.row(page, self.people[2]).get_by_role("button", name="سجّل الدخول").click()
        verdict = page.locator("#verdict")
        expect(verdict).to_contain_text("تغيّرت أسئلة هذا المدخل: ابدأ من جديد.")
        expect(verdict.locator(".said")).to_be_hidden()
        self.assert_usable(page)

    def test_a_verdict_speaks_the_language_of_the_page(self):
        person = self.of_kind("delegate", "guest", after=3)
        page = self.desk()
        page.locator("#door").select_option("press")
        self.row(page, person).get_by_role("button", name="سجّل الدخول").click()
        verdict = page.locator("#verdict")
        expect(verdict).to_contain_text("غير مسموح بالدخول")
        page.locator("#language").select_option("en")
        expect(verdict).to_contain_text("Not admitted")
        expect(verdict.locator(".aloud")).to_have_attribute("lang", "ar")
        # It is of the door that was asked, whatever is chosen now.
        page.locator("#door").select_option("main")
        verdict.get_by_role("button", name="Admit anyway").click()
        page.get_by_role("dialog").get_by_role("button", name="Admit anyway").click()
        expect(verdict).to_contain_text("Admitted although")
        self.assertEqual(self.ops("checkin", person["id"])[0]["door"], "press")


class Presses(Desk):
    """What comes from elsewhere takes no button from under a finger."""

    def test_a_press_outlives_what_comes_meanwhile(self):
        person, other = self.people[1:3]
        page = self.desk(language="en")
        button = self.row(page, person).get_by_role("button", name="Check in")
        button.hover()
        page.mouse.down()
        with page.expect_response(lambda one: "participants?" in one.url):
            self.node.check_in(other["id"])
        expect(page.locator("#acts")).to_contain_text(other["name"])
        page.mouse.up()
        expect(page.locator("#verdict")).to_contain_text("Admitted")
        expect(page.locator("#verdict")).to_contain_text(person["name"])

    def test_what_has_waited_is_drawn_once_it_is_let_go(self):
        person = self.people[4]
        page = self.desk(language="en")
        row = self.row(page, person)
        row.get_by_role("button", name="Check in").hover()
        page.mouse.down()
        with page.expect_response(lambda one: "participants?" in one.url):
            self.node.check_in(person["id"])
        expect(page.locator("#acts")).to_contain_text(person["name"])
        expect(row).not_to_contain_text("inside since")
        page.mouse.move(5, 5)
        page.mouse.up()
        expect(row.get_by_role("button", name="Check out")).to_be_visible()


class Focus(Desk):
    """By keyboard alone nobody is thrown to the top of the page."""

    def setUp(self):
        self.page = self.desk(language="en")

    def press(self, button):
        """As somebody presses it who reads it first: a scanner's Enter comes sooner, and presses nothing."""
        self.page.wait_for_timeout(150)
        button.focus()
        self.page.keyboard.press("Enter")

    def assert_focus_in(self, place):
        self.assertTrue(self.page.evaluate(
            "(place) => document.querySelector(place).contains(document.activeElement)", place),
            self.page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))

    def test_after_taking_back(self):
        person, verdict = self.people[0], self.page.locator("#verdict")
        self.row(self.page, person).get_by_role("button", name="Check in").click()
        expect(verdict).to_contain_text("Admitted")
        self.press(verdict.get_by_role("button", name="Take back"))
        expect(verdict).to_contain_text("Taken back")
        self.assert_focus_in("#verdict")
        expect(self.page.locator("#acts li").first).to_contain_text("Taken back")
        self.row(self.page, person).get_by_role("button", name="Check in").click()
        expect(verdict).to_contain_text("Admitted")
        self.press(self.page.locator("#acts li").first.get_by_role("button"))
        self.press(self.page.get_by_role("dialog").get_by_role("button", name="Take back"))
        expect(self.page.locator("#acts li").first).to_contain_text("Taken back")
        self.assert_focus_in("#acts")

    def test_after_an_announcement_is_seen(self):
        self.hub.post("/api/v1/announcements", {"texts": {"en": "Doors open.", "ar": "فُتحت الأبواب."}})
        self.press(self.page.locator("#notices").get_by_role("button"))
        expect(self.page.locator("#notices")).to_be_hidden()
        self.assert_focus_in("#work")

    def test_while_another_desk_works(self):
        button = self.page.get_by_role("button", name="Log out")
        button.focus()
        self.node.check_in(self.people[1]["id"])
        expect(self.page.locator("#acts")).to_contain_text(self.people[1]["name"])
        expect(button).to_be_focused()
        self.press(self.page.locator("[data-key=open]"))
        expect(self.page.locator("[data-key=open]")).to_have_text(re.compile("Close the point"))
        expect(self.page.locator("[data-key=open]")).to_be_focused()

    def test_on_the_question_of_a_door(self):
        person = self.of_kind("staff", "press")
        self.page.locator("#door").select_option("press")
        self.press(self.row(self.page, person).get_by_role("button", name="Check in"))
        expect(self.page.locator("#verdict-outlet")).to_be_focused()

    def test_an_undo_at_another_desk_is_shown(self):
        person, verdict = self.people[2], self.page.locator("#verdict")
        self.row(self.page, person).get_by_role("button", name="Check in").click()
        expect(verdict).to_contain_text("Admitted")
        op = muster.wait_until("the op", lambda: self.ops("checkin", person["id"]))[0]["op"]
        self.node.post("/api/v1/voids", {"ops": [op]})
        expect(verdict).to_contain_text("Taken back")
