"""The fake Discord's own tests: `scripts/discord test`.

client is a plain client written for them, on sockets; outsider uses discord.py, which nobody here
wrote. Nothing in here imports what serves the requests: a test asks as an application would, and acts
through the control interface.
"""
