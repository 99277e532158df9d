"""The gateway: sessions, what each gets to see, and the connections that come and go.

A session outlives its connections: it numbers and keeps what it was sent, so that RESUME can replay
it. events says who gets what, connection speaks the protocol, handshake is IDENTIFY and RESUME,
identifies how often that may be, cuts every way in which a connection ends.
"""
