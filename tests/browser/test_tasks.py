"""What somebody at the conference wants to get done on a telephone, and the most taps that it takes.

The same eleven tasks on this checkout's conference and on one of 720 sessions in 20 rooms. A tap is a finger on the
glass: a list to choose from takes two, a field to write in takes one, and writing none.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from mlw_build.bench.own_site import write_conference
from mlw_build.bench.synthetic import make_up
from mlw_build.cli import main
from mlw_build.pipeline import Options, build
from tests.browser.conftest import served
from tests.browser.test_offline import UNTIL

pytestmark = pytest.mark.browser

CHECKOUT = Path(__file__).resolve().parents[2]
STREAM = "https://media.example.org/{room}.mp4"
SIGNED = "https://media.example.org/signed.mp4"
RECORDING = "https://media.example.org/recording.mp4"


@dataclass(frozen=True)
class Conference:
    """A published conference, and what the tasks are about. Instants are UTC; sessions are ids on the first day."""

    output: Path
    long: bool
    day: str
    morning: str
    lunch: str
    next_morning: str
    french: frozenset[str]
    room: tuple[str, str]
    session: str
    hour: str
    misspelt: str
    speaker: str
    overlapping: tuple[str, str]
    track: str
    tracked: str
    moved: str


def edit(root: Path, path: str, changes: Mapping[str, str]) -> None:
    """Put text after the line of each of these in a file."""
    file = root / path
    text = file.read_text(encoding="utf-8")
    for line, more in changes.items():
        assert f"{line}\n" in text, line
        text = text.replace(f"{line}\n", f"{line}\n{more}\n", 1)
    file.write_text(text, encoding="utf-8")


def publish(root: Path) -> Path:
    built = build(Options(root, root / "output"))
    assert built.published is not None, built.checked.diagnostics
    return root / "output"


def allow_streams(root: Path) -> None:
    """Name the host of the streams, so that they play in the pages."""
    with (root / "content" / "conference.yaml").open("a", encoding="utf-8") as settings:
        settings.write("\nstream_hosts: [media.example.org]\n")


def with_streams(rooms: str, signed: str) -> str:
    """What rooms.yaml says with a stream in every room, and one in sign language in this one."""

    def stream(found: re.Match[str]) -> str:
        more = f", sign_language: {SIGNED}" if found[1] == signed else ""
        return f"{found[0]}\n  stream: {{url: {STREAM.format(room=found[1])}{more}}}"

    return re.sub(r"(?m)^- id: (\S+)$", stream, rooms)


def short_conference(root: Path) -> Conference:
    """This checkout's conference as on its second day: with streams, a recording, languages, and a change."""
    shutil.copytree(CHECKOUT / "content", root / "content")
    for folder in ("speakers", "booths"):
        shutil.copytree(CHECKOUT / folder, root / folder)
    rooms = root / "content" / "rooms.yaml"
    rooms.write_text(with_streams(rooms.read_text(encoding="utf-8"), "main"), encoding="utf-8")
    allow_streams(root)
    first_day = {
        "  - id: national-strategies": f"    recording: {RECORDING}",
        "  - id: policy-sharing": "    languages: [en]",
        "  - id: side-meetings-1": "    languages: [fr]",
    }
    edit(root, "content/programme/2020-10-12.yaml", first_day)
    day = root / "content" / "programme" / "2020-10-12.yaml"
    day.write_text(
        day.read_text(encoding="utf-8").replace("    start: 17:00\n    end: 17:30", "    start: 17:15\n    end: 17:45")
    )
    assert main(["calendar", "update", "--root", str(root), "--now", "2020-10-11T08:00:00Z"]) == 0
    return Conference(
        output=publish(root),
        long=False,
        day="2020-10-12",
        morning="2020-10-12T08:00:00Z",
        lunch="2020-10-12T11:05:00Z",
        next_morning="2020-10-13T07:30:00Z",
        french=frozenset({"side-meetings-1"}),
        room=("main", "Main channel"),
        session="national-strategies",
        hour="10",
        misspelt="Stefanya Gianini",
        speaker="Stefania Giannini",
        overlapping=("policy-sharing", "policy-conversation"),
        track="Policies and strategies",
        tracked="policy-sharing",
        moved="Highlights or key message of the day",
    )


