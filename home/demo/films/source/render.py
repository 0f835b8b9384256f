"""Render a film: film.mp4 and poster.webp from its page, low.mp4 from film.mp4, audio/<code>.m4a from its captions.

Needs ffmpeg, chromium and (for --audio) espeak-ng on the PATH and the packages playwright and PyYAML.
Run: python render.py papers-in-time [--low] [--audio] [--poster]
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import speech  # type: ignore[import-not-found]  # it lies beside this file, which is run as a script
import yaml
from playwright.sync_api import Page, sync_playwright

SOURCE = Path(__file__).resolve().parent
WIDTH, HEIGHT = 854, 480
LOW_WIDTH, LOW_HEIGHT = 426, 240
MAX_BYTES, MAX_LOW, MAX_POSTER = 800_000, 250_000, 25_000
SHORTEST, LONGEST = 20.0, 32.5
VIDEO = "-c:v libx264 -profile:v main -preset veryslow -tune animation -pix_fmt yuv420p"
COLOURS = "-colorspace bt709 -color_primaries bt709 -color_trc bt709"
SOUND = "-c:a aac -ac 1 -b:a 36k"
LOW_SOUND = "-c:a aac -ac 1 -ar 22050 -b:a 20k"
QUIET = "-map_metadata -1 -fflags +bitexact -flags:v +bitexact -movflags +faststart"


def program(name: str) -> str:
    """Return the path of a program that must be installed."""
    found = shutil.which(name)
    if not found:
        raise SystemExit(f"{name} is not on the PATH")
    return found


@contextmanager
def scenes(name: str) -> Iterator[Page]:
    """Open the film's page in a browser that talks to nobody."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program("chromium"),
            args=["--no-sandbox", "--disable-background-networking", "--force-color-profile=srgb"],
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto((SOURCE / f"{name}.html").as_uri() + "#still")
        yield page
        browser.close()


def frame(page: Page, seconds: float) -> bytes:
    """Return the picture at a moment of the film as PNG."""
    page.evaluate("seconds => window.seek(seconds)", seconds)
    return page.screenshot(type="png")


def render(page: Page, film: dict[str, Any], target: Path, sound: Path, quality: int) -> None:
    """Encode every frame, with the sound."""
    seconds, rate = float(page.evaluate("window.DURATION")), film["frames_a_second"]
    music = [str(sound), str(seconds), film["music"], str(film["music_shift"])]
    subprocess.run([sys.executable, str(SOURCE / "music.py"), *music], check=True)
    command = [program("ffmpeg"), "-y", "-loglevel", "error", "-f", "image2pipe", "-framerate", str(rate), "-i", "-"]
    command += ["-i", str(sound), "-vf", "scale=out_color_matrix=bt709:out_range=tv", *VIDEO.split(), *COLOURS.split()]
    command += ["-crf", str(quality), "-g", str(rate * 10), *SOUND.split(), "-t", str(seconds)]
    with subprocess.Popen([*command, *QUIET.split(), str(target)], stdin=subprocess.PIPE) as encoder:
        if encoder.stdin is None:
            raise SystemExit("ffmpeg takes no input")
        for number in range(round(seconds * rate)):
            encoder.stdin.write(frame(page, number / rate))
        encoder.stdin.close()
    if encoder.returncode:
        raise SystemExit("ffmpeg failed")


def poster(page: Page, moment: float, target: Path) -> None:
    """Write the poster: the picture at a moment that tells what the film is about."""
    command = [program("ffmpeg"), "-y", "-loglevel", "error", "-f", "image2pipe", "-i", "-", "-frames:v", "1"]
    command += ["-map_metadata", "-1", "-c:v", "libwebp", "-preset", "drawing", "-quality", "66"]
    subprocess.run([*command, "-compression_level", "6", str(target)], input=frame(page, moment), check=True)


def make_low(film: Path, target: Path, rate: int) -> None:
    """Encode the version for little data from the finished film: half the width, half the pictures a second."""
    command = [program("ffmpeg"), "-y", "-loglevel", "error", "-i", str(film)]
    command += ["-vf", f"fps={rate / 2},scale={LOW_WIDTH}:{LOW_HEIGHT}:flags=lanczos", *VIDEO.split(), *COLOURS.split()]
    command += ["-crf", "32", "-g", str(rate * 5), *LOW_SOUND.split(), *QUIET.split()]
    subprocess.run([*command, str(target)], check=True)


def probe(film: Path, size: tuple[int, int], limit: int) -> tuple[float, int]:
    """Check an encoded film and return its length in seconds and its size in bytes."""
    command = [program("ffprobe"), "-v", "error", "-show_format", "-show_streams", "-of", "json", str(film)]
    report = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    seconds, size_bytes = float(report["format"]["duration"]), film.stat().st_size
    video = next(stream for stream in report["streams"] if stream["codec_type"] == "video")
    audio = next(stream for stream in report["streams"] if stream["codec_type"] == "audio")
    checks = {
        "length": SHORTEST <= seconds <= LONGEST,
        "size": size_bytes < limit,
        "picture": (video["width"], video["height"], video["pix_fmt"]) == (*size, "yuv420p"),
        "codecs": (video["codec_name"], audio["codec_name"], audio["channels"]) == ("h264", "aac", 1),
    }
    failed = [name for name, good in checks.items() if not good]
    if failed:
        raise SystemExit(f"{film}: wrong: {', '.join(failed)} ({seconds} s, {size_bytes} bytes)")
    return seconds, size_bytes


def main() -> None:
    """Render, check and take note of what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("film", help="the name of its folder and of its page here")
    parser.add_argument("--quality", type=int, default=29, help="x264's constant rate factor; higher is smaller")
    parser.add_argument("--poster", action="store_true", help="only write the poster")
    parser.add_argument("--low", action="store_true", help="only make low.mp4 from film.mp4")
    parser.add_argument("--audio", action="store_true", help="only make audio/ from the captions")
    parser.add_argument("--language", default="", help="with --audio: of one language only")
    options = parser.parse_args()
    target = SOURCE.parent / options.film
    film = yaml.safe_load((target / "film.yaml").read_text("utf-8"))
    if options.audio:
        speech.speak_all(target, film, options.language)
        return
    if not options.low:
        with scenes(options.film) as page, tempfile.TemporaryDirectory() as folder:
            poster(page, film["poster_at"], target / "poster.webp")
            if (target / "poster.webp").stat().st_size > MAX_POSTER:
                raise SystemExit("the poster is too big")
            if options.poster:
                return
            render(page, film, target / "film.mp4", Path(folder) / "music.wav", options.quality)
        seconds, film["bytes"] = probe(target / "film.mp4", (WIDTH, HEIGHT), MAX_BYTES)
        film["duration_seconds"] = round(seconds)
    make_low(target / "film.mp4", target / "low.mp4", film["frames_a_second"])
    _, film["low_bytes"] = probe(target / "low.mp4", (LOW_WIDTH, LOW_HEIGHT), MAX_LOW)
    (target / "film.yaml").write_text(yaml.safe_dump(film, sort_keys=False), "utf-8")
    print(f"{options.film}: {film['duration_seconds']} s, {film['bytes']} bytes, low {film['low_bytes']} bytes")


if __name__ == "__main__":
    main()
