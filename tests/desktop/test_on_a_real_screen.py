"""The installed program on a real X server: what a person does with hotkey, keys, tray and a second start."""

import shutil
import time

import pytest

from tests.desktop.conftest import HEIGHT, WIDTH, Program, Screen, wait_until

HOTKEY, QUICK, WINDOW = "ctrl+alt+space", "Quick search", "Desktop Search"


@pytest.fixture(autouse=True)
def nothing_in_front(program: Program, screen: Screen) -> None:
    """Hides the quick search, if the test before has left it."""
    if screen.shows(QUICK):
        program.run("gui", "--toggle")
        wait_until(lambda: not screen.shows(QUICK), "the quick search is hidden")


def open_quick_search(screen: Screen) -> None:
    screen.press(HOTKEY)
    wait_until(lambda: screen.shows(QUICK), "the quick search is shown")
    wait_until(lambda: screen.has_focus(QUICK), "the quick search has the focus")


def test_the_hotkey_shows_and_hides_the_quick_search(program: Program, screen: Screen) -> None:
    open_quick_search(screen)
    screen.press(HOTKEY)
    wait_until(lambda: not screen.shows(QUICK), "the quick search is hidden")


def test_a_held_hotkey_does_not_flicker(program: Program, screen: Screen) -> None:
    screen.xdotool("keydown", "ctrl", "keydown", "alt", "keydown", "space")
    time.sleep(1.5)
    screen.xdotool("keyup", "space", "keyup", "alt", "keyup", "ctrl")
    assert screen.shows(QUICK)


def test_typing_arrows_and_enter_open_a_file(program: Program, screen: Screen) -> None:
    for number, keys in enumerate((["Return"], ["Down", "Return"]), start=1):
        open_quick_search(screen)
        screen.type("rent")
        time.sleep(2)
        screen.press(*keys)
        wait_until(lambda number=number: len(program.opened_names()) == number, "a file is opened")
        wait_until(lambda: not screen.shows(QUICK), "the quick search is hidden")
    assert set(program.opened_names()) == {"landlord.txt", "neighbour.txt"}


def test_keys_that_come_with_the_hotkey_are_not_lost(program: Program, screen: Screen) -> None:
    before = program.opened_names()
    screen.press(HOTKEY)
    wait_until(lambda: screen.has_focus(QUICK), "the quick search has the focus")
    screen.type("holiday")
    screen.press("Return")
    wait_until(lambda: program.opened_names() != before, "a file is opened")
    assert program.opened_names()[-1] == "holiday.txt"


def test_escape_clears_then_hides_and_never_quits(program: Program, screen: Screen) -> None:
    open_quick_search(screen)
    screen.type("rent")
    screen.press("Escape")
    assert screen.shows(QUICK)
    screen.press("Escape")
    wait_until(lambda: not screen.shows(QUICK), "the quick search is hidden")


def test_it_hides_when_another_window_gets_the_focus(program: Program, screen: Screen) -> None:
    open_quick_search(screen)
    program.run("gui")
    wait_until(lambda: not screen.shows(QUICK), "the quick search is hidden")
    assert screen.shows(WINDOW)


def test_closing_leaves_the_program_and_a_second_start_brings_the_window_back(program: Program, screen: Screen) -> None:
    program.run("gui")
    wait_until(lambda: screen.has_focus(WINDOW), "the window has the focus")
    screen.press("alt+F4")
    wait_until(lambda: not screen.shows(WINDOW), "the window is closed")
    program.run("gui")
    wait_until(lambda: screen.has_focus(WINDOW), "the window is back")


def test_toggle_is_for_a_shortcut_of_the_desktop(program: Program, screen: Screen) -> None:
    program.run("gui", "--toggle")
    wait_until(lambda: screen.shows(QUICK), "the quick search is shown")
    program.run("gui", "--toggle")
    wait_until(lambda: not screen.shows(QUICK), "the quick search is hidden")


@pytest.mark.skipif(shutil.which("trayer") is None, reason="there is no tray (make test-desktop)")
def test_the_menu_of_the_tray_opens_the_window(program: Program, screen: Screen) -> None:
    program.run("gui")
    wait_until(lambda: screen.has_focus(WINDOW), "the window has the focus")
    screen.press("alt+F4")
    wait_until(lambda: not screen.shows(WINDOW), "the window is closed")
    time.sleep(0.5)
    screen.xdotool("mousemove", str(WIDTH - 13), str(HEIGHT - 13), "click", "3")
    time.sleep(1)
    # The menu stands above the pointer; "Open" is the third entry from below, at 0.64 of its height.
    screen.xdotool("mousemove", str(WIDTH - 40), str(HEIGHT - 30))
    place = screen.geometry_under_the_pointer()
    screen.xdotool("mousemove", str(WIDTH - 40), str(place["Y"] + round(0.64 * place["HEIGHT"])), "click", "1")
    wait_until(lambda: screen.shows(WINDOW), "the window is back")
