"""Films: files, a poster, and captions and a transcript per language."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal import languages
from resources.videos.captions import CaptionError, check_captions
from resources.videos.external import provider_of
from resources.videos.uploads import CAPTIONS, FILM, FILM_OR_SOUND, POSTER


class Video(ClusterableModel):
    """One film. Its picture has no words where one file serves every language; others are :class:`VideoFile`."""

    code = models.SlugField(pgettext_lazy("staff", "code"), unique=True)
    file = models.FileField(
        pgettext_lazy("staff", "film (MP4)"),
        upload_to="videos",
        validators=[FILM],
        blank=True,
        help_text=pgettext_lazy("staff", "For every language that has no film of its own below."),
    )
    external_url = models.URLField(
        pgettext_lazy("staff", "film on another site"),
        blank=True,
        max_length=300,
        validators=[URLValidator(schemes=["https"])],
        help_text=pgettext_lazy(
            "staff", "For a film that we may not keep ourselves. Readers are told whose site it is before they go."
        ),
    )
    poster = models.FileField(pgettext_lazy("staff", "poster"), upload_to="videos", validators=[POSTER])
    width = models.PositiveSmallIntegerField(pgettext_lazy("staff", "width (pixels)"), default=854)
    height = models.PositiveSmallIntegerField(pgettext_lazy("staff", "height (pixels)"), default=480)
    duration_seconds = models.PositiveSmallIntegerField(pgettext_lazy("staff", "length (seconds)"))
    size_bytes = models.PositiveIntegerField(editable=False, default=0)

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = pgettext_lazy("staff", "film")
        verbose_name_plural = pgettext_lazy("staff", "films")

    def __str__(self) -> str:
        return self.code

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the size beside the file: readers are told before it plays."""
        self.size_bytes = self.file.size if self.file else 0
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a film that is nowhere."""
        if not self.file and not self.external_url:
            raise ValidationError({"file": pgettext_lazy("staff", "A film needs a file, or an address elsewhere.")})

    @property
    def provider(self) -> str:
        """The name of the site that an external film is on."""
        return provider_of(self.external_url)


class VideoFile(models.Model):
    """Another file of a film: smaller, sound alone, or of one language."""

    class Variant(models.TextChoices):
        FULL = "full", pgettext_lazy("staff", "The film")
        LOW = "low", pgettext_lazy("staff", "The film, small, to save data")
        AUDIO = "audio", pgettext_lazy("staff", "Sound only")

    video = ParentalKey(Video, on_delete=models.CASCADE, related_name="files")
    variant = models.CharField(pgettext_lazy("staff", "what it is"), max_length=10, choices=Variant.choices)
    language = models.CharField(
        pgettext_lazy("staff", "language"),
        max_length=10,
        choices=languages.django_choices,
        blank=True,
        help_text=pgettext_lazy("staff", "Nothing chosen: for every language."),
    )
    file = models.FileField(
        pgettext_lazy("staff", "file (MP4, sound M4A)"), upload_to="videos", validators=[FILM_OR_SOUND]
    )
    is_synthetic = models.BooleanField(
        pgettext_lazy("staff", "a computer's voice"),
        default=False,
        help_text=pgettext_lazy("staff", "Listeners are told."),
    )
    size_bytes = models.PositiveIntegerField(editable=False, default=0)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = pgettext_lazy("staff", "file of a film")
        verbose_name_plural = pgettext_lazy("staff", "files of films")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["video", "variant", "language"], name="one_file_of_a_kind_and_language")
        ]

    def __str__(self) -> str:
        return f"{self.video} ({self.variant} {self.language})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the size beside the file."""
        self.size_bytes = self.file.size if self.file else 0
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a picture where sound is wanted, and a second film for every language."""
        if self.variant == self.Variant.FULL and not self.language:
            raise ValidationError({"language": pgettext_lazy("staff", "The film for every language stands above.")})
        if self.file and self.variant != self.Variant.AUDIO and not str(self.file.name).lower().endswith(".mp4"):
            raise ValidationError({"file": pgettext_lazy("staff", "A film is an MP4 file.")})


class VideoTrack(models.Model):
    """What a film says, in one language: captions (WebVTT) and a transcript."""

    video = ParentalKey(Video, on_delete=models.CASCADE, related_name="tracks")
    language = models.CharField(pgettext_lazy("staff", "language"), max_length=10, choices=languages.django_choices)
    captions = models.FileField(
        pgettext_lazy("staff", "captions (WebVTT)"), upload_to="captions", validators=[CAPTIONS]
    )
    transcript = models.TextField(
        pgettext_lazy("staff", "transcript"), help_text=pgettext_lazy("staff", "An empty line ends a paragraph.")
    )
    is_machine = models.BooleanField(pgettext_lazy("staff", "machine-translated, not checked yet"), default=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = pgettext_lazy("staff", "captions and transcript")
        verbose_name_plural = pgettext_lazy("staff", "captions and transcripts")
        constraints: ClassVar = [models.UniqueConstraint(fields=["video", "language"], name="one_track_a_language")]

    def __str__(self) -> str:
        return f"{self.video} ({self.language})"

    def clean(self) -> None:
        """Refuse captions that don't parse, with the line of the error."""
        if self.captions:
            self.captions.open("rb")
            try:
                check_captions(self.captions.read())
            except CaptionError as error:
                raise ValidationError({"captions": str(error)}) from error
            finally:
                self.captions.seek(0)
