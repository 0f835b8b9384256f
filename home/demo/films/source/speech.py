"""A film to listen to: its captions, spoken by the free voices of espeak-ng, over the quiet music of the film."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import wave
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parent
PAUSE, TAIL = 0.35, 1.6
"""Seconds between two captions at least, and of music after the last."""

WORDS_A_MINUTE = {"default": 150, "ar": 140, "fa": 140, "ur": 145, "ro": 150, "en": 155}
VOICES = {"en": "en-gb"}
ENCODING = "-c:a aac -ac 1 -ar 22050 -b:a 18k -map_metadata -1 -fflags +bitexact -movflags +faststart"
CUE = re.compile(r"(?m)^(\d+):(\d+):(\d+\.\d+) --> .*\n((?:.+\n?)+)")
DIRECTION = re.compile("[\u200e\u200f\u2066-\u2069]")
LETTERS = re.compile(r"\b[A-Z]{3,5}\b")
"""Abbreviations: IGI, AJOFM."""

VOWEL_SIGNS = re.compile("[\u064b-\u0652\u0670]")
VOWEL_BEFORE_DOUBLING = re.compile("([\u064b-\u0650\u0652])\u0651")
SILENT_ALIF = re.compile(r"(\u064f\u0648)\u0627(?!\w)")
JOINER = "\u200d"


def cues(captions: Path) -> list[tuple[float, str]]:
    """Return the captions of a WebVTT file as start in seconds and the text to be spoken.

    Arabic is written without most vowels, which a computer's voice needs: ``spoken/ar.txt`` has the same
    captions with them, a line each. A line that says something else than its caption is left aside.
    """
    found = CUE.findall(captions.read_text("utf-8"))
    written = [DIRECTION.sub("", " ".join(text.split())) for *_, text in found]
    vowelled = captions.parent.parent / "spoken" / f"{captions.stem}.txt"
    lines = vowelled.read_text("utf-8").splitlines() if vowelled.exists() else []
    for number, line in enumerate(lines[: len(written)]):
        if VOWEL_SIGNS.sub("", line) == VOWEL_SIGNS.sub("", written[number]):
            written[number] = line
    return [
        (int(hours) * 3600 + int(minutes) * 60 + float(seconds), for_the_voice(text))
        for (hours, minutes, seconds, _), text in zip(found, written, strict=True)
    ]


def for_the_voice(text: str) -> str:
    """Write a caption as espeak-ng reads it best: letters apart, signs in its order, no joiners that stop it."""
    text = LETTERS.sub(lambda found: " ".join(found[0]), text).replace(JOINER, "")
    text = VOWEL_BEFORE_DOUBLING.sub("\u0651\\1", text)
    return SILENT_ALIF.sub(r"\1", text)


def say(text: str, code: str, target: Path) -> float:
    """Speak one caption into a WAV file and return its length in seconds."""
    speed = WORDS_A_MINUTE.get(code, WORDS_A_MINUTE["default"])
    command = ["espeak-ng", "-v", VOICES.get(code, code), "-s", str(speed), "-p", "45", "-w", str(target), "--stdin"]
    subprocess.run(command, input=text.encode(), check=True)
    with wave.open(str(target)) as file:
        return file.getnframes() / file.getframerate()


def speak(captions: Path, music: Path, target: Path, shortest: float) -> float:
    """Mix the spoken captions with the music and return the length. A caption that takes long moves those after it."""
    with tempfile.TemporaryDirectory() as folder:
        inputs, filters, labels, free = ["-stream_loop", "-1", "-i", str(music)], [], "", 0.0
        for number, (start, text) in enumerate(cues(captions), start=1):
            piece = Path(folder) / f"{number}.wav"
            begin = max(start, free)
            free = begin + say(text, captions.stem, piece) + PAUSE
            inputs += ["-i", str(piece)]
            filters.append(f"[{number}]aresample=22050,adelay={round(begin * 1000)}[s{number}]")
            labels += f"[s{number}]"
        seconds = max(shortest, free + TAIL)
        filters.append(f"[0]aresample=22050,volume=0.32,atrim=0:{seconds},afade=out:st={seconds - 2}:d=2[bed]")
        mixed = f"[bed]{labels}amix=inputs={len(filters)}:duration=first:normalize=0"
        filters.append(f"{mixed},alimiter=limit=0.9:level=false[out]")
        command = ["ffmpeg", "-y", "-loglevel", "error", *inputs, "-filter_complex", ";".join(filters), "-map", "[out]"]
        command += ENCODING.split()
        subprocess.run([*command, str(target)], check=True)
    return seconds


def speak_all(target: Path, film: dict[str, Any], only: str = "") -> None:
    """Make ``audio/<code>.m4a`` of a film in every language that has captions."""
    (target / "audio").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        music = Path(folder) / "music.wav"
        options = [str(music), str(film["duration_seconds"]), film["music"], str(film["music_shift"])]
        subprocess.run([sys.executable, str(SOURCE / "music.py"), *options], check=True)
        for captions in sorted((target / "captions").glob("*.vtt")):
            if only in ("", captions.stem):
                file = target / "audio" / f"{captions.stem}.m4a"
                seconds = speak(captions, music, file, film["duration_seconds"])
                print(f"{target.name} {captions.stem}: {seconds:.1f} s, {file.stat().st_size} bytes")
