"""The music beds of the films: soft plucked chords, synthesised from sine waves with the standard library only.

Run: python music.py TARGET.wav SECONDS [PIECE] [SHIFT]
"""

from __future__ import annotations

import array
import math
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

RATE = 24_000
LEVEL = 0.32

# One bar each: a bass note and four chord tones, as MIDI numbers.
CHORDS = {
    "C": (48, (60, 64, 67, 72)),
    "Em": (52, (59, 64, 67, 71)),
    "Am": (45, (60, 64, 69, 72)),
    "F": (41, (60, 65, 69, 72)),
    "G": (43, (59, 62, 67, 71)),
    "Dm": (50, (57, 62, 65, 69)),
}
# A piece: its bars, the order in which a chord's tones are plucked, and a sparse tune (bar, beat, note). All end in C.
PIECES = {
    "walk": (
        ("C", "Am", "F", "G", "C", "Em", "F", "G", "Am", "F", "C", "G", "F", "C"),
        (0, 2, 1, 3, 2, 1, 3, 2),
        (
            (1, 2.0, 76), (1, 3.0, 74), (2, 0.0, 72), (3, 2.0, 74), (4, 0.0, 76), (4, 2.0, 79), (5, 0.0, 76),
            (6, 1.0, 77), (6, 2.0, 76), (6, 3.0, 74), (7, 0.0, 74), (8, 0.0, 72), (8, 2.0, 76), (9, 0.0, 77),
            (9, 3.0, 76), (10, 0.0, 79), (10, 2.0, 76), (11, 0.0, 74), (11, 2.0, 79), (12, 0.0, 81), (12, 2.0, 77),
            (13, 0.0, 79),
        ),
    ),
    "window": (
        ("F", "C", "Dm", "Am", "F", "C", "G", "C", "Am", "Em", "F", "G", "F", "C"),
        (0, 1, 2, 3, 2, 3, 1, 2),
        (
            (0, 2.0, 77), (1, 0.0, 79), (1, 3.0, 76), (2, 0.0, 74), (3, 1.0, 72), (3, 2.0, 76), (4, 0.0, 77),
            (5, 2.0, 76), (6, 0.0, 74), (6, 2.0, 71), (7, 0.0, 72), (8, 2.0, 76), (9, 0.0, 79), (9, 2.0, 76),
            (10, 0.0, 77), (10, 3.0, 76), (11, 0.0, 74), (12, 1.0, 77), (12, 2.0, 81), (13, 0.0, 79),
        ),
    ),
}  # fmt: skip


def frequency(note: int) -> float:
    """Return the frequency in hertz of a MIDI note."""
    return 440.0 * 2 ** ((note - 69) / 12)


def notes(seconds: float, piece: str) -> Iterator[tuple[float, int, float, float]]:
    """Yield every note as start, MIDI number, loudness and decay time in seconds; the piece fills the time."""
    bars, order, tune = PIECES[piece]
    bar_length = seconds / len(bars)
    beat = bar_length / 4
    for bar, name in enumerate(bars):
        start = bar * bar_length
        bass, tones = CHORDS[name]
        yield start, bass, 0.34, 1.5
        if bar == len(bars) - 1:
            for step, tone in enumerate(tones):
                yield start + 0.12 * step, tone, 0.26, 1.3
            continue
        for step, index in enumerate(order):
            yield start + step * beat / 2, tones[index], 0.13 if step % 2 else 0.22, 0.7
        yield start + 2 * beat, bass + 12, 0.14, 1.0
        for tone in tones[:3]:
            yield start, tone - 12, 0.05, 2.2
    for bar, offset, note in tune:
        yield bar * bar_length + offset * beat, note, 0.2, 1.0


def pluck(samples: list[float], start: float, note: int, loudness: float, decay: float) -> None:
    """Add one plucked note: three partials, the higher ones fading sooner, with a soft attack."""
    first = int(start * RATE)
    base = 2 * math.pi * frequency(note) / RATE
    for index in range(min(int(decay * 4 * RATE), len(samples) - first)):
        age = index / RATE
        attack = min(1.0, age / 0.012)
        tone = (
            math.sin(base * index) * math.exp(-age / decay)
            + 0.28 * math.sin(2 * base * index) * math.exp(-age / (decay * 0.5))
            + 0.08 * math.sin(3 * base * index) * math.exp(-age / (decay * 0.25))
        )
        samples[first + index] += loudness * attack * tone


def echo(samples: list[float]) -> None:
    """Add a little room: two quiet repeats of what was heard before."""
    for delay, share in ((0.23, 0.16), (0.37, 0.1)):
        offset = int(delay * RATE)
        for index in range(offset, len(samples)):
            samples[index] += share * samples[index - offset]


def compose(seconds: float, piece: str, shift: int) -> array.array[int]:
    """Return the whole piece, ``shift`` semitones higher, as 16-bit samples, faded in and out."""
    samples = [0.0] * int(seconds * RATE)
    for start, note, loudness, decay in notes(seconds, piece):
        pluck(samples, start, note + shift, loudness, decay)
    echo(samples)
    peak = max(map(abs, samples)) or 1.0
    fade_in, fade_out = 1.0, 2.2
    result = array.array("h")
    for index, value in enumerate(samples):
        age = index / RATE
        fade = min(1.0, age / fade_in, (seconds - age) / fade_out)
        result.append(round(value / peak * LEVEL * fade * 32_767))
    if sys.byteorder == "big":
        result.byteswap()
    return result


def write(target: Path, seconds: float, piece: str = "walk", shift: int = 0) -> None:
    """Write the piece as a mono WAV file."""
    with wave.open(str(target), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(compose(seconds, piece, shift).tobytes())


if __name__ == "__main__":
    target_name, length, *rest = sys.argv[1:]
    write(Path(target_name), float(length), rest[0] if rest else "walk", int(rest[1]) if rest[1:] else 0)
