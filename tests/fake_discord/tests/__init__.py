"""The fake Discord's own tests: `scripts/discord test`.

client starts one in this process and then asks as an application would, on sockets, and moves the people
through the control interface; test_outsider does so with discord.py, which nobody here wrote. Only where
a limit takes a day or ten thousand requests does a test set the server's own count.
"""
