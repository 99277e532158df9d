# What is wrong with a method file. The reader wrote the file and may never have written another.
# Each is shown after FILE:LINE: KEY: and says what is wrong, then what would be right.

method-not-found = There is no method “{ $name }”. There are: { $known }.
method-faulty = The method “{ $name }” cannot be used yet. What to change in its file:

method-unknown = there is no key `{ $key }` here; the keys here are { $known }
method-unknown-near = there is no key `{ $key }` here; did you mean `{ $near }`?
method-missing = `{ $key }` is missing here
method-unreadable = this line cannot be read ({ $detail }); often a quotation mark, a bracket or an equals sign is missing
method-twice = this key is here twice; keep one of the two
method-not-words = `{ $key }` takes words between quotation marks, such as { $key } = "…"
method-not-a-number = `{ $key }` takes a whole number without quotation marks, { $least } or more
method-not-between = `{ $key }` takes a whole number from { $least } to { $most }, without quotation marks
method-not-yes = `{ $key }` takes true or false, without quotation marks
method-not-one-of = `{ $key }` cannot be "{ $got }"; it is one of { $choices }
method-not-texts = `{ $key }` takes its words by language, such as { $key } = {"{"} en = "…", fr = "…" {"}"}
method-no-texts = `{ $key }` needs its words in at least one language, such as { $key } = {"{"} en = "…" {"}"}
method-not-a-language = "{ $code }" is not a language code; use the two small letters of the language, such as en or fr
method-empty = `{ $key }` has no words; write some, or remove the line if they are not needed
method-too-long = `{ $key }` takes at most { $most } characters and has { $got }
method-not-a-list = `{ $key }` takes a list between square brackets, such as { $key } = ["…", "…"]
method-not-tables = `{ $key }` is written as a heading of its own, [[{ $heading }]], with its keys on the lines below
method-bad-name = "{ $got }" cannot be a { $key }; use small letters, digits and dashes, at most 32, such as rose-thorn
method-name-twice = { $other } has this name too, so neither can be used; give one of them another name
method-id-twice = another step already has the id "{ $got }"; give this one its own
method-who = "{ $got }" is not possible yet; for now everybody in the circle answers each step: who = "all"
method-span = "{ $got }" is not a length of time from five minutes to sixty days; write 30m, 24h or 7d
method-nothing-to-list = with visible = "circle" everybody sees each answer already, so there is nothing to list; use "convenors", or remove "list"
method-fields = a step has at most { $most } fields, because forms hold no more, and this one has { $got }; use a second step
method-fields-sharing = a step whose author may decide something has at most { $most } fields, because forms hold five and one is for that choice, and this one has { $got }
method-bad-key = "{ $got }" cannot be a key; use small letters, digits and dashes, beginning with a letter, such as rose
method-key-taken = the key "{ $got }" is used by Samovar itself; choose another
method-key-twice = another field of this method already has the key "{ $got }"; give this one its own
method-max-without-text = `max` goes only with kind = "text"; remove it
method-choices-without-choice = `choices` goes only with kind = "choice"; remove it
method-choices = `choices` holds from 2 to 25 entries and has { $got }
method-choice-twice = two choices are called "{ $got }"; nobody could tell them apart
method-mood-twice = a method asks for one mood only, since a round tells its moods once; this is the second
