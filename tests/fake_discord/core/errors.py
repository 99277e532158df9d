"""Discord's refusals: status, code and words, as its pages list them."""

MESSAGES = {
    0: "General error",
    10002: "Unknown Application",
    10003: "Unknown Channel",
    10004: "Unknown Guild",
    10007: "Unknown Member",
    10008: "Unknown Message",
    10009: "Unknown permission overwrite",
    10011: "Unknown Role",
    10013: "Unknown User",
    10014: "Unknown Emoji",
    10015: "Unknown Webhook",
    10062: "Unknown interaction",
    10063: "Unknown application command",
    20016: "This action cannot be performed due to slowmode rate limit.",
    30003: "Maximum number of pins reached for the channel (250)",
    30010: "Maximum number of reactions reached (20)",
    30032: "Maximum number of application commands reached (100).",
    30034: "Max number of daily application command creates has been reached (200)",
    30046: "Maximum number of edits to messages older than 1 hour reached. Try again later.",
    40005: "Request entity too large",
    40032: "Target user is not connected to voice.",
    40058: "Cannot message this channel until it is a thread",
    40060: "Interaction has already been acknowledged.",
    40067: "A tag is required to create a forum post in this channel",
    50001: "Missing Access",
    50003: "Cannot execute action on a DM channel",
    50005: "Cannot edit a message authored by another user",
    50006: "Cannot send an empty message",
    50007: "Cannot send messages to this user",
    50008: "Cannot send messages in a non-text channel",
    50013: "Missing Permissions",
    50016: "Provided too few or too many messages to delete. Must provide at least 2 and fewer than 100 messages "
           "to delete",
    50021: "Cannot execute action on a system message",
    50024: "Cannot execute action on this channel type",
    50027: "Invalid Webhook Token",
    50028: "Invalid role",
    50033: "Invalid Recipient(s)",
    50034: "A message provided was too old to bulk delete",
    50035: "Invalid Form Body",
    50045: "File uploaded exceeds the maximum size",
    50068: "Invalid message type",
    50083: "Thread is archived",
    50109: "The request body contains invalid JSON.",
    50278: "Cannot send messages to this user due to having no mutual guilds",
    160002: "You cannot reply without permission to read message history",
    160004: "A thread has already been created for this message",
    160005: "Thread is locked",
    160006: "Maximum number of active threads reached",
}

STATUS = {10062: 404, 30034: 429, 40005: 413, 40060: 400, 50001: 403, 50005: 403, 50007: 403, 50013: 403,
          50027: 401, 50278: 403, 20016: 429, 30046: 429, 50021: 403, 160002: 403, 160005: 403}


class Refusal(Exception):
    """Discord says no. `body` is what it says."""

    def __init__(self, code, status=None, message=None, errors=None, **more):
        self.code = code
        self.status = status or STATUS.get(code) or (404 if 10000 <= code < 20000 else 400)
        self.body = {"message": message or MESSAGES.get(code, "Error"), "code": code}
        if errors:
            self.body["errors"] = errors
        self.body |= more
        super().__init__(f"{self.status} {code}: {self.body['message']}")


class Throttled(Refusal):
    """A refusal that Discord words as a rate limit: 20016, 30034, 30046."""

    def __init__(self, code, seconds):
        super().__init__(code, retry_after=round(seconds, 3), **{"global": False})
        self.retry_after = seconds
