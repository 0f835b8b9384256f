"""Who may open what: one row for every address that is ours. The tests of access are made from this table.

A row says which roles open an address for the rows of **their own** centres (``own``), and which for every centre's
(``everywhere``, administrators unless said otherwise). Who is in neither, and every account at a centre where it
has no role, meets a 404, or the page to sign in. What an address is (its kind) says what else is tried: see
``Kind``. Rows to open are built by ``tests/project/places.py``, the same for each place.

Adding an address is one line in ``VIEWS``; a viewset of Wagtail's for rows without people is one in ``ROWS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from tests.project.places import Place

Roles = frozenset[str]

NOBODY: Roles = frozenset()
ADMIN: Roles = frozenset({"admin"})
EDITORS: Roles = ADMIN | {"editor"}
WORDS: Roles = EDITORS | {"translator"}
STAFF: Roles = frozenset({"staff", "coordinator"})
"""Who sees everybody who enrols at their centre."""
TEACHERS: Roles = STAFF | {"trainer"}
"""Who meets a class."""
FIGURES: Roles = STAFF | {"reporter"}
"""Who sees the centre's figures; a reporter never sees whose they are."""
COORDINATORS: Roles = frozenset({"coordinator"})


@dataclass(frozen=True)
class Account:
    """Somebody who tries every address: what they are, and the codes of the centres where they are that."""

    name: str
    role: str
    centres: tuple[str, ...] = ()


OWN, OTHER = "iasi", "galati"
"""The places whose rows are opened: accounts of the demo work at the first, those with ``elsewhere`` at the second."""
ACCOUNTS = (
    Account("admin", "admin"),
    Account("coordinator", "coordinator", ("bucuresti", "iasi", "cluj")),
    Account("coordinator-elsewhere", "coordinator", (OTHER,)),
    Account("staff-iasi", "staff", (OWN,)),
    Account("staff-bucuresti", "staff", ("bucuresti",)),
    Account("staff-elsewhere", "staff", (OTHER,)),
    Account("trainer", "trainer", (OWN,)),
    Account("trainer-elsewhere", "trainer", (OTHER,)),
    Account("reporter", "reporter", (OWN,)),
    Account("editor", "editor"),
    Account("translator", "translator"),
    Account("anonymous", "anonymous"),
)


class Kind(Enum):
    """What an address is, and so what is tried besides who opens it."""

    PAGE = "a page or a file: 200"
    BUTTON = "what a button sends: a GET leads back or is refused as such, and changes nothing"
    LIST = "a list, a search or what is done to ticked rows: it never shows another centre's people"
    POSTED = "an export or another answer to a POST: it never holds another centre's people"


Build = Callable[[Place], Any]


@dataclass(frozen=True)
class View:
    """One address. ``arguments``, ``query`` and ``data`` are built from the place whose rows are tried."""

    kind: Kind
    own: Roles
    everywhere: Roles = ADMIN
    arguments: Callable[[Place], list[Any]] = lambda at: []
    query: Callable[[Place], Mapping[str, Any]] = lambda at: {}
    data: Callable[[Place], Mapping[str, Any]] = lambda at: {}
    shows: bool = True
    """Whether a list shows the people of one's own place: what shows nobody would prove nothing."""

    def is_open_to(self, account: Account, place: str) -> bool:
        """Whether an account opens the rows of a place (a centre's code)."""
        return account.role in self.everywhere or (account.role in self.own and place in account.centres)

    def is_open_somewhere(self, account: Account) -> bool:
        """Whether an account opens it at all, for the rows of whatever place."""
        return account.role in self.everywhere | self.own


def page(own: Roles, arguments: Build = lambda at: [], *, everywhere: Roles = ADMIN) -> View:
    """A page or a file that a GET opens."""
    return View(Kind.PAGE, own, everywhere, arguments)


def button(own: Roles, arguments: Build = lambda at: [], *, everywhere: Roles = ADMIN) -> View:
    """What a button sends."""
    return View(Kind.BUTTON, own, everywhere, arguments)


