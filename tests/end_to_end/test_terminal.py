"""`hearthline talk`, with what she types coming through a pipe."""

from pathlib import Path

import pytest

from tests.end_to_end.test_process import hearthline


def test_a_conversation_from_hello_to_goodbye(tmp_path: Path) -> None:
    typed = ["no", "urgent", "person", "nonsense", "", "quit"]

    done = hearthline(tmp_path, "talk", said="\n".join(typed) + "\n")

    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    words = (
        "I am a guide, not a person",
        "Here is the menu",
        "ask for a person here",
        "did not get",
    )
    places = [done.stdout.find(one) for one in words]
    assert places == sorted(places)
    assert -1 not in places


@pytest.mark.parametrize("said", ["", "no", "no\n", "\0\n", "\u202emenu\n"], ids=repr)
def test_the_end_of_the_input_is_the_end_of_the_talk(tmp_path: Path, said: str) -> None:
    done = hearthline(tmp_path, "talk", said=said)

    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_of_it_is_kept(tmp_path: Path) -> None:
    hearthline(tmp_path, "talk", said="hello\nquit\n")

    assert list(tmp_path.iterdir()) == []
