"""Pages as Wagtail's tutorial and its demo site make them: a section, and articles with files and tags."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail import blocks
from wagtail.documents import get_document_model_string
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Orderable, Page

PAGE_SIZE = 20


class SectionPage(Page):
    """A section with the list of its articles, newest first."""

    introduction = models.TextField(blank=True)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the page of articles: as Wagtail's tutorial lists them, or as its demo site does, without N+1."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        articles = self.get_children().live().order_by("-first_published_at")
        if "demo" in request.GET:
            articles = ArticlePage.objects.live().descendant_of(self).order_by("-date", "-pk")
        return {**context, "articles": Paginator(articles, PAGE_SIZE).get_page(request.GET.get("page"))}


class ArticleTag(TaggedItemBase):
    """A tag of an article."""

    content_object = ParentalKey("articles.ArticlePage", related_name="tagged_items", on_delete=models.CASCADE)


class ArticlePage(Page):
    """What a notice shows, in the fields that one would give it."""

    date = models.DateField(db_index=True)
    document_number = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=100, blank=True)
    intro = models.TextField(blank=True)
    body = StreamField(
        [
            ("heading", blocks.CharBlock(form_classname="title")),
            ("paragraph", blocks.RichTextBlock()),
            ("image", ImageBlock()),
        ]
    )
    tags = ClusterTaggableManager(through=ArticleTag, blank=True)


class ArticleFile(Orderable):
    """A file to download."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(get_document_model_string(), on_delete=models.CASCADE, related_name="+")
