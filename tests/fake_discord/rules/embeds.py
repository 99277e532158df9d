"""Embeds: their shape, and how much text all of a message's may hold (resources/message)."""

from ..core.shape import Fields, Many, Maybe, Text, Truth, Whole

MOST_TEXT = 6000
URL = Text(1, 2048, r"^https?://")
MEDIA = Text(1, 2048, r"^(https?|attachment)://")
MADE_BY_DISCORD = ("type", "provider", "video", "proxy_url", "proxy_icon_url", "height", "width", "flags")

PICTURE = Fields(must={"url": MEDIA}, may={"description": Maybe(Text(0, 1024))}, ignored=MADE_BY_DISCORD)
EMBED = Fields(may={
    "title": Maybe(Text(0, 256, trim=True)), "description": Maybe(Text(0, 4096, trim=True)), "url": Maybe(URL),
    "timestamp": Maybe(Text(1, 64, r"^\d{4}-\d\d-\d\dT")), "color": Maybe(Whole(0, 0xFFFFFF)),
    "footer": Maybe(Fields(must={"text": Text(1, 2048, trim=True)}, may={"icon_url": Maybe(MEDIA)},
                           ignored=MADE_BY_DISCORD)),
    "image": Maybe(PICTURE), "thumbnail": Maybe(PICTURE),
    "author": Maybe(Fields(must={"name": Text(1, 256, trim=True)},
                           may={"url": Maybe(URL), "icon_url": Maybe(MEDIA)}, ignored=MADE_BY_DISCORD)),
    "fields": Maybe(Many(Fields(must={"name": Text(1, 256, trim=True), "value": Text(1, 1024, trim=True)},
                                may={"inline": Maybe(Truth())}), 0, 25)),
}, ignored=MADE_BY_DISCORD)


def embeds(value, place, faults):
    """The shape of a message's embeds, as they come back from Discord."""
    before = len(faults.found)
    taken = Many(EMBED, 0, 10)(value, place, faults)
    if len(faults.found) > before:
        return taken
    if sum(map(_size, taken)) > MOST_TEXT:
        faults.add(place, "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {MOST_TEXT}")
    return [_finished(one) for one in taken]


def _size(embed):
    texts = [embed.get("title"), embed.get("description"), (embed.get("footer") or {}).get("text"),
             (embed.get("author") or {}).get("name")]
    for field in embed.get("fields") or []:
        texts += [field["name"], field["value"]]
    return sum(len(text) for text in texts if text)


def _finished(embed):
    kept = {key: value for key, value in embed.items() if value not in (None, "", [])}
    for field in kept.get("fields", []):
        field["inline"] = bool(field.get("inline"))
    return {"type": "rich", "content_scan_version": 0} | kept
