# Ce qui ne va pas dans un fichier de méthode. La personne qui lit a écrit ce fichier, peut-être
# le premier de sa vie. Chaque phrase suit FICHIER:LIGNE: CLÉ: et dit ce qui manque, puis ce qui
# serait juste.

method-not-found = Il n’y a pas de méthode « { $name } ». Il y a : { $known }.
method-faulty = La méthode « { $name } » n’est pas encore utilisable. Ce qu’il faut changer dans son fichier :

method-unknown = il n’y a pas de clé `{ $key }` à cet endroit ; les clés possibles sont { $known }
method-unknown-near = il n’y a pas de clé `{ $key }` à cet endroit ; vouliez-vous écrire `{ $near }` ?
method-missing = il manque `{ $key }` à cet endroit
method-unreadable = cette ligne ne se lit pas ({ $detail }) ; il manque souvent un guillemet, un crochet ou un signe égal
method-twice = cette clé est écrite deux fois ; n’en gardez qu’une
method-not-words = `{ $key }` attend des mots entre guillemets, par exemple { $key } = "…"
method-not-a-number = `{ $key }` attend un nombre entier sans guillemets, { $least } ou plus
method-not-between = `{ $key }` attend un nombre entier de { $least } à { $most }, sans guillemets
method-not-yes = `{ $key }` attend true (oui) ou false (non), sans guillemets
method-not-one-of = `{ $key }` ne peut pas être "{ $got }" ; c’est l’un de ceux-ci : { $choices }
method-not-texts = `{ $key }` attend ses mots par langue, par exemple { $key } = {"{"} en = "…", fr = "…" {"}"}
method-no-texts = `{ $key }` a besoin de mots dans au moins une langue, par exemple { $key } = {"{"} fr = "…" {"}"}
method-not-a-language = "{ $code }" n’est pas un code de langue ; prenez les deux petites lettres de la langue, comme en ou fr
method-empty = `{ $key }` est vide ; écrivez quelque chose, ou supprimez la ligne si elle ne sert pas
method-too-long = `{ $key }` prend { $most } caractères au plus et en a { $got }
method-not-a-list = `{ $key }` attend une liste entre crochets, par exemple { $key } = ["…", "…"]
method-not-tables = `{ $key }` s’écrit comme un titre à part, [[{ $heading }]], avec ses clés sur les lignes suivantes
method-bad-name = "{ $got }" ne convient pas pour { $key } ; des minuscules, des chiffres et des tirets, 32 au plus, comme rose-thorn
method-name-twice = { $other } porte aussi ce nom, donc aucun des deux n’est utilisable ; donnez un autre nom à l’un d’eux
method-id-twice = une autre étape porte déjà l’id "{ $got }" ; donnez le sien à celle-ci
method-who = "{ $got }" n’est pas encore possible ; pour l’instant tout le cercle répond à chaque étape : who = "all"
method-span = "{ $got }" n’est pas une durée entre cinq minutes et soixante jours ; écrivez 30m, 24h ou 7d
method-nothing-to-list = avec visible = "circle" tout le monde voit déjà chaque réponse, il n’y a donc rien à lister ; mettez "convenors" ou enlevez "list"
method-fields = une étape a { $most } champs au plus, les formulaires n’en tiennent pas davantage, et celle-ci en a { $got } ; faites une deuxième étape
method-fields-sharing = une étape où l’auteur décide de quelque chose a { $most } champs au plus, car un formulaire en tient cinq et l’un sert à ce choix ; celle-ci en a { $got }
method-bad-key = "{ $got }" ne convient pas comme clé ; des minuscules, des chiffres et des tirets, en commençant par une lettre, comme rose
method-key-taken = la clé "{ $got }" sert à Samovar lui-même ; choisissez-en une autre
method-key-twice = un autre champ de cette méthode a déjà la clé "{ $got }" ; donnez la sienne à celui-ci
method-max-without-text = `max` ne va qu’avec kind = "text" ; enlevez-le
method-choices-without-choice = `choices` ne va qu’avec kind = "choice" ; enlevez-le
method-choices = `choices` tient de 2 à 25 entrées et en a { $got }
method-choice-twice = deux choix s’appellent "{ $got }" ; personne ne les distinguerait
method-mood-twice = une méthode ne demande qu’une seule humeur, puisqu’un tour ne la dit qu’une fois ; celle-ci est la deuxième
