"""The table of routes: which path is which handler."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Route:
    """One method of one path. `open_to_all` needs no token of the bot's."""

    method: str
    template: str
    handler: object = field(compare=False)
    open_to_all: bool = False
    beyond_global: bool = False  # interactions aren't bound to the global limit
    unlimited: bool = False

    @property
    def steps(self):
        return self.template.strip("/").split("/")


class Routes:
    """Finds the route of a path; a fixed step beats a parameter."""

    def __init__(self):
        self.by_length = {}

    def add(self, method, template, **facts):
        """A decorator: this handler serves that route."""
        def put(handler):
            route = Route(method, template, handler, **facts)
            self.by_length.setdefault(len(route.steps), []).append(route)
            return handler
        return put

    def find(self, method, steps):
        """(route, parameters), or (None, whether another method would do)."""
        found = [(route, params) for route in self.by_length.get(len(steps), ())
                 if (params := _match(route.steps, steps)) is not None]
        fitting = [(route, params) for route, params in found if route.method == method]
        if not fitting:
            return None, bool(found)
        return min(fitting, key=lambda one: len(one[1]))


def _match(pattern, steps):
    params = {}
    for expected, step in zip(pattern, steps):
        if expected.startswith("{"):
            params[expected[1:-1]] = step
        elif expected != step:
            return None
    return params


routes = Routes()
