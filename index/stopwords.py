"""English stop words: the Snowball project's list, with the contractions that tokenising leaves.

The list is at snowballstem.org/algorithms/english/stop.txt. "us" is no stop word here, because the analyzer folds case and "US" is a
country; "not", "no" and "without" are kept out of it as well, since "without NATO" is not "with NATO".
"""

STOP_WORDS = frozenset(
    """
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its itself
    they them their theirs themselves what which who whom whose this that these those am is are was were be been being have has had
    having do does did doing would should could ought a an the and but if or because as until while of at by for with about against
    between into through during before after above below to from up down in out on off over under again further then once here there
    when where why how all any both each few more most other some such nor only own same so than too very can will just
    i'm you're he's she's it's we're they're i've you've we've they've i'd you'd he'd she'd we'd they'd i'll you'll he'll she'll we'll
    they'll that's who's what's here's there's when's where's why's how's let's also may might must shall upon whats wheres hows
    """.split()
)
