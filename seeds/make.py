#!/usr/bin/env python3
"""Makes points.csv, roster.csv, event.json and the table of near-duplicates in README.md.

Reads countries.csv and names.py beside it and nothing else. The same input gives the same bytes under
every Python 3 since 3.9: the only source of chance is the generator below.

    make.py                         makes all of it anew
    make.py --roster PEOPLE FILE    makes a roster of any size elsewhere, and nothing else
"""

import argparse
import csv
import io
import json
import pathlib

from names import COUNTRY_STYLES, STYLES

HERE = pathlib.Path(__file__).resolve().parent
PARTICIPANTS = 5000
LANGUAGES = ["ar", "en", "fr", "tr", "ms"]


class Chance:
    """SplitMix64: one line of arithmetic, so that no Python version can change what is drawn."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
        return (z ^ (z >> 31)) % bound

    def pick(self, choices):
        return choices[self.below(len(choices))]


CALLING = dict(
    AE=971, AF=93, AR=54, AT=43, AU=61, AZ=994, BA=387, BD=880, BE=32, BF=226, BH=973, BN=673, BR=55, CA=1,
    CH=41, CI=225, DE=49, DJ=253, DK=45, DZ=213, EG=20, ES=34, FJ=679, FR=33, GB=44, GH=233, GM=220, GN=224,
    ID=62, IN=91, IQ=964, IR=98, IT=39, JO=962, JP=81, KE=254, KM=269, KR=82, KW=965, KZ=7, LB=961, LK=94,
    LY=218, MA=212, ML=223, MR=222, MV=960, MX=52, MY=60, NE=227, NG=234, NL=31, NO=47, NZ=64, OM=968, PH=63,
    PK=92, PS=970, QA=974, SA=966, SD=249, SE=46, SG=65, SN=221, SO=252, SY=963, TD=235, TH=66, TN=216,
    TR=90, TZ=255, US=1, UZ=998, YE=967, ZA=27,
)

VENUES = {
    "ar": ["قاعة المؤتمرات", "مركز اللقاءات", "القاعة الكبرى", "دار الملتقى", "قاعة الواحة"],
    "en": ["Conference Hall", "Meeting Centre", "Great Hall", "Community House", "Garden Hall"],
    "fr": ["Salle des congrès", "Centre de rencontres", "Grande salle", "Maison commune", "Salle du Jardin"],
    "tr": ["Kongre Salonu", "Buluşma Merkezi", "Büyük Salon", "Şehir Evi", "Bahçe Salonu"],
    "ms": ["Dewan Persidangan", "Pusat Pertemuan", "Dewan Besar", "Balai Komuniti", "Dewan Taman"],
}

NATIONAL_ALLIANCE = [
    "Association Baobab", "Association Teranga", "Cercle du Fleuve", "Cercle des Dunes", "Collectif Palmier",
    "Collectif Pirogue", "Maison du Sahel", "Réseau Kora", "Réseau Soleil", "Union des Jardins",
]
COORDINATIONS = {
    "Coordination Atlas": "DZ LY MA MR TN",
    "Coordination Cedar": "EG IQ JO LB PS SD SY",
    "Coordination Dunes": "AE BH KW OM QA SA YE",
    "Coordination Savannah": "BF CI DJ GH GM GN KE KM ML NE NG SN SO TD TZ ZA",
    "Coordination Steppe": "AF AZ BD IN IR KZ LK PK TR UZ",
    "Coordination Archipelago": "AU BN FJ ID JP KR MV MY NZ PH SG TH",
    "Coordination Lighthouse": "AR AT BA BE BR CA CH DE DK ES FR GB IT MX NL NO SE US",
}
EVERYWHERE = ["Lantern Network", "Open Window Society", "Riverbank Forum"]

# People for each country, as weights of a share of the roster; 20 is the floor.
LARGE = dict(EG=262, TR=252, ID=244, MY=236, JO=224, SN=214, MA=208, DZ=206, PS=204, LB=202)
MIDDLE = "BD FR GB IN IQ KW NG PK QA SA SD TN US YE LY SY MR DE ML".split()

WORDS = (
    "amber apple basil birch bridge canal cedar cherry clover coral cotton delta fern field garden harbour hazel "
    "indigo island ivory jasmine lantern lemon lilac maple meadow mint olive opal orchard palm pebble pepper pine "
    "plum quartz reed river saffron sage sand silver spring stone thyme tulip valley violet walnut willow"
).split()


def countries():
    with open(HERE / "countries.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


POINT = ["point", "country", "zone", "language", "capacity", "contact", "name"]
PERSON = ["id", "name", "kind", "country", "point", "body", "language", "email", "phone"]


def write_csv(name, header, rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    (HERE / name).write_bytes(text.getvalue().encode("utf-8"))


def larger(people, total):
    """The same shares of another number of people."""
    grown = {code: total * count // PARTICIPANTS for code, count in people.items()}
    grown[next(iter(grown))] += total - sum(grown.values())
    return grown


def sizes(codes):
    """How many people each country has on the roster: uneven, and PARTICIPANTS in all."""
    people = {code: LARGE.get(code, 66 if code in MIDDLE else 20) for code in codes}
    rest = [code for code in codes if code not in LARGE]
    left = PARTICIPANTS - sum(people.values())
    chance = Chance(2)
    while left > 0:
        code = chance.pick(rest)
        if code in MIDDLE or chance.below(3) == 0:
            if people[code] < (160 if code in MIDDLE else 60):
                people[code] += 1
                left -= 1
    return people


def phone(country, last):
    """A number that nobody can have: no network in the world assigns numbers that begin with 000."""
    return f"+{CALLING[country]} 000 555 {last:04d}"


def make_points(rows, people):
    points = []
    for index, row in enumerate(rows):
        code, language = row["country"], row["language"]
        venues = VENUES[language]
        name = f"{venues[index % len(venues)]}, {row['name_' + language]}"
        if language == "ar":
            name = name.replace(",", "،")
        capacity = (people[code] * 6 // 5 + 19) // 10 * 10
        contact = phone(code, 100 + index)
        points.append([code.lower() + "-1", code, row["zone"], language, capacity, contact, name])
    return points


def compose(style, chance):
    style = STYLES[style]
    given, family = chance.pick(style["given"]), chance.pick(style["family"])
    first, second = (family, given) if style["family_first"] else (given, family)
    return first + style["joiner"] + second


def body_of(country, chance):
    if country == "SN":
        return chance.pick(NATIONAL_ALLIANCE)
    home = next(name for name, codes in COORDINATIONS.items() if country in codes.split())
    draw = chance.below(10)
    return home if draw < 7 else chance.pick(EVERYWHERE) if draw < 9 else ""


def kind_of(index, chance):
    if index == 0:
        return "staff"
    draw = chance.below(100)
    return "delegate" if draw < 84 else "guest" if draw < 92 else "press" if draw < 96 else "staff"


# (country, name, the same name as somebody else would type it, what differs)
PAIRS = [
    ("EG", "هدى القلعاوي", "هدي القلعاوى", "ى and ي at the end of a word"),
    ("JO", "أحمد الشاطئ", "احمد الشاطيء", "hamza on alef left out; ئ written as ي and a hamza: these two stay apart"),
    ("LB", "إيمان الحداد", "ايمان الحداد", "hamza under alef left out"),
    ("DZ", "آمنة بن سالم", "امنه سالم", "madda, ة as ه, and بن left out"),
    ("PS", "فاطمة النجار", "فاطمه النجار", "ة and ه"),
    ("MA", "محمد العطار", "محمـــد العطـار", "tatweel"),
    ("SD", "عليّ السراج", "علي السراج", "shadda"),
    ("IQ", "مُحَمَّد الورّاق", "محمد الوراق", "all vowel marks"),
    ("SA", "عبد الرحمن الزيات", "عبدالرحمن الزيات", "عبد and its name written apart or together"),
    ("YE", "عبد الله ابن ناصر", "عبدالله بن ناصر", "عبد الله joined, ابن and بن"),
    ("KW", "مؤمن الملاح", "مومن الملاح", "ؤ and و"),
    ("TN", "رائد البنّاء", "رايد البناء", "ئ and ي, shadda"),
    ("LY", "خديجة المرفئي", "خديجة المرفيي", "ئ and ي inside a word"),
    ("IR", "کاوه یزدانی‌فر", "كاوه يزداني‌فر", "Persian ک ی and Arabic ك ي"),
    ("IR", "مریم کتاب‌فروش", "مریم کتابفروش", "zero-width non-joiner"),
    ("PK", "کامران انصاری", "كامران انصاري", "Urdu ک ی and Arabic ك ي"),
    ("PK", "عائشہ کاتب", "عائشه کاتب", "Urdu ہ and Arabic ه"),
    ("TR", "İbrahim Işıkçı", "Ibrahim Isikci", "dotted and dotless i, cedilla"),
    ("TR", "Irmak Kılıçlı", "IRMAK KILIÇLI", "capitals of a dotless i"),
    ("TR", "Çiğdem Gümüşçü", "Cigdem Gumuscu", "no Turkish letters on the keyboard"),
    ("FR", "Éloïse Lefèvre", "Eloise Lefevre", "accents"),
    ("FR", "Jean-Luc L'Hermite", "Jean Luc L’Hermite", "hyphen as a space; typographic apostrophe: these two stay apart"),
    ("FR", "Anaïs D'Amour", "Anaïs D’Amour", "typewriter and typographic apostrophe"),
    ("SN", "N'Deye Traoré", "NDeye Traore", "apostrophe left out"),
    ("ES", "Iñaki Núñez", "In\u0303aki Nu\u0301n\u0303ez", "composed and decomposed letters"),
    ("BA", "Nedžad Kovačić", "Nedzad Kovacic", "carons left out"),
    ("DE", "Götz Großmann", "Goetz Grossmann", "ö as oe: these two stay apart"),
    ("DE", "Anke Weiß", "Anke Weiss", "ß and ss"),
    ("MY", "Ahmad bin Othman", "Ahmad Othman", "bin left out"),
    ("MY", "Ma'arof bin Salleh", "Maarof b. Salleh", "bin shortened; apostrophe left out"),
    ("UZ", "Oʻktam Bogʻbonov", "O'ktam Bog'bonov", "turned comma and apostrophe"),
    ("KZ", "Фёдор Журавлёв", "Федор Журавлев", "ё and е"),
    ("BD", "তানভীর ভূঁইয়া", "তানভীর ভূইয়া", "candrabindu left out"),
    ("IN", "इरफ़ान दर्ज़ी", "इरफान दर्जी", "nukta left out"),
    ("KR", "김서연", "\u1100\u1175\u11b7\u1109\u1165\u110b\u1167\u11ab", "Hangul syllables and single jamo"),
    ("JP", "山本 ケンタ", "山本 ｹﾝﾀ", "full-width and half-width katakana"),
    ("TH", "น้ำฝน ใจดี", "นํ้าฝน ใจดี", "sara am typed in two keys"),
    ("SE", "Åke Sjöberg", "A\u030ake Sjo\u0308berg", "composed and decomposed letters"),
]


def make_roster(rows, people):
    roster, chance = [], Chance(3)
    for row in rows:
        code = row["country"]
        usual, second = COUNTRY_STYLES[code].split()
        seen = {name for pair in PAIRS if pair[0] == code for name in pair[1:3]}
        for index in range(people[code]):
            # A name that its own country already has is drawn again, so that the doubles on the roster
            # are those that README.md lists.
            for _ in range(20):
                name = compose(second if chance.below(8) == 0 else usual, chance)
                if name not in seen:
                    break
            seen.add(name)
            number = len(roster) + 1
            language = chance.pick(LANGUAGES) if chance.below(12) == 0 else row["language"]
            reach = chance.below(20)
            domain = chance.pick(["org", "net", "com"])
            email = f"{chance.pick(WORDS)}.{chance.pick(WORDS)}.{number}@example.{domain}"
            roster.append([
                f"p-{number:05d}", name, kind_of(index, chance), code, code.lower() + "-1",
                body_of(code, chance), language,
                "" if reach == 0 else email,
                "" if reach == 1 else phone(code, 1000 + index),
            ])
    return roster


def plant_pairs(roster):
    """Gives each pair of spellings to two neighbours of its country, and says which."""
    planted, taken = [], set()
    for country, name, other, what in PAIRS:
        ids = [i for i, row in enumerate(roster) if row[3] == country and i not in taken]
        first, second = ids[len(ids) // 2], ids[len(ids) // 2 + 1]
        taken |= {first, second}
        roster[first][1], roster[second][1] = name, other
        planted.append((roster[first][0], roster[second][0], country, what))
    return planted


def titles(ar, en, fr, tr, ms):
    return dict(ar=ar, en=en, fr=fr, tr=tr, ms=ms)


KINDS = {
    "opening": titles("الافتتاح", "Opening", "Ouverture", "Açılış", "Pembukaan"),
    "session": titles("الجلسة", "Session", "Séance", "Oturum", "Sesi"),
    "media-break": titles("فاصل إعلامي", "Media break", "Pause médias", "Medya arası", "Rehat media"),
    "evening": titles("الأمسية", "Evening", "Soirée", "Akşam programı", "Acara petang"),
    "closing": titles("الختام", "Closing", "Clôture", "Kapanış", "Penutup"),
}
DAYS = [
    ("day-1", "2020-11-07", titles("اليوم الأول", "First day", "Premier jour", "Birinci gün", "Hari pertama")),
    ("day-2", "2020-11-08", titles("اليوم الثاني", "Second day", "Deuxième jour", "İkinci gün", "Hari kedua")),
]
# day: (type, minutes, talks) in order. Both days are planned over their 240 minutes, 245 and 250, and
# the opening's slots take 61 of its 60: what a check of the programme has to find.
PROGRAMME = {
    "day-1": [("opening", 60, 6), ("session", 70, 5), ("media-break", 5, 0), ("session", 60, 3), ("evening", 50, 5)],
    "day-2": [
        ("opening", 15, 1), ("session", 50, 2), ("media-break", 5, 0), ("session", 60, 2), ("session", 50, 4),
        ("session", 50, 3), ("closing", 20, 2),
    ],
}
OPENING_SLOTS = [5, 8, 8, 10, 10, 20]


def make_sessions():
    sessions = []
    for day, plan in PROGRAMME.items():
        count = 0
        for kind, minutes, talks in plan:
            names = dict(KINDS[kind])
            identity = f"{day}-{kind}"
            if kind == "session":
                count += 1
                identity += f"-{count}"
                names = {language: f"{name} {count}" for language, name in names.items()}
            session = {"id": identity, "day": day, "type": kind, "minutes": minutes}
            if identity == "day-1-opening":
                session["slots"] = OPENING_SLOTS
            if talks:
                session["talks"] = talks
            sessions.append({**session, "titles": names})
    return sessions


INDICATORS = [
    ("countries", 75, None, "coverage",
     titles("الدول المشاركة", "Countries taking part", "Pays participants", "Katılan ülkeler", "Negara yang menyertai")),
    ("viewers", 500000, None, "count",
     titles("المشاهدون", "Viewers", "Spectateurs", "İzleyiciler", "Penonton")),
    ("support", 300000, "USD", "count",
     titles("الدعم", "Support", "Soutien", "Destek", "Sokongan")),
    ("participation", None, None, "attendance",
     titles("الحضور في الجلسات", "Attendance by session", "Présence par séance", "Oturumlara katılım",
            "Kehadiran mengikut sesi")),
    ("media", None, None, "count",
     titles("وسائل الإعلام واللغات", "Media outlets and languages", "Médias et langues", "Medya kuruluşları ve diller",
            "Media dan bahasa")),
    ("partners", None, None, "count",
     titles("الشركاء", "Partners", "Partenaires", "Ortaklar", "Rakan kerjasama")),
    ("projects-prepared", None, None, "readiness",
     titles("المشاريع المُعدّة", "Projects prepared", "Projets préparés", "Hazırlanan projeler", "Projek yang disediakan")),
    ("spread", None, None, "groups",
     titles("الانتشار حسب المجموعات", "Spread over the groups", "Répartition par groupe", "Gruplara dağılım",
            "Taburan mengikut kumpulan")),
]


# Whom each door admits, when and how often. The main door is for everybody.
DOORS = [
    {"id": "main", "before_minutes": 180, "after_minutes": 60, "entry": "again-after-leaving",
     "titles": titles("المدخل الرئيسي", "Main door", "Entrée principale", "Ana kapı", "Pintu utama")},
    {"id": "press", "kinds": ["press", "staff"], "entry": "once-a-day",
     "questions": [
         {"id": "outlet", "type": "text", "required": True,
          "titles": titles("ما اسم وسيلتكم الإعلامية؟", "Which outlet do you work for?", "Pour quel média travaillez-vous ?",
                           "Hangi yayın kuruluşu için çalışıyorsunuz?", "Anda bekerja untuk media mana?")},
         {"id": "photographs", "type": "yes-no",
          "titles": titles("هل ستلتقطون صورًا؟", "Will you take photographs?", "Prendrez-vous des photos ?",
                           "Fotoğraf çekecek misiniz?", "Adakah anda akan mengambil gambar?")},
     ],
     "titles": titles("غرفة الصحافة", "Press room", "Salle de presse", "Basın odası", "Bilik media")},
    {"id": "workshop", "kinds": ["delegate", "staff"], "days": ["day-2"], "entry": "once",
     "titles": titles("ورشة العمل", "Workshop", "Atelier", "Atölye", "Bengkel")},
]

# What has to be ready at every point: (id, days before the first day, titles).
ITEMS = [
    ("projects-prepared", 30,
     titles("المشاريع مُعدّة", "Projects are prepared", "Les projets sont préparés", "Projeler hazır",
            "Projek telah disediakan")),
    ("interpreters", 7,
     titles("المترجمون مُتفق معهم", "Interpreters are engaged", "Les interprètes sont retenus", "Tercümanlar ayarlandı",
            "Jurubahasa telah dilantik")),
    ("power", 1,
     titles("الكهرباء ومصدر احتياطي", "Power, and a reserve of it", "Électricité et secours", "Elektrik ve yedeği",
            "Bekalan kuasa dan simpanannya")),
    ("network", 1,
     titles("الشبكة مُجرَّبة", "Network is tried out", "Le réseau est essayé", "Ağ denendi", "Rangkaian telah diuji")),
    ("screen", 1,
     titles("الشاشة تعمل", "Screen works", "L’écran fonctionne", "Ekran çalışıyor", "Skrin berfungsi")),
    ("sound", 1,
     titles("الصوت يعمل", "Sound works", "Le son fonctionne", "Ses çalışıyor", "Bunyi berfungsi")),
    ("volunteers", 1,
     titles("المتطوعون يعرفون مكتب التسجيل", "Volunteers know the desk", "Les bénévoles connaissent l’accueil",
            "Gönüllüler kayıt masasını biliyor", "Sukarelawan mengenali meja pendaftaran")),
    ("rehearsal", 1,
     titles("تمّ التدريب على انقطاع الاتصال", "Losing the link is rehearsed", "La perte du réseau est répétée",
            "Bağlantı kesintisi prova edildi", "Kehilangan rangkaian telah dilatih")),
]


def make_event(rows):
    members = lambda group: [row["country"] for row in rows if row["groups"] == group]
    indicators = []
    for identity, goal, unit, measured, names in INDICATORS:
        indicator = {"id": identity}
        if goal is not None:
            indicator["goal"] = goal
        if unit is not None:
            indicator["unit"] = unit
        indicators.append({**indicator, "measured": measured, "titles": names})
    groups = [
        {"id": "maghreb", "countries": members("maghreb"),
         "titles": titles("المغرب العربي", "Maghreb", "Maghreb", "Mağrip", "Maghribi")},
        {"id": "asia-pacific", "countries": members("asia-pacific"),
         "titles": titles("آسيا والمحيط الهادئ", "Asia and the Pacific", "Asie-Pacifique", "Asya-Pasifik",
                          "Asia Pasifik")},
        {"id": "national-alliance", "bodies": NATIONAL_ALLIANCE, "countries": ["SN"],
         "titles": titles("التحالف الوطني", "National alliance", "Alliance nationale", "Ulusal birlik",
                          "Perikatan kebangsaan")},
        {"id": "regional-coordinations", "bodies": list(COORDINATIONS),
         "titles": titles("التنسيقيات الإقليمية", "Regional coordinations", "Coordinations régionales",
                          "Bölgesel koordinasyonlar", "Penyelarasan serantau")},
    ]
    return {
        "titles": titles("ملتقى اليومين", "Two-Day Gathering", "Rencontre de deux jours", "İki Günlük Buluşma",
                         "Perhimpunan Dua Hari"),
        "zone": "Asia/Jerusalem",
        "languages": LANGUAGES,
        "kinds": ["delegate", "guest", "press", "staff"],
        "days": [
            {"id": identity, "date": date, "from": "14:00", "to": "18:00", "titles": names}
            for identity, date, names in DAYS
        ],
        "sessions": make_sessions(),
        "doors": DOORS,
        "items": [
            {"id": identity, "due_days_before": days, "titles": names} for identity, days, names in ITEMS
        ],
        "indicators": indicators,
        "groups": groups,
        "countries": [
            {
                "code": row["country"],
                "titles": {language: row["name_" + language] for language in LANGUAGES},
                "groups": row["groups"].split(),
            }
            for row in rows
        ],
    }


def event_text(event):
    """JSON with one element of a list per line: short enough to read, and to compare."""
    lines = []
    for key, value in event.items():
        if isinstance(value, list) and isinstance(value[0], dict):
            inner = ",\n".join("    " + json.dumps(item, ensure_ascii=False) for item in value)
            lines.append(f"  {json.dumps(key)}: [\n{inner}\n  ]")
        else:
            lines.append(f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def list_pairs(planted):
    readme = HERE / "README.md"
    before, rest = readme.read_text(encoding="utf-8").split("<!-- pairs -->\n")
    after = rest.split("<!-- end of pairs -->\n")[1]
    table = "| one | the other | country | what differs |\n|---|---|---|---|\n"
    table += "".join(f"| {first} | {second} | {country} | {what} |\n" for first, second, country, what in planted)
    readme.write_bytes(f"{before}<!-- pairs -->\n{table}<!-- end of pairs -->\n{after}".encode("utf-8"))


def main():
    parser = argparse.ArgumentParser(description="Makes the sample event, or a roster of any size.")
    parser.add_argument("--roster", nargs=2, metavar=("PEOPLE", "FILE"))
    wanted = parser.parse_args().roster
    rows = countries()
    people = sizes([row["country"] for row in rows])
    if wanted:
        total, path = int(wanted[0]), pathlib.Path(wanted[1]).absolute()
        return write_csv(path, PERSON, make_roster(rows, larger(people, total)))
    write_csv("points.csv", POINT, make_points(rows, people))
    roster = make_roster(rows, people)
    planted = plant_pairs(roster)
    write_csv("roster.csv", PERSON, roster)
    (HERE / "event.json").write_bytes(event_text(make_event(rows)).encode("utf-8"))
    list_pairs(planted)


if __name__ == "__main__":
    main()
