"""Conflicts on the board: what a card tells, and how one is decided."""

from board import Board
from browser import expect, muster


class Conflicts(Board):
    """What the tests of conflicts have in common."""

    points = 2

    @classmethod
    def twice(cls, person):
        """Somebody who is at two points at once."""
        cls.node.check_in(person["id"])
        cls.others[0].post("/api/v1/checkins", {"participant": person["id"], "anyway": True})

    @classmethod
    def agree(cls):
        muster.agree(cls.hub, cls.node, *cls.others)

    def card(self, page, text):
        return page.locator("#conflict-list > article").filter(has_text=text)


class Telling(Conflicts):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.twice(cls.people[0])
        cls.twice(cls.people[1])
        stranger = next(row for row in cls.people[7:] if row["kind"] in ("delegate", "guest"))
        cls.node.post("/api/v1/checkins", {"participant": stranger["id"], "door": "press", "anyway": True})
        cls.walk_in = cls.node.post("/api/v1/participants", {
            "name": cls.people[3]["name"], "kind": "guest", "email": "walk.in@example.net"})["participant"]
        cls.agree()
        cls.differ(cls.people[4]["id"])

    @classmethod
    def differ(cls, person):
        """Corrections of a body, made at the centre and at a point that did not know of each other."""
        cls.node.stop()
        cls.hub.command("participant", "edit", person, "body=Dunes")
        cls.hub.stop()
        cls.node.start()
        cls.node.command("edit", person, "body=Lilac")
        cls.hub.start()
        cls.agree()

    def test_every_conflict_has_names_of_its_own(self):
        page = self.board(view="conflicts", language="en")
        cards = page.locator("#conflict-list > article")
        expect(cards).to_have_count(5)
        for selector, role in (("article", "article"), ("button", "button"), ("fieldset", "group")):
            names = page.locator("#conflict-list").get_by_role(role)
            told = [names.nth(n).aria_snapshot().split("\n")[0] for n in range(names.count())]
            self.assertEqual((len(told), len(set(told))), (5, 5), (selector, told))
        self.assertEqual(page.get_by_role("button", name=f"Decide: At two places at once, \u2068{self.people[0]['name']}").count(), 1)

    def test_who_may_only_look_is_told_what_is_not_shown(self):
        page = self.board(role="view", view="conflicts", language="en")
        card = self.card(page, "Perhaps one person twice")
        card.scroll_into_view_if_needed()
        expect(card.get_by_role("row").filter(has=page.get_by_role("rowheader", name="E-mail"))).to_contain_text("not shown to those who may only look")
        self.assertNotIn("walk.in@example.net", page.content())
        self.assertNotIn("not held here", page.locator("#conflict-list").inner_text())

    def test_places_fields_reasons_and_times_are_in_words(self):
        page = self.board(view="conflicts", language="en")
        both = self.card(page, self.people[0]["name"]).filter(has_text="At two places")
        sides = next(one for one in self.hub.conflicts() if one["participant"] == self.people[0]["id"])["sides"]
        expect(both.get_by_role("columnheader", name="When (Jerusalem time)")).to_be_visible()
        expect(both.get_by_role("rowheader").filter(has_text="Meeting Centre, Afghanistan")).to_contain_text("af-1")
        expect(both.get_by_role("row").nth(1)).to_contain_text(self.jerusalem(sides[0]["time_ms"]))
        expect(both.get_by_label("Count at \u2068Meeting Centre, Afghanistan")).to_be_visible()
        unentitled = self.card(page, "Let in without being entitled")
        expect(unentitled).to_contain_text("Against it: this door is for others")
        expect(unentitled).to_contain_text("door “\u2068Press room\u2069”")
        expect(unentitled).to_contain_text("Holds now: the entry counts")
        differing = self.card(page, "Two corrections that differ")
        expect(differing).to_contain_text("They differ in: Organisation")
        expect(differing.get_by_role("rowheader", name="the centre")).to_be_visible()
        expect(differing.get_by_role("rowheader").filter(has_text="ae-1")).to_be_visible()
        expect(differing.get_by_label("Keep \u2068Lilac")).to_be_visible()
        page.locator("#language").select_option("ar")
        for text in ("المعتمد الآن: شخصان", "يختلفان في: الجهة", "هذا المدخل لفئة أخرى", "بتوقيت القدس", "قاعة المؤتمرات"):
            expect(page.locator("#conflict-list")).to_contain_text(text)

    def test_two_who_may_be_one_stand_side_by_side(self):
        page = self.board(view="conflicts", language="en")
        card = self.card(page, "Perhaps one person twice")
        card.scroll_into_view_if_needed()
        row = lambda name: card.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))
        expect(row("Name the same").get_by_role("cell")).to_have_count(2)
        by_id = [card.get_by_role("columnheader").nth(n).inner_text() for n in range(2)]
        mine = next(n for n, text in enumerate(by_id) if self.walk_in in text)
        written, kind = row("Registered, corrected").get_by_role("cell"), row("Kind").get_by_role("cell")
        expect(written.nth(mine)).to_contain_text("ae-1")
        expect(written.nth(1 - mine)).to_contain_text("the centre")
        expect(kind.nth(mine)).to_have_text("guest")
        expect(row("E-mail").get_by_role("cell").nth(mine)).to_contain_text("walk.in@example.net")

    def test_numbers_are_whole_on_a_small_screen(self):
        page = self.board(view="conflicts", language="en", size="small")
        expect(self.card(page, "Perhaps one person twice").locator("p").filter(has_text=self.walk_in)).to_be_visible()
        self.assert_fits(page)
        cut = page.locator("#conflict-list .code").evaluate_all("all => all.filter((e) => e.scrollWidth > e.clientWidth).length")
        self.assertEqual(cut, 0)

    def test_the_language_takes_away_nothing_that_is_written(self):
        page = self.board(view="conflicts", language="en")
        card = page.locator("#conflict-list > article").first
        card.get_by_role("radio").last.check()
        card.locator("[name=note]").fill("Telephoned")
        page.locator("#language").select_option("ar")
        expect(card).to_contain_text("المعتمد الآن")
        expect(card.locator("[name=note]")).to_have_value("Telephoned")
        expect(card.get_by_role("radio").last).to_be_checked()


