"""What the self-check says in the reader's language. The Romanian of the questions is in ``items.yaml``."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import CefrLevel
from courses.enrolment.codes import Level
from courses.level.items import Task

INSTRUCTIONS: dict[Task, Promise] = {
    Task.CAN_DO: _("What can you do in Romanian?"),
    Task.SIGN: _("You see this sign. What is true?"),
    Task.ANSWER: _("Somebody says this to you. What do you answer?"),
    Task.GAP: _("What is missing in the sentence?"),
}

CAN_DO: dict[str, Promise] = {
    "can_introduce": _("I can say my name, where I come from and where I live."),
    "can_shop": _("I can buy something in a shop and understand the price."),
    "can_phone": _("I can make an appointment with a doctor by phone."),
    "can_tell": _("I can tell in a few sentences what I did yesterday."),
}
"""What is asked by a ``can_do``, by its code."""

COURSE_LEVELS: dict[Level, CefrLevel] = {
    Level.NONE: CefrLevel.A1,
    Level.A1: CefrLevel.A1,
    Level.A2: CefrLevel.A2,
    Level.B1: CefrLevel.B1,
}
"""Which course fits whom: a result says where somebody goes on learning."""

EXPLANATIONS: dict[Level, Promise] = {
    Level.NONE: _("It begins at the very beginning: you need no Romanian before it starts."),
    Level.A1: _("You know some words already. In this course you use them again and learn many more."),
    Level.A2: _("You know the basics. In this course you learn to manage everyday conversations."),
    Level.B1: _(
        "You know what these questions ask for. Please ask the centre for a short talk about your level, "
        "free of charge: then we find the right group together."
    ),
}
