"""A fake Discord for the tests: REST over TLS, the gateway, and the people who are there.

It is built from what Discord documents, not from what our bot happens to send, and it is strict:
what Discord refuses is refused with Discord's status, code and body, and what Discord forbids without
refusing it is written down as a violation. `scripts/discord start DIR` starts one.

    control/     the tests' side: see its docstring for every deed, look, fault
"""
