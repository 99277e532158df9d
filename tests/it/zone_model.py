"""What the slots of schedules should be, by Python's zoneinfo and nothing of ours.

Reads one JSON object on standard input:
  iana       the version of the zone database to compare with, such as 2025b
  from, to   the first local date, and the one after the last
  zones      names of zones
  closed     dates without rituals
  schedules  each with cron (five fields) or days (0 is Monday) and at, every, anchor
Prints a line for each slot: zone, number of the schedule, local time, seconds since the epoch.

Run it with PYTHONTZPATH set and empty, so that zoneinfo takes its zones from the tzdata package
and not from the machine. It must not be called zoneinfo.py: it would import itself.
"""

import datetime
import json
import sys
import zoneinfo

DAY = datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def same_database(wanted):
    """Comparing two versions of the zone database would find their differences, not ours."""
    mend = f"pip install tzdata=={wanted[:4]}.{ord(wanted[4]) - 96}"
    if zoneinfo.TZPATH:
        sys.exit(f"zoneinfo reads {zoneinfo.TZPATH}: set PYTHONTZPATH to nothing")
    try:
        import tzdata
    except ImportError:
        sys.exit(f"{sys.executable} has no tzdata package: {mend}")
    if tzdata.IANA_VERSION != wanted:
        sys.exit(f"{sys.executable} has tzdata {tzdata.IANA_VERSION}, not {wanted}: {mend}")


def numbers(field, low, high):
    """The numbers of a cron field: lists, ranges and steps."""
    found = set()
    for part in field.split(","):
        reach, _, step = part.partition("/")
        first, _, last = reach.partition("-")
        if reach == "*":
            first, last = low, high
        elif not last:
            last = high if step else first
        found.update(range(int(first), int(last) + 1, int(step or 1)))
    return found


def reader(schedule):
    """The time of day of a schedule, and a function that says whether it takes a date."""
    if "days" in schedule:
        days = set(schedule["days"])
        return datetime.time.fromisoformat(schedule["at"]), lambda date: date.weekday() in days
    minute, hour, day, month, weekday = schedule["cron"].split()
    (minute,), (hour,) = numbers(minute, 0, 59), numbers(hour, 0, 23)
    days, months = numbers(day, 1, 31), numbers(month, 1, 12)
    weekdays = {number % 7 for number in numbers(weekday, 0, 6)}
    takes = lambda date: (
        date.day in days and date.month in months and date.isoweekday() % 7 in weekdays
    )
    return datetime.time(hour, minute), takes


def in_week(schedule, date):
    """Whether the ISO week of a date is one of those that count."""
    if schedule["every"] == 1:
        return True
    anchor = datetime.date.fromisoformat(schedule["anchor"])
    monday = lambda day: datetime.date.fromisocalendar(*day.isocalendar()[:2], 1)
    return (monday(date) - monday(anchor)).days % (7 * schedule["every"]) == 0


def instant(wall, zone):
    """The first pass of a wall-clock time; where it does not exist, the first minute that does."""
    while True:
        at = wall.replace(tzinfo=zone, fold=0).astimezone(datetime.timezone.utc)
        if at.astimezone(zone).replace(tzinfo=None) == wall:
            return int((at - EPOCH).total_seconds())
        wall += MINUTE


def lines(name, taken):
    """The lines of a zone, for the wall-clock times that each schedule takes."""
    zone = zoneinfo.ZoneInfo(name)
    return [
        f"{name} {number} {wall.isoformat(timespec='minutes')} {instant(wall, zone)}"
        for number, walls in enumerate(taken)
        for wall in walls
    ]


def main():
    task = json.load(sys.stdin)
    same_database(task["iana"])
    first, end = (datetime.date.fromisoformat(task[key]) for key in ("from", "to"))
    dates = [first + DAY * n for n in range((end - first).days)]
    closed = {datetime.date.fromisoformat(date) for date in task["closed"]}
    taken = []
    for schedule in task["schedules"]:
        time, takes = reader(schedule)
        fits = [d for d in dates if takes(d) and in_week(schedule, d) and d not in closed]
        taken.append([datetime.datetime.combine(date, time) for date in fits])
    for name in task["zones"]:
        print("\n".join(lines(name, taken)))


main()
