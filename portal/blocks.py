"""Blocks that every page may use. Text in them may name facts as ``{fact:code}``."""

from __future__ import annotations

from django import forms
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from portal.audiences import Audience

RICH_TEXT_FEATURES = ["bold", "italic", "link", "ul", "ol", "document-link"]


class StepBlock(blocks.StructBlock):
    """One step of a way through an office."""

    title = blocks.CharBlock(label=pgettext_lazy("staff", "What to do"), max_length=120)
    text = blocks.TextBlock(label=pgettext_lazy("staff", "How"), required=False)

    class Meta:
        label = pgettext_lazy("staff", "Step")


class StepsBlock(blocks.StructBlock):
    """Numbered steps, in order."""

    title = blocks.CharBlock(label=pgettext_lazy("staff", "Heading"), required=False, max_length=120)
    steps = blocks.ListBlock(StepBlock(), label=pgettext_lazy("staff", "Steps"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = pgettext_lazy("staff", "Steps")
        template = "blocks/steps.html"


class ChecklistBlock(blocks.StructBlock):
    """Things to bring or to have."""

    title = blocks.CharBlock(label=pgettext_lazy("staff", "Heading"), required=False, max_length=120)
    items = blocks.ListBlock(blocks.CharBlock(max_length=250), label=pgettext_lazy("staff", "Items"), min_num=1)

    class Meta:
        icon = "tick"
        label = pgettext_lazy("staff", "Checklist")
        template = "blocks/checklist.html"


class NoteBlock(blocks.StructBlock):
    """Something that must not be overlooked."""

    kind = blocks.ChoiceBlock(
        choices=[
            ("info", pgettext_lazy("staff", "Good to know")),
            ("warning", pgettext_lazy("staff", "Careful")),
            ("cost", pgettext_lazy("staff", "Cost")),
            ("deadline", pgettext_lazy("staff", "Deadline")),
        ],
        default="info",
        label=pgettext_lazy("staff", "Kind"),
    )
    text = blocks.TextBlock(label=pgettext_lazy("staff", "Text"))

    class Meta:
        icon = "info-circle"
        label = pgettext_lazy("staff", "Note")
        template = "blocks/note.html"


class ContactBlock(blocks.StructBlock):
    """Whom to call or where to go: names and numbers are facts, written as tokens."""

    name = blocks.CharBlock(label=pgettext_lazy("staff", "Who"), max_length=150)
    text = blocks.TextBlock(label=pgettext_lazy("staff", "What they help with"), required=False)
    phone = blocks.CharBlock(
        label=pgettext_lazy("staff", "Phone, as a fact"),
        required=False,
        max_length=60,
        help_text=pgettext_lazy("staff", "For example {fact:emergency-phone}"),
    )
    url = blocks.URLBlock(label=pgettext_lazy("staff", "Web page"), required=False)

    class Meta:
        icon = "user"
        label = pgettext_lazy("staff", "Contact")
        template = "blocks/contact.html"


class SectionBlock(blocks.StructBlock):
    """A heading that opens a part for some readers: what follows is theirs, up to the next heading or section."""

    title = blocks.CharBlock(label=pgettext_lazy("staff", "Heading"), max_length=120)
    audiences = blocks.MultipleChoiceBlock(
        choices=Audience.choices, label=pgettext_lazy("staff", "For whom"), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        icon = "group"
        label = pgettext_lazy("staff", "Part for some readers")
        template = "blocks/section.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a page: short, plain pieces."""

    heading = blocks.CharBlock(
        icon="title", max_length=120, label=pgettext_lazy("staff", "Heading"), template="blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(
        features=RICH_TEXT_FEATURES, label=pgettext_lazy("staff", "Paragraph"), template="blocks/paragraph.html"
    )
    steps = StepsBlock()
    checklist = ChecklistBlock()
    note = NoteBlock()
    contact = ContactBlock()


class GuideBlock(BodyBlock):
    """The body of a guide: pieces for everybody, and parts for some readers."""

    section = SectionBlock()
