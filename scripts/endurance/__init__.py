"""The long runs: a round is lived through while the program is killed again and again.

server.py starts, kills and revives the program · rooms.py is what members see and do, in practice
rooms · members.py the same on a Matrix homeserver · story.py is the round that is lived through ·
passings.py chooses where it dies · judge.py says what must hold afterwards.
"""
