"""Discord's HTTP API, version 10.

app is the road every request takes, call is one request as a handler sees it; limits, budget and
faults stand at the roadside; the other files hold the routes, one resource each.
"""
