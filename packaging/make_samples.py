"""Writes the sample documents that are not plain text: `.venv/bin/python packaging/make_samples.py`.

The others in resources/samples/ are written by hand, and the person they belong to is made up.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent / "resources" / "samples"
WRITTEN = datetime(2026, 5, 2, tzinfo=UTC)

# A line that begins with "# " or "## " is a heading, "- " an item of a list; "---" begins a page.

TENANCY_AGREEMENT = """
# Tenancy agreement

between Mrs Edith Callow, 4 Chapel Steps, Aldermouth (the landlady) and Ms Nora Whitfield and Mr Tom Whitfield (the \
tenants) for the flat on the first floor of 17 Tanner's Row, Aldermouth: three rooms, kitchen, bathroom, cellar 2.
## 1. Duration
The tenancy begins on 1 May 2023 and is not limited in time. The tenants may end it with two months' notice and the \
landlady with six, in writing, always to the last day of a month.
## 2. Rent
The rent is £1,085 a month and is due on the third working day. It includes water and the cleaning of the stairs, \
but neither electricity nor gas. It may be raised once in a year, by no more than the rise in consumer prices, and \
the tenants must be told three months before.
## 3. Deposit
The tenants pay a deposit of £1,240. It is held in the tenancy deposit scheme and repaid within fourteen days after \
the keys have been handed over. The landlady may keep what is needed to repair damage, but nothing for ordinary \
wear; she shows a bill for every deduction. Should the parties disagree, the scheme's arbitrator decides, free of \
charge.
## 4. Repairs
The landlady keeps roof, windows, heating and pipes in working order. Small repairs up to £60 are done by the \
tenants. Anything that cannot wait, such as a leaking pipe, they report by telephone on the same day.
## 5. Animals and music
A cat is allowed, further animals by agreement. Instruments are not played between nine at night and eight in \
the morning.
## 6. Handing over
On the last day the flat is swept and empty, holes in the walls are filled, and both parties write down the meter \
readings and the condition of each room. All five keys are returned.
"""

PARENTS_MEETING = """
# Parents' meeting, class 4b

St Brendan's Primary School, 24 February 2026, 19.00 to 20.35. Minutes: Nora Whitfield. Present: 19 families, Ms \
Adeyemi (class teacher), Mr Lund (deputy head).
## Residential trip
The class goes to Holm Farm from 8 to 12 June. The price is £168; families who find this hard speak to Mr Lund in \
confidence, the fund helps. Children sleep in rooms of six. There is no mobile reception, and telephones stay at \
home.
## Homework
Several parents reported homework in tears. Ms Adeyemi will give no more than thirty minutes a day, none on \
Wednesdays, and asks to be told in the diary if a child could not finish. Reading aloud for ten minutes counts.
## Quarrels in the playground
Since January a few older boys have been taking the football from the younger ones, and two children were called \
names. The staff now stand in two places instead of one. Whoever sees it happen tells the class teacher and does not \
settle it on the way home. Mr Lund speaks with the families concerned.
## Lunch
The new caterer is cheaper, but portions are small. The council of parents asks for a second helping of vegetables \
and for a list of allergens on the wall.
## Elected
Mrs Okafor and Mr Brandt remain representatives. The summer fair on 4 July needs eight people for the cake stall.
"""

WARRANTY_TERMS = """
# Lindqvist household appliances: terms of guarantee

Model: washing machine Fjord 714. Serial number 0714-338-2091. Bought on 9 November 2025 at Carter's, Aldermouth.
## What this guarantee is
Lindqvist promises, in addition to the rights you have by law against the shop, that the appliance is free of faults \
in material and workmanship. The promise is valid in the country in which it was bought, and for a household: \
laundrettes, hotels and shared laundry rooms are not covered.
## How long it lasts
- Complete appliance: 24 months from the date on the receipt.
- Motor and drum bearings: 10 years, for the part without labour.
- Rust through the casing: 6 years.
The period does not begin anew after a repair.
---
## What we do
We repair the appliance in your home free of charge, including the journey, spare parts and labour. If the same \
fault returns after two attempts, or if no spare part can be had within thirty days, we replace the machine by the \
same or a better model.
## What is not covered
- Damage through frost, lightning, flooding or unsuitable water pressure.
- Limescale, coins, hairpins and underwired bras in the pump or drum.
- Glass, lamps, seals and hoses after the first six months.
- Transport with the drum not locked by its four bolts.
- Repairs by people we have not authorised.
---
## How to make a claim
Write down the code on the display and the serial number on the inside of the door. Call the service line from \
Monday to Saturday, 8 to 18 hours. Keep the receipt: without it the age of the machine is reckoned from the day it \
left the factory. A visit is offered within five working days. If the technician finds nothing wrong, or a cause \
named under “What is not covered”, the visit costs £75.
## If you sell or give away the machine
The guarantee goes with it. The new owner needs the receipt and registers the serial number with us.
"""


def write_docx(text: str, path: Path) -> None:
    from docx import Document

    document = Document()
    for line in text.strip().splitlines():
        if line.startswith("#"):
            marks, heading = line.split(" ", 1)
            document.add_heading(heading, level=len(marks))
        elif line:
            document.add_paragraph(line)
    properties = document.core_properties
    properties.author = "Nora Whitfield"
    properties.title = text.strip().splitlines()[0].lstrip("# ")
    properties.created = properties.modified = WRITTEN
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))


def write_pdf(text: str, path: Path) -> None:
    from PySide6.QtCore import QMarginsF, QRectF
    from PySide6.QtGui import QFont, QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication([])
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = QPdfWriter(str(path))
    writer.setTitle(text.strip().splitlines()[0].lstrip("# "))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    writer.setPageMargins(QMarginsF(15, 15, 15, 15), QPageLayout.Unit.Millimeter)
    writer.setResolution(96)
    page = QRectF(0, 0, writer.width(), writer.height())
    painter = QPainter(writer)
    for number, part in enumerate(text.strip().split("---\n")):
        if number:
            writer.newPage()
        document = QTextDocument()
        document.setPageSize(page.size())
        document.setDefaultFont(QFont("DejaVu Serif", 10))
        document.setMarkdown(part.replace("\n", "\n\n"))
        document.drawContents(painter, page)
    painter.end()
    del application


if __name__ == "__main__":
    write_docx(TENANCY_AGREEMENT, SAMPLES / "home" / "tenancy-agreement.docx")
    write_docx(PARENTS_MEETING, SAMPLES / "school" / "parents-meeting.docx")
    write_pdf(WARRANTY_TERMS, SAMPLES / "home" / "washing-machine-guarantee.pdf")
