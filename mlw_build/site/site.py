"""The site as a whole: the conference with its theme, addresses, words and indexes; what every page is made from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct, field

from mlw_build.calendar.calendar import Calendar
from mlw_build.calendar.lock.comparison import build_calendar
from mlw_build.model.conference import Conference
from mlw_build.site.addresses import Addresses
from mlw_build.site.agenda.index import ProgrammeIndex, build_programme_index
from mlw_build.site.memo import Memo
from mlw_build.site.pictures.store import FOLDER
from mlw_build.site.theme.assets import Assets, collect_assets
from mlw_build.site.theme.hour_cycle import ClockFormat, clock_format
from mlw_build.site.theme.messages import Messages, load_messages_for
from mlw_build.site.theme.theme import Theme


class Site(Struct, frozen=True):
    """Everything that planning and rendering read."""

    conference: Conference
    theme: Theme
    addresses: Addresses
    index: ProgrammeIndex
    words: Mapping[str, Messages]
    assets: Assets
    calendar: Calendar
    media_folder: Path
    offline: bool = True
    """Whether visitors' devices keep the site for when there is no connection."""
    memory: Memo = field(default_factory=Memo)
    """What was made for pages of any place and language, once for all of them."""

    @property
    def host(self) -> str | None:
        """The host that the site is published on, where it is known."""
        return urlsplit(self.addresses.base or "").hostname

    def clock(self, language: str) -> ClockFormat:
        """How times of day are written in a language."""
        hours = self.conference.settings.clock
        return clock_format(language, self.conference.settings.time_zone, int(hours.value) if hours else None)


def build_site_model(
    conference: Conference,
    theme: Theme,
    root: Path,
    base: str | None = None,
    calendar: Calendar | None = None,
    *,
    preview: bool = False,
) -> Site:
    """The site of a conference whose files lie under `root`.

    `base` is its public address where that differs from conference.yaml's; `calendar` what its calendars are made
    from, where the programme has been published before; `preview` leaves nothing on the device of who looks at it.
    """
    media_folder = root / "content" / "media"
    offline = conference.settings.offline and not preview
    address = base or conference.settings.address
    return Site(
        conference=conference,
        theme=theme,
        addresses=Addresses(conference, f"{address.rstrip('/')}/" if address else None),
        index=build_programme_index(conference),
        words={language: load_messages_for(theme, language) for language in conference.languages},
        assets=collect_assets(theme, conference, media_folder, root.resolve() / FOLDER, offline=offline),
        calendar=calendar or build_calendar(conference),
        media_folder=media_folder,
        offline=offline,
    )
