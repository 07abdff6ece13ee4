"""The first room: files of every kind become documents with numbered sentences.

`load` reads paths, `stream` does so one by one, `document_from_text` takes a text that is already in hand. Nothing
in a text is changed on its way: every offset counts the characters of the file.
"""

from summarize.load.chunks import chunks, tokens_at_most
from summarize.load.documents import Loaded, document_from_text, load, stream
from summarize.load.sentences import split_sentences

__all__ = ["Loaded", "chunks", "document_from_text", "load", "split_sentences", "stream", "tokens_at_most"]
