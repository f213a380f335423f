"""The programme board in a browser, by pointer, by touch and by keyboard alone; after each, the files say just that."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.board.programme import DAY, FILES, lines_changed, write_programme

pytestmark = pytest.mark.browser
CHECKOUT = Path(__file__).resolve().parent.parent.parent
Lines = Callable[[], list[str]]

MAPS_MOVED = ["-    start: 10:00", "-    end: 11:00", "+    start: 11:00", "+    end: 12:00"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_programme(tmp_path)


@pytest.fixture
def changed_lines(root: Path) -> Lines:
    """The lines that differ from the programme as it was."""
    return lambda: lines_changed(root)


@pytest.fixture
def address(root: Path) -> Iterator[str]:
    """The address of a running board."""
    command = [sys.executable, "-u", "-m", "mlw_build", "edit", "--root", str(root), "--no-browser"]
    settings = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    with subprocess.Popen(
        command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("The board is at "), line
        yield line.split()[-1]
        process.terminate()


@pytest.fixture
def board(address: str, page: Page) -> Page:
    """The board, ready; whatever the page's policy forbids, or a script fails at, fails the test."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if "Policy" in message.text else None)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address)
    expect(session(page, "maps")).to_be_visible()
    expect(page.locator("#status")).to_contain_text("Ready")
    assert faults == []
    return page


def session(page: Page, name: str) -> Locator:
    return page.locator(f'#body [data-session="{name}"]')


def status(page: Page, text: str) -> None:
    expect(page.locator("#status")).to_contain_text(text)


def minutes(page: Page, number: int) -> float:
    """So many minutes as pixels of the board."""
    box = session(page, "maps").bounding_box()
    assert box
    return (box["height"] + 2) / 60 * number


def test_a_session_is_dragged_to_another_time(board: Page, changed_lines: Lines) -> None:
    box = session(board, "maps").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + 8
    board.mouse.move(x, y)
    board.mouse.down()
    board.mouse.move(x, y + 20, steps=3)
    expect(board.locator(".ghost")).to_be_visible()
    expect(board.locator(".best").first).to_be_visible()
    board.mouse.move(x, y + minutes(board, 60), steps=5)
    status(board, "11:00, Room II: free.")
    board.mouse.up()
    status(board, "“Maps for all”: Mon 12 Oct, 11:00-12:00, Room II.")
    assert changed_lines() == MAPS_MOVED


def test_a_session_is_moved_by_keyboard_alone(board: Page, changed_lines: Lines) -> None:
    session(board, "maps").focus()
    board.keyboard.press("m")
    status(board, "is held")
    board.keyboard.press("ArrowLeft")
    status(board, "10:00, Main room: “Radio in schools” is here.")
    board.keyboard.press("ArrowRight")
    for _ in range(4):
        board.keyboard.press("ArrowDown")
    status(board, "11:00, Room II: free.")
    board.keyboard.press("Enter")
    status(board, "“Maps for all”: Mon 12 Oct, 11:00-12:00, Room II.")
    assert changed_lines() == MAPS_MOVED
    expect(session(board, "maps")).to_be_focused()


def test_escape_leaves_all_as_it_was(board: Page, changed_lines: Lines) -> None:
    session(board, "maps").focus()
    board.keyboard.press("m")
    status(board, "is held")
    board.keyboard.press("ArrowDown")
    board.keyboard.press("Escape")
    status(board, "stays where it was")
    assert changed_lines() == []


def test_a_clash_is_told_and_undone_by_one_key(board: Page, changed_lines: Lines) -> None:
    session(board, "maps").focus()
    board.keyboard.press("m")
    status(board, "is held")
    board.keyboard.press("ArrowLeft")
    board.keyboard.press("Enter")
    status(board, "Main room holds two sessions at once")
    expect(board).to_have_title("(1) Demo – programme board")
    board.keyboard.press("Control+z")
    status(board, "Undone")
    expect(board).to_have_title("Demo – programme board")
    assert changed_lines() == []


def test_undo_is_there_after_a_reload(board: Page, changed_lines: Lines) -> None:
    session(board, "maps").focus()
    board.keyboard.press("Shift+ArrowDown")
    status(board, "10:00-11:15")
    board.reload()
    status(board, "Ready")
    board.get_by_role("button", name="Undo").click()
    status(board, "Undone")
    assert changed_lines() == []


