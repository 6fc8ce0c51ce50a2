/// A small event with one of everything, and its people.
enum SmallEvent {
  static let file = """
    {"titles": {"en": "Meeting"}, "zone": "Asia/Jerusalem", "languages": ["en", "ar"],
     "kinds": ["delegate", "guest", "press", "staff"],
     "days": [
      {"id": "day-1", "date": "2025-11-07", "from": "00:00", "to": "24:00", "titles": {"en": "One"}},
      {"id": "day-2", "date": "2025-11-08", "from": "14:00", "to": "18:00", "titles": {"en": "Two"}}],
     "sessions": [
      {"id": "a", "day": "day-1", "type": "opening", "minutes": 60, "titles": {"en": "A"}},
      {"id": "b", "day": "day-1", "type": "session", "minutes": 70, "slots": [30, 40], "talks": 2,
       "titles": {"en": "B"}}],
     "doors": [
      {"id": "main", "titles": {"en": "Main"}},
      {"id": "side", "titles": {"en": "Side"}, "entry": "once"},
      {"id": "press", "titles": {"en": "Press"}, "kinds": ["press"], "pending": true,
       "capacity": true, "questions": [
        {"id": "outlet", "type": "text", "required": true, "titles": {"en": "For whom?"}},
        {"id": "count", "type": "number", "titles": {"en": "How many?"}},
        {"id": "meal", "type": "choice", "choices": ["caf\u{E9}", "tea"], "titles": {"en": "Meal?"}},
        {"id": "ok", "type": "yes-no", "titles": {"en": "OK?"}}]}],
     "items": [{"id": "power", "titles": {"en": "Power"}, "due_days_before": 1}],
     "indicators": [
      {"id": "viewers", "goal": 5, "unit": "people", "measured": "count", "titles": {"en": "I"}},
      {"id": "people", "measured": "attended", "titles": {"en": "P"}}],
     "groups": [
      {"id": "north", "countries": ["FR"], "titles": {"en": "North"}},
      {"id": "choirs", "bodies": ["Choir", "Band"], "titles": {"en": "Choirs"}}],
     "countries": [
      {"code": "FR", "groups": [], "titles": {"en": "France", "fr": "France"}},
      {"code": "KE", "groups": ["south"], "titles": {"en": "Kenya"}},
      {"code": "MA", "groups": ["south"], "titles": {"en": "Morocco", "fr": "Maroc"}}]}
    """
  static let points = """
    point,country,zone,language,capacity,contact,name
    fr-1,FR,Europe/Paris,fr,40,+33 1,Salle
    ke-1,KE,Africa/Nairobi,en,,,Hall
    ma-1,MA,Africa/Casablanca,ar,60,+212 1,\u{642}\u{627}\u{639}\u{629}

    """
  static let roster = """
    id,name,kind,country,point,body,language,email,phone,diet
    p-1,Anna Example,delegate,MA,ma-1,Choir,fr,anna@example.org,+212 1,none
    p-2,Brahim Example,press,MA,ma-1,Band,ar,,,
    p-3,Anna Exemple,guest,FR,fr-1,,fr,,,

    """
}
