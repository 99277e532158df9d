"""Which passings of the crash points are tried: learnt from a life in peace, drawn from the deeds.

A point is passed on the way up and then by each deed a few times. Most passings are alike; those
that could lose something lie within a deed. So a deed is drawn first, and then one of the passings
that fell into it. Commands come up more often: they are carried out after their message is stored.
"""

COMMANDS = 3  # a command weighs as much as that many other deeds


class Passings:
    """How often each point was passed after each deed of one life, from its start on."""

    def __init__(self, story):
        self.marks = story.marks
        self.commands = {deed.name for deed in story.deeds() if deed.command}

    def count(self, point):
        """All the passings of a point in that life."""
        return self.marks[-1][1][point]

    def of(self, point):
        """The deeds in which a point is passed, each with its first and last passing."""
        spans = []
        for (_, before), (name, after) in zip(self.marks, self.marks[1:]):
            if after[point] > before[point]:
                spans.append((name, before[point] + 1, after[point]))
        return spans

    def deed(self, point, passing):
        """The deed that a passing fell into."""
        return next((name for name, _, last in self.of(point) if passing <= last), "nothing")

    def one(self, point, chance, only=None):
        """A passing within a deed, drawn; None if there is none."""
        spans = [span for span in self.of(point) if only is None or only(span[0])]
        if not spans:
            return None
        weights = [COMMANDS if name in self.commands else 1 for name, _, _ in spans]
        _, first, last = chance.choices(spans, weights)[0]
        return chance.randint(first, last)

    def some(self, point, chance, count):
        """That many passings, all different: the first after the start, one of the last deed, one
        in a command, and drawn ones; a single one is drawn."""
        spans = self.of(point)
        if not spans or count == 1:
            return [one for one in [self.one(point, chance)] if one]
        wanted = [self.one(point, chance, lambda name: name in self.commands),
                  spans[0][1], chance.randint(*spans[-1][1:])]
        wanted += [self.one(point, chance) for _ in range(8 * count)]
        return list(dict.fromkeys(one for one in wanted if one))[:count]
