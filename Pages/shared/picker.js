// The language picker: each language is called as it calls itself.

import { find, h } from "./dom.js";
import { language, languages, onLanguage, setLanguage } from "./lang.js";

export function picker() {
  const select = find("#language");
  for (const [tag, name] of Object.entries(languages)) {
    select.append(h("option", { value: tag, lang: tag }, name));
  }
  select.addEventListener("change", () => setLanguage(select.value));
  onLanguage(() => { select.value = language(); });
}
