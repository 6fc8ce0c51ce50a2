"""The desk, as a volunteer uses it."""

import re

from browser import SCREENS, Case, expect, muster


class Desk(Case):
    """What the tests of the desk have in common."""

    def desk(self, **more):
        page = self.open(self.node, **more)
        expect(page.locator("#sync")).not_to_be_empty()
        return page

    def row(self, page, person):
        """Looks for a person; gives the line in which it was found."""
        page.locator("#q").fill(person["name"])
        return page.locator("#found li", has_text=person["id"])

    def ops(self, kind, person=None):
        """Ops of a kind at this node, the newest first."""
        found = self.node.get("/api/v1/ops", limit=200)["ops"]
        return [op for op in found if op["kind"] == kind and person in (None, op.get("participant"))]

    def of_kind(self, *kinds, after=0):
        return next(row for row in self.people[after:] if row["kind"] in kinds)


class Door(Desk):
    def test_check_in_by_a_name_in_arabic(self):
        person = self.people[0]
        page = self.desk()
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        page.locator("#q").press_sequentially(person["name"])
        row = page.locator("#found li", has_text=person["id"])
        row.get_by_role("button", name="سجّل الدخول").click()
        verdict = page.locator("#verdict")
        expect(verdict).to_contain_text("مسموح بالدخول")
        expect(verdict).to_contain_text("أهلًا وسهلًا.")
        expect(verdict.locator("bdi").first).to_have_text(person["name"])
        expect(page.locator("#q")).to_have_value("")
        expect(page.locator("#q")).to_be_focused()
        self.assertTrue(self.node.get(f"/api/v1/participants/{person['id']}")["inside"])
        self.assertEqual(self.ops("checkin", person["id"])[0]["by"], "browser")
        expect(page.locator("#acts")).to_contain_text(person["name"])
        expect(page.locator("#found li")).to_have_count(0)
        self.shoot(page, "desk-admitted-ar-wide")
        # Once more: the desk says since when, and by which desk.
        self.row(page, person).get_by_role("button", name="سجّل الدخول").click()
        expect(verdict).to_contain_text("دخل من قبل")
        expect(verdict).to_contain_text("browser")
        self.assert_usable(page)
        self.shoot(page, "desk-repeat-ar-wide")
        verdict.get_by_role("button", name="سجّل الخروج").click()
        expect(verdict).to_contain_text("مع السلامة.")
        self.assertFalse(self.node.get(f"/api/v1/participants/{person['id']}")["inside"])

    def test_the_number_on_the_list_finds_its_person_in_any_digits(self):
        person = self.people[5]
        number = person["id"].split("-")[1].lstrip("0")
        page = self.desk()
        for written in (number, number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))):
            page.locator("#q").fill("")
            expect(page.locator("#found li")).to_have_count(0)
            page.locator("#q").press_sequentially(written)
            expect(page.locator("#found li").first).to_contain_text(person["name"])
        self.assert_usable(page)
        self.shoot(page, "desk-number-ar-wide")

    def rehearsed(self, language):
        said = self.node.get("/api/v1/rehearsal", lang=language)
        return None if said["running"] else said

    def test_a_rehearsal_is_told_step_by_step(self):
        for language, name, end in (("ar", "تدرّب على انقطاع الاتصال", "نجح التدريب"),
                                    ("en", "Rehearse losing the link", "The rehearsal went well")):
            page = self.desk(language=language)
            with page.expect_response(lambda one: one.request.method == "POST" and one.url.endswith("/rehearsal")):
                page.get_by_role("button", name=name).click()
            steps = page.locator("#rehearsal-steps li")
            said = muster.wait_until("the rehearsal is over", lambda: self.rehearsed(language), within=150)
            self.assertEqual(said["outcome"], "well", said)
            expect(steps).to_have_text([f"✓ {one['text']}" for one in said["steps"]])
            expect(steps).to_have_count(7)
            expect(page.locator("#rehearsal-end")).to_contain_text(end)
            self.assertEqual(page.locator("#rehearsal-steps .problem").count(), 0)
            self.assert_usable(page)
            self.assert_fits(page)
            self.shoot(page, f"desk-rehearsed-{language}-wide")
        self.assertEqual(self.ops("checkin", "practice-1"), [])

    def test_undo(self):
        person = self.people[6]
        page = self.desk(language="en")
        self.row(page, person).get_by_role("button", name="Check in").click()
        expect(page.locator("#verdict")).to_contain_text("Welcome.")
        page.locator("#acts").get_by_role("button", name=f"Take back: {person['name']}").click()
        expect(page.get_by_role("dialog")).to_contain_text(person["name"])
        page.get_by_role("dialog").get_by_role("button", name="Take back").click()
        expect(page.locator("#acts")).to_contain_text("Taken back")
        expect(page.locator("#verdict")).to_contain_text("Taken back")
        self.assertFalse(self.node.get(f"/api/v1/participants/{person['id']}")["inside"])
        self.row(page, person).get_by_role("button", name="Check in").click()
        page.locator("#verdict").get_by_role("button", name="Take back").click()
        expect(page.locator("#verdict")).to_contain_text("Taken back")
        self.assertFalse(self.node.get(f"/api/v1/participants/{person['id']}")["inside"])

    def test_refused_and_let_in_all_the_same(self):
        person = self.of_kind("delegate", "guest")
        page = self.desk(language="en")
        page.locator("#door").select_option("press")
        self.row(page, person).get_by_role("button", name="Check in").click()
        verdict = page.locator("#verdict")
        expect(verdict).to_contain_text("Not admitted")
        expect(verdict).to_contain_text("this door is for others")
        self.assert_usable(page)
        self.shoot(page, "desk-refused-en-wide")
        verdict.get_by_role("button", name="Admit anyway").click()
        expect(page.get_by_role("dialog")).to_contain_text(person["name"])
        page.get_by_role("dialog").get_by_role("button", name="Back").click()
        self.assertEqual(self.ops("checkin", person["id"]), [])
        verdict.get_by_role("button", name="Admit anyway").click()
        page.get_by_role("dialog").get_by_role("button", name="Admit anyway").click()
        expect(verdict).to_contain_text("Admitted although: this door is for others")

    def test_questions_of_a_door(self):
        person = self.of_kind("staff", "press")
        page = self.desk()
        page.locator("#door").select_option("press")
        self.row(page, person).get_by_role("button", name="سجّل الدخول").click()
        verdict = page.locator("#verdict")
        expect(verdict.get_by_label("ما اسم وسيلتكم الإعلامية؟")).to_be_visible()
        self.assert_usable(page)
        self.shoot(page, "desk-questions-ar-wide")
        verdict.get_by_label("ما اسم وسيلتكم الإعلامية؟").fill("إذاعة الواحة")
        verdict.locator("form").get_by_role("button").click()
        expect(verdict).to_contain_text("مسموح بالدخول")
        answers = self.node.get(f"/api/v1/participants/{person['id']}")["answers"]
        self.assertIn({"question": "outlet", "answer": "إذاعة الواحة"}, answers)

    def test_a_scanner_under_any_layout(self):
        person = self.people[3]
        ticket = self.hub.tickets()[person["id"]]
        page = self.desk()
        page.locator("#walkin summary").click()
        name = page.locator("#new-name")
        name.fill("سلمى")
        expect(name).to_be_focused()
        # An Arabic layout: other characters come from the same keys.
        page.evaluate(
            """([ticket, id]) => {
              const target = document.getElementById(id);
              const type = (code, key) => {
                const go = target.dispatchEvent(new KeyboardEvent("keydown", {code, key, bubbles: true, cancelable: true}));
                if (go && key.length === 1) target.value += key;
              };
              for (const sign of ticket + " " + ticket) {
                if (sign === " ") { type("Enter", "Enter"); continue; }
                const code = sign === ":" ? "Semicolon" : sign >= "0" && sign <= "9" ? `Digit${sign}` : `Key${sign}`;
                if (/[A-Z:]/.test(sign)) type("ShiftLeft", "Shift");
                type(code, sign === ":" ? "ك" : /[0-9]/.test(sign) ? "٣" : "ش");
              }
              type("Enter", "Enter");
            }""", [ticket, "new-name"])
        expect(page.locator("#verdict")).to_contain_text(person["name"])
        expect(page.locator("#verdict")).to_contain_text("مسموح بالدخول")
        self.assertEqual(len(self.ops("checkin", person["id"])), 1)
        # What was being written is as it was.
        expect(name).to_have_value("سلمى")

    def test_walk_in_with_markup_in_the_name(self):
        name = "<img src=x onerror=alert(1)> نور"
        page = self.desk()
        page.locator("#walkin summary").click()
        page.get_by_label("الاسم الكامل").fill(name)
        page.get_by_label("الهاتف").fill("+971 000 555 999")
        page.locator("#walkin").get_by_role("button", name="تسجيل", exact=True).click()
        verdict = page.locator("#verdict")
        expect(verdict).to_contain_text(name)
        expect(verdict).to_contain_text("مسموح بالدخول")
        expect(page.locator("#acts")).to_contain_text(name)
        self.row(page, {"name": "نور", "id": name}).get_by_text(name).wait_for()
        self.assertEqual(page.locator("img").count(), 0)
        self.assert_usable(page)
        self.shoot(page, "desk-walkin-ar-wide")

    def test_a_walk_in_answers_the_questions_of_the_door(self):
        page = self.desk(language="en")
        page.locator("#door").select_option("press")
        page.locator("#walkin summary").click()
        page.get_by_label("Full name").fill("Rana Oduya")
        page.get_by_label("Which outlet do you work for?").fill("Oasis Radio")
        page.locator("#walkin").get_by_role("button", name="Register", exact=True).click()
        verdict = page.locator("#verdict")
        # A guest is not for this door; what was answered is not asked again.
        expect(verdict).to_contain_text("this door is for others")
        verdict.get_by_role("button", name="Admit anyway").click()
        page.get_by_role("dialog").get_by_role("button", name="Admit anyway").click()
        expect(verdict).to_contain_text("Admitted although")
        person = self.ops("checkin")[0]["participant"]
        answers = self.node.get(f"/api/v1/participants/{person}")["answers"]
        self.assertEqual(answers, [{"question": "outlet", "answer": "Oasis Radio"}])

    def test_an_answer_that_is_lost_is_asked_for_again(self):
        person = self.people[4]
        page = self.desk(language="en")
        sent = []

        def lose(route):
            sent.append(route.request.headers["idempotency-key"])
            route.fetch()
            route.abort() if len(sent) < 2 else route.fallback()

        page.route("**/api/v1/checkins", lose)
        self.row(page, person).get_by_role("button", name="Check in").click()
        expect(page.locator("#verdict")).to_contain_text("Admitted")
        self.assertEqual(len(set(sent)), 1)
        self.assertEqual(len(self.ops("checkin", person["id"])), 1)

    def test_what_was_typed_outlives_a_failure(self):
        page = self.desk(language="en")
        page.locator("#walkin summary").click()
        page.get_by_label("Full name").fill("Ana Kask")
        keys = []

        def fail_or_pass(route):
            keys.append(route.request.headers["idempotency-key"])
            route.abort() if is_away else route.fallback()

        is_away = True
        # Whatever else was answered meanwhile would have it sent once more.
        page.route("**/api/v1/**", lambda route: route.abort())
        page.route("**/api/v1/participants", fail_or_pass)
        page.locator("#walkin").get_by_role("button", name="Register", exact=True).click()
        unsent = page.locator("#unsent")
        expect(unsent).to_contain_text("This machine does not answer.")
        page.unroute("**/api/v1/**")
        # The next person does not push it away.
        person = self.people[7]
        self.row(page, person).get_by_role("button", name="Check in").click()
        expect(page.locator("#verdict")).to_contain_text("Admitted")
        expect(unsent).to_contain_text("Ana Kask")
        expect(page.get_by_label("Full name")).to_have_value("Ana Kask")
        self.assert_usable(page)
        self.shoot(page, "desk-away-en-wide")
        # It is sent by itself, and takes the place of nobody who is shown.
        is_away = False
        expect(unsent).to_be_hidden(timeout=45_000)
        expect(page.locator("#unsent-said")).to_contain_text("Ana Kask")
        expect(page.locator("#verdict")).to_contain_text(person["name"])
        self.assertEqual(len(set(keys)), 1)
        expect(page.get_by_label("Full name")).to_have_value("")
        self.assertEqual(page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('unsent'))"), [])

    def test_by_keyboard_alone(self):
        person = self.people[5]
        page = self.desk(language="en")
        expect(page.locator("#q")).to_be_focused()
        page.keyboard.type(person["name"])
        page.keyboard.press("Enter")
        button = page.locator("#found button").first
        expect(button).to_be_focused()
        outline = button.evaluate("e => getComputedStyle(e).outlineStyle")
        self.assertEqual(outline, "solid")
        # Whoever reads the name takes longer than a scanner with its next key.
        page.wait_for_timeout(150)
        page.keyboard.press("Enter")
        expect(page.locator("#verdict")).to_contain_text("Admitted")
        expect(page.locator("#q")).to_be_focused()
        page.keyboard.type("nobody at all")
        page.keyboard.press("Enter")
        expect(page.locator("#found-count")).to_contain_text("Nobody found")


    def test_the_verdict_is_in_sight_on_a_small_screen(self):
        person = self.of_kind("delegate", "guest", after=8)
        page = self.desk(language="ar", size="small")
        page.locator("#door").select_option("press")
        self.row(page, person).get_by_role("button", name="سجّل الدخول").click()
        word = page.locator("#verdict .word")
        expect(word).to_contain_text("غير مسموح بالدخول")
        line = page.locator("#sync").bounding_box()
        page.wait_for_timeout(300)
        self.assertGreaterEqual(word.bounding_box()["y"], line["y"] + line["height"])
        expect(page.locator("#verdict .aloud")).to_be_in_viewport(ratio=1)
        page.screenshot(path=SCREENS / "desk-refused-ar-small-light.png")


