# Les tours : ce qui se tient sous une question, dans un résumé, dans les avis, et ce qui se dit
# en privé. Court et simple. Aucune ligne n’a besoin d’une image pour être comprise.

## Sous une question

prompt-who-sees-circle = Qui voit votre réponse : tout le monde dans { $rooms }.
prompt-who-sees-convenors = Qui voit votre réponse : seulement l’équipe d’animation.
prompt-who-sees-counts = Qui voit votre réponse : personne dans les salons. Elle est gardée et comptée.
prompt-leaves-encryption = Sans chiffrement : { $rooms }. Ce que vous écrivez dans un salon chiffré s’y lit aussi, non chiffré.
prompt-how-to-answer-buttons = Appuyez sur un bouton ci-dessous, répondez à ce message ou écrivez dans son fil. Passer est une réponse à part entière.
prompt-how-to-answer-unheard = Appuyez sur un bouton ci-dessous, ou écrivez-moi en message direct. Vous pouvez aussi répondre à ce message ou écrire dans son fil, en m’y mentionnant : sans mention, je ne peux pas le lire. Passer est une réponse à part entière.
prompt-how-to-answer-typed = Répondez à ce message, écrivez dans son fil, ou tapez { $prefix } answer suivi de vos mots. Pour passer : { $prefix } answer --pass. Passer est une réponse à part entière.
prompt-mood-in-private = Donnez votre humeur seulement là où je suis seul à lire : dans le formulaire ou dans un message direct. Les humeurs ne se disent qu’en nombres, à partir de cinq personnes.
prompt-mood-by-button = Donnez votre humeur seulement là où je suis seul à lire : avec les chiffres ci-dessous, dans le formulaire ou dans un message direct. Les humeurs ne se disent qu’en nombres, à partir de cinq personnes.
prompt-mood-in-direct = Donnez votre humeur seulement là où je suis seul à lire : dans un message direct. Les humeurs ne se disent qu’en nombres, à partir de cinq personnes.
prompt-choices-by-number = { $label } : { $choices }. Dans le formulaire, le numéro suffit.
prompt-choices-by-number-asked = { $label } { $choices }. Dans le formulaire, le numéro suffit.
prompt-signposts-where = Si le moment est difficile : { $command } dit où trouver quelqu’un à qui parler.
prompt-late = C’est celui qui était prévu { $due }. Je le demande avec { $late } de retard.
prompt-open-until = Ouvert jusqu’au { $moment }.
prompt-live-count = { $count ->
    [0] Pas encore de réponse
    [one] { $count } réponse jusqu’ici
   *[other] { $count } réponses jusqu’ici
}
prompt-final-count = { $count ->
    [0] Aucune réponse
    [one] 1 réponse
   *[other] { $count } réponses
}
prompt-closed = Fermé { $moment }.
thread-name = { $name }, { $date }
room-named = { $room } sur { $platform }
platform-practice = la page d’essai
platform-matrix = Matrix
platform-discord = Discord

button-answer = Répondre
button-pass = Passer
button-yes = Oui
button-no = Non

## Dans un formulaire

sharing-label = Qui peut le voir ?
sharing-kept = Seulement l’équipe d’animation
sharing-kept-unnamed = Seulement l’équipe d’animation, sans mon nom
sharing-listed = Le lister pour le cercle, avec mon nom
sharing-listed-unnamed = Le lister pour le cercle, sans mon nom
sharing-named = Le montrer avec mon nom
sharing-unnamed = Le montrer sans mon nom

mood-1 = très basse
mood-2 = basse
mood-3 = entre les deux
mood-4 = bonne
mood-5 = très bonne

## Un résumé

summary-title = { $name }, { $date } : ce qui s’est dit
summary-none = Personne n’a répondu cette fois, et c’est très bien ainsi.
# Numbers about people are told from five up; below that the count is 0.
summary-passes = { $count ->
    [0] Certaines personnes ont passé leur tour.
   *[other] { $count } personnes ont passé leur tour.
}
summary-private = { $count ->
    [0] Quelques réponses sont gardées par l’équipe d’animation et ne sont pas montrées ici.
   *[other] { $count } réponses sont gardées par l’équipe d’animation et ne sont pas montrées ici.
}
summary-counts = { $count ->
    [0] Quelques réponses ont été données. Elles sont comptées et ne sont pas montrées.
   *[other] { $count } réponses ont été données. Elles sont comptées et ne sont pas montrées.
}
summary-mood = { $mood } ({ $count })
summary-moods = { $count ->
    [one] Humeur de { $count } personne : { $list }.
   *[other] Humeurs de { $count } personnes : { $list }.
}
summary-moods-too-few = Les humeurs se disent à partir de cinq personnes. Cette fois il y en avait moins.
summary-signature-unnamed = sans nom
summary-field = { $label } : { $value }
summary-field-asked = { $label } { $value }
summary-topics = Thèmes : { $topics }
summary-note = Une note de l’équipe d’animation : { $note }
summary-may-be-missing = Des réponses de { $room } manquent peut-être : je ne peux pas joindre ce salon. Je les ajouterai ici dès que possible.
reopened-notice = Le résumé qui se trouvait ici a été retiré : le tour est de nouveau ouvert.

## Dit en privé à qui a répondu

