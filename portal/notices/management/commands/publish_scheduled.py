"""``manage.py publish_scheduled``: Wagtail's own, which first holds back what the privacy scan stops."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.management.commands import publish_scheduled
from wagtail.models import Revision

from portal.notices.privacy.gate import is_scanned
from portal.notices.privacy.spots import open_spots


class Command(publish_scheduled.Command):
    """Publish and expire; a notice with open findings loses its hour of publication, and the others go out."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Hold back first: one that stopped in the middle would stop those behind it too."""
        if not options["dryrun"]:
            for revision in Revision.objects.filter(approved_go_live_at__lt=timezone.now()):
                self._look_at(revision)
        super().handle(*args, **options)

    def _look_at(self, revision: Revision) -> None:
        content = revision.as_object()
        if not is_scanned(type(content)):
            return
        spots = open_spots(content)
        if spots:
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
            kinds = {kind: sum(spot.kind == kind for spot in spots) for kind in {spot.kind.value for spot in spots}}
            log(instance=content, action="privacy.held", data={"kinds": kinds}, revision=revision)
            self.stderr.write(_("Held back by the privacy scan: %(title)s") % {"title": content})
