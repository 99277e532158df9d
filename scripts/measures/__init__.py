"""What scripts/bench measures.

- `process`  what a process costs
- `discord`  the program beside a bare serenity program, on the same fake Discord
- `bare`     that bare program, started and listened to
"""
