"""How Discord writes things down: people, guilds, rooms and messages as JSON.

Pure: from what there is to what an application gets to see of it. Nothing is changed here.
"""
