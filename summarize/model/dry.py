"""A dry run: the same questions through the same client, form and recordings, with nothing sent and no key needed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from summarize.model.client import InstructorModel
from summarize.model.opening import gate_for
from summarize.model.providers import connect
from summarize.model.recorder import Missed, Recorder
from summarize.model.replaying import as_recorded, open_recordings
from summarize.model.settings import ModelSettings
from summarize.model.transport import RecordingTransport

__all__ = ["open_dry"]


@asynccontextmanager
async def open_dry(settings: ModelSettings, missed: Missed) -> AsyncIterator[InstructorModel]:
    """A model that answers from recordings alone; `missed` is told of each request that it would have sent.

    A question with no recording raises `MissingRecording`. Raises what `open_model` raises, but for a missing key.
    """
    place = settings.record or settings.replay
    store = open_recordings(place) if place is not None and place.exists() else None
    if settings.record is not None or settings.replay is None:
        # What is replayed needs no key; only the recordings' place is looked at for that.
        dry = settings.model_copy(update={"record": None, "replay": place or Path()})
    else:
        dry = as_recorded(settings)
    recorder = Recorder(store, gate_for(settings), may_send=False, missed=missed)
    client, http = connect(dry, lambda carriers, library: RecordingTransport(recorder, carriers, library))
    try:
        yield InstructorModel(client, settings, gate_for(settings))
    finally:
        await http.aclose()
        if store is not None:
            store.close()
