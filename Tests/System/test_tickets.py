"""Tickets on paper: what is printed is scanned by a reader that knows nothing of Muster, and let in at a door."""

import subprocess
import xml.etree.ElementTree as ElementTree

import muster

SVG = "{http://www.w3.org/2000/svg}"
MODULE = 4


def picture(drawing, path):
    """Draws the path of an SVG's code as a greyscale picture (PGM): one unit is MODULE pixels."""
    side = int(drawing.get("viewBox").split()[2])
    rows = [bytearray(b"\xff" * side) for _ in range(side)]
    data = drawing.find(f"{SVG}path[@stroke]").get("d")
    for line in data.split("M")[1:]:
        start, *steps = line.replace("h", "|h").replace("m", "|m").split("|")
        column, row = start.split(" ")
        column, row = int(column), int(float(row) - 0.5)
        for step in steps:
            count = int(step[1:].split(" ")[0])
            if step[0] == "h":
                rows[row][column:column + count] = bytes(count)
            column += count
    wide = [bytes(value for value in row for _ in range(MODULE)) for row in rows]
    pixels = b"".join(row * MODULE for row in wide)
    path.write_bytes(b"P5 %d %d 255\n" % (side * MODULE, side * MODULE) + pixels)
    return path


def scan(*paths):
    """The texts of the QR codes in pictures."""
    done = subprocess.run(
        ["zbarimg", "--nodbus", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", *paths], capture_output=True, text=True, timeout=60)
    return done.stdout.split()


class Tickets(muster.Case):
    def test_a_printed_ticket_opens_the_door(self):
        hub, node = self.world.serving(points=1, people=4)
        folder = self.world.folder / "tickets"
        printed = hub.command("tickets", "--out", folder)
        self.assertEqual(folder.stat().st_mode & 0o777, 0o700)
        self.assertEqual(
            sorted(path.name for path in folder.iterdir()),
            sorted(["sheet.html", *(ticket["file"] for ticket in printed["tickets"])]))
        texts = hub.tickets()
        for ticket in printed["tickets"]:
            path = folder / ticket["file"]
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)
            drawing = ElementTree.parse(path).getroot()
            scanned = scan(picture(drawing, self.world.folder / "code.pgm"))
            self.assertEqual(scanned, [texts[ticket["participant"]]])
        who = printed["tickets"][0]["participant"]
        first = scan(picture(ElementTree.parse(folder / printed["tickets"][0]["file"]).getroot(),
                             self.world.folder / "code.pgm"))[0]
        answer = node.command("checkin", first)
        self.assertEqual((answer["verdict"], answer["participant"]["id"]), ("admitted", who))

    def test_a_browser_shows_the_sheet(self):
        hub = self.world.hub(points=2, people=3).init()
        folder = self.world.folder / "tickets"
        hub.command("tickets", "--out", folder)
        shot = self.world.folder / "sheet.png"
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             f"--user-data-dir={self.world.folder}/browser", "--force-device-scale-factor=2",
             f"--screenshot={shot}", "--window-size=1000,1400", (folder / "sheet.html").as_uri()],
            capture_output=True, timeout=120)
        self.assertEqual(sorted(scan(shot)), sorted(hub.tickets().values()))

    def test_a_scanner_under_another_layout(self):
        hub, node = self.world.serving(points=1, people=3)
        texts = list(hub.tickets().values())
        german = texts[0].translate(str.maketrans("YZ:", "ZYÖ"))
        french = texts[1].translate(
            str.maketrans("0123456789AQWZM:", "à&é\"'(-è_çQAZW?M"))
        scans = f"{german}\r\n\n{french}\nnobody\n{texts[2]}\n"
        done = subprocess.run(
            [muster.BIN / "muster-node", "checkin", "-", "--data", node.data], input=scans,
            capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 1, done.stderr)
        inside = node.get("/api/v1/status")["present"]
        self.assertEqual(inside, 3, done.stdout + done.stderr)
        answer = node.post("/api/v1/checkins", {"ticket": french})
        self.assertEqual(answer["verdict"], "repeat")

    def test_a_folder_that_holds_something_else(self):
        hub = self.world.hub(points=1, people=1).init()
        folder = self.world.folder / "mine"
        folder.mkdir()
        (folder / "letter.txt").write_text("mine")
        self.assert_one_line(hub.run("tickets", "--out", folder), 73)
        self.assert_one_line(hub.run("tickets", "--out", hub.data / "tickets"), 64)
        self.assertEqual([path.name for path in folder.iterdir()], ["letter.txt"])
        self.assertFalse((hub.data / "tickets").exists())
