"""The long runs: a round is lived through while the program is killed again and again.

server.py starts, kills and revives the program · rooms.py is what members see and do in practice
rooms, members.py the same on a Matrix homeserver, sealed.py in encrypted rooms, channels.py on a fake
Discord · story.py is the round that is lived through · passings.py chooses where it dies · judge.py
says what must hold afterwards.

cuts.py and crowd.py are campaigns of their own, line.py is what the second cuts · many.py is an account
in many rooms, for scripts/bench.
"""
