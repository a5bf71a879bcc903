"""What a sweep says of how far it is."""

import io

import pytest

from analytics.sweep.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("done", "seconds", "text"),
    [
        (0, 1.0, "50 of 1,000 scenarios"),
        (50, 10.0, "100 of 1,000 scenarios, 5.0 a second, 3 min left"),
        (1, 60.0, "51 of 1,000 scenarios, 1.0 a minute, 15.8 h left"),
        (950, 100.0, "1,000 of 1,000 scenarios, 9.5 a second"),
    ],
)
def test_the_line(done, seconds, text):
    progress = Progress(1000, 50, io.StringIO())
    progress.add(done)
    assert progress.text(seconds) == text


def test_a_terminal_has_one_line_and_a_file_few():
    for out, start in ((Terminal(), "\r"), (io.StringIO(), "")):
        progress = Progress(10, 0, out)
        for _ in range(10):
            progress.add(1)
        progress.close()
        told = out.getvalue()
        assert told.startswith(f"{start}10 of 10 scenarios, ") and told.count("\n") == 1
