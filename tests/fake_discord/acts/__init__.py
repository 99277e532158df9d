"""What happens: each act changes the world and tells the gateway. Who may do it was asked before.

The bot's requests and the people's deeds come together here, so that both have the same effects.
"""