def test_a_session_comes_out_of_the_tray_by_keyboard(board: Page, changed_lines: Lines) -> None:
    board.locator('#tray [data-session="poetry"]').focus()
    board.keyboard.press("m")
    status(board, "is held")
    board.keyboard.press("n")
    status(board, "free.")
    board.keyboard.press("Enter")
    status(board, "“Poetry”: Mon 12 Oct")
    assert [line[:10] for line in changed_lines()] == ["+    room:", "+    date:", "+    start"]


def test_a_session_is_moved_by_touching_a_place(address: str, browser: Browser, changed_lines: Lines) -> None:
    with browser.new_context(viewport={"width": 820, "height": 1100}, has_touch=True) as context:
        page = context.new_page()
        page.goto(address)
        session(page, "maps").tap()
        page.locator("#side").get_by_role("button", name="Move", exact=True).tap()
        status(page, "is held")
        box = session(page, "maps").bounding_box()
        assert box
        page.touchscreen.tap(box["x"] + 20, box["y"] + minutes(page, 60))
        status(page, "“Maps for all”: Mon 12 Oct, 11:00-12:00, Room II.")
    assert changed_lines() == MAPS_MOVED


def test_a_session_is_moved_by_a_finger_that_rested_on_it(address: str, browser: Browser, changed_lines: Lines) -> None:
    with browser.new_context(viewport={"width": 820, "height": 1100}, has_touch=True) as context:
        page = context.new_page()
        page.goto(address)
        status(page, "Ready")
        box = session(page, "maps").bounding_box()
        assert box
        x, y = box["x"] + 30, box["y"] + 6
        finger = context.new_cdp_session(page)
        finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        expect(page.locator(".best").first).to_be_visible()
        for part in (0.3, 0.6, 1):
            point = {"x": x, "y": y + minutes(page, 60) * part}
            finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        status(page, "11:00, Room II: free.")
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        status(page, "“Maps for all”: Mon 12 Oct, 11:00-12:00, Room II.")
    assert changed_lines() == MAPS_MOVED


def test_a_session_is_dragged_from_the_tray_and_back(board: Page, changed_lines: Lines) -> None:
    card = board.locator('#tray [data-session="poetry"]')
    card.hover()
    board.mouse.down()
    maps = session(board, "maps").bounding_box()
    assert maps
    x, y = maps["x"] + 40, maps["y"] + minutes(board, 75)
    board.mouse.move(x, y - 30, steps=3)
    expect(board.locator(".cost").first).to_be_visible()
    board.mouse.move(x, y, steps=3)
    status(board, "11:15, Room II: free.")
    board.mouse.up()
    status(board, "“Poetry”: Mon 12 Oct, 11:15-12:00, Room II.")
    session(board, "poetry").hover()
    board.mouse.down()
    board.mouse.move(x + 30, y + 30, steps=3)
    board.locator("#tray h2").hover()
    board.mouse.up()
    status(board, "“Poetry”: without a time, and not published.")
    assert changed_lines() == ["+    room: room-2"]


def test_the_lower_edge_makes_a_session_longer(board: Page, changed_lines: Lines) -> None:
    box = session(board, "maps").bounding_box()
    assert box
    x, y = box["x"] + 40, box["y"] + box["height"] - 3
    board.mouse.move(x, y)
    board.mouse.down()
    board.mouse.move(x, y + minutes(board, 15), steps=3)
    status(board, "Maps for all until 11:15.")
    board.mouse.up()
    status(board, "10:00-11:15")
    assert changed_lines() == ["-    end: 11:00", "+    end: 11:15"]


def test_a_session_is_moved_from_lists_without_dragging(board: Page, changed_lines: Lines) -> None:
    session(board, "maps").click()
    side = board.locator("#side")
    side.get_by_label("Time", exact=True).select_option(label="11:00")
    side.get_by_role("button", name="Put there").click()
    status(board, "11:00-12:00")
    assert changed_lines() == MAPS_MOVED


def test_a_title_is_translated(board: Page, changed_lines: Lines) -> None:
    session(board, "closing").click()
    field = board.get_by_label("title, fr")
    field.fill("Clôture")
    field.press("Tab")
    status(board, "title saved")
    assert changed_lines() == ["-    title: Closing", "+    title: {en: Closing, fr: Clôture}"]