def long_conference(root: Path) -> Conference:
    """A made-up conference of four days in twenty rooms, with live demos at lunch; each fifth session is in French."""
    write_conference(root, 720)
    made_up = make_up(720)
    today = [one for one in made_up.sessions if one.date == made_up.days[0].date and one.room]
    after_lunch = [one.id for one in today if one.hour == 14]
    late = next(one for one in today if one.hour == 18)
    content = root / "content"
    allow_streams(root)
    (content / "rooms.yaml").write_text(
        with_streams("".join(f"- id: room-{one}\n  name: Room {one}\n" for one in range(20)), "room-7"),
        encoding="utf-8",
    )
    (root / "speakers" / "ana-silva.md").write_text("---\nname: Ana Silva\n---\n\nAna teaches.\n", encoding="utf-8")
    first = content / "programme" / "day-1-1.yaml"
    french = {one.id for number, one in enumerate(today) if number % 5 == 0}
    languages = {f"  - id: {one.id}": f"    languages: [{'fr' if one.id in french else 'en'}]" for one in today}
    edit(root, "content/programme/day-1-1.yaml", languages | {"  - id: session-28": f"    recording: {RECORDING}"})
    text = first.read_text(encoding="utf-8")
    track = re.search(r"id: session-0\n.*?track: (\S+)", text, re.S)
    assert track is not None
    named = re.search(rf'id: {track[1]}, name: "([^"]+)"', (content / "tracks.yaml").read_text(encoding="utf-8"))
    assert named is not None
    assert main(["calendar", "update", "--root", str(root), "--now", "2027-02-01T08:00:00Z"]) == 0
    last = "    start: 18:00\n    end: 18:50"
    head, _, tail = text.partition(f"  - id: {late.id}\n")
    first.write_text(f"{head}  - id: {late.id}\n{tail.replace(last, last.replace('18:', '19:'), 1)}", encoding="utf-8")
    assert main(["calendar", "update", "--root", str(root), "--now", "2027-02-02T08:00:00Z"]) == 0
    return Conference(
        output=publish(root),
        long=True,
        day="2027-03-08",
        morning="2027-03-08T09:00:00Z",
        lunch="2027-03-08T13:05:00Z",
        next_morning="2027-03-09T07:30:00Z",
        french=frozenset(french.intersection(after_lunch)),
        room=("room-7", "Room 7"),
        session="session-28",
        hour="10",
        misspelt="Anna Sylva",
        speaker="Ana Silva",
        overlapping=("session-41", "session-42"),
        track=named[1],
        tracked="session-0",
        moved=late.title,
    )


