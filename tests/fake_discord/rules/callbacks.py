"""First responses to interactions: which may answer which, and their data (interactions/receiving)."""

from ..core.shape import BAD, Fields, Many, Maybe, Number, OneOf, Text, Truth, Whole
from . import components as parts
from .commands import DECIMAL, INTEGER, STRING, choice
from .messages import body, is_new

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
ALLOWED = {COMMAND: (4, 5, 9), COMPONENT: (4, 5, 6, 7, 9), AUTOCOMPLETE: (8,), SUBMIT: (4, 5, 6, 7)}

VALUES = {STRING: Text(0, 100), INTEGER: Whole(-(1 << 53), 1 << 53), DECIMAL: Number()}

INPUT = parts.component(parts.INPUT, {"custom_id": parts.CUSTOM_ID, "style": Whole(1, 2)}, {
    "label": Maybe(Text(1, 45)), "value": Maybe(Text(0, 4000)), "placeholder": Maybe(Text(0, 100)),
    "required": Maybe(Truth()), "min_length": Maybe(Whole(0, 4000)), "max_length": Maybe(Whole(1, 4000))})


def _enabled(shape):
    """A select menu of a form can't be disabled."""
    def checked(value, place, faults):
        if isinstance(value, dict) and value.get("disabled"):
            return faults.add((*place, "disabled"), "COMPONENT_DISABLED_IN_MODAL", "Disabled isn't allowed in modals")
        return shape(value, place, faults)
    return checked


def _labelled_in_row(value, place, faults):
    """In a row of old an input brings its own label."""
    if isinstance(value, dict) and value.get("label") is None:
        faults.add((*place, "label"), "BASE_TYPE_REQUIRED", "This field is required")
    return INPUT(value, place, faults)


def _bare(value, place, faults):
    """Inside a label an input has none of its own."""
    if isinstance(value, dict) and value.get("label") is not None:
        faults.add((*place, "label"), "COMPONENT_LABEL_IN_LABEL", "Label isn't allowed here")
    return INPUT(value, place, faults)


BOX = Fields(must={"label": Text(1, 100), "value": Text(1, 100)},
             may={"description": Maybe(Text(0, 100)), "default": Maybe(Truth())})
INSIDE = {number: _enabled(shape) for number, shape in parts.SELECT_SHAPES.items()} | {
    parts.INPUT: _bare,
    19: parts.component(19, {"custom_id": parts.CUSTOM_ID}, {
        "min_values": Maybe(Whole(0, 10)), "max_values": Maybe(Whole(1, 10)), "required": Maybe(Truth())}),
    21: parts.component(21, {"custom_id": parts.CUSTOM_ID, "options": Many(BOX, 2, 10)}, {"required": Maybe(Truth())}),
    22: parts.component(22, {"custom_id": parts.CUSTOM_ID, "options": Many(BOX, 1, 10)}, {
        "min_values": Maybe(Whole(0, 10)), "max_values": Maybe(Whole(1, 10)), "required": Maybe(Truth())}),
    23: parts.component(23, {"custom_id": parts.CUSTOM_ID}, {"default": Maybe(Truth())}),
}
FORM = {
    parts.ROW: parts.component(parts.ROW, {"components": Many(parts.ByType({parts.INPUT: _labelled_in_row}), 1, 1)}),
    parts.TEXT: parts.DISPLAY,
    parts.LABEL: parts.component(parts.LABEL, {"label": Text(1, 45), "component": parts.ByType(INSIDE)},
                                 {"description": Maybe(Text(1, 100))}),
}


def modal(value, place, faults):
    """The data of a form."""
    before = len(faults.found)
    shape = Fields(must={"custom_id": parts.CUSTOM_ID, "title": Text(1, 45),
                         "components": Many(parts.ByType(FORM), 1, 5)})
    taken = shape(value, place, faults)
    if len(faults.found) > before:
        return BAD
    seen = set()
    for where, one in parts.walk(taken["components"]):
        if one.get("custom_id") in seen:
            faults.add((*place, "components", *where, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED",
                       "Component custom id cannot be duplicated")
        seen |= {one.get("custom_id")} - {None}
        low, high = one.get("min_length") or 0, one.get("max_length") or 4000
        if low > high:
            faults.add((*place, "components", *where, "min_length"), "BASE_TYPE_BAD_LENGTH", "min_length > max_length")
        if len(one.get("value") or "") > high and one["type"] == parts.INPUT:
            faults.add((*place, "components", *where, "value"), "BASE_TYPE_MAX_LENGTH",
                       f"Must be {high} or fewer in length.")
    taken["components"] = parts.numbered(taken["components"])
    return taken


def _focused(data):
    """The type of the option that somebody is typing in."""
    options = list(data.get("options", []))
    for one in options:
        options += one.get("options", [])
    return next(one["type"] for one in options if one.get("focused"))


def retired(taken):
    """Whether a form is of a shape that Discord still takes and calls deprecated."""
    return taken["type"] == 9 and any(one["type"] == parts.ROW for one in taken["data"]["components"])


def callback(raw, interaction):
    """The shape of a callback for this interaction."""
    allowed = ALLOWED[interaction.type]
    if interaction.type == SUBMIT and interaction.message is None:
        allowed = (4, 5)
    kind = raw.get("type") if isinstance(raw, dict) else None
    must, may = {"type": OneOf(*allowed)}, {}
    if kind in (4, 7):
        must["data"] = Fields(may=body(is_new(raw.get("data"))))
    elif kind == 5:
        may["data"] = Maybe(Fields(may={"flags": Maybe(OneOf(0, 64))}))  # EPHEMERAL alone
    elif kind == 8 and kind in allowed:
        must["data"] = Fields(must={"choices": Many(choice(VALUES[_focused(interaction.data)]), 0, 25)})
    elif kind == 9:
        must["data"] = modal
    elif kind == 6:
        may["data"] = Maybe(Fields())
    return Fields(must=must, may=may)
