"""Made-up news, as paragraphs, that the pages in `layouts` are built around."""

# ruff: noqa: E501 - markup and sentences are not broken where a page would not break them

SUMMIT = (
    (
        "Leaders of the two delegations left the harbour conference centre late on Friday without signing the agreement that had been "
        "trailed for weeks, though both sides said that talks would go on."
    ),
    (
        "“We made some headway on grain and on prisoners, and none at all on the border,” the foreign minister, Ilse Marrow, told "
        "reporters after nearly five hours behind closed doors."
    ),
    (
        "The meeting, the first of its kind since 2019, had been moved twice for reasons of security. Roads within two miles of the centre were "
        "closed, and ferries were held at their berths until evening."
    ),
    (
        "Her counterpart, Anton Veld, was more hopeful. He said a list of 400 prisoners had been exchanged and that buses could cross "
        "at the Tarn bridge “within days, not weeks”."
    ),
    (
        "A draft seen by two diplomats set out three steps: an end to shelling along the river, the return of prisoners, and only then a "
        "conference on the line of the border."
    ),
    (
        "Analysts warned against reading too much into the smiles. “A photograph is not a treaty,” said Priya Anand of the Institute for "
        "Border Studies. “The hard part starts on Monday, when both capitals read the small print.”"
    ),
    "Markets were calm. The krone closed up 0.3% against the dollar, while wheat for December delivery fell $4.25 to $512 a tonne.",
    "The next round is to be held in Geneva in the first week of October, with the United Nations as host.",
)

STORM = (
    (
        "At least six people were taken to hospital and 120,000 homes lost power when a storm crossed the south coast on Sunday night, the "
        "emergency service said."
    ),
    (
        "Gusts of 143 kilometres an hour were measured at Cape Ferris shortly after 2 a.m., the strongest in any August since records "
        "began in 1911."
    ),
    (
        "“It sounded like a train going over the roof,” said Marta Lind, 61, whose barn lost all of its tiles. “Then it was quiet, and that "
        "was worse.”"
    ),
    "Engineers had reconnected about half of the homes by noon, according to the grid operator Southline, and hoped to finish by Tuesday.",
    "Rail services between Ferris and Dunmore will not run before Wednesday, since fallen trees block the line in at least nine places.",
    "Schools in four districts stay closed. Parents were asked to look at the website of the district before they set out.",
    "The prime minister, who cut short a visit to the north, is due in the region on Monday afternoon.",
)

BANK = (
    (
        "The central bank left its main interest rate at 4.75% on Thursday and said that it was in no hurry to cut it again, as prices for "
        "services go on rising faster than it had forecast."
    ),
    "Seven of the nine members of the committee voted to hold. Two wanted a cut of a quarter of a point.",
    "“We would rather be late and right than early and wrong,” the governor, Tomas Bergh, said at a news conference.",
    "Inflation stood at 3.1% in July, down from 3.4% in June but still well above the target of 2%.",
    "What the bank said about the year ahead:",
    "Growth of 1.2%, down from 1.5% in May",
    "Unemployment of 4.6% by the end of the year",
    "Inflation at the target in the second half of 2027",
    "Economists at three large lenders now expect the next move in December. Before the meeting most had pencilled in November.",
    (
        "House prices have risen for five months in a row, and new mortgages are at their highest level in three years, which some on the "
        "committee see as a reason to wait."
    ),
    "A risk that nobody can price",
    "The minutes, due on 4 September, will show how long the discussion of tariffs was. Mr Bergh called them “a risk that nobody can price”.",
)

BRIDGE = (
    (
        "A footbridge that cost the city nine million crowns will open eleven months late on Saturday, and for the first week only to people "
        "on foot."
    ),
    "Cyclists will have to wait until a railing that turned out to be four centimetres too low has been replaced, the roads office said.",
    "The bridge joins the old fish market to the new library. The office expects 6,000 people to use it on a working day.",
    "“I have been rowing across for a year,” said Oskar Dahl, who owns the bakery on the eastern bank. “My arms will miss it. I will not.”",
    "An inquiry by the council found that the error was made in the drawings and missed in three inspections. No one has been dismissed.",
    "The firm that built the bridge, Hallon & Sons, will pay for the railing but not for the delay, under a settlement reached in June.",
)