@pytest.fixture(scope="module", params=[short_conference, long_conference], ids=["short", "long"])
def conference(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Conference:
    """The conferences, each published once."""
    made: Conference = request.param(tmp_path_factory.mktemp("tasks"))
    return made


@dataclass
class Attendee:
    """Somebody with a telephone, who taps and counts."""

    page: Page
    address: str
    conference: Conference
    taps: int = field(default=0)

    def open(self, path: str = "", at: str | None = None) -> None:
        """Have a page open at an instant, before counting begins."""
        self.page.clock.set_fixed_time(at or self.conference.lunch)
        self.page.goto(self.address + path)

    def tap(self, what: Locator) -> None:
        what.wait_for()
        self.page.wait_for_load_state()
        what.tap()
        self.taps += 1

    def choose(self, name: str, option: str) -> None:
        """From a list: a tap opens it, a tap chooses."""
        self.page.get_by_role("combobox", name=name).select_option(option)
        self.taps += 2

    def write(self, what: Locator, text: str) -> None:
        self.tap(what)
        what.press_sequentially(text)

    def go(self, name: str) -> None:
        """By the bar that is always at hand, or the menu."""
        navigation = self.page.get_by_role("navigation", name="Main")
        if name not in navigation.locator(".nav-bar a").all_inner_texts():
            self.tap(navigation.get_by_role("button", name="Menu"))
        self.tap(navigation.get_by_role("link", name=name, exact=True))

    def search(self, question: str) -> None:
        """By the bar; the field has the focus."""
        self.go("Search")
        field = self.page.get_by_role("searchbox")
        expect(field).to_be_focused()
        field.press_sequentially(question)
        expect(self.page.locator(".results h2").first).to_have_text(question)

    def session(self, identifier: str) -> Locator:
        """The link of a session in an agenda."""
        return self.page.locator(f'[data-id="{identifier}"] a').first

    def find(self, identifier: str) -> None:
        """Open a session of the first day by the agenda, knowing its hour."""
        self.go("Agenda")
        if self.conference.long:
            hour = f'time[datetime^="{self.conference.day}T{self.conference.hour}"]'
            self.tap(self.page.locator(f".brief > li:has({hour}) .brief-more a"))
        self.tap(self.session(identifier))

    def have_starred(self, *sessions: str) -> None:
        """Stars of another day, before counting begins."""
        self.open(f"agenda/{self.conference.day}/")
        for one in sessions:
            self.page.locator(f'[data-star="{one}"]').click()


@pytest.fixture
def telephone(browser: Browser) -> Iterator[BrowserContext]:
    """A small telephone in Kathmandu, which reaches this site alone."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
        timezone_id="Asia/Kathmandu",
    )
    yield context
    context.close()


@pytest.fixture
def attendee(telephone: BrowserContext, conference: Conference) -> Iterator[Attendee]:
    """An attendee with a clean telephone."""
    own = ("http://127.0.0.1", "data:")
    telephone.route("**/*", lambda route: route.continue_() if route.request.url.startswith(own) else route.abort())
    with served(conference.output) as (address, _):
        yield Attendee(telephone.new_page(), address, conference)


def test_at_five_past_one_what_is_on_that_i_can_still_join_in_french(attendee: Attendee) -> None:
    attendee.open()
    if attendee.conference.long:
        attendee.tap(attendee.page.get_by_role("link", name=re.compile(r"and \d+ more")).first)
    else:
        attendee.go("Agenda")
    attendee.tap(attendee.page.locator(".filters summary"))
    attendee.choose("Language", "French")
    if not attendee.conference.long:
        attendee.tap(attendee.page.get_by_label("On now"))
    shown = attendee.page.locator("main [data-id]:visible")
    expect(shown).to_have_count(len(attendee.conference.french))
    assert {one.get_attribute("data-id") for one in shown.all()} == attendee.conference.french
    assert attendee.taps <= 5


def test_at_ten_sharp_the_stream_of_the_room_that_i_am_in(attendee: Attendee) -> None:
    attendee.open(at=attendee.conference.morning)
    attendee.tap(attendee.page.locator(".button--live"))
    room, name = attendee.conference.room
    if attendee.conference.long:
        attendee.tap(attendee.page.get_by_role("navigation", name="Rooms").get_by_role("link", name=name, exact=True))
    channel = attendee.page.locator(".channel", has=attendee.page.get_by_role("heading", name=name, exact=True))
    attendee.tap(channel.locator(".stream-play"))
    expect(channel.locator("video")).to_have_attribute("src", STREAM.format(room=room))
    assert attendee.taps <= 3


def test_put_a_session_into_my_calendar(attendee: Attendee) -> None:
    attendee.open()
    attendee.find(attendee.conference.session)
    with attendee.page.expect_download() as downloading:
        attendee.tap(attendee.page.get_by_role("link", name="Add to your calendar"))
    assert b"BEGIN:VEVENT" in Path(downloading.value.path()).read_bytes()
    assert attendee.taps <= 4


def test_find_a_speaker_whose_name_i_half_remember(attendee: Attendee) -> None:
    attendee.open()
    attendee.go("Search")
    attendee.write(attendee.page.get_by_role("searchbox"), attendee.conference.misspelt)
    attendee.tap(attendee.page.locator(".results a").first)
    expect(attendee.page.locator("h1")).to_have_text(attendee.conference.speaker)
    assert attendee.taps <= 3


def test_see_what_overlaps_among_my_stars(attendee: Attendee) -> None:
    attendee.have_starred(*attendee.conference.overlapping)
    attendee.go("My agenda")
    expect(attendee.page.locator(".my-clash")).to_have_count(2)
    assert attendee.taps <= 1


def test_see_the_times_in_my_own_zone(attendee: Attendee) -> None:
    attendee.open("agenda/")
    attendee.tap(attendee.page.get_by_role("button", name="Show in another time zone").first)
    attendee.tap(attendee.page.get_by_label("Yours"))
    attendee.tap(attendee.page.get_by_role("button", name="Show times"))
    expect(attendee.page.locator("main .zone").first).to_contain_text("Asia/Kathmandu")
    assert attendee.taps <= 3


def test_see_one_topic_alone(attendee: Attendee) -> None:
    attendee.open()
    attendee.go("Agenda")
    if attendee.conference.long:
        day = attendee.page.locator(f'section[data-day="{attendee.conference.day}"]')
        attendee.tap(day.get_by_text("Topics"))
        attendee.tap(day.get_by_role("link", name=attendee.conference.track, exact=True))
    else:
        attendee.tap(attendee.page.locator(".filters summary"))
        attendee.choose("Topic", attendee.conference.track)
    expect(attendee.page.locator(f'[data-id="{attendee.conference.tracked}"]')).to_be_visible()
    assert attendee.taps <= 4


def test_find_the_stream_in_sign_language(attendee: Attendee) -> None:
    attendee.open()
    attendee.tap(attendee.page.locator(".button--live"))
    with attendee.page.expect_request(SIGNED):
        attendee.tap(attendee.page.get_by_role("link", name="Sign language"))
    assert attendee.taps <= 2


def test_find_what_changed(attendee: Attendee) -> None:
    attendee.open()
    attendee.go("Agenda")
    attendee.tap(attendee.page.get_by_role("link", name="Changes to the programme"))
    expect(attendee.page.locator(".changes .title")).to_contain_text([attendee.conference.moved])
    assert attendee.taps <= 2


def test_open_yesterdays_recording(attendee: Attendee) -> None:
    attendee.open(at=attendee.conference.next_morning)
    attendee.find(attendee.conference.session)
    attendee.tap(attendee.page.get_by_role("link", name="Watch the recording"))
    expect(attendee.page.locator("video")).to_have_attribute("src", RECORDING)
    assert attendee.taps <= 4


def test_in_the_train_without_a_connection_my_starred_sessions(
    telephone: BrowserContext, conference: Conference
) -> None:
    with served(conference.output) as (address, go_away):
        attendee = Attendee(telephone.new_page(), address, conference)
        attendee.have_starred(*conference.overlapping)
        starred = (attendee.session(conference.overlapping[1]).get_attribute("href") or "").removesuffix("index.html")
        for kept in ("/my/", f"/agenda/{conference.day}/sessions.json", starred.lstrip("./")):
            attendee.page.evaluate(UNTIL, ["kept", kept])
        telephone.set_offline(True)
        go_away()
        attendee.page.goto(address)
        attendee.go("My agenda")
        expect(attendee.page.locator(".my-days [data-id]")).to_have_count(2)
        attendee.tap(attendee.page.locator(".my-days .title a").first)
        expect(attendee.page.locator(".as-of")).to_contain_text("You are offline")
        expect(attendee.page.locator("article")).to_be_visible()
        assert attendee.taps <= 2


def test_what_is_on_is_on_the_first_screen(attendee: Attendee) -> None:
    attendee.open()
    row = attendee.page.locator(".now-list li").first
    expect(row.locator(".title")).to_be_in_viewport()
    expect(row.locator("strong")).to_contain_text(re.compile(r"\d+ (mins?|hrs?)"))
    assert attendee.taps == 0


def test_find_what_is_next_in_a_room_by_its_name(attendee: Attendee) -> None:
    attendee.open()
    attendee.search(attendee.conference.room[1])
    attendee.tap(attendee.page.locator(".results a").first)
    expect(attendee.page.locator("h1")).to_have_text(attendee.conference.room[1])
    expect(attendee.page.get_by_role("heading", name="Next")).to_be_visible()
    assert attendee.taps <= 2


def test_put_three_sessions_into_my_calendar(attendee: Attendee) -> None:
    attendee.open()
    for number in range(3):
        attendee.tap(attendee.page.locator(".now-list .star").nth(number))
    attendee.go("My agenda")
    with attendee.page.expect_download() as downloading:
        attendee.tap(attendee.page.locator(".my-download"))
    assert Path(downloading.value.path()).read_bytes().count(b"BEGIN:VEVENT") == 3
    assert attendee.taps <= 5


def test_see_all_sessions_of_a_topic_on_a_day(attendee: Attendee) -> None:
    attendee.open()
    if attendee.conference.long:
        attendee.go("Agenda")
        day = attendee.page.locator(f'section[data-day="{attendee.conference.day}"]')
        attendee.tap(day.get_by_text("Topics"))
        attendee.tap(day.get_by_role("link", name=attendee.conference.track, exact=True))
        expect(attendee.page.locator(".chip")).to_contain_text(attendee.conference.track)
    else:
        attendee.search(attendee.conference.track)
        attendee.tap(attendee.page.locator(".results a").first)
    expect(attendee.page.locator(f'[data-id="{attendee.conference.tracked}"]')).to_be_visible()
    assert attendee.taps <= 3


def test_see_the_sessions_of_a_speaker(attendee: Attendee) -> None:
    attendee.open()
    attendee.search(attendee.conference.speaker)
    attendee.tap(attendee.page.locator(".results a").first)
    expect(attendee.page.locator("h1")).to_have_text(attendee.conference.speaker)
    assert attendee.taps <= 2


def test_see_the_times_in_my_own_zone_with_one_answer(attendee: Attendee) -> None:
    attendee.open("agenda/")
    attendee.tap(attendee.page.get_by_role("button", name="Show in another time zone").first)
    attendee.tap(attendee.page.get_by_role("button", name="Show times"))
    expect(attendee.page.locator("main .zone").first).to_contain_text("Asia/Kathmandu")
    assert attendee.taps <= 2


def test_pass_a_narrowed_view_on(attendee: Attendee) -> None:
    attendee.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    attendee.open(f"agenda/{attendee.conference.day}/?upcoming=1")
    attendee.tap(attendee.page.get_by_role("button", name=re.compile("Copy the link|Share")))
    expect(attendee.page.get_by_role("button", name="The link is copied.")).to_be_visible()
    assert attendee.page.evaluate("navigator.clipboard.readText()") == attendee.page.url
    assert attendee.taps <= 1


def test_find_what_changed_from_the_home_page(attendee: Attendee) -> None:
    attendee.open()
    attendee.tap(attendee.page.get_by_role("link", name="Changes to the programme"))
    expect(attendee.page.locator(".changes .title")).to_contain_text([attendee.conference.moved])
    assert attendee.taps <= 1


def test_without_a_connection_the_day_again(telephone: BrowserContext, conference: Conference) -> None:
    with served(conference.output) as (address, go_away):
        attendee = Attendee(telephone.new_page(), address, conference)
        attendee.open(f"agenda/{conference.day}/")
        for kept in ("/agenda/", f"/agenda/{conference.day}/"):
            attendee.page.evaluate(UNTIL, ["kept", kept])
        telephone.set_offline(True)
        go_away()
        attendee.page.goto(address)
        attendee.go("Agenda")
        attendee.tap(attendee.page.locator(f'section[data-day="{conference.day}"] h2 a'))
        expect(attendee.page.locator(".slot").first).to_be_visible()
        assert attendee.taps <= 2
