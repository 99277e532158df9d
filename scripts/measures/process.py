"""What a process costs."""

import os
import pathlib
import re


def resident(pid):
    """Megabytes resident, and how much of it is the program's own."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    kilobytes = {name: int(value) for name, value in re.findall(r"(VmRSS|RssAnon):\s+(\d+)", status)}
    return kilobytes["VmRSS"] / 1024, kilobytes["RssAnon"] / 1024


def seconds(pid):
    """Processor time used so far, by the program and by the kernel for it."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
