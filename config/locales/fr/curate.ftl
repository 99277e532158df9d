# La page d’animation. Calme et simple ; il s’agit des mots de personnes, elle ne parle jamais comme une machine.

curate-skip = Aller au contenu
curate-skip-curation = Aller aux sujets et à la note
curate-parts = Les parties de cette page
curate-threads = Fils
curate-rhythm = Rythme
curate-you = Vous êtes { $name }
curate-leave = Se déconnecter
curate-back = Retour aux fils
curate-date = { $day } { $year }
curate-month = { $month } { $year }

curate-states = Où en sont les fils
curate-state-inbox = À lire
curate-state-curated = Gardés
curate-state-archived = Archivés
curate-state-all = Tous
curate-narrow = Affiner la liste
curate-by-circle = Cercle
curate-by-ritual = Rituel
curate-by-topic = Sujet
curate-by-month = Mois
curate-any-circle = Tous les cercles
curate-any-ritual = Tous les rituels
curate-any-topic = Tous les sujets
curate-any-month = Tous les mois
curate-show = Afficher
curate-clear = Tout afficher à nouveau
curate-newest = Retour aux plus récents
curate-older = Fils plus anciens
curate-none = Il n’y a encore rien ici. Un fil apparaît quand une séance a commencé.
curate-none-narrowed = Aucun fil ne correspond. Essayez avec moins de conditions, ou regardez sous Tous.
curate-open = en cours
curate-counts = { $people ->
    [0] personne n’a participé
    [one] 1 personne a participé
   *[other] { $people } personnes ont participé
}, { $messages ->
    [0] aucun message
    [one] 1 message
   *[other] { $messages } messages
}

curate-asked = La question
curate-open-until = ouvert jusqu’au { $until }
curate-closed-at = clos : { $until }
curate-sees = Qui peut voir ceci
curate-sees-circle = Tout le monde dans { $rooms } y voit les réponses et la conversation.
curate-sees-talk = Tout le monde dans { $rooms } y voit la conversation.
curate-sees-convenors = Les réponses sont pour vous et les autres personnes qui animent ; le cercle ne voit que ce que son auteur·e a laissé afficher.
curate-sees-counts = Les réponses sont seulement comptées. Personne ne les lit, ici non plus.
curate-sees-private = Ce qui porte la mention « pour l’animation » est pour vous et les autres personnes qui animent, et pour personne d’autre. Les humeurs n’apparaissent qu’ensemble, et nul n’apprend le nom derrière une réponse sans nom.
curate-passed = { $count ->
    [one] 1 personne a passé son tour.
   *[other] { $count } personnes ont passé leur tour.
}
curate-unnamed = Sans nom
curate-talk = Ce qui a été dit
curate-silence = Rien n’a été dit ici.
curate-from-start = Depuis le début
curate-further = La suite
curate-answer = réponse
curate-private = pour l’animation
curate-room-elsewhere = un salon qui ne fait plus partie de ce cercle
curate-gap-withdrawn = { $count ->
    [one] Quelqu’un a repris sa réponse.
   *[other] { $count } personnes ont repris leur réponse.
}
curate-gap-gone = { $count ->
    [one] Un message était ici et a été repris.
   *[other] { $count } messages étaient ici et ont été repris.
}
curate-gap-withheld = { $count ->
    [one] Un message dont l’auteur·e n’a pas dit oui à la conservation de ses mots.
   *[other] { $count } messages dont les auteur·es n’ont pas dit oui à la conservation de leurs mots.
}

curate-curation = Sujets et note
curate-state-now = Ce fil est :
curate-move-inbox = Remettre à lire
curate-move-curated = Garder
curate-move-archived = Archiver
curate-topics = Sujets
curate-topics-none = Votre communauté n’a pas encore de sujets. Le premier ouvre son vocabulaire.
curate-topic-new = Un autre sujet
curate-topics-save = Enregistrer les sujets
curate-note = Note
curate-note-open = À la clôture, les sujets et la note figurent dans le résumé, pour tout le cercle.
curate-note-hint = Les sujets et la note figurent dans le résumé, pour tout le cercle.
curate-note-save = Enregistrer la note
curate-saved-topics = Les sujets sont enregistrés.
curate-saved-note = La note est enregistrée.
curate-saved-state = C’est fait.
curate-meanwhile = Quelqu’un d’autre a changé cette note pendant que vous écriviez. La vôtre est ci-dessous, pas encore enregistrée : lisez l’autre dans le résumé, puis enregistrez la vôtre si elle doit prendre sa place.

