"""What the admin gets from this app: our colours."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def our_colours() -> str:
    """The style sheet that stands after Wagtail's own."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
