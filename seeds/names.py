"""Common given and family names, by style of writing. Combinations are drawn by make.py.

Family names are trades, plants, places and other common words; none is there for the sake of a person.
`family_first` follows the custom of the language, `joiner` stands between the two.
"""


def _list(text):
    return [name.strip() for name in text.replace("\n", " ").split(",")]


def _style(given, family, family_first=False, joiner=" "):
    return {
        "given": _list(given),
        "family": _list(family),
        "family_first": family_first,
        "joiner": joiner,
    }


STYLES = {
    "ar": _style(
        "محمد, أحمد, عليّ, حسين, إبراهيم, إسماعيل, يوسف, خالد, سالم, راشد, ناصر, طارق, عماد, رائد, مؤمن, لؤي,"
        "عبد الله, عبد الرحمن, عبدالكريم, عبد العزيز, فاطمة, عائشة, مريم, هدى, ليلى, سلمى, زينب, أسماء, آمنة,"
        "إيمان, رؤى, نهى, شيماء, هناء, سارة, خديجة",
        "النجار, الحداد, الخياط, العطار, البزاز, السراج, الوراق, النحاس, الدباغ, الصباغ, الحلاق, الزيات, الفران,"
        "الطحان, الساعاتي, الملاح, الصياد, البنّاء, السقا, الشمّاع, القطان, الرفاء, الخزاف, الكيال, القلعاوي,"
        "الشاطئ, المرفئي, البحري, الجبلي, السهلي, الواحاتي, بن سالم, بن راشد, ابن ناصر, أبو زيتون, آل نخلة",
    ),
    "fa": _style(
        "رضا, کاوه, آرش, بهروز, سیامک, کیوان, مهدی, یاسر, حمید, نوید, پرویز, کامران, مریم, زهرا, لیلا, شیرین,"
        "نسرین, پروانه, ژاله, گلناز, سپیده, مینا, نرگس, یاسمین",
        "باغبان, نجارزاده, کتاب‌فروش, زرگریان, آهنگر, چای‌چیان, کاشی‌پز, گلکار, برنجکار, رودباری, کوهپایه, دشتی‌پور,"
        "پنبه‌چی, سنگ‌تراشان, قلم‌زن, کوزه‌گر, یزدانی‌فر, پارسامهر",
    ),
    "ur": _style(
        "کامران, یاسر, زاہد, ساجد, وقاص, فیصل, عدنان, نعیم, کاشف, طلحہ, ہارون, عمیر, مریم, عائشہ, ثنا, ہما,"
        "زینب, رابعہ, نائلہ, فوزیہ, کلثوم, صائمہ, ندا, حمیرا",
        "انصاری, باغبان, درزی, کاتب, لوہار, معمار, ملاح, نقاش, صباغ, عطار, کوزہ گر, گل فروش, ساربان, پٹوا, میر آب",
    ),
    "bn": _style(
        "রহিম, করিম, সোহেল, মাসুদ, তানভীর, রফিক, জামাল, শাহীন, ফারুক, আরিফ, নাসরিন, শিরিন, রোকসানা, তাহমিনা,"
        "ফারজানা, সুমাইয়া, মরিয়ম, আয়েশা, জাহানারা, লায়লা",
        "তালুকদার, মজুমদার, মোল্লা, শিকদার, হাওলাদার, পাটোয়ারী, ভূঁইয়া, মৃধা, খন্দকার, সরদার, মাঝি, কারিগর, বেপারী",
    ),
    "hi": _style(
        "अमन, रोहित, विकास, इरफ़ान, सलीम, नदीम, फ़िरोज़, दीपक, आलोक, सुनीता, शबाना, रुख़साना, नसीम, कविता, अंजलि,"
        "मरियम, ज़ैनब, पूजा, मीना",
        "बागवान, बुनकर, सुनार, कुम्हार, लोहार, दर्ज़ी, अत्तार, अंसारी, मल्लाह, रंगरेज़, पटवा, माली, कारीगर",
    ),
    "ta": _style(
        "அருண், குமரன், செல்வம், மணி, ரஹீம், பாத்திமா, கவிதா, மலர், நிலா, சுமதி, ஆயிஷா, முருகேசன்",
        "தோட்டக்காரன், நெசவாளர், மீனவன், கொல்லன், தச்சன், குயவன், மலையன், வயலூர், கடலூரான்",
    ),
    "ko": _style(
        "민준, 서준, 도윤, 예준, 시우, 하준, 지호, 준서, 서연, 서윤, 지우, 하은, 민서, 수아, 지유, 채원, 다은, 은서",
        "김, 이, 박, 최, 정, 강, 조, 윤, 장, 임, 한, 오, 서, 신, 권",
        family_first=True,
        joiner="",
    ),
    "ja": _style(
        "蓮, 陽菜, 大翔, 結衣, 悠真, 葵, 湊, さくら, ひなた, あかり, ケンタ, ユイ, 直樹, 千夏, 和也, 真由美, 健司, 恵子",
        "田中, 山本, 小川, 石橋, 森下, 高木, 川辺, 竹林, 岩田, 松原, 浜口, 桜庭, 梅津, 谷口, 吉野",
        family_first=True,
    ),
    "th": _style(
        "สมชาย, วิชัย, ประเสริฐ, อนันต์, สุรชัย, ก้อง, มานพ, สมหญิง, มาลี, พิมพ์ใจ, สุนีย์, อารีย์, น้ำฝน, ฟาติมะฮ์, ดวงใจ",
        "ใจดี, สวนผึ้ง, ช่างทอง, นาเจริญ, ทะเลงาม, ป่าสัก, แก้วใส, บุญมา, คลองใหญ่, ท่าเรือ, เกษตรกร, ไร่อ้อย",
    ),
    "kk": _style(
        "Нұрлан, Ерлан, Айдос, Бауыржан, Данияр, Тимур, Алексей, Сергей, Айгүл, Гүлнәр, Әсел, Мәриям, Жанар, Наталья,"
        "Ольга, Фёдор, Зейнеп",
        "Балықшы, Ұстаев, Бағбанов, Қойшыбай, Тоғайбек, Садовников, Мельников, Гончаров, Рыбаков, Өзенов, Көлбаев,"
        "Журавлёв, Подъячев",
    ),
    "uz": _style(
        "Oʻktam, Sherzod, Jasur, Otabek, Ulugʻbek, Bahrom, Maʼruf, Gʻayrat, Dilnoza, Gulnora, Zulfiya, Nigora, Maʼmura,"
        "Moʻtabar, Sanʼat",
        "Bogʻbonov, Duradgorov, Naqqoshov, Kulolov, Temirov, Baliqchi, Choʻponov, Toʻqimachi, Soʻzangar, Oʻrmonov",
    ),
    "az": _style(
        "Elçin, Əli, Rəşad, Vüqar, Orxan, İlqar, Kənan, Şahin, Aygün, Günel, Lalə, Nərmin, Səbinə, Ülviyyə, Xədicə, İradə",
        "Bağbanlı, Dəmirçi, Dülgərov, Balıqçı, Çaylı, Dağlı, Şəkərov, Misgərli, Xalçaçı, İpəkli, Güllü",
    ),
    "tr": _style(
        "İbrahim, Işıl, Ömer, Çağlar, Şükrü, Gökhan, Oğuz, Yiğit, İsmail, Halil, Tuğba, Çiğdem, Şeyma, Gülşen, Ayşe,"
        "İpek, Irmak, Özlem, Büşra, Sıla, Zeynep, Fatıma",
        "Bahçıvan, Değirmenci, Dülger, Balıkçı, Çömlekçi, Işıkçı, İpekçi, Kuyumcu, Marangoz, Ormancı, Taşçı, Yağcı,"
        "Şekerci, Ütücü, Gümüşçü, Kılıçlı",
    ),
    "bs": _style(
        "Emir, Adnan, Haris, Jasmin, Nedžad, Vedad, Đenan, Ćamil, Amra, Selma, Lejla, Šejla, Ajla, Džejla, Merima, Emina",
        "Kovačić, Tkalčić, Zlatarić, Đulić, Ribarić, Šahović, Čizmić, Kazandžić, Sarač, Mlinarić, Pčelar, Žitarić",
    ),
    "ms": _style(
        "Ahmad, Amirul, Hafiz, Faizal, Rizal, Syahmi, Zulkifli, Mohd Nor, Khairul, Nur Aisyah, Siti Hajar, Nurul,"
        "Farhana, Aminah, Salmah, Rohana, Zaleha, Wan Noraini, Ma'arof, Sa'adiah",
        "bin Othman, bin Salleh, bin Yaakob, bin Daud, bin Sulaiman, binti Hashim, binti Kassim, binti Jaafar, binti Saad,"
        "bin Abd Rahim, binti Abdul Ghani",
    ),
    "id": _style(
        "Budi, Agus, Joko, Wahyu, Rizky, Dimas, Yusuf, Fajar, Dewi, Sri, Rina, Wulan, Indah, Nur'aini, Fitri, Laila,"
        "Ratna, Yuni",
        "Santosa, Pandai, Nelayan, Purnomo, Kusumo, Lestari, Rimbawan, Hartati, Sawah, Melati, Cendana, Kelapa",
    ),
    "es": _style(
        "José, Andrés, Martín, Iñaki, Joaquín, Ángel, Raúl, Ramón, Begoña, María, Lucía, Inés, Sofía, Mónica, Belén,"
        "Íngrid, Adrián, Nuria",
        "Núñez, Ibáñez, Peña, Molinero, Herrero, Zapatero, Del Río, De la Fuente, Montaña, Olmedo, Castaño, Güell,"
        "Villaseñor, Carpintero, Marín, Tejedor",
    ),
    "pt": _style(
        "João, Antônio, Caio, Otávio, Luís, Estêvão, Inácio, Conceição, Flávia, Letícia, Júlia, Assunção, Márcia, Vitória",
        "Araújo, Ferreiro, Oliveira, Simões, Conceição, Guimarães, Praça, Mação, Leitão, Magalhães, D'Ávila, Ribeirão",
    ),
    "fr": _style(
        "François, Éloïse, Zoé, Benoît, Jérôme, Hélène, Noël, Cécile, Anaïs, Gaëtan, Jean-Luc, Marie-Ève, Rémi, Thérèse,"
        "Chloé, Loïc, Aïcha, Karim, Samira, Yacine",
        "Boulanger, Charpentier, Lefèvre, D'Amour, L'Hermite, Tisserand, Meunier, Chêne, Forêt, Rivière, Tanneur, Pêcheur,"
        "Bergère, Châtaignier, Verrier, Œuvrard, Prés-Hauts",
    ),
    "wa": _style(
        "Mamadou, Ousmane, Moussa, Cheikh, Ibrahima, Abdoulaye, Seydou, Modibo, Issa, Aminata, Fatoumata, Mariam, Awa,"
        "Aïssatou, Khadidiatou, Coumba, Rokhaya, Bintou, N'Deye, Maïmouna",
        "Diallo, N'Diaye, Traoré, Coulibaly, Ouédraogo, Kaboré, Sow, Barry, Koné, N'Guessan, Sawadogo, Konaté, Cissé, Bâ,"
        "Maïga, Zongo",
    ),
    "sw": _style(
        "Juma, Baraka, Hamisi, Rashidi, Salim, Bakari, Omari, Zawadi, Neema, Rehema, Mwanaisha, Halima, Asha, Saumu, Subira",
        "Mkulima, Mvuvi, Fundi, Ng'ombe, Mwalimu, Mwamba, Mlima, Ng'ang'a, Pwani, Bustani, Mfinyanzi, Nahodha",
    ),
    "ng": _style(
        "Chidi, Emeka, Ọláidé, Táyọ̀, Sani, Garba, Aliyu, Kwame, Kofi, Lamin, Ebrima, Ngozi, Ifẹ́, Adébíyì, Hauwa, Zainab,"
        "Abena, Akosua, Isatou, Ɓala",
        "Alágbẹ̀dẹ, Ọ̀ṣun, Mainama, Ɗanladi, Maikifi, Boateng, Ceesay, Jatta, Ogunlade, Nwachukwu, Mensah, Sarki",
    ),
    "de": _style(
        "Jürgen, Björn, Götz, Käthe, Jörg, Anke, Heike, Lukas, Leni, Sören, Aylin, Emre, Günther, Bärbel, Zoë, Meryem",
        "Müllner, Weiß, Schäfer, Gärtner, Böttcher, Großmann, Tischler, Förster, Königsbacher, Straßer, Fährmann, Töpfer",
    ),
    "nordic": _style(
        "Åse, Øyvind, Bjørn, Søren, Malin, Åke, Göran, Maj-Britt, Ingrid, Håkon, Lærke, Jón, Ebba, Sunniva, Yusra, Ilhan",
        "Ångström, Skårup, Møller, Sjöberg, Nygård, Kjær, Bäckman, Høyland, Lindqvist, Østergaard, Smed, Åkerlund",
    ),
    "nl": _style(
        "Daniël, Joris, Maaike, Noëlle, Zoë, Sjoerd, Femke, Ruben, Yasmina, Bilal, Anneloes, Jurriën",
        "van der Molen, de Bakker, Visscher, van 't Veld, Timmerman, ten Brink, Smidt, IJsselstein, in 't Woud, Kuiper",
    ),
    "it": _style(
        "Niccolò, Nicolò, Matteo, Chiara, Giosuè, Noemi, Elia, Ginevra, Amina, Tommaso, Mosè, Desirée",
        "Fornaio, Pescatore, D'Angelo, Dell'Orto, Ferraro, Tessitore, Vasaio, Colle, Falegnami, Cantù, Forlì",
    ),
    "en": _style(
        "Oliver, Amelia, Jack, Isla, George, Ava, Noah, Grace, Hannah, Adam, Yusuf, Layla, Zoë, Siobhán, Sean, Anne-Marie,"
        "Chloë, Aroha, Tāne, Sione",
        "Baker, Carpenter, Miller, Potter, Weaver, Fisher, O'Neil, Smith-Hill, Brook, Marsh, Woods, Fletcher, D'Souza,"
        "Tūroa, Mason, Thatcher-Lee",
    ),
    "ph": _style(
        "Jose, Maria, Angelo, Niño, Rosario, Luz, Danilo, Corazón, Amina, Jamal, Bituin, Ligaya",
        "Dela Cruz, Santos-Reyes, Magsasaka, Mangingisda, Peñaflor, Bayani, Dimaculangan, Ilog, Bundok, Macaraeg",
    ),
    "so": _style(
        "Cabdi, Maxamed, Faarax, Cali, Warsame, Xasan, Hodan, Faadumo, Caasha, Sahra, Ubax, Nimco, Xaawo",
        "Cismaan, Geeddi, Jaamac, Beeroole, Kalluun, Cawaale, Dheere, Guuleed, Xirsi, Ducaale",
    ),
}