curate-in-progress = En cours
curate-in-progress-none = Aucune séance n’est ouverte en ce moment.
curate-open-line = jusqu’au { $until } ; { $people ->
    [0] personne n’a encore participé
    [one] 1 personne a participé
   *[other] { $people } personnes ont participé
}
curate-ahead = Les quatre prochaines semaines
curate-ahead-none = Rien n’est prévu. Un rituel commence dans un salon, avec : ritual add
curate-holidays = Jours sans rituels
curate-behind = En retard ou sauté
curate-behind-none = Tout était à l’heure.
curate-skipped-by = sauté par { $name }
curate-skipped-late = sauté : j’étais absent, et c’était trop tard ensuite
curate-was-late = commencé avec { $late } de retard
curate-rituals = Rituels
curate-rituals-none = Il n’y a pas encore de rituel.
curate-ritual-paused = en pause

curate-door-title = Entrez
curate-door = Ce lien est pour la personne qui l’a demandé. Appuyez sur le bouton pour vous connecter ici.
curate-door-enter = Se connecter
curate-door-holds = Vous restez connecté·e douze heures au plus, ou jusqu’à ce que cette page reste une demi-heure sans usage.
curate-out-title = Vous n’êtes pas connecté·e
curate-out = Pour entrer, dites « curate » au bot : en message direct, ou dans un salon avec son préfixe. Il vous répond, à vous seul·e, par un lien.
curate-out-why = Vous étiez connecté·e. Cela prend fin après une demi-heure sans usage, après douze heures, quand vous vous déconnectez, et quand vous n’animez plus.
curate-left-title = Vous êtes déconnecté·e
curate-left = À la prochaine. Pour revenir, dites « curate » au bot.
curate-code-used-title = Ce lien a déjà servi
curate-code-used = Chaque lien ouvre la page une fois. Si ce n’était pas vous, dites-le aux personnes responsables : quelqu’un d’autre l’avait.
curate-code-over-title = Ce lien n’est plus valable
curate-code-over = Un lien marche dix minutes. Celui-ci est plus ancien, ou a été essayé trop souvent.
curate-code-unknown-title = Ce lien n’ouvre rien
curate-code-unknown = Je ne connais pas ce lien. Peut-être qu’un morceau s’est perdu en route.
curate-code-role-title = Ce lien n’ouvre plus rien
curate-code-role = La personne qui l’a demandé n’anime plus cette communauté.
curate-code-again = Dites « curate » au bot, il vous en donne un nouveau.
curate-nothing-title = Il n’y a rien ici
curate-nothing = Ce fil n’existe pas, ou il est à une autre communauté.
curate-file-away-title = Le fichier n’est pas accessible en ce moment
curate-file-away = Samovar sait seulement où il se trouve, et cet endroit ne répond pas. Réessayez plus tard, s’il vous plaît.
curate-file-gone-title = Le fichier n’y est plus
curate-file-gone = Il a été retiré là où il se trouvait. Samovar n’en a jamais eu de copie.
curate-file-never-title = Ce fichier ne peut pas s’ouvrir ici
curate-file-never = Il est trop grand pour être transmis, ou l’endroit où il se trouve ne le donne qu’aux personnes du salon. Vous le trouverez là-bas, avec le message qui l’accompagnait.
curate-fault-title = Cela n’a pas marché
curate-fault = Quelque chose ne va pas de notre côté, et c’est dans le journal. Rien n’est perdu ; réessayez dans un moment.
curate-elsewhere-title = Cela ne venait pas de cette page
curate-elsewhere = Le formulaire a été envoyé depuis un autre site, rien n’a donc été fait.
curate-stale-title = Ce formulaire est trop ancien
curate-stale = Il a été ouvert avant votre nouvelle connexion. Revenez en arrière, rechargez la page, et renvoyez-le.
curate-unreadable-title = Je n’ai pas pu lire cela
curate-unreadable = Le formulaire reçu n’était pas complet. Revenez en arrière et renvoyez-le.
