from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import languages
from portal.search.folding import fold, query_words
from portal.search.queries import MOST_FORMS, search
from portal.search.stemming import stop_words
from portal.search.synonyms import FOLDER, read, synonyms_of
from tests.portal.search.conftest import document

Index = Callable[..., int]
FEWEST_GROUPS = 40


def found(query: str, language: str = "en") -> list[str]:
    return [hit.entry.key.removeprefix("page:") for hit in search(query, language).hits]


@pytest.mark.parametrize("code", languages.CODES)
def test_every_language_has_groups_of_single_words_that_search_looks_for(code: str) -> None:
    groups = read(code)
    assert len(groups) >= FEWEST_GROUPS
    for name, words in groups.items():
        assert len(words) >= 2, name
        folded = [fold(word) for word in words]
        assert all(folded), name
        assert all(len(query_words(word)) == 1 for word in words), name
        assert not set(folded) & stop_words(code), name
        assert len(set(words)) == len(words), name


def test_there_is_no_file_of_another_language() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(languages.CODES)
    assert read("xx") == {}
    assert read("../en") == {}


@pytest.mark.django_db
def test_a_word_finds_what_is_called_otherwise_and_itself_first(index: Index) -> None:
    index(document("other", title="Your employer"), document("itself", title="Your boss"), document("no", title="Rent"))
    assert found("boss") == ["itself", "other"]
    assert found("employers") == ["other", "itself"]
    assert found("chief") == ["other", "itself"]


@pytest.mark.django_db
def test_an_article_written_into_one_with_the_word_is_no_other_word(index: Index) -> None:
    index(document("doctor", language="ar", title="كيف أصل إلى الطبيب"))
    assert found("دكتور", "ar") == found("الدكتور", "ar") == ["doctor"]


@pytest.mark.django_db
def test_synonyms_come_before_typing_errors(index: Index) -> None:
    index(document("work", title="Employment"), document("error", title="The vacansy"))
    answer = search("vacancy", "en")
    assert answer.corrected == ""
    assert [hit.entry.key for hit in answer.hits] == ["page:work"]


@pytest.mark.django_db
@pytest.mark.parametrize("code", languages.CODES)
@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_each_word_of_a_group_finds_what_the_others_find(index: Index, code: str, data: st.DataObject) -> None:
    group = data.draw(st.sampled_from([*read(code).values()]))
    typed, written = data.draw(st.sampled_from(group)), data.draw(st.sampled_from(group))
    index(document("one", language=code, title=f"{written} 112"))
    assert found(typed, code) == ["one"]


@pytest.mark.django_db
def test_the_forms_of_a_term_are_bounded_and_need_no_query_more(index: Index) -> None:
    words = [word for group in synonyms_of("en").groups[:12] for word, _folded, _stem in group]
    index(document("many", body=[" ".join(words)]), document("permit", title="Permits"))
    for query in ("permit", "zzyzx permit boss doctor"):
        assert all(term.forms <= MOST_FORMS for term in search(query, "en").terms)
    counts = []
    for query in ("many", "permits", "papers"):
        search(query, "en")
        with CaptureQueriesContext(connection) as queries:
            assert search(query, "en").hits
        counts.append(len(queries))
    assert len(set(counts)) == 1
