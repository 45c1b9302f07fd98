"""Celery entries of jurisdictions."""

from celery import shared_task

from onegrid.jurisdictions.actor import SYSTEM
from onegrid.jurisdictions.services.realign_units import realign_units


@shared_task
def realign_township_centres() -> int:
    """Each day after midnight: areas that change today move their township centres."""
    return realign_units(actor=SYSTEM)
