"""Components of messages: the rows of old, and those of version 2 (components/reference)."""

from ..core.shape import BAD, Fields, Id, Many, Maybe, OneOf, Text, Truth, Whole

ROW, BUTTON, SELECT, INPUT, USERS, ROLES, MENTIONABLES, CHANNELS = range(1, 9)
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER, LABEL = 9, 10, 11, 12, 13, 14, 17, 18
SELECTS = (SELECT, USERS, ROLES, MENTIONABLES, CHANNELS)
LINK, PREMIUM = 5, 6
MOST_ROWS, MOST_IN_ALL, MOST_TEXT = 5, 40, 4000

NUMBER = {"id": Maybe(Whole(0, (1 << 31) - 1))}
CUSTOM_ID = Text(1, 100)
EMOJI = Fields(must={"name": Maybe(Text(0, 32))}, may={"id": Maybe(Id()), "animated": Truth()})


class ByType:
    """One of some components, chosen by its `type`."""

    def __init__(self, shapes):
        self.shapes = shapes

    def __call__(self, value, place, faults):
        if not isinstance(value, dict):
            return faults.add(place, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType.")
        shape = self.shapes.get(value.get("type") if isinstance(value.get("type"), int) else None)
        if shape is None:
            known = ", ".join(map(str, self.shapes))
            return faults.add((*place, "type"), "BASE_TYPE_CHOICES", f"Value must be one of ({known}).")
        return shape(value, place, faults)


def component(number, must=None, may=None):
    """The shape of one component."""
    return Fields(must={"type": OneOf(number)} | (must or {}), may=NUMBER | (may or {}))


def option(most=100):
    return Fields(must={"label": Text(1, most), "value": Text(1, 100)},
                  may={"description": Maybe(Text(1, 100)), "emoji": Maybe(EMOJI), "default": Maybe(Truth())})


def select(number, **more):
    """A select menu; those of people, roles and rooms have default values instead of options."""
    default = Fields(must={"id": Id(), "type": OneOf("user", "role", "channel")})
    chosen = more or {"default_values": Maybe(Many(default, 0, 25)), "channel_types": Maybe(Many(Whole(0, 16)))}
    must = {"custom_id": CUSTOM_ID} | {name: shape for name, shape in chosen.items() if name == "options"}
    may = {name: shape for name, shape in chosen.items() if name != "options"}
    return component(number, must, may | {
        "placeholder": Maybe(Text(0, 150)), "min_values": Maybe(Whole(0, 25)), "max_values": Maybe(Whole(1, 25)),
        "disabled": Maybe(Truth()), "required": Maybe(Truth())})


SELECT_SHAPES = {SELECT: select(SELECT, options=Many(option(), 1, 25))} | {
    number: select(number) for number in (USERS, ROLES, MENTIONABLES, CHANNELS)}


def button(value, place, faults):
    """A button; its style says what it has to have."""
    shape = component(BUTTON, {"style": Whole(1, 6)}, {
        "label": Maybe(Text(0, 80)), "emoji": Maybe(EMOJI), "custom_id": Maybe(CUSTOM_ID), "sku_id": Maybe(Id()),
        "url": Maybe(Text(0, 512, r"^(https?|discord)://")), "disabled": Maybe(Truth())})
    before = len(faults.found)
    taken = shape(value, place, faults)
    if len(faults.found) > before:
        return BAD
    style = taken["style"]
    wanted = "url" if style == LINK else "sku_id" if style == PREMIUM else "custom_id"
    if not taken.get(wanted):
        return faults.add((*place, wanted), "BASE_TYPE_REQUIRED", "This field is required")
    extra = [name for name in ("url", "sku_id", "custom_id") if name != wanted and taken.get(name) is not None]
    if extra:
        return faults.add((*place, extra[0]), "BUTTON_COMPONENT_EXTRA", f"A button of style {style} has no {extra[0]}")
    if style != PREMIUM and not taken.get("label") and not taken.get("emoji"):
        return faults.add(place, "BUTTON_COMPONENT_LABEL_REQUIRED", "A button must have a label or an emoji")
    return taken


def row(value, place, faults):
    """A row: up to five buttons, or one select menu."""
    children = Many(ByType({BUTTON: button} | SELECT_SHAPES), 1, 5)
    taken = component(ROW, {"components": children})(value, place, faults)
    inside = taken.get("components") if taken is not BAD else None
    if isinstance(inside, list) and len(inside) > 1 and any(one is not BAD and one["type"] != BUTTON for one in inside):
        faults.add((*place, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A select menu fills its row alone")
    return taken


MEDIA = Fields(must={"url": Text(1, 2048, r"^(https?|attachment)://")})
DISPLAY = component(TEXT, {"content": Text(1, 4000)})
PICTURE = component(THUMBNAIL, {"media": MEDIA}, {"description": Maybe(Text(1, 1024)), "spoiler": Maybe(Truth())})
ITEM = Fields(must={"media": MEDIA}, may={"description": Maybe(Text(1, 1024)), "spoiler": Maybe(Truth())})
INNER = {
    ROW: row, TEXT: DISPLAY,
    SECTION: component(SECTION, {"components": Many(ByType({TEXT: DISPLAY}), 1, 3),
                                 "accessory": ByType({BUTTON: button, THUMBNAIL: PICTURE})}),
    GALLERY: component(GALLERY, {"items": Many(ITEM, 1, 10)}),
    FILE: component(FILE, {"file": MEDIA}, {"spoiler": Maybe(Truth())}),
    SEPARATOR: component(SEPARATOR, {}, {"spacing": Maybe(Whole(1, 2)), "divider": Maybe(Truth())}),
}
BOX = component(CONTAINER, {"components": Many(ByType(INNER), 1, MOST_IN_ALL)},
                {"accent_color": Maybe(Whole(0, 0xFFFFFF)), "spoiler": Maybe(Truth())})
OLD = Many(ByType({ROW: row}), 0, MOST_ROWS)
NEW = Many(ByType(INNER | {CONTAINER: BOX}), 0, MOST_IN_ALL)


def components(new):
    """The shape of a message's components, of old or of version 2."""
    def shape(value, place, faults):
        before = len(faults.found)
        taken = (NEW if new else OLD)(value, place, faults)
        if len(faults.found) > before:
            return BAD
        _together(taken, place, faults, new)
        return numbered(taken)
    return shape


def _together(taken, place, faults, new):
    """What no component sees alone: ids that occur once, and how much there is in all."""
    everything = list(walk(taken))
    seen = set()
    for where, one in everything:
        custom_id = one.get("custom_id")
        if custom_id in seen:
            faults.add((*place, *where, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED",
                       "Component custom id cannot be duplicated")
        seen |= {custom_id} - {None}
    if new and len(everything) > MOST_IN_ALL:
        faults.add(place, "COMPONENT_MAX_TOTAL_EXCEEDED", f"At most {MOST_IN_ALL} components in all")
    if new and sum(len(one["content"]) for _, one in everything if one["type"] == TEXT) > MOST_TEXT:
        faults.add(place, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", f"At most {MOST_TEXT} characters in all")


def walk(taken, where=()):
    """(place, component) for each component, those inside others too."""
    for index, one in enumerate(taken):
        here = (*where, index)
        yield here, one
        yield from walk(one.get("components", []), (*here, "components"))
        for name in ("accessory", "component"):
            if isinstance(one.get(name), dict):
                yield (*here, name), one[name]


# What Discord adds to a component where nothing was said.
DEFAULTS = {number: {"min_values": 1, "max_values": 1} for number in SELECTS} | {
    SEPARATOR: {"spacing": 1, "divider": True}, CONTAINER: {"accent_color": None, "spoiler": False}}


def numbered(taken):
    """Components as they come back: each with an id, with defaults, and without what is null."""
    used = {one.get("id") for _, one in walk(taken)} - {None, 0}
    free = iter(number for number in range(1, 1 << 16) if number not in used)
    for _, one in walk(taken):
        if not one.get("id"):
            one["id"] = next(free)
    return [_tidy(one) for one in taken]


def _tidy(one):
    if isinstance(one, dict):
        added = DEFAULTS.get(one.get("type"), {})
        return added | {key: _tidy(value) for key, value in one.items() if value is not None}
    return [_tidy(each) for each in one] if isinstance(one, list) else one
