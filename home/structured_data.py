"""What pages tell machines in the words of schema.org (JSON-LD)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language

from portal.content.addresses import absolute

if TYPE_CHECKING:
    from home.glossary.terms import GlossaryTerm
    from home.models import SiteFrame
    from portal.cases.public import PublicCase
    from portal.notices.models import BulletinPage, NoticePage
    from portal.organisations.models import Unit

#: Content is written in Chinese, whatever language the page around it has.
CONTENT_LANGUAGE = "zh-Hans"
ORGANIZATION = "GovernmentOrganization"


def graph(*nodes: dict[str, Any]) -> dict[str, Any]:
    """Nodes as one JSON-LD document, without what is empty."""
    return {"@context": "https://schema.org", "@graph": [_filled(node) for node in nodes]}


def website(frame: SiteFrame) -> dict[str, Any]:
    """The site and how to search it."""
    return {
        "@type": "WebSite",
        "@id": _site_id(),
        "url": absolute(reverse("wagtail_serve", args=("",))),
        "name": frame.site_name_en if get_language() == "en" else frame.site_name,
        "inLanguage": CONTENT_LANGUAGE,
        "publisher": {"@id": _sponsor_id()},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": absolute(reverse("search")) + "?q={search_term_string}"},
            "query-input": "required name=search_term_string",
        },
    }


def sponsor(frame: SiteFrame) -> dict[str, Any]:
    """Who runs the site."""
    reached = {"@type": "ContactPoint", "telephone": frame.hotline, "email": frame.email}
    return {
        "@type": ORGANIZATION,
        "@id": _sponsor_id(),
        "name": frame.sponsor or frame.site_name,
        "url": absolute("/"),
        "address": frame.contact,
        "contactPoint": _filled(reached) if frame.hotline or frame.email else None,
    }


def notice(page: NoticePage, path: str) -> dict[str, Any]:
    """A published notice. It is given to nobody for internal ones; the caller sees to that."""
    issuer = _unit(page.issuing_unit)
    valid_to = getattr(page, "valid_to", None)
    return {
        "@type": "Article",
        "@id": absolute(path),
        "mainEntityOfPage": absolute(path),
        "headline": page.title,
        "description": page.search_description or page.summary,
        "identifier": page.document_number,
        "keywords": page.keywords.replace("；", ",").replace(";", ","),
        "inLanguage": CONTENT_LANGUAGE,
        "dateCreated": page.written_on and page.written_on.isoformat(),
        "datePublished": page.published_on.isoformat(),
        "dateModified": page.last_published_at and page.last_published_at.isoformat(),
        "expires": valid_to and valid_to.isoformat(),
        "author": issuer,
        "publisher": issuer or {"@id": _sponsor_id()},
        "isPartOf": {"@id": _site_id()},
    }


def datasets(page: BulletinPage, path: str, files: Iterable[tuple[str, str, str, str]]) -> list[dict[str, Any]]:
    """The tables of a bulletin; ``files`` tells of each file: the table's code and name, its path, its media type."""
    quarter = page.quarter
    found: dict[str, dict[str, Any]] = {}
    for code, name, address, media_type in files:
        node = found.setdefault(
            code,
            {
                "@type": "Dataset",
                "@id": f"{absolute(path)}#table-{code}",
                "url": f"{absolute(path)}#table-{code}",
                "name": f"{page.title}：{name}",
                "description": page.search_description or page.summary or page.title,
                "inLanguage": CONTENT_LANGUAGE,
                "isAccessibleForFree": True,
                "temporalCoverage": quarter and f"{quarter.first_day}/{quarter.last_day}",
                "spatialCoverage": page.region and page.region.name,
                "dateModified": page.last_published_at and page.last_published_at.isoformat(),
                "creator": _unit(page.issuing_unit) or {"@id": _sponsor_id()},
                "isPartOf": {"@id": absolute(path)},
                "distribution": [],
            },
        )
        node["distribution"].append(
            {"@type": "DataDownload", "contentUrl": absolute(address), "encodingFormat": media_type.partition(";")[0]}
        )
    return list(found.values())


def case(case: PublicCase, path: str) -> dict[str, Any]:
    """A published case: a report on a unit."""
    return {
        "@type": "Report",
        "@id": absolute(path),
        "mainEntityOfPage": absolute(path),
        "headline": case.heading,
        "inLanguage": CONTENT_LANGUAGE,
        "datePublished": case.published_on and case.published_on.isoformat(),
        "about": {"@type": ORGANIZATION, "name": case.unit_name} if case.unit_name else None,
        "publisher": {"@id": _sponsor_id()},
        "isPartOf": {"@id": _site_id()},
    }


def glossary(terms: Iterable[GlossaryTerm], name: str, path: str) -> dict[str, Any]:
    """The words of the field in both languages."""
    here = absolute(path)
    return {
        "@type": "DefinedTermSet",
        "@id": here,
        "url": here,
        "name": name,
        "hasDefinedTerm": [
            {
                "@type": "DefinedTerm",
                "@id": f"{here}#{term.code}",
                "termCode": term.code,
                "name": term.zh,
                "alternateName": term.en,
                "description": term.explanation,
            }
            for term in terms
        ],
    }


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Where a page stands: titles and paths, from the home page to the page at hand, whose path may be empty."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            _filled({"@type": "ListItem", "position": place, "name": title, "item": path and absolute(path)})
            for place, (title, path) in enumerate(steps, start=1)
        ],
    }


def _unit(unit: Unit | None) -> dict[str, Any] | None:
    return {"@type": ORGANIZATION, "name": unit.name, "url": absolute(unit.get_absolute_url())} if unit else None


def _site_id() -> str:
    return absolute("/#site")


def _sponsor_id() -> str:
    return absolute("/#sponsor")


def _filled(node: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in node.items() if value not in (None, "")}