def listing(own: Roles, query: Build = lambda at: {}, *, everywhere: Roles = ADMIN, shows: bool = True) -> View:
    """A list without arguments; ``query`` asks for one place's rows (a search, a filter, ticked rows)."""
    return View(Kind.LIST, own, everywhere, query=query, shows=shows)


def posted(own: Roles, data: Build, arguments: Build = lambda at: [], *, everywhere: Roles = ADMIN) -> View:
    """An export, or another answer to a POST of ``data``."""
    return View(Kind.POSTED, own, everywhere, arguments, data=data)


def _enrolment(at: Place) -> list[Any]:
    return [at.enrolment.pk]


def _who_completed(at: Place) -> dict[str, Any]:
    """Ask for who took part in the run that the place's person has completed."""
    run = at.certificate.enrolment.run
    return {"indicator": "O.2.3", "first_day": run.starts_on, "last_day": run.ends_on}


EXPORT = {"reason": "raport lunar", "format": "csv", "case": "state"}

VIEWS: dict[str, View | tuple[View, ...]] = {
    # The inbox
    "inbox:index": (listing(STAFF), listing(STAFF, lambda at: {"q": at.person.name})),
    "inbox:index_results": (listing(STAFF), listing(STAFF, lambda at: {"q": at.person.name})),
    # A saved view is changed by who saved it; what is shared with a centre its coordinators delete too
    "inbox:view_add": listing(STAFF, shows=False),
    "inbox:view_edit": page(frozenset({"staff"}), lambda at: [at.saved_view.pk], everywhere=NOBODY),
    "inbox:view_update": button(frozenset({"staff"}), lambda at: [at.saved_view.pk], everywhere=NOBODY),
    "inbox:view_delete": page(STAFF, lambda at: [at.saved_view.pk]),
    "inbox:enrolment": page(STAFF, _enrolment),
    "inbox:step": button(STAFF, lambda at: [at.enrolment.pk, "claim"]),
    "inbox:assign": button(STAFF, _enrolment),
    "inbox:note": button(STAFF, _enrolment),
    "inbox:write": button(STAFF, _enrolment),
    "inbox:presence": button(STAFF, _enrolment),
    "inbox:send_again": button(STAFF, lambda at: [at.enrolment.pk, 1]),
    "inbox:task_done": button(STAFF, lambda at: [at.enrolment.pk, at.task.pk]),
    "inbox:merge_person": button(STAFF, lambda at: [at.enrolment.pk, at.person.pk]),
    "inbox:keep_apart": button(STAFF, lambda at: [at.enrolment.pk, at.person.pk]),
    "inbox:undo_merge": button(STAFF, lambda at: [at.enrolment.pk, 1]),
    # Many at once: a job is seen by who asked for it, and nobody else
    "bulk:index": listing(STAFF, shows=False),
    "bulk:start": (
        listing(STAFF, lambda at: {"action": "offer", "id": at.enrolment.pk}),
        listing(STAFF, lambda at: {"action": "write", "id": at.enrolment.pk}),
        listing(STAFF, lambda at: {"action": "move", "id": at.enrolment.pk}),
        listing(STAFF, lambda at: {"action": "reject", "id": at.enrolment.pk}),
        listing(STAFF, lambda at: {"action": "assign", "id": at.enrolment.pk}),
        listing(STAFF, lambda at: {"action": "write", "all": "1", "list": f"section=all&q={at.person.name}"}),
    ),
    "bulk:job": page(frozenset({"staff"}), lambda at: [at.bulk_job.pk], everywhere=NOBODY),
    "bulk:progress": page(frozenset({"staff"}), lambda at: [at.bulk_job.pk], everywhere=NOBODY),
    # Ready answers: those of one's own centres
    "replies:index": listing(STAFF, shows=False),
    "replies:index_results": listing(STAFF, shows=False),
    "replies:add": listing(STAFF, shows=False),
    **{
        f"replies:{name}": page(STAFF, lambda at: [at.reply.pk])
        for name in ("edit", "delete", "history", "history_results", "usage")
    },
    # Attendance: a session is marked by who gives it and by the centre's staff
    "attendance:index": listing(TEACHERS, shows=False),
    "attendance:session": page(TEACHERS, lambda at: [at.session.pk]),
    "attendance:save": button(TEACHERS, lambda at: [at.session.pk]),
    "attendance:run": page(TEACHERS, lambda at: [at.run.pk]),
    # Results and certificates
    "results:index": listing(STAFF, shows=False),
    "results:index_results": listing(STAFF, shows=False),
    "results:close": page(STAFF, lambda at: [at.run.pk]),
    "certificates:index": (
        listing(STAFF, lambda at: {"run": at.certificate.enrolment.run_id}),
        listing(STAFF, lambda at: {"q": at.certificate.number}),
    ),
    "certificates:index_results": listing(STAFF, lambda at: {"q": at.certificate.number}),
    "certificates:certificate": page(STAFF, lambda at: [at.certificate.pk]),
    "certificates:pdf": page(STAFF, lambda at: [at.certificate.pk]),
    "certificates:revoke": page(STAFF, lambda at: [at.certificate.pk]),
    "certificates:correct": page(STAFF, lambda at: [at.certificate.pk]),
    "certificates:issue": page(STAFF, _enrolment),
    "certificates:issue_run": button(STAFF, lambda at: [at.run.pk]),
    "certificates:run_pdf": page(STAFF, lambda at: [at.certificate.enrolment.run_id]),
    # Reports: figures for who counts, people for who may see them
    "reports:index": listing(FIGURES, shows=False),
    "reports:indicators_file": (
        listing(FIGURES, shows=False),
        View(Kind.POSTED, FIGURES, data=lambda at: EXPORT, shows=False),
    ),
    "reports:people": listing(FIGURES, _who_completed),
    "reports:people_file": (
        listing(FIGURES, _who_completed, shows=False),
        posted(FIGURES, lambda at: {**_who_completed(at), "reason": "a test", "format": "csv"}),
    ),
    "reports:operations": listing(FIGURES, shows=False),
    "reports:operations_file": (
        listing(FIGURES, shows=False),
        View(Kind.POSTED, FIGURES, data=lambda at: EXPORT, shows=False),
    ),
    "reports:gaps": listing(STAFF, _who_completed),
    "reports:complete": page(STAFF, _enrolment),
    "reports:freeze": listing(FIGURES, shows=False),
    "reports:snapshots": listing(FIGURES, shows=False),
    "reports:snapshot": page(FIGURES, lambda at: [at.snapshot.pk]),
    "reports:snapshot_people": View(
        Kind.PAGE, FIGURES, arguments=lambda at: [at.snapshot.pk], query=lambda at: {"indicator": "O.2.3"}
    ),
    "reports:snapshot_file": (
        page(FIGURES, lambda at: [at.snapshot.pk]),
        View(Kind.POSTED, FIGURES, arguments=lambda at: [at.snapshot.pk], data=lambda at: EXPORT, shows=False),
    ),
    "reports:record_milestone": button(STAFF, _enrolment),
    "reports:record_answer": button(STAFF, _enrolment),
    "reports:remove_milestone": button(STAFF, lambda at: [at.enrolment.pk, at.milestone.pk]),
    # Lists that leave
    "exports:enrolments": (
        listing(STAFF, shows=False),
        posted(STAFF, lambda at: {**EXPORT, "case": "reference", "person": "name"}),
    ),
    "exports:run": (
        page(STAFF, lambda at: [at.run.pk]),
        View(Kind.POSTED, STAFF, arguments=lambda at: [at.run.pk], data=lambda at: EXPORT, shows=False),
    ),
    "exports:pseudonyms": (
        listing(FIGURES, shows=False),
        View(Kind.POSTED, FIGURES, data=lambda at: EXPORT, shows=False),
    ),
    # Groups with their people, and their paper, which who teaches prints too
    "board:index": listing(STAFF, shows=False),
    "board:index_results": listing(STAFF, shows=False),
    "board:run": page(STAFF, lambda at: [at.run.pk]),
    "board:class_list": page(TEACHERS, lambda at: [at.session.run_id]),
    "board:sheet": page(TEACHERS, lambda at: [at.session.run_id]),
    # The log of who saw what, and who changed what
    "audit:index": listing(COORDINATORS, lambda at: {"action": at.look.action}),
    "audit:index_results": listing(COORDINATORS, lambda at: {"user": at.look.user_id}),
    "audit:export": (
        listing(COORDINATORS, shows=False),
        posted(COORDINATORS, lambda at: {**EXPORT, "entry": at.look.pk}),
    ),
    "changes:index": listing(COORDINATORS, lambda at: {"verb": at.change.verb}),
    "changes:index_results": listing(COORDINATORS, lambda at: {"reference": at.change.enrolment.reference}),
    # Bringing people in: a list that waits is seen by who brought it, and nobody else
    "intake:walk_in": listing(STAFF, shows=False),
    "intake:upload": listing(STAFF, shows=False),
    "intake:template": View(Kind.LIST, STAFF, arguments=lambda at: ["csv"], shows=False),
    "intake:list": page(frozenset({"staff"}), lambda at: [at.import_batch.pk], everywhere=NOBODY),
    "intake:forget": button(frozenset({"staff"}), lambda at: [at.import_batch.pk], everywhere=NOBODY),
}


