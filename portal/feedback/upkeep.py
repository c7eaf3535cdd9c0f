"""What is done again and again for what citizens hand in."""

from datetime import timedelta

from portal.feedback.captcha import challenges
from portal.operations.jobs import register_job


def register() -> None:
    """Tell the workers."""
    register_job("forget_captchas", timedelta(minutes=10), challenges.forget_old)
