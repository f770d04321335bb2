"""Topics: what people want to be told of, as they type it, and which articles fit.

`grammar` reads and writes them, `reading` reads texts, `matching` holds one against the other, `preview` tries a topic on what is stored.
"""
