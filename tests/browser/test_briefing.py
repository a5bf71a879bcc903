"""Views as pictures and on paper, from the shell, by the Chromium that it starts itself."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from tests.browser.harness import find_chrome


def test_a_view_is_drawn_twice_as_a_picture_and_on_paper(tmp_path):
    link = "http://elsewhere.example/depletion?v=1&preset=as-published&log2_worlds=8"
    asked = ["--link", link, "--format", "png,pdf", "--theme", "dark", "--out", str(tmp_path)]
    ran = subprocess.run(
        [sys.executable, "-m", "dashboard.briefing", *asked],
        env=os.environ | {"AQUIFER_CHROME": find_chrome()},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    made = {name.rsplit("-", 1)[1]: name for name in ran.stdout.splitlines()}
    assert [*made] == ["depletion.png", "depletion@2x.png", "depletion.pdf"]
    once, twice = (Image.open(io.BytesIO(Path(made[name]).read_bytes())) for name in [*made][:2])
    assert once.size == (1920, 1080) and twice.size == (3840, 2160)
    # drawn, and in the dark: dark ground in the corner, and many colours on it
    pixels = np.asarray(once.convert("RGB"))
    assert pixels[-10, -20].max() < 64
    assert len(np.unique(pixels[::4, ::4].reshape(-1, 3), axis=0)) > 200
    # no rail of controls: the same ground at both edges
    assert np.abs(pixels[:, 8].astype(int) - pixels[:, -8]).max() <= 2
    paper = Path(made["depletion.pdf"]).read_bytes()
    assert paper.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) > 1
