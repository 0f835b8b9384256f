"""Render first-steps.html to film.mp4 and poster.webp, then check length, size and picture.

Needs ffmpeg and chromium on the PATH and the package playwright (no browser download). Run: python render.py
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

SOURCE = Path(__file__).resolve().parent
SCENES = SOURCE / "first-steps.html"
TARGET = SOURCE.parent / "first-steps"
WIDTH, HEIGHT, RATE = 854, 480, 25
POSTER_AT = 26.3
MAX_BYTES, MAX_POSTER = 1_000_000, 25_000
SHORTEST, LONGEST = 24.0, 30.0
VIDEO = "-c:v libx264 -profile:v main -preset veryslow -tune animation -pix_fmt yuv420p"
COLOURS = "-colorspace bt709 -color_primaries bt709 -color_trc bt709"
AUDIO = "-c:a aac -ac 1 -b:a 36k"


def program(name: str) -> str:
    """Return the path of a program that must be installed."""
    found = shutil.which(name)
    if not found:
        raise SystemExit(f"{name} is not on the PATH")
    return found


@contextmanager
def scenes() -> Iterator[Page]:
    """Open the film's page in a browser that talks to nobody."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program("chromium"),
            args=["--no-sandbox", "--disable-background-networking", "--force-color-profile=srgb"],
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(SCENES.as_uri() + "#still")
        yield page
        browser.close()


def frame(page: Page, seconds: float) -> bytes:
    """Return the picture at a moment of the film as PNG."""
    page.evaluate("seconds => window.seek(seconds)", seconds)
    return page.screenshot(type="png")


def render(page: Page, sound: Path, quality: int) -> None:
    """Encode every frame, with the sound, to film.mp4."""
    seconds = float(page.evaluate("window.DURATION"))
    subprocess.run([sys.executable, str(SOURCE / "music.py"), str(sound), str(seconds)], check=True)
    command = [program("ffmpeg"), "-y", "-loglevel", "error", "-f", "image2pipe", "-framerate", str(RATE), "-i", "-"]
    command += ["-i", str(sound), "-vf", "scale=out_color_matrix=bt709:out_range=tv", *VIDEO.split(), *COLOURS.split()]
    command += ["-crf", str(quality), "-g", str(RATE * 10), *AUDIO.split(), "-t", str(seconds)]
    command += ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart"]
    with subprocess.Popen([*command, str(TARGET / "film.mp4")], stdin=subprocess.PIPE) as encoder:
        if encoder.stdin is None:
            raise SystemExit("ffmpeg takes no input")
        for number in range(round(seconds * RATE)):
            encoder.stdin.write(frame(page, number / RATE))
        encoder.stdin.close()
    if encoder.returncode:
        raise SystemExit("ffmpeg failed")


def poster(page: Page) -> None:
    """Write the poster, the moment when everybody greets."""
    command = [program("ffmpeg"), "-y", "-loglevel", "error", "-f", "image2pipe", "-i", "-", "-frames:v", "1"]
    command += ["-map_metadata", "-1", "-c:v", "libwebp", "-preset", "drawing", "-quality", "66"]
    command += ["-compression_level", "6", str(TARGET / "poster.webp")]
    subprocess.run(command, input=frame(page, POSTER_AT), check=True)


def probe() -> tuple[float, int]:
    """Check the finished film and return its length in seconds and its size in bytes."""
    film = TARGET / "film.mp4"
    command = [program("ffprobe"), "-v", "error", "-show_format", "-show_streams", "-of", "json", str(film)]
    report = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    seconds, size = float(report["format"]["duration"]), film.stat().st_size
    video = next(stream for stream in report["streams"] if stream["codec_type"] == "video")
    audio = next(stream for stream in report["streams"] if stream["codec_type"] == "audio")
    checks = {
        "length": SHORTEST <= seconds <= LONGEST,
        "size": size < MAX_BYTES,
        "poster": (TARGET / "poster.webp").stat().st_size < MAX_POSTER,
        "picture": (video["width"], video["height"], video["pix_fmt"]) == (WIDTH, HEIGHT, "yuv420p"),
        "codecs": (video["codec_name"], audio["codec_name"], audio["channels"]) == ("h264", "aac", 1),
    }
    failed = [name for name, good in checks.items() if not good]
    if failed:
        raise SystemExit(f"wrong: {', '.join(failed)} ({seconds} s, {size} bytes)")
    return seconds, size


def note(seconds: float, size: int) -> None:
    """Write length and size into film.yaml."""
    record = TARGET / "film.yaml"
    text = re.sub(r"(?m)^duration_seconds: .*$", f"duration_seconds: {round(seconds)}", record.read_text("utf-8"))
    record.write_text(re.sub(r"(?m)^bytes: .*$", f"bytes: {size}", text), "utf-8")


def main() -> None:
    """Render, check and take note of the film."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quality", type=int, default=29, help="x264's constant rate factor; higher is smaller")
    parser.add_argument("--poster", action="store_true", help="only write the poster")
    options = parser.parse_args()
    TARGET.mkdir(exist_ok=True)
    with scenes() as page, tempfile.TemporaryDirectory() as folder:
        poster(page)
        if not options.poster:
            render(page, Path(folder) / "music.wav", options.quality)
    seconds, size = probe()
    if (TARGET / "film.yaml").exists():
        note(seconds, size)
    print(f"{seconds:.2f} s, {size} bytes")


if __name__ == "__main__":
    main()
