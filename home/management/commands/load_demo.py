from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from home.demo import loading
from home.demo.publishing import has_other_notices, is_loaded
from home.demo.staff import Account, NameTaken
from portal.organisations import copies
from search import applying, consumers, indexing
from search.engines.base import BuildInProgress, SearchUnavailable
from search.management.progress import ProgressLine

Act = Callable[[consumers.Target], int]
Which = Callable[[consumers.Target], bool]


class Command(BaseCommand):
    help = "Loads the demonstration site: an invented city with units, staff, notices and warnings up to today."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="also where there are notices of your own")
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there are notices of your own")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it once; a second run changes nothing."""
        if is_loaded():
            self.stdout.write(_("The demonstration site is already there."))
            return
        if has_other_notices() and not options["force"]:
            if options["if_empty"]:
                self.stdout.write(_("There are notices already; the demonstration site is not loaded."))
                return
            raise CommandError(_("There are notices in this database. --force adds the demonstration site to them."))
        consumers.ensure()
        with copies.read_once():
            self._load()

    def _load(self) -> None:
        # Empty ones first: without any index, the log would say that everything is left to the worker.
        new = self._bring_up_to_date(indexing.rebuild, lambda target: not target.ready())
        line = ProgressLine(self.stdout, _("Notices"))
        try:
            loaded = loading.load(timezone.localdate(), line)
        except NameTaken as error:
            raise CommandError(_("There is an account named %(name)s already.") % {"name": error}) from error
        line.end(loaded.notices)
        # A new index is built again as a whole: each document is made once then, not with every step of its notice.
        self._bring_up_to_date(indexing.rebuild, lambda target: target.name in new)
        self._bring_up_to_date(applying.drain, lambda target: target.name not in new and target.ready())
        self._print(loaded.accounts)

    def _bring_up_to_date(self, act: Act, which: Which) -> set[str]:
        """Do this to some indexes of this machine, and say to which; Elasticsearch is the worker's."""
        done = set()
        for target in consumers.targets():
            try:
                if target.in_process and which(target):
                    act(target)
                    done.add(target.name)
            except (SearchUnavailable, BuildInProgress) as error:
                self.stderr.write(f"{target.name}: {error}")
        return done

    def _print(self, accounts: list[Account]) -> None:
        rows = [(_("user"), _("role"), _("password"))]
        rows += [(account.username, account.role, account.password) for account in accounts]
        self.stdout.write("\n" + _("Accounts (the passwords are shown this once):"))
        for username, role, password in rows:
            self.stdout.write(f"  {username:<12}{password:<18}{role}")
