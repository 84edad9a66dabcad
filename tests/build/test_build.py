"""Tests of building: what is made, what is left alone, what goes wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from kit.build.build import brief
from kit.build.fresh import is_fresh
from kit.build.outcome import Limits
from kit.build.pools import Pools
from kit.build.products import place
from kit.errors import ExecutionError, NotebookError, OutputError, UsageError
from tests.build.conftest import Project, code, prose

if TYPE_CHECKING:
    from pathlib import Path

TITLE = prose("# A title\n\nA sentence.")
FORMATS = ("briefing",)


def settle() -> None:
    """Wait until files are old enough for their stamps to be trusted."""
    time.sleep(0.06)


def fresh(project: Project) -> int | None:
    return is_fresh(str(project.root), None, FORMATS)


# --- what is made ---------------------------------------------------------------------


def test_every_notebook_of_the_course_gets_its_products(project: Project) -> None:
    project.write("01_first", TITLE, "print('one')")
    project.write("02_second", TITLE)
    (project.root / "notebooks" / "notes.txt").write_text("not a notebook")
    report = project.build()
    assert [(entry.name, entry.outcome) for entry in report.entries] == [
        ("01_first", "built"),
        ("02_second", "built"),
    ]
    assert report.exit_code == 0
    assert project.output("01_first").read_bytes().startswith(b"%PDF")


def test_the_same_input_gives_the_same_bytes_anywhere(project: Project, tmp_path: Path) -> None:
    elsewhere = Project(tmp_path / "elsewhere", project.pools)
    for each in (project, elsewhere):
        each.write("01_first", TITLE, "import random\nprint(random.random())")
        each.build()
    assert project.output("01_first").read_bytes() == elsewhere.output("01_first").read_bytes()


def test_only_the_notebooks_asked_for_are_built(project: Project) -> None:
    project.write("01_first", TITLE)
    second = project.write("02_second", TITLE)
    assert project.outcomes(notebooks=[second]) == {"02_second": "built"}
    assert not project.output("01_first").exists()


def test_a_project_without_notebooks_is_no_error(project: Project) -> None:
    assert project.build().entries == ()


def test_two_notebooks_with_one_name_are_refused(project: Project) -> None:
    first = project.write("same", TITLE)
    second = project.write("more/same", TITLE)
    with pytest.raises(UsageError, match="both be built as “same”"):
        project.build(notebooks=[first, second])


def test_an_unknown_format_is_refused(project: Project) -> None:
    with pytest.raises(UsageError, match="no format “scroll”"):
        project.build(formats=["scroll"])


# --- what is left alone ---------------------------------------------------------------


def test_an_unchanged_build_does_nothing(project: Project) -> None:
    project.write("01_first", TITLE)
    settle()
    project.build()
    before = project.output("01_first").stat()
    assert fresh(project) == 1
    assert project.outcomes() == {"01_first": "fresh"}
    assert project.output("01_first").stat() == before
    assert fresh(project) == 1


def test_saved_outputs_and_views_of_a_notebook_rebuild_nothing(project: Project) -> None:
    path = project.write("01_first", TITLE, "1 + 1")
    project.build()
    saved = json.loads(path.read_text())
    saved["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]
    saved["cells"][1]["execution_count"] = 9
    saved["cells"][1]["metadata"] = {"scrolled": True}
    saved["metadata"]["language_info"] = {"name": "python", "version": "3.99"}
    path.write_text(json.dumps(saved))
    assert fresh(project) is None
    assert project.outcomes() == {"01_first": "fresh"}


def test_changed_prose_is_rendered_without_a_run(project: Project) -> None:
    project.write("01_first", TITLE, "import pathlib\npathlib.Path('ran').touch()")
    project.build()
    (project.root / "notebooks" / "ran").unlink()
    before = project.output("01_first").read_bytes()
    project.write(
        "01_first", prose("# Another title"), "import pathlib\npathlib.Path('ran').touch()"
    )
    report = project.build()
    assert [(entry.outcome, entry.why) for entry in report.entries] == [
        ("rendered", "its prose changed")
    ]
    assert not (project.root / "notebooks" / "ran").exists()
    assert project.output("01_first").read_bytes() != before


def test_one_changed_cell_is_one_notebooks_work(project: Project) -> None:
    project.write("01_first", TITLE, "print('one')")
    project.write("02_second", TITLE, "print('two')")
    project.build()
    project.write("02_second", TITLE, "print('other')")
    report = project.build()
    assert [(entry.name, entry.outcome, entry.why) for entry in report.entries] == [
        ("01_first", "fresh", "nothing it depends on has changed"),
        ("02_second", "built", "its code changed"),
    ]


def test_code_that_is_changed_back_is_not_run_again(project: Project) -> None:
    for word, outcome in (("one", "built"), ("two", "built"), ("one", "rendered")):
        project.write("01_first", TITLE, f"print('{word}')")
        assert project.outcomes() == {"01_first": outcome}


def test_a_file_that_a_run_read_is_remembered(project: Project) -> None:
    data = project.root / "notebooks" / "numbers.csv"
    data.write_text("a\n1\n")
    project.write("01_first", TITLE, "import pandas as pd\npd.read_csv('numbers.csv')")
    settle()
    project.build()
    assert fresh(project) == 1
    data.write_text("a\n2\n")
    assert fresh(project) is None
    entry = project.build().entries[0]
    assert (entry.outcome, entry.why) == ("built", "notebooks/numbers.csv changed")


def test_exercises_are_an_input_of_the_notebook_that_shows_them(project: Project) -> None:
    folder = project.root / "notebooks" / "exercises"
    folder.mkdir()
    for number in ("91", "92"):
        text = f'[[exercise]]\nname = "{number}.1"\ntask = "Count."\nanswer = "7"\n'
        (folder / f"{number}.toml").write_text(text)
        project.write(f"{number}_lesson", TITLE, f"import kit\nkit.exercise('{number}.1')")
    project.build()
    settle()
    project.build()
    (folder / "91.toml").write_text(
        '[[exercise]]\nname = "91.1"\ntask = "Count again."\nanswer = "8"\n'
    )
    built = {entry.name: entry for entry in project.build().entries}
    assert built["91_lesson"].outcome == "built"
    assert "exercises/91.toml changed" in built["91_lesson"].why
    assert built["92_lesson"].outcome == "fresh"


def test_a_file_that_a_run_wrote_itself_is_no_input(project: Project) -> None:
    cell = "open('scratch', 'a').write('x')\nprint(open('scratch').read()[:1])"
    project.write("01_first", TITLE, cell)
    project.build()
    assert project.outcomes() == {"01_first": "fresh"}


def test_a_module_beside_the_notebook_is_an_input(project: Project) -> None:
    helper = project.root / "notebooks" / "helper.py"
    helper.write_text("word = 'one'")
    project.write("01_first", TITLE, "import helper\nprint(helper.word)")
    project.build()
    helper.write_text("word = 'other'")
    entry = project.build().entries[0]
    assert (entry.outcome, entry.why) == ("built", "a module beside it changed")


def test_an_image_that_prose_shows_is_an_input(project: Project) -> None:
    image = project.root / "notebooks" / "dot.svg"
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="{}"/></svg>'
    image.write_text(drawn.format(3))
    project.write("01_first", prose("# Title\n\n![A small square, drawn in black](dot.svg)"))
    project.build()
    assert project.outcomes() == {"01_first": "fresh"}
    image.write_text(drawn.format(5))
    entry = project.build().entries[0]
    assert (entry.outcome, entry.why) == ("rendered", "notebooks/dot.svg changed")


def test_data_lock_and_theme_are_inputs_of_every_notebook(project: Project) -> None:
    project.write("01_first", TITLE)
    project.build()
    for path, outcome, why in (
        ("data/own.csv", "built", "the data changed (data/own.csv)"),
        ("requirements.lock", "built", "requirements.lock changed (requirements.lock)"),
        ("slides/theme/theme.toml", "rendered", "the theme changed (slides/theme/theme.toml)"),
    ):
        (project.root / path).parent.mkdir(parents=True, exist_ok=True)
        (project.root / path).write_text("")
        assert fresh(project) is None
        entry = project.build().entries[0]
        assert (entry.outcome, entry.why) == (outcome, why)


@pytest.mark.parametrize("damage", ["deleted", "changed", "truncated"])
def test_a_damaged_product_is_made_again(project: Project, damage: str) -> None:
    project.write("01_first", TITLE)
    settle()
    project.build()
    whole = project.output("01_first").read_bytes()
    if damage == "deleted":
        project.output("01_first").unlink()
    else:
        wrong = whole[:-9] if damage == "truncated" else whole[:-9] + b"scribbled"
        project.output("01_first").write_bytes(wrong)
    assert fresh(project) is None
    assert project.outcomes() == {"01_first": "rendered"}
    assert project.output("01_first").read_bytes() == whole
    assert fresh(project) == 1


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 0}'])
def test_a_damaged_manifest_is_made_again(project: Project, content: str) -> None:
    project.write("01_first", TITLE)
    project.build()
    (project.root / ".kit" / "manifest.json").write_text(content)
    (project.root / ".kit" / "stamps").write_text(content)
    assert fresh(project) is None
    assert project.outcomes() == {"01_first": "rendered"}
    assert project.outcomes() == {"01_first": "fresh"}


def test_what_changed_during_a_build_is_built_again(project: Project) -> None:
    data = project.root / "data" / "own.csv"
    data.parent.mkdir()
    data.write_text("one")
    cell = f"import pathlib\npathlib.Path({str(data)!r}).write_text('two')\nprint('done')"
    project.write("01_first", TITLE, cell)
    project.build()
    entry = project.build().entries[0]
    assert entry.outcome != "fresh"
    assert "while it was last built" in entry.why


def test_another_format_is_added_to_those_that_are_there(project: Project) -> None:
    project.write("01_first", TITLE)
    project.build(formats=["briefing"])
    report = project.build(formats=["briefing", "deck"])
    assert report.entries[0].why == "no deck has been made of it"
    assert (project.root / place("deck", "01_first")).exists()


def test_building_one_notebook_vouches_for_no_other(project: Project) -> None:
    project.write("01_first", TITLE, "'first'")
    second = project.write("02_second", TITLE, "'second'")
    settle()
    project.build()
    assert fresh(project) == 2
    (project.root / "requirements.lock").write_text("")
    settle()
    project.build(notebooks=[second])
    assert fresh(project) is None
    assert project.outcomes() == {"01_first": "built", "02_second": "fresh"}
    assert fresh(project) == 2


def test_force_runs_what_is_up_to_date(project: Project) -> None:
    project.write("01_first", TITLE)
    project.build()
    assert project.outcomes(force=True) == {"01_first": "built"}


def test_the_manifest_lists_every_product_with_its_hash(project: Project) -> None:
    project.write("01_first", TITLE)
    project.build()
    manifest = json.loads((project.root / ".kit" / "manifest.json").read_text())
    (stamped, digest) = manifest["entries"]["01_first"]["outputs"]["briefings/01_first.pdf"]
    command = ["sha256sum", project.output("01_first")]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[0]
    assert digest == told
    assert stamped[0] == project.output("01_first").stat().st_size


# --- what goes wrong ------------------------------------------------------------------


def test_a_failing_notebook_is_reported_and_the_others_are_built(project: Project) -> None:
    project.write("01_good", TITLE)
    project.write("02_failing", "1 / 0")
    project.write("03_endless", "while True: pass")
    project.write("04_dying", "import os\nos._exit(1)")
    (project.root / "notebooks" / "05_broken.ipynb").write_text("{")
    project.write("06_good", TITLE)
    report = project.build(limits=Limits(seconds=1))
    outcomes = {entry.name: entry.outcome for entry in report.entries}
    assert outcomes == {
        "01_good": "built",
        "02_failing": "failed",
        "03_endless": "failed",
        "04_dying": "failed",
        "05_broken": "failed",
        "06_good": "built",
    }
    assert report.exit_code == 1
    kinds = {entry.name: type(entry.error) for entry in report.failed}
    assert kinds["02_failing"] is kinds["03_endless"] is kinds["04_dying"] is ExecutionError
    assert kinds["05_broken"] is NotebookError


def test_a_failure_leaves_earlier_products_and_is_tried_again(project: Project) -> None:
    project.write("01_first", TITLE)
    project.build()
    before = project.output("01_first").read_bytes()
    project.write("01_first", TITLE, "1 / 0")
    for _ in range(2):
        assert project.outcomes() == {"01_first": "failed"}
        assert fresh(project) is None
        assert project.output("01_first").read_bytes() == before


def test_products_of_a_notebook_are_written_together_or_not_at_all(project: Project) -> None:
    cell = "from IPython.display import Image\nImage(data=b'\\x89PNG\\r\\n\\x1a\\n', format='png')"
    project.write("01_first", TITLE)
    project.build(formats=["deck", "briefing"])
    before = {form: (project.root / place(form, "01_first")).read_bytes() for form in ("deck",)}
    project.write("01_first", prose("# Other"), cell)
    report = project.build(formats=["deck", "briefing"])
    assert report.entries[0].outcome == "failed"
    assert (project.root / place("deck", "01_first")).read_bytes() == before["deck"]


def test_a_missing_notebook_is_named(project: Project) -> None:
    report = project.build(notebooks=[project.root / "notebooks" / "99.ipynb"])
    assert "no such notebook" in str(report.entries[0].error)
    assert report.exit_code == 1


def test_a_file_where_the_output_folder_should_be_is_named(project: Project) -> None:
    project.write("01_first", TITLE)
    (project.root / "briefings").write_text("a file")
    report = project.build()
    assert isinstance(report.entries[0].error, OutputError)
    assert "a file stands where a folder should be" in str(report.entries[0].error)
    assert (project.root / "briefings").read_text() == "a file"


def test_a_vanished_output_folder_is_made_again(project: Project) -> None:
    project.write("01_first", TITLE)
    project.build()
    project.output("01_first").unlink()
    project.output("01_first").parent.rmdir()
    assert project.outcomes() == {"01_first": "rendered"}


def test_a_record_that_cannot_be_noted_is_an_error(project: Project) -> None:
    (project.root / ".kit").write_text("a file")
    project.write("01_first", TITLE)
    with pytest.raises(OutputError, match="cannot keep its notes"):
        project.build()


def test_the_kernel_engine_makes_the_same_bytes(project: Project, tmp_path: Path) -> None:
    elsewhere = Project(tmp_path / "elsewhere", project.pools)
    for each, engine in ((project, "fork"), (elsewhere, "kernel")):
        each.write("01_first", TITLE, "print('shown')", "import pandas as pd\npd.Series([1, 2])")
        assert each.outcomes(engine=engine) == {"01_first": "built"}
    assert project.output("01_first").read_bytes() == elsewhere.output("01_first").read_bytes()


# --- briefings for many ---------------------------------------------------------------


def test_a_template_gives_a_briefing_for_each_set_of_parameters(project: Project) -> None:
    cells = [prose("# State"), code("state = 'SGP'", "parameters"), code("print('I am', state)")]
    template = project.write("templates/state", *cells)
    states = [{"state": "FJI"}, {"state": "CIV"}]

    def run() -> dict[str, str]:
        report = brief(project.root, template, states, pools=project.pools)
        return {entry.name: entry.outcome for entry in report.entries}

    assert run() == {"state-FJI": "built", "state-CIV": "built"}
    assert run() == {"state-FJI": "fresh", "state-CIV": "fresh"}
    assert project.output("state-FJI").read_bytes() != project.output("state-CIV").read_bytes()


def test_a_bad_parameter_fails_alone(project: Project) -> None:
    template = project.write("templates/state", TITLE, code("state = 'SGP'", "parameters"))
    states = [{"state": "FJI"}, {"sate": "CIV"}]
    report = brief(project.root, template, states, pools=project.pools)
    assert [entry.outcome for entry in report.entries] == ["built", "failed"]
    assert report.exit_code == 2


# --- builds that meet or are stopped --------------------------------------------------

SCRIPT = """
import sys
from pathlib import Path
from kit.build.build import build
from kit.build.progress import chosen
report = build(Path(sys.argv[1]), formats=["briefing"], progress=chosen("lines"))
sys.exit(report.exit_code)
"""


def start(project: Project) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SCRIPT, str(project.root)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def test_two_builds_at_once_do_the_work_once(project: Project) -> None:
    cell = "open('runs', 'a').write('x')"
    project.write("01_first", TITLE, cell)
    builds = [start(project) for _ in range(2)]
    said = [running.communicate(timeout=60)[1] for running in builds]
    assert [running.returncode for running in builds] == [0, 0]
    assert (project.root / "notebooks" / "runs").read_text() == "x"
    assert sum("waiting for it" in text for text in said) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_stopped_leaves_a_clean_state(
    project: Project, number: signal.Signals
) -> None:
    project.write("01_first", TITLE)
    project.build()
    before = project.output("01_first").read_bytes()
    pid_file = project.root / "pid"
    cell = f"import os, time\nopen({str(pid_file)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    project.write("01_first", TITLE, cell)
    running = start(project)
    while not (pid_file.exists() and pid_file.read_text()):
        time.sleep(0.02)
        assert running.poll() is None
    running.send_signal(number)
    _, said = running.communicate(timeout=20)
    assert running.returncode != 0
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid_file.read_text()), 0)
    assert project.output("01_first").read_bytes() == before
    assert not list(project.root.rglob(".part-*"))
    project.write("01_first", TITLE)
    assert project.build().exit_code == 0, said


def test_a_pool_that_was_closed_can_be_used_again(project: Project) -> None:
    project.write("01_first", TITLE)
    with Pools(1) as own:
        project.build(pools=own)
        own.close()
        assert project.build(pools=own, force=True).exit_code == 0


def test_more_work_than_a_pipe_holds_is_done(project: Project) -> None:
    cell = code("state = 'SGP'", "parameters")
    template = project.write("templates/state", prose("# Title\n\n" + "words " * 3_000), cell)
    states = [{"state": f"S{number}"} for number in range(60)]
    report = brief(project.root, template, states, formats=["page"], pools=project.pools)
    assert len(report.entries) == 60
    assert report.exit_code == 0
