"""Shapes of request bodies, and Discord's way of saying what is wrong with one.

A shape takes a value and a place, reports faults to a `Faults`, and returns the value as Discord
would take it. Keys that a shape doesn't know are ignored, as Discord does, and noted.
"""

import re

from .errors import Refusal

BAD = object()  # a value that has been reported


class Faults:
    """The faults of one body, by place."""

    def __init__(self):
        self.found = []
        self.ignored = []

    def add(self, place, code, message):
        self.found.append((place, code, message))
        return BAD

    def nested(self):
        """The `errors` object of a 50035."""
        root = {}
        for place, code, message in self.found:
            here = root
            for step in place:
                here = here.setdefault(str(step), {})
            here.setdefault("_errors", []).append({"code": code, "message": message})
        return root

    def end(self):
        if self.found:
            raise Refusal(50035, errors=self.nested())


def anything(value, place, faults):
    """Takes whatever is there."""
    return value


def left_out(value, place, faults):
    """What this server doesn't do it doesn't take either."""
    return faults.add(place, "LEFT_OUT", f"{place[-1]} is left out of this server") if value else value


class Text:
    """A string, counted in code points (discord-api-docs issue 1315)."""

    def __init__(self, least=0, most=None, pattern=None, trim=False):
        self.least, self.most, self.trim = least, most, trim
        self.pattern = re.compile(pattern) if pattern else None

    def __call__(self, value, place, faults):
        if isinstance(value, (bool, dict, list)) or value is None:
            return faults.add(place, "STRING_TYPE_CONVERT", f'Could not interpret "{value}" as string.')
        text = str(value).strip() if self.trim else str(value)
        if (bad := _length(text, self.least, self.most, "in length")) is not None:
            return faults.add(place, *bad)
        if self.pattern and not self.pattern.search(text):
            return faults.add(place, "STRING_TYPE_REGEX", "String value did not match validation regex.")
        return text


class Whole:
    """An integer; Discord takes numeric strings too."""

    def __init__(self, least=None, most=None):
        self.least, self.most = least, most

    def __call__(self, value, place, faults):
        try:
            number = int(value) if not isinstance(value, (bool, float)) or value == int(value) else None
        except (TypeError, ValueError, OverflowError):
            number = None
        if number is None:
            return faults.add(place, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        if self.least is not None and number < self.least:
            return faults.add(place, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {self.least}.")
        if self.most is not None and number > self.most:
            return faults.add(place, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {self.most}.")
        return number


class Number:
    """A number, whole or not."""

    def __call__(self, value, place, faults):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return faults.add(place, "FLOAT_TYPE_COERCE", f'Value "{value}" is not float.')
        return value


class Truth:
    def __call__(self, value, place, faults):
        if not isinstance(value, bool):
            return faults.add(place, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
        return value


class Id:
    """A snowflake."""

    def __call__(self, value, place, faults):
        text = str(value)
        if isinstance(value, (bool, dict, list)) or not re.fullmatch(r"[0-9]{1,20}", text) or int(text) >= 1 << 64:
            return faults.add(place, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
        return text


class OneOf:
    """One of some values."""

    def __init__(self, *values):
        self.values = values

    def __call__(self, value, place, faults):
        if isinstance(value, (dict, list)) or value not in self.values:
            known = ", ".join(repr(one) for one in self.values)
            return faults.add(place, "BASE_TYPE_CHOICES", f"Value must be one of ({known}).")
        return value


class Or:
    """The first shape that fits."""

    def __init__(self, *shapes):
        self.shapes = shapes

    def __call__(self, value, place, faults):
        for shape in self.shapes:
            tried = Faults()
            taken = shape(value, place, tried)
            if not tried.found:
                faults.ignored += tried.ignored
                return taken
        faults.found += tried.found
        return BAD


class Maybe:
    """A shape, or null."""

    def __init__(self, shape):
        self.shape = shape

    def __call__(self, value, place, faults):
        return None if value is None else self.shape(value, place, faults)


class Many:
    """A list of one shape."""

    def __init__(self, shape, least=0, most=None):
        self.shape, self.least, self.most = shape, least, most

    def __call__(self, value, place, faults):
        if not isinstance(value, list):
            return faults.add(place, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        if (bad := _length(value, self.least, self.most, "in length")) is not None:
            return faults.add(place, *bad)
        return [self.shape(one, (*place, index), faults) for index, one in enumerate(value)]


class Table:
    """An object from keys of one shape to values of one shape."""

    def __init__(self, keys, values):
        self.keys, self.values = keys, values

    def __call__(self, value, place, faults):
        if not isinstance(value, dict):
            return faults.add(place, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        for key in value:
            self.keys(key, (*place, key), faults)
        return {key: self.values(one, (*place, key), faults) for key, one in value.items()}


class Fields:
    """An object: `must` has to be there, `may` can be. `ignored` keys are known and without effect."""

    def __init__(self, must=None, may=None, ignored=()):
        self.must, self.may, self.ignored = must or {}, may or {}, ignored

    def __call__(self, value, place, faults):
        if not isinstance(value, dict):
            return faults.add(place, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType.")
        taken = {}
        for key, shape in (self.must | self.may).items():
            if key in value:
                taken[key] = shape(value[key], (*place, key), faults)
            elif key in self.must:
                faults.add((*place, key), "BASE_TYPE_REQUIRED", "This field is required")
        known = self.must.keys() | self.may.keys() | set(self.ignored)
        faults.ignored += [(*place, key) for key in value if key not in known]
        return taken


def _length(thing, least, most, words):
    size = len(thing)
    if least <= size and (most is None or size <= most):
        return None
    if least and most is not None:
        exact = f"Must be {most} {words}." if least == most else f"Must be between {least} and {most} {words}."
        return "BASE_TYPE_BAD_LENGTH", exact
    if size < least:
        return "BASE_TYPE_MIN_LENGTH", f"Must be {least} or more {words}."
    return "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer {words}."
