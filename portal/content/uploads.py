"""Pictures that staff upload: no more pixels than a page needs, and nobody waits while they are unpacked.

A file of some hundred kilobytes can hold so many pixels that unpacking it takes seconds and hundreds of megabytes.
"""

from __future__ import annotations

import warnings
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.decorators import method_decorator
from PIL import Image
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.images.fields import WagtailImageField
from wagtail.images.views.chooser import ImageUploadView
from wagtail.images.views.multiple import AddView


def bound_pictures() -> None:
    """Let no picture with more be unpacked in this process: Wagtail counts pixels when it holds them already.

    Pillow refuses from twice its limit on, and warns before that of what is none of ours.
    """
    Image.MAX_IMAGE_PIXELS = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 2
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)


class BoundedAvatarForm(AvatarPreferencesForm):
    """The picture of an account, refused in words as every other."""

    avatar = WagtailImageField(label=AvatarPreferencesForm.base_fields["avatar"].label, required=False)


def bound_avatars() -> None:
    """Wagtail builds the panel itself and asks nobody which form it has; its template shows no error."""
    AvatarSettingsPanel.form_class = BoundedAvatarForm
    AvatarSettingsPanel.template_name = "content/admin/avatar.html"


# Checking the form and showing a small picture unpack the large one: before and after the transaction, not within.
@method_decorator(transaction.non_atomic_requests, name="dispatch")
class AddPictures(AddView):
    """The upload of many."""

    def save_object(self, form: Any) -> Any:
        """The picture and its record are one transaction."""
        with transaction.atomic():
            return super().save_object(form)


@method_decorator(transaction.non_atomic_requests, name="dispatch")
class UploadInChooser(ImageUploadView):
    """The upload of the picture that is being chosen."""

    def save_form(self, form: Any) -> Any:
        """The picture and its record are one transaction."""
        with transaction.atomic():
            return super().save_form(form)
