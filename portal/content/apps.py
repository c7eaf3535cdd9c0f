from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "portal.content"
    label = "content"
    verbose_name = _("Content")

    def ready(self) -> None:
        from portal.content import addresses, checks, pictures, sizes, uploads  # noqa: F401
        from portal.content.caching import purging
        from portal.content.health import pages

        purging.connect()
        pages.register()
        addresses.connect()
        sizes.connect()
        pictures.leave_out_camera_data()
        uploads.bound_pictures()
        uploads.bound_avatars()
