"""Films: a file, a poster, and captions and a transcript per language."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal import languages
from resources.videos.captions import CaptionError, check_captions


class Video(ClusterableModel):
    """One film. Its picture has no words, so that one file serves every language."""

    code = models.SlugField(pgettext_lazy("staff", "code"), unique=True)
    file = models.FileField(
        pgettext_lazy("staff", "film (MP4)"), upload_to="videos", validators=[FileExtensionValidator(["mp4"])]
    )
    poster = models.FileField(
        pgettext_lazy("staff", "poster"),
        upload_to="videos",
        validators=[FileExtensionValidator(["webp", "avif", "jpg", "png"])],
    )
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


class VideoTrack(models.Model):
    """What a film says, in one language: captions (WebVTT) and a transcript."""

    video = ParentalKey(Video, on_delete=models.CASCADE, related_name="tracks")
    language = models.CharField(pgettext_lazy("staff", "language"), max_length=10, choices=languages.django_choices)
    captions = models.FileField(
        pgettext_lazy("staff", "captions (WebVTT)"),
        upload_to="captions",
        validators=[FileExtensionValidator(["vtt"])],
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
