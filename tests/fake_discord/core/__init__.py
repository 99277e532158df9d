"""What is there: the clock, the people and rooms, who may do what, and what was noticed.

Nothing in here knows HTTP, the gateway or the control interface.
"""
