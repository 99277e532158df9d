"""What must hold after a story, whatever died on the way: nothing lost, nothing said twice."""

import collections

from .story import NOTE, QUESTION

TAPS = ["\u23ed\ufe0f", "\U0001f4ac"]  # to pass, to be asked in private


def judge(story, reference=None):
    """The faults of a story that was lived through, in words; none is what we want.

    `reference` is the transcript of the same story with no death in it.
    """
    export = story.server.export(story.name)
    rooms = {place: story.rooms.read(place) for place in story.rooms.places}
    faults = answers(story, export) + stored_once(export) + posts(story, export, rooms)
    if reference is not None:
        faults += same(reference, transcript(story, export, rooms))
    return faults, transcript(story, export, rooms)


def answers(story, export):
    """Each answer is there exactly once, as its author left it."""
    standing = story.standing(export)
    faults = [f"round {row['id']} is {row['state']}" for row in export["rounds"] if row["state"] != "closed"]
    if len(standing) != len(story.expected):
        return faults + [f"{len(standing)} rounds, not {len(story.expected)}"]
    for number, (got, expected) in enumerate(zip(standing, story.expected), 1):
        if collections.Counter(got) != collections.Counter(expected.items()):
            faults.append(f"round {number}: answers {sorted(got)}, not {sorted(expected.items())}")
    if story.notes(export) != [NOTE]:
        faults.append(f"notes {story.notes(export)}, not {[NOTE]}")
    return faults


def stored_once(export):
    """No message and no post is stored twice."""
    keys = {
        "messages": [(row["room"], row["remote_id"]) for row in export["messages"]],
        "posts": [(row["round"], row["room"], row["purpose"], row["generation"], row["id"]) for row in export["posts"]],
    }
    return [f"{name}: {key} is stored {count} times"
            for name, all_of in keys.items() for key, count in collections.Counter(all_of).items() if count > 1]


def posts(story, export, rooms):
    """Each round's prompt and summary stand in each room exactly once, and what stands is known."""
    faults, rounds = [], [row["id"] for row in export["rounds"]]
    for place, messages in rooms.items():
        standing = {m["id"]: m for m in messages if m["bot"] and not m["deleted"]}
        rows = [row for row in export["posts"] if row["room"] == story.rooms.reference(place)]
        for purpose in ["prompt", "summary"]:
            mine = [row for row in rows if row["purpose"] == purpose]
            if sorted(row["round"] for row in mine) != sorted(rounds):
                faults.append(f"{place}: {purpose} rows for {[row['round'] for row in mine]}")
            faults += [f"{place}: {purpose} {row['id']}: {row['state']}, remote {row['remote_ids']}"
                       for row in mine if not all(str(one) in standing for one in row["remote_ids"])
                       or not row["remote_ids"]]
            if purpose == "prompt":
                faults += taps(place, story.rooms.taps(place), mine)
        asked = [m for m in standing.values() if QUESTION in m["text"] and not m["thread"]]
        if len(asked) < len(rounds):
            faults.append(f"{place}: the question stands {len(asked)} times")
    return faults


def taps(place, put, prompts):
    """Under each prompt each reaction of the bot stands once, where it puts any."""
    if put is None:
        return []
    wanted = collections.Counter((str(row["remote_ids"][-1]), tap) for row in prompts if row["remote_ids"] for tap in TAPS)
    return [] if collections.Counter(put) == wanted else [f"{place}: reactions {put}, not {dict(wanted)}"]


def transcript(story, export, rooms):
    """What the bot's messages say, room by room: those that are posts, and the passing replies."""
    owned = {str(one) for row in export["posts"] for one in row["remote_ids"]}
    found = {}
    for place, messages in rooms.items():
        ours = [m for m in messages if m["bot"] and not m["deleted"]]
        found[place] = {
            "posts": [m["text"] for m in ours if m["id"] in owned],
            "replies": [m["text"] for m in ours if m["id"] not in owned],
        }
    return found


def same(reference, got):
    """The posts are those of the story without a death; of the replies, none was said oftener."""
    faults = []
    for place, expected in reference.items():
        if got[place]["posts"] != expected["posts"]:
            faults.append(f"{place}: posts {got[place]['posts']}, not {expected['posts']}")
        extra = collections.Counter(got[place]["replies"]) - collections.Counter(expected["replies"])
        faults += [f"{place}: said {count} times more than asked: {text!r}" for text, count in extra.items()]
    return faults