@dataclass(frozen=True)
class Rights:
    """A viewset of rows without people: who reads the list, changes a row, adds one, deletes one, everywhere.

    ``own`` are those who change the rows of their own centres only, ``own_delete`` those who delete them.
    """

    read: Roles
    change: Roles
    add: Roles
    delete: Roles
    own: Roles = NOBODY
    own_delete: Roles = NOBODY

    def of(self, view: str) -> View:
        """Return the row of one of the viewset's addresses."""
        if view in {"resend", "publish", "done", "import_forget"}:
            return button(self.own, everywhere=self.change)
        rights = {
            "index": self.read,
            "index_results": self.read,
            "inspect": self.read,
            "export": self.read,
            "add": self.add,
        }
        if view == "delete":
            return page(self.own_delete, everywhere=self.delete)
        if view in rights:
            return page(NOBODY, everywhere=rights[view])
        return page(self.own, everywhere=self.change)


ROWS: dict[str, Rights] = {
    "runs": Rights(EDITORS | STAFF, EDITORS, EDITORS | STAFF, EDITORS, own=STAFF, own_delete=COORDINATORS),
    "courses": Rights(EDITORS, EDITORS, EDITORS, EDITORS),
    "films": Rights(EDITORS, EDITORS, EDITORS, EDITORS),
    "events": Rights(EDITORS, EDITORS, EDITORS, EDITORS),
    "phrases": Rights(EDITORS, EDITORS, EDITORS, EDITORS),
    "questions": Rights(WORDS, WORDS, EDITORS, EDITORS),
    "facts": Rights(WORDS, EDITORS, EDITORS, EDITORS),
    "centres": Rights(EDITORS | STAFF, EDITORS, EDITORS, EDITORS, own=COORDINATORS),
    "projects": Rights(EDITORS, EDITORS, EDITORS, EDITORS),
    "organisations": Rights(EDITORS, EDITORS, EDITORS, EDITORS),
    "counties": Rights(EDITORS, ADMIN, NOBODY, NOBODY),
    "message_texts": Rights(WORDS, WORDS, NOBODY, NOBODY),
    "feedback": Rights(EDITORS, EDITORS, NOBODY, NOBODY),
    "outbox": Rights(ADMIN, NOBODY, NOBODY, NOBODY),
}

PUBLIC = frozenset(
    {"choose_language", "healthz", "favicon", "switch_language", "demo_outbox", "demo_message", "media"}
    | {"enrol", "interest", "received", "status"}
    | {"status_helpful", "status_lookup", "status_link", "status_calendar", "calendar"}
    | {"robots_txt", "security_txt", "sitemap_index", "sitemap", "page_card", "courses_feed", "news_feed"}
    | {"level_check", "level_result", "search", "search_suggest"}
    | {"practice", "question_bank", "self_test", "start_interview", "interview"}
    | {"certificate_check", "certificate", "status_certificate"}
    | {"service_worker", "manifest", "offline", "offline_section"}
    | {"events_calendar", "event_calendar"}
    | {"wagtail_serve", "design", "page_qr", "show_page", "page_feedback", "page_feedback_thanks"}
)
"""Addresses that everybody opens; those with a token in them, whoever was given it."""
