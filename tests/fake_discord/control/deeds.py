"""The table of deeds: which "do" is which function, and what it takes."""

import inspect

RESERVED = {"as": "as_", "in": "in_", "for": "for_"}  # words that Python keeps for itself


class Unfit(Exception):
    """A deed that can't be done; its words are the answer."""


class Deeds:
    """Functions by name. Their keyword parameters are the fields of the request."""

    def __init__(self):
        self.known = {}

    def add(self, function):
        self.known[function.__name__.strip("_")] = function
        return function

    def look(self, function):
        """A deed that changes nothing and can be waited for."""
        function.look = True
        return self.add(function)

    def find(self, request):
        """The function and its arguments."""
        if not isinstance(request, dict) or not isinstance(request.get("do"), str):
            raise Unfit('a deed is an object with "do"')
        function = self.known.get(request["do"])
        if function is None:
            raise Unfit(f"there is no deed {request['do']!r}: {', '.join(sorted(self.known))}")
        given = {RESERVED.get(key, key): value for key, value in request.items() if key != "do"}
        try:
            inspect.signature(function).bind(None, **given)
        except TypeError as fault:
            raise Unfit(f"{request['do']}: {fault}".replace("as_", "as").replace("in_", "in")) from None
        return function, given

    async def do(self, discord, request):
        function, given = self.find(request)
        done = function(discord, **given)
        return await done if inspect.isawaitable(done) else done


deeds = Deeds()
