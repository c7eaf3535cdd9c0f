"""What a citizen typed on the status page stays: refused, not stored, or the receipt asked for again."""

from __future__ import annotations

from collections.abc import Set

from django.http import QueryDict

from portal.feedback.models import State, Submission
from portal.feedback.tracking.forms import MessageForm, RatingForm, fresh_message

Forms = dict[str, MessageForm | RatingForm]

#: The fields that hold what was typed, and the value by which a message counts once however often it is sent.
_FIELDS = ("text", "nonce", "is_solved", "attitude", "speed")
#: The form of each button.
_FORM_OF = {"write": "message", "ask_review": "review", "rate": "rating"}


def typed(posted: QueryDict) -> Forms:
    """The form behind the button that was pressed, as it was filled in; chosen files no browser keeps."""
    form = _FORM_OF.get(posted.get("do", ""))
    if form is None:
        return {}
    return {form: RatingForm(posted) if form == "rating" else MessageForm(posted)}


def carried(posted: QueryDict) -> dict[str, str]:
    """Hidden fields for the page that asks for the receipt."""
    found = {name: str(posted[name]) for name in _FIELDS if posted.get(name)}
    form = _FORM_OF.get(posted.get("do", "")) or posted.get("meant", "")
    return {**found, "meant": form} if form and found else found


def brought(posted: QueryDict) -> Forms:
    """What was carried over that page, in the form that it was typed in; nothing is judged yet."""
    if posted.get("meant") == "rating":
        return {"rating": RatingForm(initial={name: posted.get(name) for name in _FIELDS[2:]})}
    if not posted.get("text"):
        return {}
    form = "review" if posted.get("meant") == "review" else "message"
    return {form: fresh_message(str(posted["text"]), str(posted.get("nonce", "")))}


def placed(forms: Forms, submission: Submission, possible: Set[str]) -> tuple[Forms, str]:
    """The forms as the page can show them, and the text that none takes: the state may have changed meanwhile."""
    review = forms.get("review")
    if isinstance(review, MessageForm) and "ask_review" not in possible:
        forms = {"message": fresh_message(str(review["text"].value() or ""))}
    message = forms.get("message")
    if isinstance(message, MessageForm) and submission.state == State.WITHDRAWN:
        return {}, str(message["text"].value() or "")
    return forms, ""
