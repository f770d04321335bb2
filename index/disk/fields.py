"""tantivy's schema, and how a passage becomes a document of it and a document a hit."""

from dataclasses import dataclass
from typing import Any

import tantivy

from index.passages import Passage
from index.retrieval import Hit


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")  # analysed already; positions are never asked for
    builder.add_text_field("article", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("outlet", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("collection", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("day", indexed=True, fast=True)  # date.toordinal(); left out where there is no date
    builder.add_unsigned_field("length", fast=True)  # in terms
    builder.add_bytes_field("hit", stored=True)  # the one thing read back for each hit
    return builder.build()


SCHEMA = _schema()


@dataclass(frozen=True, slots=True)
class Analysed:
    """A passage and its terms."""

    passage: Passage
    terms: list[str]


def document(analysed: Analysed) -> tantivy.Document:
    """What is stored of a passage."""
    passage = analysed.passage
    fields: dict[str, Any] = {
        "terms": " ".join(analysed.terms),
        "article": passage.article_id,
        "collection": passage.collection,
        "length": len(analysed.terms),
        "hit": f"{passage.first} {passage.last} {len(passage.article_id)} {passage.id}".encode(),
    }
    if passage.outlet is not None:
        fields["outlet"] = passage.outlet
    if passage.day is not None:
        fields["day"] = passage.day.toordinal()
    return tantivy.Document.from_dict(fields, SCHEMA)


def hit(stored: bytes, score: float) -> Hit:
    """The hit that `document` stored."""
    first, last, length, passage_id = stored.decode().split(" ", 3)
    return Hit(passage_id, passage_id[: int(length)], int(first), int(last), score)
