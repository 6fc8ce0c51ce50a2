"""The catalogues of the pages: every language says all, in all its plural forms."""

from browser import ROOT, Case

READ = """
  async () => {
    const {languages} = await import("/shared/lang.js");
    const found = {};
    for (const tag of Object.keys(languages)) {
      found[tag] = {plurals: new Intl.PluralRules(tag).resolvedOptions().pluralCategories};
      for (const part of ["shared", location.pathname === "/" && PART]) {
        found[tag][part] = (await import(`/${part}/words/${tag}.js`)).default;
      }
    }
    return found;
  }
"""


class Words(Case):
    def test_all_languages_say_the_same(self):
        for daemon, part in ((self.node, "desk"), (self.hub, "board")):
            page = self.open(daemon)
            found = page.evaluate(READ.replace("PART", f'"{part}"'))
            sources = "".join(file.read_text() for file in (ROOT / "Pages").rglob("*.*") if "words" not in file.parts)
            for name in ("shared", part):
                keys = {tag: set(words[name]) for tag, words in found.items()}
                for tag, words in found.items():
                    with self.subTest(part=name, language=tag):
                        self.assertEqual(keys[tag], keys["en"])
                        for key, message in words[name].items():
                            if isinstance(message, dict):
                                self.assertEqual(set(message), set(words["plurals"]) & set(message) | {"other"}, key)
                                self.assertLessEqual(set(words["plurals"]), set(message), key)
                                message = message["other"]
                            other = found["en"][name][key]
                            other = other["other"] if isinstance(other, dict) else other
                            self.assertEqual(self.places(message), self.places(other), key)
                for key in keys["en"]:
                    if not key.startswith(("reason-", "type-", "choice-", "outcome-", "state-", "step-", "kind-", "field-", "person-",
                                               "startAsk", "endAsk", "skipAsk")):
                        self.assertTrue(f'"{key}"' in sources, f"{name}: nothing says {key}")

    def test_every_time_that_the_log_can_state_is_shown(self):
        page = self.open(self.node)
        for ms in (-9007199254740991, 0, 9007199254740991):
            shown = page.evaluate("""async (ms) => {
              const {moment} = await import("/shared/lang.js");
              const {times} = await import("/shared/times.js");
              return [moment(ms, "Asia/Jerusalem"), times(ms, {here: "UTC", event: "Asia/Jerusalem"}).textContent];
            }""", ms)
            self.assertTrue(all(shown), ms)

    @staticmethod
    def places(message):
        return sorted(part.split("}")[0] for part in message.split("{")[1:])
