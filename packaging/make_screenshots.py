"""Takes a picture of every page: `make screenshots`, that is `.venv/bin/python packaging/make_screenshots.py`.

The real window asks a real engine about the sample documents, which lie in the home directory of a person who does not
exist, on an X server in memory. The pictures are build/screenshots/<page>-<light|dark>-<100|200>.png, from the first
start to the full index. Arguments name the looks to take, as `light-100`; without any all four are taken.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_search.gui.pages.learning_page import LearningPage

ROOT = Path(__file__).resolve().parent.parent
SAMPLES, PICTURES = ROOT / "resources" / "samples", ROOT / "build" / "screenshots"
LOOKS = [f"{theme}-{percent}" for percent in (100, 200) for theme in ("light", "dark")]
DAY = 86_400
PATIENCE_SECONDS = 60
SETTLED_SECONDS = 0.6
"""Longer than every timer with which the window waits for a quiet moment."""

RESULTS = "how long is the guarantee of the washing machine"
FILTERED = "getting my money back when I move out in:home"
ANSWERED = "when does the tenancy begin"
DOUBTFUL = "which vaccination does the dog need"
NOTHING = "bleeding the radiators type:spreadsheet"
QUICK = "something warming for a cold evening"


def main() -> int:
    looks = sys.argv[1:] or LOOKS
    if unknown := set(looks) - set(LOOKS):
        print(f"There is no look {', '.join(unknown)}, but {', '.join(LOOKS)}.", file=sys.stderr)
        return 2
    PICTURES.mkdir(parents=True, exist_ok=True)
    with a_screen() as environment:
        for look in looks:
            take_all(look, environment)
    print(f"The pictures are in {PICTURES.relative_to(ROOT)}.")
    return 0


@contextmanager
def a_screen() -> Iterator[dict[str, str]]:
    """The environment of a screen of our own, or where there is no X server to be had, of none."""
    ours = ("WAYLAND", "XDG_", "DBUS_", "QT_", "DESKTOP", "DISPLAY")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment |= {"LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
    with ExitStack() as stack:
        if shutil.which("Xvfb"):
            read, write = os.pipe()
            server = ["Xvfb", "-displayfd", str(write), "-screen", "0", "2880x1800x24", "-nolisten", "tcp"]
            _start(server, environment, stack, pass_fds=(write,))
            os.close(write)
            with os.fdopen(read) as said:
                environment |= {"DISPLAY": f":{said.readline().strip()}", "QT_QPA_PLATFORM": "xcb"}
            if shutil.which("openbox"):
                _start(["openbox"], environment, stack)
        yield environment


def _start(command: list[str], environment: dict[str, str], stack: ExitStack, pass_fds: tuple[int, ...] = ()) -> None:
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, pass_fds=pass_fds)
    stack.callback(process.wait)
    stack.callback(process.terminate)


def take_all(look: str, environment: dict[str, str]) -> None:
    """Takes the pictures of one look, in a process and a home directory of its own."""
    with tempfile.TemporaryDirectory(prefix="ds", ignore_cleanup_errors=True) as place:
        home = Path(place) / "nora"
        shutil.copytree(SAMPLES, home / "Documents")
        for name in ("Desktop", "Notes", "run"):
            (home / name).mkdir(mode=0o700)
        shutil.move(home / "Documents" / "books", home / "Notes" / "books")
        for number, path in enumerate(sorted(path for path in home.rglob("*") if path.is_file())):
            changed = time.time() - (0.2 + number**2 * 1.7) * DAY
            os.utime(path, (changed, changed))
        environment = environment | {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "QT_SCALE_FACTOR": str(int(look.rsplit("-", 1)[1]) / 100),
        }
        subprocess.run([sys.executable, __file__, "--of-one-look", look], env=environment, check=True)


def learning_states(page: "LearningPage") -> dict[str, Callable[[], None]]:
    """What the learning page may have to show, in the order of a person's first weeks."""
    from desktop_search.records import (
        AdapterState,
        CurvePoint,
        Hit,
        Label,
        ModelReport,
        ModelUse,
        QuestionChange,
        ToJudge,
        TrainingState,
    )

    home, now = str(Path.home()), time.time()
    shipped, tuned = "all-MiniLM-L6-v2", "all-MiniLM-L6-v2 tuned 2026-03-14"
    asked = [
        ("how long is the guarantee of the washing machine", "Documents/home/washing machine.txt", "window", True),
        ("how long is the guarantee of the washing machine", "Documents/home/insurance.pdf", "window", False),
        ("when may the landlord raise the rent", "Documents/home/tenancy agreement.docx", "asked", True),
        ("something warming for a cold evening", "Documents/recipes/leek soup.md", "opened", True),
        ("something warming for a cold evening", "Documents/recipes/ice cream.md", "returned", False),
        ("notice period of the gym", "Documents/letters/gym.eml", "import", True),
    ]
    passage = "The guarantee covers all parts for two years from the day of purchase; the drum for ten."
    labels = [
        Label(query, f"{home}/{path}", passage, good, origin, now - number * 1.3 * DAY)
        for number, (query, path, origin, good) in enumerate(asked)
    ]
    wanted = [
        ToJudge(
            query,
            Hit(f"{home}/{path}", None, None, 0.5, None, None, None, passage, (), {"meaning": 0.5}),
            "Words and meaning disagree about it.",
        )
        for query, path, _, _ in asked[1:]
    ]
    curve = tuple(
        CurvePoint(step, 1.9 * 0.985**step + 0.06 * (step % 7) / 7, None if step % 20 else 1.7 * 0.988**step + 0.25)
        for step in range(0, 241, 4)
    )
    before = {"ndcg@10": 0.58, "mrr@10": 0.61, "hit@1": 0.48, "hit@5": 0.71, "recall@10": 0.77}
    good = {"ndcg@10": 0.66, "mrr@10": 0.69, "hit@1": 0.57, "hit@5": 0.81, "recall@10": 0.84}
    bad = {"ndcg@10": 0.57, "mrr@10": 0.59, "hit@1": 0.43, "hit@5": 0.71, "recall@10": 0.79}
    better = ModelReport(
        *(tuned, shipped, "multiple-negatives", 214, 63, 21, before, good, 0.08, 0.02, 0.14, 0.82, 0.81, 1.0, True),
        "Better: it gained 8.0 points of nDCG@10 on 21 questions that it has not seen.",
        tuple(QuestionChange(query, 0.39, 0.86) for query, *_ in asked),
        (QuestionChange("bleeding the radiators", 0.63, 0.5),),
        *(curve, 412.0, now),
    )
    worse = ModelReport(
        *(tuned, shipped, "triplet", 214, 63, 21, before, bad, -0.01, -0.06, 0.04, 0.82, 0.7, 1.0, False),
        "Not better: it lost 1.0 points of nDCG@10 on 21 questions that it has not seen.",
        (QuestionChange("bleeding the radiators", 0.5, 0.63),),
        tuple(QuestionChange(query, 0.86, 0.39) for query, *_ in asked[1:4]),
        *(curve, 398.0, now),
    )

    def show_nothing() -> None:
        page.at_once.show_state(AdapterState(True))
        page.judgements.show_labels([])
        page.to_judge.show_wanted([])
        page.training.show_state(TrainingState())
        page.model.show_use(ModelUse(shipped))

    def show_training() -> None:
        page.at_once.show_state(AdapterState(True, 34, 0.6, 0.61, 0.66, 0.01, 0.09, now))
        page.judgements.show_labels(labels)
        page.to_judge.show_wanted(wanted)
        page.training.show_state(TrainingState("training", 148, 360, curve[:38], 170.0, 245.0))

    def show_better() -> None:
        page.training.show_state(TrainingState("done", report=better))
        page.model.show_use(ModelUse(shipped))

    def show_worse() -> None:
        page.at_once.show_state(AdapterState(False, 34, 0.3, 0.61, 0.62, -0.02, 0.04, now))
        page.training.show_state(TrainingState("done", report=worse))
        page.model.show_use(ModelUse(shipped, next=tuned, before="bge-small-en", embedded=5043, passages=12300))

    return {"nothing": show_nothing, "training": show_training, "better": show_better, "not-better": show_worse}