given-thanks = Merci, { $name }, votre réponse est bien arrivée. { $who }
given-changed = Votre réponse est modifiée. { $who }
given-unnamed = Votre nom n’apparaît pas.
given-passed = Vous passez votre tour. C’est une réponse à part entière.
withdrawn-done = Votre réponse est retirée. Je l’enlève partout où je l’ai montrée.
withdrawn-nothing = Il n’y avait pas de réponse de vous à retirer.
given-mood-in-public = Je n’ai pas compté l’humeur que vous avez écrite, car d’autres peuvent la lire là-bas. Donnez-la dans le formulaire, ou dans un message direct : humeur : 3, avec un nombre de 1 (très basse) à 5 (très bonne).
given-private-in-public = Je n’ai pas pris ceci, car d’autres peuvent le lire là-bas et vous le vouliez privé. Écrivez-le-moi directement, s’il vous plaît.
low-mood-signposts = Merci de l’avoir dit. Le moment semble difficile. Voici où trouver quelqu’un : { $signposts }
low-mood-no-signposts = Merci de l’avoir dit. Le moment semble difficile. Vous n’avez pas à rester sans personne.
low-mood-reach-out-question = Quelqu’un de l’équipe d’animation peut-il prendre contact avec vous ? Personne ne l’apprend sans votre oui.
reach-out-yes = Merci. L’équipe d’animation verra que vous aimeriez avoir de ses nouvelles.
reach-out-no = D’accord. Je ne le dis à personne. Vous pouvez toujours vous tourner vers l’équipe d’animation quand vous le souhaitez.
keep-words-question = Dans les fils de { $community } vous écrivez aussi autre chose que des réponses. Puis-je garder ces mots avec le fil, et quels fichiers les accompagnent ? Sans votre oui, je garde seulement que quelqu’un a écrit quelque chose. Je ne le demande qu’une fois.
keep-words-yes = Merci. Je garde vos mots dans les fils, et quels fichiers les accompagnent. Pour changer cela : me consent.
keep-words-no = D’accord. Je ne garde pas vos mots dans les fils, seulement vos réponses. Pour changer cela : me consent.

## Demander en privé, une question à la fois

ask-field =
    { $label }
    Écrivez-le ici, ou le mot passe.
ask-field-optional =
    { $label }
    Écrivez-le ici, un tiret (-) pour le laisser vide, ou le mot passe.
ask-field-mood =
    { $label }
    Écrivez un nombre de 1 (très basse) à 5 (très bonne), un tiret (-) pour ne rien dire, ou le mot passe.
ask-field-choice =
    { $label }
    Écrivez l’un de ceux-ci, ou son numéro : { $choices }
which-round = Plusieurs tours sont ouverts. Auquel répondez-vous ? Écrivez son numéro, ou non pour garder vos mots pour vous.
which-round-entry = { $number } – { $round }, { $day }, pour « { $circle } »
share-this-question = Partager ceci avec « { $circle } » ? Un oui en fait votre réponse à « { $round } ».
not-shared = D’accord, je n’ai rien partagé.

# Ce que les gens tapent, avec | entre les formes.
typed-pass = passe | je passe | passer
typed-skip = - | – | — | rien
typed-withdraw = retirer | je retire
typed-yes = oui | o | oui merci | d’accord
typed-no = non | n | non merci

## Quand quelque chose ne convient pas. Ce qui a été écrit n’est jamais perdu : on le remontre avec ceci.

too-long = « { $label } » prend { $max } caractères au plus, et le vôtre en a { $got }. Rien n’est perdu ; raccourcissez-le et renvoyez-le, s’il vous plaît.
not-a-word = « { $label } » prend un seul mot. Envoyez seulement le mot, s’il vous plaît.
not-a-choice = « { $label } » : choisissez parmi { $choices }, par le nom ou par le numéro.
not-a-mood = « { $label } » : c’est un nombre de 1 (très basse) à 5 (très bonne).
field-missing = « { $label } » : il manque encore une réponse.
no-such-field = Cette question n’a pas de champ appelé « { $key } ». Elle a : { $keys }.
answer-empty = Il n’y a encore rien dans cette réponse. Écrivez quelques mots, ou passez.
file-in-private = Je ne garde pas les fichiers envoyés en privé. Mettez-le dans le fil du tour, où votre cercle le voit aussi ; ici, je peux prendre des mots.
no-open-round = Aucun tour n’est ouvert ici en ce moment. Pour voir ce que je sais faire, écrivez : help
round-over = Ce tour est terminé. Son résumé reste ; vous pouvez encore retirer votre réponse.
button-unknown = Je ne connais plus ce bouton : il date d’une autre époque. Pour ce que je sais faire maintenant, écrivez : help

## Avis

late-opened-notice = { $count ->
    [one] Je n’étais pas là quand { $name } était prévu, { $due } ; cela arrive donc avec { $late } de retard.
   *[other] Je n’étais pas là, { $count } tours de { $name } arrivent donc en retard. Ils étaient prévus { $due }.
}
late-skipped-notice = { $count ->
    [one] Je n’étais pas là, { $count } tour de { $name } a donc été sauté. Il était prévu { $from }.
   *[other] Je n’étais pas là, { $count } tours de { $name } ont donc été sautés. Ils étaient prévus du { $from } au { $to }.
}
nudge = { $name } est ouvert jusqu’au { $until }, et je n’ai encore rien de vous. Passer convient aussi. Pour arrêter ces rappels : me nudges off.
retention-announced = { $days ->
    [one] Ce qui se dit ici dans les tours est gardé { $days } jour. Vous pouvez reprendre vos propres mots à tout moment.
   *[other] Ce qui se dit ici dans les tours est gardé { $days } jours. Vous pouvez reprendre vos propres mots à tout moment.
}
room-gone-private = J’ai quelque chose à vous dire en privé, mais je ne peux pas vous écrire. Autorisez mes messages directs, s’il vous plaît, ou écrivez-moi d’abord.
