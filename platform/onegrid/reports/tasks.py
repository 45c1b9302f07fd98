"""Celery's entry into reports: one tick, one service."""

from celery import shared_task

from onegrid.reports.services.refresh_figures import refresh_figures as refresh


@shared_task(name="onegrid.reports.tasks.refresh_figures")
def refresh_figures() -> None:
    """Every few seconds; two at once are harmless."""
    refresh()
