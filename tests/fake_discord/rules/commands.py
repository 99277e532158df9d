"""Application commands: shape and limits (interactions/application-commands)."""

import unicodedata

from ..core.shape import BAD, Fields, Id, Many, Maybe, Number, OneOf, Table, Text, Truth, Whole

CHAT, USER, MESSAGE = 1, 2, 3
MOST = {CHAT: 100, USER: 15, MESSAGE: 15}
LARGEST = 8000
SUB, GROUP, STRING, INTEGER, BOOLEAN, PERSON, ROOM, ROLE, MENTIONABLE, DECIMAL, FILE = range(1, 12)

LOCALES = ("id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl",
           "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja",
           "zh-TW", "ko")


def name(value, place, faults):
    r"""^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$, and lower case where there is such a thing."""
    taken = Text(1, 32)(value, place, faults)
    if taken is BAD:
        return BAD
    if not all(_allowed(one) for one in taken) or taken != taken.lower():
        return faults.add(place, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    return taken


def _allowed(character):
    script = unicodedata.name(character, "").split(" ")[0]
    return character in "-_'" or unicodedata.category(character)[0] in "LN" or script in ("DEVANAGARI", "THAI")


DESCRIPTION = Text(1, 100)
NAMES, DESCRIPTIONS = Maybe(Table(OneOf(*LOCALES), name)), Maybe(Table(OneOf(*LOCALES), DESCRIPTION))
MENU_NAME = Text(1, 32)
MENU_NAMES = Maybe(Table(OneOf(*LOCALES), MENU_NAME))
BASE = {"name": name, "description": DESCRIPTION}
LOCAL = {"name_localizations": NAMES, "description_localizations": DESCRIPTIONS}


def choice(value_shape):
    return Fields(must={"name": Text(1, 100), "value": value_shape},
                  may={"name_localizations": Maybe(Table(OneOf(*LOCALES), Text(1, 100)))})


def _option(number):
    """The shape of an option of one type."""
    may = dict(LOCAL)
    if number == SUB:
        may["options"] = Maybe(Many(option(*range(STRING, FILE + 1)), 0, 25))
    elif number == GROUP:
        may["options"] = Maybe(Many(option(SUB), 0, 25))
    else:
        may["required"] = Maybe(Truth())
    if number in (STRING, INTEGER, DECIMAL):
        values = {STRING: Text(1, 100), INTEGER: Whole(-(1 << 53), 1 << 53), DECIMAL: Number()}[number]
        may |= {"choices": Maybe(Many(choice(values), 0, 25)), "autocomplete": Maybe(Truth())}
    if number == STRING:
        may |= {"min_length": Maybe(Whole(0, 6000)), "max_length": Maybe(Whole(1, 6000))}
    if number in (INTEGER, DECIMAL):
        may |= {"min_value": Maybe(Number()), "max_value": Maybe(Number())}
    if number == ROOM:
        may["channel_types"] = Maybe(Many(Whole(0, 16)))
    known = ("min_value", "max_value", "min_length", "max_length", "choices", "autocomplete", "channel_types",
             "required", "options")
    return Fields(must={"type": OneOf(number)} | BASE, may=may, ignored=[one for one in known if one not in may])


def option(*numbers):
    """An option that has one of these types."""
    def shape(value, place, faults):
        number = value.get("type") if isinstance(value, dict) else None
        if number not in numbers or isinstance(number, bool):
            known = ", ".join(map(str, numbers))
            return faults.add((*place, "type"), "BASE_TYPE_CHOICES", f"Value must be one of ({known}).")
        before = len(faults.found)
        taken = _option(number)(value, place, faults)
        if len(faults.found) > before:
            return BAD
        if taken.get("autocomplete") and taken.get("choices"):
            faults.add((*place, "autocomplete"), "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES",
                       "autocomplete can't be true where there are choices")
        _family(taken.get("options") or [], (*place, "options"), faults)
        return taken
    return shape


def _family(options, place, faults):
    """What options may not be to each other."""
    if any(one is BAD for one in options):
        return
    seen, optional = set(), False
    for index, one in enumerate(options):
        if one["name"] in seen:
            faults.add((*place, index, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option name is taken")
        seen.add(one["name"])
        if one.get("required") and optional:
            faults.add((*place, index), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                       "Required options must be placed before non-required options")
        optional = optional or not one.get("required")
    kinds = {one["type"] in (SUB, GROUP) for one in options}
    if len(kinds) > 1:
        faults.add(place, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                   "Sub-command and sub-command group option types are mutually exclusive to all other types")


SETTINGS = {
    "default_member_permissions": Maybe(Text(0, 20, r"^[0-9]*$")), "dm_permission": Maybe(Truth()),
    "default_permission": Maybe(Truth()), "nsfw": Maybe(Truth()), "type": Maybe(Whole(1, 4)),
    "contexts": Maybe(Many(Whole(0, 2), 1)), "integration_types": Maybe(Many(Whole(0, 1), 1)), "id": Maybe(Id()),
}
READ_ONLY = ("application_id", "guild_id", "version", "name_localized", "description_localized", "handler")


def command(value, place, faults, partly=False):
    """A whole command; `partly` for PATCH, where everything may be left out."""
    if not isinstance(value, dict):
        return faults.add(place, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType.")
    before = len(faults.found)
    chat = (value.get("type") or CHAT) == CHAT
    must = {"name": name, "description": DESCRIPTION} if chat else {"name": MENU_NAME}
    more = {"options": Maybe(Many(option(*range(SUB, FILE + 1)), 0, 25))} | LOCAL
    rest = more if chat else {"name_localizations": MENU_NAMES, "description": Maybe(Text(0, 0)),
                              "options": Maybe(Many(Fields(), 0, 0)),
                              "description_localizations": Maybe(Table(Text(), Text(0, 0)))}
    shape = Fields(must={} if partly else must, may=(must if partly else {}) | rest | SETTINGS, ignored=READ_ONLY)
    taken = shape(value, place, faults)
    if len(faults.found) > before:
        return BAD
    _family(taken.get("options") or [], (*place, "options"), faults)
    if size(taken) > LARGEST:
        faults.add(place, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({LARGEST})")
    return taken


def part_of_command(value, place, faults):
    """What PATCH may say of a command."""
    return command(value, place, faults, partly=True)


def size(one):
    """Name, description and values, of options and choices too; of texts in many languages the longest."""
    total = _longest(one, "name") + _longest(one, "description")
    for each in one.get("options") or []:
        total += size(each)
    for each in one.get("choices") or []:
        total += _longest(each, "name") + len(str(each["value"]))
    return total


def _longest(one, field):
    texts = [one.get(field) or "", *(one.get(f"{field}_localizations") or {}).values()]
    return max(map(len, texts))


DEFAULTS = {"type": CHAT, "description": "", "default_member_permissions": None, "nsfw": False, "options": None,
            "contexts": None, "integration_types": [0], "dm_permission": True, "name_localizations": None,
            "description_localizations": None}
KEPT = {"name", *DEFAULTS}


def finished(taken):
    """A command with its defaults, as Discord gives it back; options keep only what was said."""
    kept = {key: value for key, value in taken.items() if value is not None and key in KEPT}
    return DEFAULTS | kept | {"options": [_told(one) for one in taken.get("options") or []] or None}


def _told(one):
    kept = {key: value for key, value in one.items() if value is not None}
    for name_ in ("options", "choices"):
        if kept.get(name_):
            kept[name_] = [_told(each) for each in kept[name_]]
    for name_ in ("required", "autocomplete"):
        if kept.get(name_) is False:
            del kept[name_]
    return kept
