# The pages of an export, and what is said of an import.

export-before = the round before
export-rounds = Rounds
export-rituals = Rituals
export-round = { $date } ({ $state })
export-domain = What it is about
export-people = Who it is for
export-practice = What its members do together
export-agreement = What members agree to
export-signposts = Where someone who has a hard time finds a person
export-accessibility = What helps people to take part
export-state-open = open
export-state-closed = closed
export-state-skipped = skipped

import-done = { $communities ->
    [one] One community
   *[other] { $communities } communities
} with { $rounds } rounds, { $answers } answers, { $messages } messages and { $posts } posts.
import-never = No export holds who gave what was given without a name, so these people can't take it back here by command. Nor does it hold one-time codes, questions that wait, who did what by command, or what was said to one person alone.
import-not-private = This export was made without --with-private: moods, private answers, challenges and suggestions that wait, who may be reached, and what members chose for themselves were not in it. Everybody is asked again where a yes is needed.
