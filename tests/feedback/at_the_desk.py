"""What tests of the desk share: an account at the desk, and what its pages show."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from portal.feedback.models import Submission
from tests.factories import UserFactory

QUEUE = "/admin/feedback/"


def desk(role: str = "moderator", **kwargs: Any) -> Client:
    client = Client()
    client.force_login(UserFactory(groups=[role], **kwargs))
    return client


def file_of(submission: Submission) -> str:
    return reverse("feedback_desk:file", args=[submission.pk])


def soup(response: Any) -> BeautifulSoup:
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content, "html.parser")


def references(client: Client, query: str = "") -> set[str]:
    page = soup(client.get(f"{QUEUE}{query}"))
    known = {str(row) for row in Submission.objects.all()}
    return {link.get_text(strip=True) for link in page.select("table a")} & known