ELECTION = (
    (
        "The opposition Harbour Party won the most seats in Sunday’s election but fell short of a majority, leaving its leader, Jonas Hale, "
        "to look for partners in the coming weeks."
    ),
    "With all but two districts counted, the party had 78 of 169 seats, eleven more than four years ago. The governing Union fell to 61.",
    "“You have asked us to lead, and not to lead alone,” Mr Hale told supporters shortly before midnight.",
    (
        "Turnout was 71.4%, the highest since 1998, the electoral commission said. Queues in the capital were so long that eleven polling "
        "stations closed an hour late."
    ),
    (
        "The outgoing prime minister, Clara Winther, conceded before the last votes were in and said that she would stay on until a "
        "government is formed."
    ),
    "Two small parties, the Greens and the Rural List, hold the balance. Both said on Monday that they would talk to either side.",
    "Observers from three countries called the vote orderly, with isolated problems where ballots had been printed twice.",
    (
        "Parliament meets on 9 September to choose a speaker. Under the constitution the first attempt to form a government is then due "
        "within three weeks."
    ),
)

GERMAN = (
    (
        "Die Delegationen der beiden Länder haben sich am Freitag nach fünf Stunden ohne Ergebnis getrennt. Beide Seiten wollen die Gespräche "
        "im Oktober in Genf fortsetzen, wie das Außenministerium am Abend mitteilte."
    ),
    "„Bei Getreide und Gefangenen sind wir vorangekommen, bei der Grenze überhaupt nicht“, sagte Außenministerin Ilse Marrow vor der Presse.",
    (
        "Ihr Kollege Anton Veld zeigte sich zuversichtlicher. Eine Liste mit 400 Namen sei übergeben worden, die ersten Busse könnten schon in "
        "wenigen Tagen über die Brücke fahren."
    ),
    (
        "Fachleute warnten davor, die freundlichen Bilder zu überschätzen. Der schwierige Teil beginne erst am Montag, wenn in beiden "
        "Hauptstädten das Kleingedruckte gelesen werde."
    ),
    "Die Märkte blieben ruhig. Der Weizenpreis gab um vier Dollar auf 512 Dollar je Tonne nach.",
)

RUSSIAN = (
    (
        "Делегации двух стран завершили переговоры в пятницу вечером, не подписав соглашения, о котором говорили несколько недель, однако обе "
        "стороны заявили, что встречи продолжатся."
    ),
    "«Мы продвинулись по зерну и по пленным и совсем не продвинулись по границе», — сказала журналистам министр иностранных дел Илзе Марроу.",
    (
        "Её коллега Антон Вельд был настроен более оптимистично. По его словам, стороны обменялись списком из 400 имён, и первые автобусы "
        "могут пересечь мост уже в ближайшие дни."
    ),
    "Следующий раунд пройдёт в Женеве в первую неделю октября под эгидой Организации Объединённых Наций.",
)

FRENCH = (
    (
        "Les délégations des deux pays se sont séparées vendredi soir sans signer l’accord annoncé depuis des semaines, mais les discussions "
        "vont se poursuivre, ont assuré les deux parties."
    ),
    (
        "« Nous avons avancé sur les céréales et sur les prisonniers, pas du tout sur la frontière », a déclaré la ministre des affaires "
        "étrangères, Ilse Marrow, à l’issue de près de cinq heures d’entretiens à huis clos."
    ),
    (
        "Son homologue, Anton Veld, s’est montré plus optimiste. Une liste de quatre cents noms a été échangée et les premiers autocars "
        "pourraient traverser le pont dans les prochains jours."
    ),
    "La prochaine réunion aura lieu à Genève la première semaine d’octobre, sous l’égide des Nations unies.",
)