class Deciding(Conflicts):
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
        with page.expect_response(lambda answer: "/coverage" in answer.url):
            self.node.check_in(self.people[1]["id"])
        expect(card.get_by_label("ملاحظة")).to_have_value("بعد اتصال هاتفي")
        card.get_by_label("يُحتسب في \u2068قاعة المؤتمرات").check()
        card.get_by_role("button", name="قرّر").click()
        expect(page.locator("#conflicts")).to_contain_text("لا شيء ينتظر قرارًا.")
        conflict = self.hub.conflicts()[0]
        self.assertEqual(conflict["outcome"], f"point:{self.node.point}")
        self.assertEqual(conflict["note"], "بعد اتصال هاتفي")

    def decide(self, page, person):
        """Decides about somebody by keyboard alone."""
        card = self.card(page, person["name"])
        card.get_by_role("radio").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(card.get_by_role("button")).to_be_focused()
        page.keyboard.press("Enter")

    def test_it_says_what_was_decided_and_goes_on(self):
        first, last = self.people[2:4]
        for one in (first, last):
            self.twice(one)
        self.agree()
        page = self.board(view="conflicts", language="en")
        self.decide(page, first)
        expect(page.locator("#conflict-decided")).to_contain_text(first["name"])
        expect(page.locator("#conflict-decided")).to_contain_text("counted at")
        expect(self.card(page, last["name"])).to_be_focused()
        self.decide(page, last)
        expect(page.locator("#conflicts-title")).to_be_focused()

        # What is new leaves the focus where it is.
        decided = page.locator("#conflict-list summary")
        decided.focus()
        page.keyboard.press("Enter")
        self.twice(self.people[4])
        new = self.card(page, self.people[4]["name"])
        expect(new).to_be_visible()
        expect(decided).to_be_focused()
        self.decide(page, self.people[4])
        expect(new).to_have_count(0)

    def test_a_failure_does_not_outlive_its_cause(self):
        person = self.people[5]
        self.twice(person)
        self.agree()
        page = self.board(view="conflicts", language="en")
        # Whatever else was answered meanwhile would say that the hub is there.
        page.route("**/api/v1/**", lambda route: route.abort())
        page.route("**/resolution", lambda route: route.abort())
        self.decide(page, person)
        card = self.card(page, person["name"])
        expect(card).to_contain_text("The hub does not answer.")
        page.unroute("**/api/v1/**")
        self.node.check_in(self.people[6]["id"])
        expect(card).to_contain_text("The hub answers again")
        expect(card).not_to_contain_text("The hub does not answer.")
        page.unroute("**/resolution")
        card.get_by_role("button", name="Try again").focus()
        page.keyboard.press("Enter")
        expect(card).to_have_count(0)
        expect(page.locator("#conflicts-title")).to_be_focused()
