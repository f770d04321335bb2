"""Reports that are forms: the same words every day, other names and numbers. Two fills of one form are two stories.

The names are of places, clubs and companies that exist; the numbers are chance.
"""

import random
import re

_CITIES = "Lisbon Oslo Nairobi Osaka Lima Perth Quebec Dakar Turin Porto Malmo Cork Bergen Leeds Ghent Lyon Kazan Izmir Accra Tampa".split()
_COMPANIES = "Siemens Nestle Toyota Unilever Airbus Samsung Bayer Danone Heineken Philips Volvo Nokia Sony Caterpillar Pfizer".split()
_CLUBS = "Arsenal Everton Fulham Burnley Celtic Rangers Ajax Porto Benfica Valencia Sevilla Lazio Torino Lens Nantes".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday".split()
_WAYS = ("up", "down")

#: `{city}` and its like take a name, `{n}` a number, `{d}` a number with decimals.
FORMS = {
    "markets": """Stock markets were mixed on {day} as investors waited for figures on inflation and growth. Tokyo's
Nikkei closed {way} {d} percent at {n},{n}.{n}, Hong Kong's Hang Seng was {way} {d} percent at {n},{n}.{n} and the
Shanghai index ended {way} {d} percent at {n},{n}. In Europe the FTSE 100 was {way} {d} percent at {n},{n}.{n} at the
opening. On the currency markets the euro bought {d} dollars, from {d} dollars late on {day}. A barrel of Brent crude
for delivery next month was {way} {d} percent at {d} dollars. Traders said that volumes were thin and that few wanted to
take large positions before the end of the week.""",
    "weather": """The weather in {city} will be changeable on {day}, the forecasters say. There will be some cloud in
the morning and a chance of rain later in the day, with a high of {n} degrees and a low of {n} degrees. Winds will be
light to moderate, at up to {n} kilometres an hour. The outlook for the days that follow is much the same: {day} {n}
degrees, {day} {n} degrees, {day} {n} degrees. The sun rises in {city} at {n}:{n} and sets at {n}:{n}. Drivers are asked
to take care on wet roads.""",
    "football": """{club} beat {club} {n}-{n} on {day} to move to number {n} in the table. The home side took the lead
after {n} minutes from a corner and did not look back, and the visitors had only {n} shots on target. The manager said
after the final whistle that he was pleased with how his players had worked and that there was still a long way to go in
the season. {club} travel to {club} next, while {club} are at home to {club}. The attendance was {n},{n}.""",
    "earnings": """{company} reported a quarterly net profit of {d} billion on {day}, {way} {n} percent from the same
period a year ago. Revenue was {way} {n} percent at {d} billion, the company said in a statement. Analysts polled before
the announcement had on average expected a profit of {d} billion. Earnings per share came to {d}. {company} said that it
kept its outlook for the full year and that demand was solid in most regions. Shares in {company} were {way} {d} percent
at {d} in morning trading.""",
    "earthquake": """An earthquake of magnitude {d} struck near {city} on {day}, the geological survey said. There were
no immediate reports of damage or casualties. The quake hit at {n}:{n} local time at a depth of {n} kilometres, and its
epicentre lay {n} kilometres from the city. No tsunami warning was issued. People in {city} ran out of their homes,
residents said by telephone. The region lies on a fault where tremors are frequent, and {n} of them were recorded there
in the past year. Officials said that they were checking bridges and schools.""",
    "police": """Police in {city} are appealing for witnesses after a man aged {n} was injured in a collision on {day}.
He was taken to hospital, where his condition is described as stable. The accident happened at about {n}.{n} on the road
to {city}, which was closed for {n} hours. Anyone who saw what happened, or who has pictures from a camera in a car, is
asked to call and to give the reference {n}-{n}. Calls can also be made without giving a name. The police thanked
drivers for their patience while the road was closed.""",
    "obituary": """{first} {last}, {n}, of {city}, died on {day} at a hospice, surrounded by family. Born in {town}, {first} worked as
a teacher for {n} years. Survivors include a brother, {first}, a daughter, {first}, and several nieces and nephews. Visitation will be held
from 4 to 7 p.m. on {day} at the funeral home. A service will be held at 11 a.m. on {day} at St. {first}'s Church, with burial to follow in
{town} Cemetery. In lieu of flowers, contributions may be made to the hospice foundation. Online condolences may be left on the website of
the funeral home.""",
    "appeal": """Police are appealing for witnesses after a pedestrian was hurt in a crash on {last} Street in {city} on {day} morning. The
pedestrian was taken to hospital and remains in a serious condition. Officers closed the road for several hours while an investigation took
place. Anyone who saw what happened, or who has dashcam footage of the area at the time, is asked to call the force on 101 or Crimestoppers,
anonymously, on 0800 555 111. The force thanked motorists for their patience.""",
}

_FIRST = "Alma Boris Chen Dina Emil Fay Goran Hana Ivo June Karim Lena Milos Nora Otto Paula Quinn Rosa Sven Tove".split()
_LAST = "Adler Brandt Cole Dietz Ekman Faber Grant Holm Ibsen Jansen Keller Lund Moreau Novak Olsen Perez Quist Ross Stein Thorne".split()
_LISTS = {
    "city": _CITIES,
    "company": _COMPANIES,
    "club": _CLUBS,
    "day": _DAYS,
    "way": _WAYS,
    "first": _FIRST,
    "last": _LAST,
    "town": _CITIES,
}


def fill(form: str, chance: random.Random) -> str:
    """The form with values drawn anew; a name that the form needs twice as one (a company's, a city's) is drawn once."""
    same = {name: chance.choice(_LISTS[name]) for name in ("city", "company")}

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name == "n":
            return str(chance.randint(10, 99))
        if name == "d":
            return f"{chance.uniform(0, 90):.2f}"
        return same[name] if name in same else chance.choice(_LISTS[name])

    return re.sub(r"\{(\w+)\}", value, form.replace("\n", " "))