# Two styles for each country: the usual one, and a second for about one person in eight.
COUNTRY_STYLES = {
    "AE": "ar en", "AF": "fa ar", "AR": "es it", "AT": "de bs", "AU": "en ar", "AZ": "az tr", "BA": "bs tr",
    "BD": "bn en", "BE": "fr nl", "BF": "wa fr", "BH": "ar en", "BN": "ms en", "BR": "pt ar", "CA": "en fr",
    "CH": "fr de", "CI": "wa fr", "DE": "de tr", "DJ": "ar so", "DK": "nordic ar", "DZ": "ar fr", "EG": "ar fr",
    "ES": "es ar", "FJ": "en hi", "FR": "fr ar", "GB": "en ur", "GH": "ng en", "GM": "ng en", "GN": "wa ar",
    "ID": "id ar", "IN": "hi ur", "IQ": "ar fa", "IR": "fa az", "IT": "it ar", "JO": "ar en", "JP": "ja en",
    "KE": "sw so", "KM": "ar sw", "KR": "ko en", "KW": "ar en", "KZ": "kk uz", "LB": "ar fr", "LK": "ta en",
    "LY": "ar tr", "MA": "ar fr", "ML": "wa ar", "MR": "ar wa", "MV": "en ar", "MX": "es en", "MY": "ms ar",
    "NE": "wa ng", "NG": "ng en", "NL": "nl tr", "NO": "nordic ur", "NZ": "en ms", "OM": "ar sw", "PH": "ph en",
    "PK": "ur en", "PS": "ar en", "QA": "ar en", "SA": "ar ur", "SD": "ar en", "SE": "nordic ar", "SG": "ms ta",
    "SN": "wa fr", "SO": "so ar", "SY": "ar kk", "TD": "ar wa", "TH": "th ms", "TN": "ar fr", "TR": "tr ar",
    "TZ": "sw ar", "US": "en es", "UZ": "uz kk", "YE": "ar en", "ZA": "en ms",
}