class Photographer:
    """Goes through the program as a person would, and takes a picture wherever there is something to see."""

    def __init__(self, look: str) -> None:
        from PySide6.QtCore import QSettings

        from desktop_search.gui.app import application_for
        from desktop_search.gui.engine_link import EngineLink
        from desktop_search.gui.main_window import MainWindow
        from desktop_search.gui.quick.window import QuickWindow
        from desktop_search.gui.theme import Theme
        from desktop_search.gui.welcome import suggested_folders
        from desktop_search.paths import DataDirectory

        self.look = look
        home = Path.home()
        data = DataDirectory(home / ".local" / "share" / "desktop-search")
        data.create()
        theme = look.split("-", maxsplit=1)[0]
        data.settings_file.write_text(f'theme = "{theme}"\n')
        self.application = application_for(sys.argv[:1])
        dress = self.application.findChild(Theme)
        assert isinstance(dress, Theme)
        dress.use(theme)
        self.link = EngineLink(data)
        state = QSettings(str(data.root / "window.ini"), QSettings.Format.IniFormat)
        self.window = MainWindow(self.link, home, suggested_folders(home), state)
        self.quick = QuickWindow(self.link, home, self.window.opening)

    def run(self) -> None:
        window, search = self.window, self.window.search
        window.expect_first_start()
        window.show()
        window.activateWindow()
        self.take("first-start")
        self.link.start()
        self.wait(lambda: self.link.is_connected, "there is an engine")
        window.welcome.folders_chosen.emit(window.welcome.chosen)
        self.wait(lambda: self.engine_is("reading", "embedding", "idle"), "the engine reads")
        self.take("reading", settled=False)
        self.wait(lambda: self.engine_is("idle"), "everything is read")
        self.take("ready")
        for page, query in (
            ("results", RESULTS),
            ("answer", ANSWERED),
            ("doubtful", DOUBTFUL),
            ("no-result", NOTHING),
            ("facets", FILTERED),
        ):
            search.pane.bar.facets.setChecked(page == "facets")
            self.ask(query)
            self.take(page)
        search.looked_for.ask(window.results.hits[0])
        self.take("looked-for")
        search.looked_for.put_away()
        self.why()
        for page in ("folders", "activity", "models", "settings", "about"):
            window.show_page(page)
            self.take(page)
        window.hide()
        self.quick_search()
        self.link.close()
        window.show()
        self.learning()

    def ask(self, query: str) -> None:
        """Types a query, and waits for the answer and the preview of its first hit."""
        window = self.window
        window.search_box.setText(query)
        # Twice, because a busy machine leaves out of the first answer what it cannot compute in time: sentences.
        for _ in range(2):
            before = window.session.answer
            window.session.run()
            self.wait(lambda before=before: self.is_answered_anew(before), f"there is an answer to {query!r}")
            if window.session.failure is not None:
                raise SystemExit(f"{query!r} got no answer: {window.session.failure}")
            self.pause()
        stage = window.preview.stage
        if window.session.hits:
            self.wait(lambda: stage.view is not stage.passages, "the preview is drawn")

    def is_answered_anew(self, before: object) -> bool:
        session = self.window.session
        return session.failure is not None or (session.is_settled and session.answer is not before)

    def pause(self) -> None:
        until = time.monotonic() + SETTLED_SECONDS
        self.wait(lambda: time.monotonic() > until, "")

    def why(self) -> None:
        window = self.window
        for page, path in (
            ("why", None),
            ("why-missing", str(Path.home() / "Documents" / "code" / "sort_photos.py")),
        ):
            hit = window.results.current_hit if path is None else None
            dialog = window.why_dialog
            dialog.explain(window.session.text, path or (hit.path if hit else ""), hit)
            self.take(page, dialog)
            dialog.close()

    def quick_search(self) -> None:
        quick = self.quick
        quick.prepare()
        quick.appear()
        self.wait(lambda: quick.offers.hits, "there are files to offer")
        self.take("quick-search-empty", quick)
        quick.field.setText(QUICK)
        self.wait(lambda: quick.session.is_settled and quick.session.hits, "the quick search has an answer")
        self.take("quick-search", quick)
        quick.field.actions_asked.emit()
        self.take("quick-search-actions", quick)
        quick.hide()

    def learning(self) -> None:
        """The page needs weeks of judgements and minutes of training, so it is shown what might be, without engine."""
        from desktop_search.gui.pages.learning_page import LearningPage

        self.window.show_page("learning")
        page = self.window.findChild(LearningPage)
        assert isinstance(page, LearningPage)
        for name, show in learning_states(page).items():
            show()
            self.take(f"learning-{name}")
            # The page is longer than the window: once more as a whole.
            self.take(f"learning-{name}-whole", page.body.parentWidget())

    def engine_is(self, *states: str) -> bool:
        status = self.link.status
        return status is not None and bool(status.folders) and status.counts.seen > 0 and status.state in states

    def wait(self, is_so: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            if time.monotonic() > deadline:
                raise SystemExit(f"waited in vain until {what}")
            self.application.processEvents()
            time.sleep(0.01)

    def take(self, page: str, widget: object = None, *, settled: bool = True) -> None:
        from PySide6.QtWidgets import QWidget

        if settled:
            self.pause()
        widget = widget or self.window
        assert isinstance(widget, QWidget)
        if not widget.grab().save(str(PICTURES / f"{page}-{self.look}.png")):
            raise SystemExit(f"the picture {page}-{self.look}.png could not be written")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--of-one-look"]:
        Photographer(sys.argv[2]).run()
    else:
        sys.exit(main())
