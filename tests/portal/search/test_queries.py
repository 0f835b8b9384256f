from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.search.queries import MOST_WORDS, other_languages, search
from tests.portal.search.conftest import document

pytestmark = pytest.mark.django_db
Index = Callable[..., int]


def found(query: str, language: str = "en") -> list[str]:
    return [hit.entry.key.removeprefix("page:") for hit in search(query, language).hits]


def test_the_title_counts_more_than_the_summary_than_headings_than_the_text(index: Index) -> None:
    index(
        document("text", body=["Somewhere a passport is named. Nothing else."]),
        document("heading", headings=["Your passport"]),
        document("summary", summary="All about the passport."),
        document("title", title="The passport"),
    )
    assert found("passport") == ["title", "summary", "heading", "text"]


def test_what_comes_up_often_counts_more_than_what_is_named_once(index: Index) -> None:
    index(document("once", body=["A fine may follow."]), document("often", body=["Fine. The fine. No fine. A fine!"]))
    assert found("fine") == ["often", "once"]


def test_guides_stand_before_questions_that_fit_as_well(index: Index) -> None:
    index(document("a", kind="question", title="The court"), document("b", kind="guide", title="The court"))
    assert found("court") == ["b", "a"]


def test_what_has_every_word_stands_first_and_what_has_some_follows(index: Index) -> None:
    index(
        document("one", title="Rent"),
        document("both", title="House", summary="Rent and deposit of a house"),
        document("none", title="School"),
    )
    assert found("rent deposit") == ["both", "one"]


def test_a_rare_word_counts_more_than_a_frequent_one(index: Index) -> None:
    many = [document(f"n{n}", title=f"Card {n}") for n in range(30)]
    index(*many, document("rare", title="Cyclist"))
    assert found("card cyclist")[0] == "rare"


def test_forms_of_a_word_find_each_other(index: Index) -> None:
    index(document("permit", language="ro", title="Cum prelungesc permisul de ședere"))
    for query in ("permis", "permisului de sedere", "PERMISUL ŞEDERE", "perm"):
        assert found(query, "ro") == ["permit"], query


@pytest.mark.parametrize(
    ("language", "title", "queries"),
    [
        ("uk", "Як продовжити посвідку на проживання", ["посвідка", "посвідки на проживання"]),
        ("ru", "Как попасть к врачу", ["врач", "врачи", "врача"]),
        ("ar", "كيف أجدد تصريح الإقامة", ["الاقامه", "إقامة", "التصريح"]),
        ("tr", "Doktora nasıl giderim", ["doktor", "DOKTORA", "doktorum"]),
        ("ne", "डाक्टरकहाँ कसरी जाने", ["डाक्टर"]),
        ("si", "පදිංචි බලපත්‍රය අලුත් කිරීම", ["බලපත්රය", "බලපත්‍ර", "බලපත්‍රයට"]),
        ("bn", "ডাক্তারের কাছে যাওয়া", ["ডাক্তার", "ডাক্তারকে"]),
        ("hi", "निवास परमिट नया कैसे करवाएँ", ["परमिट", "परमिटों"]),
        ("ur", "ڈاکٹر کے پاس کیسے جاؤں", ["ڈاکٹر", "ڈاکٹروں", "ڈاكٹر"]),
        ("fa", "چگونه اجازهٔ اقامتم را تمدید کنم", ["اقامت", "اجازه اقامت", "اجازه‌ی اقامت"]),
        ("fa", "بیمه‌های درمانی", ["بیمه", "بیمه های", "بيمههاي"]),
    ],
)
def test_forms_of_a_word_in_other_languages(index: Index, language: str, title: str, queries: list[str]) -> None:
    index(document("this", language=language, title=title), document("other", language=language, title="112"))
    for query in queries:
        assert found(query, language) == ["this"], query


def test_the_romanian_word_of_a_letter_finds_the_page_in_the_readers_language(index: Index) -> None:
    index(
        document("permit", language="ro", title="Permis de ședere", body=["Adeverința de la primărie."]),
        document("permit", language="en", title="Residence permit"),
        document("permit", language="ar", title="تصريح الإقامة"),
    )
    for query in ("permisul de şedere", "adeverinta", "permis sedere", "residence permit"):
        [hit] = search(query, "ar").hits
        assert (hit.entry.title, hit.entry.url) == ("تصريح الإقامة", "/ar/resources/permit/"), query
        assert hit.entry.foreign is None


def test_what_lacks_a_translation_is_found_in_the_language_that_it_has(index: Index) -> None:
    index(document("permit", language="ro", title="Permis de ședere"))
    [hit] = search("permis", "ne").hits
    assert hit.entry.foreign is not None
    assert (hit.entry.foreign.code, hit.entry.url) == ("ro", "/ro/resources/permit/")


@pytest.mark.parametrize("query", ["pasport", "passprot", "passsport", "pasaport", "passports"])
def test_typing_errors_are_mended_and_said(index: Index, query: str) -> None:
    index(document("passport", title="Your passport"), document("other", title="A port of ships"))
    answer = search(query, "en")
    assert [hit.entry.key for hit in answer.hits][:1] == ["page:passport"]
    assert answer.corrected == ("" if query == "passports" else "passport")


@pytest.mark.parametrize("query", ["xyzzy", "qqq", "!!!", "  ", "'", "a" * 500, "&|!():*<->'\\", "\0"])
def test_what_is_nowhere_finds_nothing_and_breaks_nothing(index: Index, query: str) -> None:
    index(document("passport", title="Your passport"))
    assert search(query, "en").hits == []


def test_words_that_say_nothing_are_left_out_unless_there_are_no_others(index: Index) -> None:
    index(document("permit", title="Residence permit"), document("how", title="How"))
    assert found("how do I get the permit") == ["permit"]
    assert found("how") == ["how"]


def test_of_a_long_query_the_first_words_count(index: Index) -> None:
    index(document("permit", title="Residence permit"))
    answer = search("permit " + " ".join(f"word{n}" for n in range(200)), "en")
    assert len(answer.terms) <= MOST_WORDS
    assert [hit.entry.key for hit in answer.hits] == ["page:permit"]


def test_another_language_that_has_the_words_is_offered(index: Index) -> None:
    index(document("permit", language="ar", title="تصريح الإقامة"), document("other", language="en", title="Work"))
    answer = search("تصريح الإقامة", "en")
    assert not answer.hits
    assert [language.code for language in other_languages(answer, "en")] == ["ar"]


def test_titles_are_suggested_from_their_beginnings(index: Index) -> None:
    index(document("permit", title="Residence permit", body=["school"]), document("school", title="School"))
    assert [hit.entry.key for hit in search("scho", "en", titles_only=True).hits] == ["page:school"]
    assert [hit.entry.key for hit in search("residence pe", "en", titles_only=True).hits] == ["page:permit"]


def test_a_frequent_word_shows_the_best_of_thousands(index: Index) -> None:
    many = [document(f"n{n}", kind="question", title=f"Number {n}", body=["The permit."]) for n in range(2_000)]
    index(*many, document("guide", title="The permit"), document("named", summary="Of the permit"))
    with CaptureQueriesContext(connection) as queries:
        assert found("permit")[:2] == ["guide", "named"]
    assert len(queries) <= 7
