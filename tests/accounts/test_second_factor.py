"""Whose role needs a second factor is nobody until it is given; anybody may have one."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts.models import RecoveryCode
from portal.accounts.second_factor.views import NEW_KEY
from portal.accounts.wagtail_hooks import in_own_account
from tests.accounts.entries import steps
from tests.factories import UserFactory
from tests.factories.accounts import PASSWORD
from tests.factories.second_factors import KEY, recovery_codes, shown, telephone

ASK, SET_UP, OVERVIEW = "/admin/second-factor/code/", "/admin/second-factor/set-up/", "/admin/second-factor/"
EVERYWHERE = ["/admin/", "/admin/account/", "/admin/pages/", "/admin/nothing-here/", OVERVIEW]


def set_up(client: Client) -> Any:
    client.get(SET_UP)
    return client.post(SET_UP, {"code": shown(bytes.fromhex(client.session[NEW_KEY]))})


def give(client: Client, code: str) -> Any:
    return client.post(ASK, {"code": code})


@pytest.mark.parametrize("path", EVERYWHERE)
def test_nothing_of_the_admin_shows_before_it(client: Client, moderator: User, path: str) -> None:
    client.force_login(moderator)
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 302
        assert answer["Location"].startswith(ASK)
    assert client.get(path, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403


def test_the_public_site_does_not_know_the_account(client: Client, moderator: User) -> None:
    client.force_login(moderator)
    assert not client.get("/glossary/").wsgi_request.user.is_authenticated
    internal = client.get(reverse("internal_notices"))
    assert internal.status_code == 302
    assert client.get(internal["Location"])["Location"].startswith(ASK)


def test_whoever_has_none_sets_one_up_and_is_in(client: Client, moderator: User) -> None:
    client.force_login(moderator)
    key = client.session.session_key
    assert client.get(ASK)["Location"].startswith(SET_UP)
    page = client.get(SET_UP)
    assert "<svg" in page.content.decode()
    codes = set_up(client).context["codes"]
    assert len(set(codes)) == 10
    assert client.session.session_key != key
    assert client.get("/admin/").status_code == 200
    assert steps(moderator)[-2:] == ["second_factor.add", "second_factor.codes"]


def test_recovery_codes_are_shown_once_and_kept_as_hashes(client: Client, moderator: User) -> None:
    client.force_login(moderator)
    response = set_up(client)
    assert "no-store" in response["Cache-Control"]
    kept = str(list(RecoveryCode.objects.values())) + str(dict(client.session))
    for code in response.context["codes"]:
        assert code in response.content.decode()
        assert code not in kept
        assert code not in client.get(OVERVIEW).content.decode()


def test_a_wrong_code_sets_nothing_up(client: Client, moderator: User) -> None:
    client.force_login(moderator)
    client.get(SET_UP)
    response = client.post(SET_UP, {"code": "000000"})
    assert response.context["form"].errors
    assert not TOTPDevice.objects.exists()
    assert client.get("/admin/").status_code == 302


def test_the_code_that_set_it_up_is_used_up(client: Client, moderator: User) -> None:
    client.force_login(moderator)
    client.get(SET_UP)
    code = shown(bytes.fromhex(client.session[NEW_KEY]))
    client.post(SET_UP, {"code": code})
    other = Client()
    other.force_login(moderator)
    assert give(other, code).status_code == 200


@pytest.mark.parametrize(
    "typed", [shown, lambda: f" {shown()[:3]} {shown()[3:]}", lambda: shown().translate(FULL_WIDTH)]
)
def test_the_code_opens_and_is_recorded(client: Client, moderator: User, typed: Any) -> None:
    telephone(moderator)
    client.force_login(moderator)
    response = client.post(f"{ASK}?next=/admin/account/", {"code": typed(), "next": "/admin/account/"})
    assert response["Location"] == "/admin/account/"
    assert client.get("/admin/").status_code == 200
    assert steps(moderator) == ["sign_in.pass", "second_factor.pass"]


FULL_WIDTH = str.maketrans("0123456789", "".join(map(chr, range(0xFF10, 0xFF1A))))


def test_it_leads_nowhere_else(client: Client, moderator: User) -> None:
    telephone(moderator)
    client.force_login(moderator)
    response = client.post(ASK, {"code": shown(), "next": "https://elsewhere.example/"})
    assert response["Location"] == "/admin/"


def test_a_code_is_good_for_once(client: Client, moderator: User) -> None:
    telephone(moderator)
    client.force_login(moderator)
    assert give(client, shown()).status_code == 302
    other = Client()
    other.force_login(moderator)
    assert give(other, shown()).status_code == 200
    assert other.get("/admin/").status_code == 302


def test_after_a_wrong_code_the_right_one_must_wait(client: Client, moderator: User) -> None:
    telephone(moderator)
    client.force_login(moderator)
    assert give(client, "000000").status_code == 200
    assert give(client, shown()).status_code == 200
    assert steps(moderator) == ["sign_in.pass", "second_factor.refuse", "second_factor.refuse"]


def test_a_recovery_code_opens_once(client: Client, moderator: User) -> None:
    telephone(moderator)
    code = recovery_codes(moderator)[3]
    client.force_login(moderator)
    assert give(client, code.lower().replace("-", " ")).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert RecoveryCode.objects.count() == 9
    other = Client()
    other.force_login(moderator)
    assert give(other, code).status_code == 200
    assert "second_factor.recover" in steps(moderator)


def test_codes_of_another_account_open_nothing(client: Client, moderator: User) -> None:
    stranger = UserFactory(groups=["moderator"])
    telephone(moderator)
    code = recovery_codes(stranger)[0]
    client.force_login(moderator)
    assert give(client, code).status_code == 200


def test_a_password_alone_does_not_put_another_telephone_in_its_place(client: Client, moderator: User) -> None:
    telephone(moderator)
    client.force_login(moderator)
    assert client.get(SET_UP)["Location"] == ASK
    assert client.post(SET_UP, {"code": shown()})["Location"] == ASK
    assert TOTPDevice.objects.get().key == KEY.hex()


def test_another_telephone_ends_what_the_old_one_opened(client: Client, moderator: User) -> None:
    telephone(moderator)
    other = Client()
    for each, later in ((client, 0), (other, 1)):
        each.force_login(moderator)
        assert give(each, shown(later=later)).status_code == 302
    assert set_up(client).context["codes"]
    assert TOTPDevice.objects.count() == 1
    assert client.get("/admin/").status_code == 200
    assert other.get("/admin/").status_code == 302


def test_others_may_set_one_up_and_are_asked_then(client: Client, editor: User) -> None:
    client.force_login(editor)
    assert client.get("/admin/").status_code == 200
    assert set_up(client).status_code == 200
    other = Client()
    other.post("/admin/login/", {"username": editor.username, "password": PASSWORD})
    assert other.get("/admin/")["Location"].startswith(ASK)


def test_others_may_do_without_again(client: Client, editor: User) -> None:
    client.force_login(editor)
    set_up(client)
    assert client.post("/admin/second-factor/remove/")["Location"] == OVERVIEW
    assert not TOTPDevice.objects.exists()
    assert steps(editor)[-1] == "second_factor.remove"


def test_whose_role_needs_one_may_not_do_without(client: Client, moderator: User) -> None:
    client.force_login(moderator)
    set_up(client)
    assert client.post("/admin/second-factor/remove/")["Location"] == "/admin/"
    assert TOTPDevice.objects.filter(user=moderator).exists()


def test_whoever_gets_the_role_is_asked_with_the_next_click(client: Client, moderator: User, editor: User) -> None:
    client.force_login(editor)
    assert client.get("/admin/").status_code == 200
    editor.groups.add(Group.objects.get(name="moderator"))
    assert client.get("/admin/").status_code == 302


def test_who_may_do_everything_may_be_asked(client: Client, settings: Any, db: None) -> None:
    settings.SECOND_FACTOR_FOR = ["superuser"]
    client.force_login(UserFactory(administrator=True))
    assert client.get("/admin/")["Location"].startswith(ASK)


def test_new_recovery_codes_replace_the_old(client: Client, moderator: User) -> None:
    client.force_login(moderator)
    old = set_up(client).context["codes"]
    new = client.post("/admin/second-factor/recovery-codes/").context["codes"]
    assert not set(old) & set(new)
    assert RecoveryCode.objects.count() == 10


def test_leaving_is_possible_half_way(client: Client, moderator: User) -> None:
    client.force_login(moderator)
    assert client.post("/admin/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_screens_speak_both_languages(client: Client, moderator: User, language: str) -> None:
    from wagtail.users.models import UserProfile

    UserProfile.objects.create(user=moderator, preferred_language=language)
    client.force_login(moderator)
    text = client.get(SET_UP).content.decode()
    assert ("双重验证" in text) is (language == "zh-hans")
    set_up(client)
    assert ("双重验证" in client.get(OVERVIEW).content.decode()) is (language == "zh-hans")


def test_the_account_page_leads_there(rf: Any) -> None:
    assert in_own_account(rf.get("/"))["url"] == OVERVIEW


def test_a_public_site_without_it_is_warned(settings: Any) -> None:
    settings.SECOND_FACTOR_FOR = ["intake"]
    found = [each for each in run_checks(include_deployment_checks=True) if each.id == "accounts.W001"]
    assert "moderator, handler, supervisor" in found[0].msg
