"""Accounts of each role, with passwords that are made once and told once."""

import secrets
from dataclasses import dataclass

from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy as _

from home.demo.data import words
from home.roles import Role
from portal.feedback.roles import FeedbackRole
from portal.organisations.models import StaffMembership, Unit

#: Letters and digits that nobody mistakes for each other.
ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
PASSWORD_LENGTH = 14
#: Labels of the groups.
ROLES = dict([*Role.choices, *FeedbackRole.choices])


@dataclass(frozen=True, slots=True)
class Account:
    """What the command prints of an account."""

    username: str
    role: str
    password: str


class NameTaken(Exception):
    """There is an account of this name that is not ours to give a new password."""


def create() -> list[Account]:
    """Make every account; raises `NameTaken` rather than touch somebody's account."""
    accounts = []
    for entry in words("standing")["staff"]:
        if User.objects.filter(username=entry["username"]).exists():
            raise NameTaken(entry["username"])
        password = "".join(secrets.choice(ALPHABET) for _place in range(PASSWORD_LENGTH))
        is_administrator = entry["role"] == Role.ADMINISTRATOR
        # Without an address: nobody is to be written to about what the demonstration site proposes.
        user = User.objects.create_user(
            entry["username"],
            password=password,
            last_name=entry["title"],
            is_superuser=is_administrator,
            is_staff=is_administrator,
        )
        if entry["role"]:
            user.groups.add(Group.objects.get(name=entry["role"]))
        StaffMembership.objects.create(user=user, unit=Unit.objects.get(code=entry["unit"]), post=entry["post"])
        role = str(ROLES[entry["role"]]) if entry["role"] else str(_("member of staff"))
        accounts.append(Account(entry["username"], role, password))
    return accounts
