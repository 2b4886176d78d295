"""The product's addresses, and the floors of `make bench`: an empty answer, and a page of 25 rows from memory."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.template import Context, engines
from django.urls import path

from shortsci.urls import urlpatterns as product

# What a list of papers prints at the least; all of it stands in memory.
ROWS = """<!DOCTYPE html>
<html lang="en">
  <head><meta charset="utf-8"><title>{{ title }}</title></head>
  <body>
    <h1>{{ title }}</h1>
    <ol>
      {% for row in rows %}
        <li>
          <h2><a href="{% url 'paper' row.number %}">{{ row.title }}</a></h2>
          <p>{{ row.authors }}{% if row.year %} · {{ row.year }}{% endif %}</p>
          <p>{{ row.text }}</p>
          <p>
            by <a href="{% url 'user' row.writer %}">{{ row.writer }}</a>, {{ row.published_at|date:"j M Y" }}
            {% if row.comments %}{{ row.comments }} comment{{ row.comments|pluralize }}{% endif %} {{ row.score }}
          </p>
        </li>
      {% endfor %}
    </ol>
  </body>
</html>
"""
TEMPLATE = engines["django"].from_string(ROWS).template
NOW = datetime(2026, 11, 21, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    number: int

    @property
    def title(self) -> str:
        return f"On the nature of thing {self.number}"

    authors = "Ada Writer, Ben Second & 3 more"
    year = 2021
    text = "What it says, in a sentence or two that a reader <can> follow. " * 5
    writer = "writer"
    comments = 3
    score = 12

    @property
    def published_at(self) -> datetime:
        return NOW - timedelta(days=self.number)


SHOWN = [Row(number) for number in range(1, 26)]


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def rows(request: HttpRequest) -> HttpResponse:
    return HttpResponse(TEMPLATE.render(Context({"title": "Twenty-five", "rows": SHOWN})))


urlpatterns = [path("bench/empty", empty), path("bench/rows", rows), *product]
