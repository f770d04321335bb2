"""Words that end in a full stop without ending a sentence, as English news writes them; in lower case, without the last full stop."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: A name or a term follows: never the end.
BEFORE_NAMES = _words("""
    adm amb asst atty brig capt cmdr col comdr cpl dr fr gen gov hon insp lieut lt maj messrs mlle mme mmes mr mrs ms msgr mt mx pfc
    pres prof pvt
    rep reps rev rt sec sen sens sgt st ste supt treas
    approx cf eg feat ie v viz vs
""")

#: A number follows; before anything else it is a word ("no.", "art.") or ends the sentence ("in Oct.").
BEFORE_NUMBERS = _words("""
    art arts ch fig figs no nos p par pp sect vol vols
    jan feb mar apr jun jul aug sep sept oct nov dec
    ca circa
""")

#: May stand inside a sentence or end one: companies, people, streets, states and provinces, units.
INSIDE_OR_LAST = _words("""
    assn assoc bhd bros co corp cos ctr dept govt inc inst intl ltd mfg natl plc pte pty univ
    al esq etc jr ret sr
    apt ave bldg blvd ext hwy pkwy rd sq tel
    ala ariz ark calif colo conn del fla ga ill ind kan kans ky la mass md mich minn miss mo mont neb nev okla ore pa penn tenn tex va
    vt wash wis wyo
    alta ont que sask
    avg dist div est ft hr hrs kg km lb lbs max min mins mos mph oz yd yds yr yrs
""")

#: Of the above, those that are ordinary words or endings in lower case: "wash.", "miss.", "rep.".
ONLY_CAPITALISED = _words("""
    alta ark co col del dist div fr ga gen hon ill ind inst kan la mass max md min miss mo ore pa que rep ret rev rt sec st va wash
""")

#: Capitalised, these begin a sentence far more often than they go on with a name.
STARTERS = _words("""
    a about according after all also although among amid an and another any are as asked at because before both but by can despite
    during each earlier even every few first for from he her here his how however i if in instead is it its last later many meanwhile
    more most much my neither no nobody none not nothing now of on once one only or other others our overall she since so some still
    such that the their then there these they this those though thus to today under unlike until we what when where whether which while
    who why with without yesterday yet you your
""")

#: Offices and institutions, which go on with a country's letters: "U.S. Secretary of State", "U.N. Charter".
OFFICES = _words("""
    agency air ambassador army attorney bankruptcy border capitol census centers chamber charter circuit coast commerce congressman
    council court customs defense department district embassy energy environmental federal food foreign forest general geological
    government house immigration interior justice labor marine marines marshals mission national navy olympic open postal president rep
    secretary security sen senate senator special steel supreme trade treasury under vice
""")

#: What follows "a.m." and "p.m." in the same sentence: "8 p.m. Eastern Time", "9 a.m. Monday". Zones in capitals need no entry.
AFTER_HOURS = _words("""
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun
    january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep oct nov
    dec
    alaska atlantic central eastern greenwich local mountain pacific beijing kyiv london moscow tokyo
""")

#: Verbs that hang a speaker on a quotation.
SPEECH = _words("""
    added adds answered answers asked asks concluded continued continues cried declared demanded exclaimed explained insisted joked
    noted posted quipped railed recalled remarked replied replies responded retorted said says shouted told tweeted warned wondered
    writes wrote
""")
