"""The tables of the library."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dashboard.database import Base


class Stored:
    """What a scenario and each of its versions hold.

    ``content`` is the text of a scenario file: every assumption, so that it outlives a change of
    its preset.
    """

    name: Mapped[str] = mapped_column(String(120))
    notes: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    preset: Mapped[str] = mapped_column(String(64))
    schema_version: Mapped[int]
    data_version: Mapped[str] = mapped_column(String(64))
    saved_at: Mapped[dt.datetime]
    saved_by: Mapped[str] = mapped_column(String(128))


class ScenarioRow(Stored, Base):
    """A saved scenario as it is now; ``words`` is what a search looks through."""

    __tablename__ = "scenario"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner: Mapped[str] = mapped_column(String(128), index=True)
    shared: Mapped[bool]
    version: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime]
    deleted_at: Mapped[dt.datetime | None]
    labels: Mapped[list[TagRow]] = relationship(
        order_by="TagRow.tag", lazy="selectin", cascade="all, delete-orphan", passive_deletes=True
    )


class TagRow(Base):
    """A tag of a saved scenario."""

    __tablename__ = "scenario_tag"

    scenario_id: Mapped[str] = mapped_column(
        String(32), ForeignKey("scenario.id", ondelete="CASCADE"), primary_key=True
    )
    tag: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)


class VersionRow(Stored, Base):
    """A saved scenario as it was, or is: every save is one."""

    __tablename__ = "scenario_version"

    scenario_id: Mapped[str] = mapped_column(
        String(32), ForeignKey("scenario.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tags: Mapped[list[str]] = mapped_column(JSON)
