"""Step 6 on paper: for what raised hands are counted."""

from weitblick.method.paper import queries
from weitblick.trace.models import Item
from weitblick.workshop.models import Activity


def counted(activity: Activity) -> list[Item]:
    """The recommendations that count now."""
    return [one.item for one in queries.recommendations(activity.meeting.process)]