def test_an_abstract_is_shown_as_the_site_shows_it_and_runs_nothing(board: Page) -> None:
    said: list[str] = []
    board.on("console", lambda message: said.append(message.text))
    session(board, "closing").click()
    board.get_by_label("abstract, en").fill("**Hello** <script>document.title = 'x'</script><b onclick='x'>you</b>")
    board.get_by_role("button", name="Preview").click()
    frame = board.frame_locator("iframe")
    expect(frame.locator("strong")).to_have_text("Hello")
    expect(frame.locator("script")).to_have_count(0)
    expect(frame.locator("[onclick]")).to_have_count(0)
    assert said == []


def test_what_is_wrong_is_said_at_the_field(board: Page, changed_lines: Lines) -> None:
    session(board, "closing").click()
    board.get_by_text("More fields").click()
    field = board.get_by_label("capacity", exact=True)
    field.fill("many")
    field.press("Tab")
    expect(board.locator("#error-capacity")).to_have_text(
        "`many` is not a whole number. Write digits only, such as `300`."
    )
    assert changed_lines() == []


def test_a_speaker_is_found_by_name_or_made(board: Page, root: Path, changed_lines: Lines) -> None:
    session(board, "closing").click()
    finder = board.get_by_label("Add to speakers")
    finder.fill("Ana Silva")
    finder.press("Tab")
    status(board, "speakers saved")
    finder.fill("Chidi Eze")
    finder.press("Tab")
    board.get_by_role("button", name="Make a new speaker “Chidi Eze”").click()
    expect(board.locator("[data-field=speakers] .chips")).to_contain_text("Chidi Eze")
    status(board, "speakers saved")
    assert (root / "speakers/chidi-eze.md").is_file()
    assert "+    speakers: [ana, chidi-eze]" in changed_lines()


def test_a_session_is_cancelled_with_a_reason(board: Page, changed_lines: Lines) -> None:
    session(board, "closing").click()
    board.get_by_text("Cancel it").click()
    board.get_by_label("Why it is cancelled").fill("The hall is closed.")
    board.get_by_role("button", name="Cancel the session").click()
    status(board, "is cancelled")
    assert changed_lines() == ["+    status: cancelled", "+    reason: The hall is closed."]


def test_a_problem_has_its_way_out_as_a_button(board: Page, root: Path) -> None:
    (root / DAY).write_text(FILES[DAY].replace("room: room-2", "room: main"))
    expect(board).to_have_title("(1) Demo – programme board")
    board.locator("#problems-button").click()
    board.get_by_role("button", name="Ways out").click()
    board.locator("#side").get_by_role("button", name="Move").first.click()
    expect(board).to_have_title("Demo – programme board")


def test_all_from_here_on_begin_later(board: Page, root: Path) -> None:
    session(board, "radio").click()
    board.get_by_text("From here on, all").click()
    board.get_by_label("By how much").select_option(label="30 minutes")
    board.get_by_role("button", name="Later", exact=True).click()
    status(board, "3 sessions 30 minutes later.")
    starts = [line.strip() for line in (root / DAY).read_text().splitlines() if "start:" in line and "id:" not in line]
    assert starts == ["start: 9:00   # sharp", "start: 10:30", "start: 16:30"]


def test_an_editors_change_is_taken_in(board: Page, root: Path) -> None:
    (root / DAY).write_text(FILES[DAY].replace("Closing", "Good bye"))
    expect(session(board, "closing")).to_contain_text("Good bye")


def test_who_looks_for_a_person_sees_the_sessions(board: Page) -> None:
    board.get_by_label("Search").fill("ben")
    expect(session(board, "maps")).not_to_have_class("session confirmed faded")
    expect(session(board, "radio")).to_have_class("session confirmed faded")


@pytest.mark.parametrize("width", [820, 1280])
def test_the_board_and_its_panel_are_accessible(board: Page, width: int) -> None:
    board.set_viewport_size({"width": width, "height": 900})
    session(board, "maps").click()
    expect(board.locator("#side fieldset").first).to_be_visible()
    found = Axe().run(board)
    assert found.violations_count == 0, found.generate_report()
