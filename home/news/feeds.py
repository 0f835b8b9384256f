"""News as a feed: for feed readers, and for partners who pass them on."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from home.news.pages import NewsIndexPage, newest_news
from portal import languages
from portal.context import public_path
from portal.facts.tokens import facts_of_today
from portal.found.feeds import Entry, at_midnight, feed_response
from portal.found.structured import plain

MOST_ENTRIES = 30


@require_safe
def news_feed(request: HttpRequest) -> HttpResponse:
    """List the newest news of a language. Three queries. Raises ``Http404`` where the language has no news section."""
    code = get_language() or languages.SOURCE_CODE
    index = NewsIndexPage.objects.live().filter(locale__language_code=code).first()
    if index is None:
        raise Http404
    context = {"portal_facts": facts_of_today(), "current_language": languages.get_language(code)}
    entries = []
    for page in newest_news(code, MOST_ENTRIES):
        published = at_midnight(page.published_on)
        entries.append(
            Entry(
                key=f"news/{page.slug}",
                title=page.title,
                path=public_path(page.url_path, code),
                text=plain(page.summary, context),
                published=published,
                updated=max(published, page.last_published_at or published),
            )
        )
    path = public_path(index.url_path, code)
    subtitle = plain(index.summary, context)
    return feed_response(request, entries, title=index.title, subtitle=subtitle, path=path, language=code)
