"""The pages of subscribers. None is kept by anybody, and none tells whether an address is known."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.alerts import describing, links
from portal.alerts.ending import end
from portal.alerts.following import asking
from portal.alerts.following.forms import AddressForm, FollowForm
from portal.alerts.following.wishes import Wish, left_out, read_wish
from portal.alerts.models import Rhythm, Subscriber
from portal.privacy.addresses import address_of
from portal.privacy.buckets import count
from portal.privacy.sealing import NoSealingKey
from search import presentation, service
from search.engines.base import SearchUnavailable
from search.queries import SearchQuery

View = Callable[..., HttpResponse]

#: What the page offers to choose from, besides words.
CHOICES = ("kind", "region", "unit", "violation")
#: Mails that may be asked for from one place in a day, to whatever addresses: a school, an office.
MOST_FROM_ONE_PLACE = 50


def private(view: View) -> View:
    """A page about one person's mail: no cache keeps it, no search engine lists it, no other site learns of it."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapper


@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """What can be followed and how, and the way back to one's subscriptions."""
    try:
        results = service.search(SearchQuery(page_size=1))
        groups = {group.name: group for group in presentation.facet_groups(results)}
    except SearchUnavailable:
        groups = {}
    choices = [groups[name] for name in CHOICES if name in groups]
    return render(request, "alerts/alerts.html", {"choices": choices, "form": AddressForm()})


@private
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """The form for one thing to follow, which the address names."""
    params = request.GET.copy()
    # A field of the page before that was left as it was.
    for name in [name for name, values in params.lists() if not any(values)]:
        del params[name]
    wish = read_wish(params)
    if wish is None:
        raise Http404
    form = FollowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _asked(request, wish, form)
    return _form_page(request, wish, form, is_cut=left_out(params) and not wish.document)


def _asked(request: HttpRequest, wish: Wish, form: FollowForm) -> HttpResponse:
    values = form.cleaned_data
    if is_flood(request):
        return _form_page(request, wish, form, is_flood=True, status=429)
    if not form.is_from_program:
        try:
            asking.ask(values["address"], wish, values["rhythm"], get_language() or "zh-hans")
        except NoSealingKey:
            return _form_page(request, wish, form, is_closed=True, status=503)
    return redirect("alerts_sent")


def _form_page(request: HttpRequest, wish: Wish, form: FollowForm, *, status: int = 200, **more: Any) -> HttpResponse:
    followed = wish.unsaved()
    context = {
        "form": form,
        "what": describing.describe(followed),
        "parts": list(describing.parts(followed)),
        "total": _total(wish),
        "address": describing.address_of(followed),
        "feed_url": "" if wish.document else f"{reverse('search_feed')}?{wish.query.address}",
        "rhythms": Rhythm.choices,
        **more,
    }
    return render(request, "alerts/follow.html", context, status=status)


def is_flood(request: HttpRequest) -> bool:
    """Whether so many mails were asked for from one place today that it is no reader who asks. No address is kept."""
    return count(address_of(request), "alerts") > MOST_FROM_ONE_PLACE


def _total(wish: Wish) -> int | None:
    """How much there is today of what will be told."""
    if wish.document:
        return None
    try:
        return service.search(wish.query).total
    except SearchUnavailable:
        return None


@private
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Look into your mail."""
    return render(request, "alerts/sent.html")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button, for programs that look at mail open every link in it; then the word that it is done."""
    subscription = links.to_confirm(token)
    if subscription is None:
        return render(request, "alerts/expired.html", status=410)
    if request.method == "POST":
        asking.confirm(subscription)
    context = {
        "is_done": request.method == "POST" or subscription.confirmed_at is not None,
        "what": describing.describe(subscription.followed),
        "rhythm": subscription.get_rhythm_display(),
        "manage_link": links.manage_link(subscription.subscriber),
    }
    return render(request, "alerts/confirm.html", context)


# No token of ours: the mail program of the reader sends this by itself (RFC 8058), and the link is signed.
@csrf_exempt
@private
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """A button, and after it the word that no more mail comes. The same again where it ended before."""
    subscriber, subscriptions = links.to_stop(token)
    what = [describing.describe(subscription.followed) for subscription in subscriptions]
    if request.method == "POST" and subscriber:
        end(subscriber, subscriptions)
    is_done = request.method == "POST" or not subscriptions
    return render(request, "alerts/stop.html", {"what": what, "is_done": is_done})


@private
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """All subscriptions of an address: another rhythm, or an end."""
    subscriber = links.to_manage(token)
    if subscriber is None:
        return render(request, "alerts/expired.html", status=410)
    if request.method == "POST":
        _change(request, subscriber)
        return redirect(request.path)
    subscriptions = subscriber.subscriptions.select_related("followed").order_by("-pk")
    rows = [(each, describing.describe(each.followed), describing.address_of(each.followed)) for each in subscriptions]
    return render(request, "alerts/manage.html", {"rows": rows, "rhythms": Rhythm.choices})


def _change(request: HttpRequest, subscriber: Subscriber) -> None:
    number, rhythm = request.POST.get("subscription", ""), request.POST.get("rhythm", "")
    own = subscriber.subscriptions.all()
    if request.POST.get("stop") == "all":
        end(subscriber, list(own))
    elif not (number.isascii() and number.isdigit()) or len(number) > 18:
        return
    elif request.POST.get("stop"):
        end(subscriber, list(own.filter(pk=number)))
    elif rhythm in Rhythm.values:
        asking.change_rhythm(subscriber, int(number), rhythm)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """Who has no link at hand gets one by mail."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if is_flood(request):
            return render(request, "alerts/lost.html", {"form": form, "is_flood": True}, status=429)
        if not form.is_from_program:
            asking.send_link(form.cleaned_data["address"])
        return redirect("alerts_sent")
    return render(request, "alerts/lost.html", {"form": form})
