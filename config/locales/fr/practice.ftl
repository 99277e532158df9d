# La page d'entraînement. Court, chaleureux et simple : on la voit sans connaître Samovar.

practice-title = Salons d’essai
practice-tagline = { $room } · salons d’essai de Samovar
practice-skip = Aller aux messages
practice-skip-write = Aller au champ d’écriture
practice-banner = Salons d’essai : rien ne quitte cet ordinateur.
practice-banner-more = Les rituels sont vrais, les personnes sont inventées.

practice-rooms = Salons
practice-direct = Vous et Samovar
practice-direct-hint = Messages directs
practice-new = nouveau
practice-people = Vous êtes
practice-be = Être { $name }
practice-role-convenor = anime
practice-role-member = membre
practice-language = Langue

practice-clock = Horloge d’essai
practice-clock-hint = Avancez l’horloge ; tout ce qui arrive à échéance en chemin se produit.
practice-hour = Une heure plus tard
practice-day = Un jour plus tard
practice-week = Une semaine plus tard
practice-clock-moving = L’horloge avance…
practice-clock-moved = Nous sommes maintenant { $moment }.

practice-messages = Messages dans { $room }
practice-empty = Rien n’a encore été dit ici.
practice-empty-direct = Ici, vous êtes en tête-à-tête avec Samovar. Tapez help pour voir ce qu’il sait faire.
practice-earlier = Afficher les messages précédents
practice-bot = robot
practice-you = vous
practice-edited = modifié
practice-deleted = Ce message a été supprimé.
practice-private = Vous seul·e voyez ceci
practice-for-you = pour vous
practice-reply-to = En réponse à { $name } :
practice-reply-gone = En réponse à un message disparu
practice-thread = { $count ->
    [one] 1 message dans ce fil
   *[other] { $count } messages dans ce fil
}
practice-actions = Ce que vous pouvez faire de ce message
practice-reply = Répondre
practice-in-thread = Écrire dans le fil
practice-edit = Modifier
practice-delete = Supprimer
practice-like = Pouce levé
practice-like-by = Pouce levé : { $names }
practice-reaction-by = { $key } de { $names }
practice-form-open = Ouvrir le formulaire
practice-form-close = Fermer
practice-form-send = Envoyer
practice-optional = facultatif
practice-mood-none = sans réponse
practice-choose-none = aucun choix

practice-write = Votre message dans { $room }
practice-write-direct = Votre message à Samovar
practice-write-hint = En tant que { $name }. Les commandes commencent par { $prefix }, par exemple { $example }.
practice-write-hint-direct = En tant que { $name }. Ici, les commandes se passent de { $prefix }, par exemple { $example }.
practice-send = Envoyer
practice-attach = Joindre un fichier
practice-attach-label = Un fichier
practice-attach-hint = On n’en prend que le nom, le genre et la taille ; le fichier lui-même reste chez vous.
practice-save = Enregistrer
practice-replying = Vous répondez à { $name }
practice-threading = Vous écrivez dans le fil sous le message de { $name }
practice-editing = Vous modifiez votre message
practice-cancel = Annuler

practice-steps = Premiers pas
practice-steps-intro = Suivez un tour d’arrivée, de son horaire à son résumé. Chaque bouton place une commande dans le champ ci-dessous ; c’est vous qui l’envoyez.
practice-steps-found = Créez une communauté avec un tour d’arrivée hebdomadaire dans ce salon.
practice-steps-found-button = Créer
practice-steps-start = Lancez-le maintenant. (Ou avancez l’horloge, un jour après l’autre : il viendra tout seul.)
practice-steps-start-button = Lancer
practice-steps-answer = Devenez quelqu’un d’autre, puis répondez par le bouton sous la question, ou dans son fil.
practice-steps-answer-button = Être { $name }
practice-steps-close = Redevenez Ana et terminez le tour : ce qui s’est dit devient un résumé et un fil conservé.
practice-steps-close-button = Terminer
practice-steps-help = Ce qu’il y a d’autre :
practice-steps-community = Réseau logement

practice-needs-script = Sans JavaScript tout fonctionne, une page à la fois ; avec lui, la page se tient à jour toute seule.
practice-lost = La connexion est perdue. Nouvel essai…
practice-back = La connexion est rétablie.
practice-failed = Cela n’a pas marché : { $why }

practice-door-title = Les salons d’essai sont fermés à clé
practice-door-ask = Ces salons s’ouvrent à qui en a la clé. La personne qui gère ce Samovar l’a.
practice-door-key = Clé
practice-door-enter = Entrer
practice-door-wrong = Ce n’est pas la bonne clé.

## Pourquoi un acte est refusé

refused-no-persona = Personne ne s’appelle { $name } ici. Il y a { $known }.
refused-no-room = Il n’y a pas de salon { $name } ici. Il y a { $known }.
refused-no-message = Il n’y a pas de message { $name } que vous puissiez voir.
refused-deleted = Le message { $name } est supprimé.
refused-no-kind = Il n’y a pas d’acte { $name }. Il y a message, edit, delete, react, press, submit et direct.
refused-not-yours = Le message { $name } est de quelqu’un d’autre.
refused-no-words = Il n’y a pas de mots dedans.
refused-too-long = C’est plus long que { $max } caractères.
refused-no-button = Il n’y a pas de bouton { $name } à cet endroit. Il y a { $known }.
refused-no-form = Le message { $name } n’a pas de formulaire.
refused-no-field = Le formulaire n’a pas de champ { $name }. Il y a { $known }.
refused-missing = Merci de remplir « { $name } ».
refused-disk = L’écriture sur le disque a échoué : { $why }
refused-unreadable = La demande est illisible : { $why }
refused-clock = L’horloge ne peut pas être avancée ici.
refused-leap = L’horloge avance d’une seconde à dix semaines à la fois.
refused-elsewhere = Cette demande vient d’un autre site.
refused-not-here = Sans clé, les salons d’essai ne s’ouvrent que sur cet ordinateur. Utilisez l’adresse 127.0.0.1.
refused-no-key = Les salons d’essai demandent leur clé : ouvrez /practice, ou envoyez-la dans l’en-tête { $header }.
refused-nothing = Il n’y a rien à cette adresse.