class Link(Desk):
    def test_login(self):
        link = self.node.link("once")
        page = self.open(self.node, f"/login#{link}", language="en", log_in=False)
        expect(page.locator("#work")).to_be_visible()
        self.assertEqual(page.url, f"http://{self.node.http}/")
        page.reload()
        expect(page.locator("#work")).to_be_visible()
        other = self.open(self.node, f"/login#{link}", language="en", log_in=False)
        expect(other.locator("#gate")).to_contain_text("This link was used before")
        expect(other.locator("#gate")).to_contain_text("muster-node desk add")
        expect(other.locator("#work")).to_be_hidden()
        self.assert_usable(other)
        self.shoot(other, "desk-login-en-wide")
        page.get_by_role("button", name="Log out").click()
        page.get_by_role("dialog").get_by_role("button", name="Log out").click()
        expect(page.locator("#gate")).to_be_visible()

    def test_offline_and_back(self):
        person = self.people[0]
        page = self.desk()
        line = page.locator("#sync")
        expect(line).to_contain_text("متصل بالمركز")
        self.hub.stop()
        expect(line).to_contain_text("لا اتصال بالمركز منذ")
        self.row(page, person).get_by_role("button", name="سجّل الدخول").click()
        expect(page.locator("#verdict")).to_contain_text("مسموح بالدخول")
        expect(line).to_contain_text("ينتظر")
        self.assert_usable(page)
        self.shoot(page, "desk-offline-ar-wide")
        self.hub.start()
        expect(line).to_contain_text("متصل بالمركز", timeout=90_000)
        expect(line).not_to_contain_text("ينتظر", timeout=30_000)

    def test_an_old_clock_of_the_device(self):
        page = self.desk(language="en", clock="2019-03-01T10:00:00Z")
        self.row(page, self.people[2]).get_by_role("button", name="Check in").click()
        expect(page.locator("#verdict")).to_contain_text("Admitted")
        self.row(page, self.people[2])
        expect(page.locator("#found")).to_contain_text(re.compile(r"inside since \d\d:\d\dCheck in"))

    def test_an_announcement_is_seen(self):
        texts = {"ar": "تُفتح الأبواب بعد عشر دقائق.", "en": "Doors open in ten minutes."}
        page = self.desk()
        self.hub.post("/api/v1/announcements", {"texts": texts})
        notice = page.locator("#notices")
        expect(notice).to_contain_text(texts["ar"])
        self.shoot(page, "desk-notice-ar-wide")
        notice.get_by_role("button", name="اطّلعت").click()
        expect(notice).to_be_hidden()
        expect(page.locator("#heard")).to_contain_text(texts["ar"])
        muster.wait_until(
            "acknowledged", lambda: self.hub.get("/api/v1/announcements")["announcements"][0]["acknowledged"])

    def test_the_programme_by_three_clocks(self):
        page = self.desk(language="en")
        place = page.locator("#programme")
        for words in ("Here", "Jerusalem", "GMT"):
            expect(place).to_contain_text(words)
        self.assertRegex(place.inner_text(), r"\d\d:\d\d")

    def test_another_language_at_once(self):
        page = self.desk()
        page.locator("#language").select_option("en")
        expect(page.locator("html")).to_have_attribute("dir", "ltr")
        expect(page.locator("#sync")).to_contain_text("Linked to the centre")
        page.reload()
        expect(page.locator("html")).to_have_attribute("lang", "en")
