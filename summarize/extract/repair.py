"""Small repairs that need no second opinion, made before anything is checked.

Only what cannot change the meaning: a sentence added because the words an item gives stand there, an `author`
written where the schema wants nothing, a background name on a label, which has none by definition.
"""

from __future__ import annotations

from summarize.extract.ground import find, nearest
from summarize.extract.items import Item, mapped
from summarize.schemas import Document
from summarize.schemas.reading import ReadActor, ReadConflict, ReadEvent, Reading, ReadRelation, ReadTally
from summarize.schemas.vocabulary import AUTHOR


def repaired(reading: Reading, document: Document) -> Reading:
    """The reading with every item's citations completed and its habits put right."""
    return mapped(reading, lambda item: _cited(_tidy(item, document), document))


def _tidy(item: Item, document: Document) -> Item:
    if isinstance(item, ReadActor):
        also = [name for name in dict.fromkeys(item.also) if name != item.name and find(document.text, name)]
        background = item.background if item.form == "named" else []
        return item.model_copy(update={"also": also, "background": [name for name in background if name != item.name]})
    if isinstance(item, ReadEvent | ReadRelation | ReadTally) and AUTHOR in item.source:
        return item.model_copy(update={"source": [key for key in item.source if key != AUTHOR]})
    return item


def _cited(item: Item, document: Document) -> Item:
    """The item citing also the sentence in which its words stand, where the cited ones do not have them."""
    if isinstance(item, ReadConflict) or not all(1 <= n <= len(document.sentences) for n in item.sentences):
        return item
    cited = list(dict.fromkeys(item.sentences))
    for words in _words(item):
        if not any(find(document.sentence_text(number), words) for number in cited):
            spot = nearest(document, words, cited)
            cited += [spot] if spot else []
    return item.model_copy(update={"sentences": sorted(cited)})


def _words(item: Item) -> list[str]:
    """The words an item cannot do without."""
    if isinstance(item, ReadActor):
        return [item.name]
    if isinstance(item, ReadTally):
        return [item.words]
    if isinstance(item, ReadEvent):
        counts = [count.words for count in (item.killed, item.wounded) if count]
        return (
            counts
            + ([item.where.name] if item.where else [])
            + ([item.when.words] if item.when and item.when.words else [])
        )
    return []
