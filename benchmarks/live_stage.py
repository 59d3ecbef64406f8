"""The room of the live measurement: a process, an open round of cards, seated phones.

Run as a program of its own (``python -m benchmarks.live_stage N``) so that the measuring process
has no database; prints JSON.
"""

import json
import sys

from weitblick.cli.database import prepare

prepare()

from weitblick.entrance.board import board_url  # noqa: E402  needs the set-up above
from weitblick.faces.phone import cookie_name  # noqa: E402
from weitblick.voices.models import Card  # noqa: E402
from weitblick.workshop import actions, seats  # noqa: E402
from weitblick.workshop.frame import load_frame  # noqa: E402

CODE = "LAST99"
SECTORS = ("kommune", "wohlfahrtspflege", "politik", "wirtschaft", "zivilgesellschaft",
           "wissenschaft")


def seat_everybody(n: int) -> dict[str, object]:
    """Seat ``n`` phones in an open round; what the phones need to know."""
    frame = load_frame("thueringen-2035")
    process = actions.create_process(frame, "Lastprobe", "Hält es?")
    meeting = actions.create_meeting(process, "Saal", code=CODE)
    activity = actions.plan_activity(meeting, step="factors", kind="cards", title="Karten")
    actions.open_activity(activity, minutes=600)
    secrets = [seats.join(meeting, sector=SECTORS[k % 6])[1] for k in range(n)]
    return {
        "cookie": cookie_name(process), "secrets": secrets, "board": board_url(meeting),
        "live": f"/live/board/{CODE}/" + board_url(meeting).rstrip("/").split("/")[-1],
        "phone": f"/m/{CODE}/{activity.pk}/", "live_phone": f"/live/phone/{CODE}",
    }


def stored() -> dict[str, list[str]]:
    """The texts of all cards in the database, each as often as it is there."""
    return {"texts": list(Card.objects.values_list("item__text", flat=True))}


if __name__ == "__main__":
    json.dump(stored() if sys.argv[1] == "stored" else seat_everybody(int(sys.argv[1])), sys.stdout)
