"""Pictures as readers get them: pixels, and nothing that the camera wrote beside them."""

from __future__ import annotations

from willow.plugins.pillow import PillowImage


def leave_out_camera_data() -> None:
    """Save every size without the place, owner and device that Willow would copy from the original.

    The picture has been turned upright by then, so that nothing of the data is needed.
    """
    PillowImage.get_exif_data = lambda self: None
