# Ce que le programme dit à qui le fait tourner, et les titres d'un export.

operate-thread-answers = Réponses
operate-thread-conversation = Conversation
operate-thread-note = Note

operate-init-done = { $file } est écrit. Chaque clé y figure avec son sens et sa valeur par défaut ; pour commencer : samovar serve
operate-migrate-backup = La base a d'abord été copiée : { $file }
operate-migrate-done =
    { $steps ->
        [0] La base est au schéma de cette version ; il n'y avait rien à faire.
        [one] La base est maintenant au schéma de cette version : une étape a été appliquée.
       *[other] La base est maintenant au schéma de cette version : { $steps } étapes ont été appliquées.
    }
operate-export-done =
    { $written ->
        [one] { $written } fichier écrit
       *[other] { $written } fichiers écrits
    }, { $unchanged } inchangés.

operate-check-ok = bien
operate-check-note = note
operate-check-fault = défaut
operate-check-config = La configuration se lit bien.
operate-check-database = La base répond et elle est au schéma de cette version.
operate-check-database-none = Il n'y a pas encore de base ; samovar serve la crée.
operate-check-database-behind = La base est à un schéma plus ancien ; samovar serve la met à jour, après une copie.
operate-check-database-away = La base est inutilisable : { $why }. Vérifiez database.url et que son serveur tourne.
operate-check-served = Elle est servie par { $holder }.
operate-check-not-served = Elle n'est pas servie en ce moment.
operate-check-methods =
    { $methods ->
        [one] Une méthode peut être lancée.
       *[other] { $methods } méthodes peuvent être lancées.
    }
operate-check-method = { $fault }. Corrigez ce fichier ; les autres méthodes continuent.
operate-check-practice-open = Les salles d'essai sont ouvertes sur { $address } tant que samovar sert.
operate-check-practice-off = Les salles d'essai sont fermées.
operate-check-matrix-away = Le serveur { $homeserver } est injoignable : { $why }. Vérifiez matrix.homeserver et qu'il tourne.
operate-check-matrix-there = Le serveur { $homeserver } répond.
operate-check-matrix-in = Le bot est connecté en tant que { $user }, appareil { $device }.
operate-check-matrix-can = Le bot peut se connecter en tant que { $user } ; samovar serve le fait une fois et garde l'appareil.
operate-check-matrix-other = La connexion appartient à { $found }, pas à { $user }. Mettez { $found } dans matrix.user, ou donnez la connexion de { $user }.
operate-check-matrix-refused = Le serveur refuse la connexion du bot ({ $why }). Vérifiez le mot de passe ou le jeton de { $user }.
operate-check-room-joined = Le bot est dans { $room }.
operate-check-room-absent = Le bot n'est pas dans { $room }. Invitez-le à nouveau.
operate-check-room-paused = Ce qui tourne dans { $room } attend : le bot ne peut pas y écrire. Rendez-lui sa place ou sa permission.
operate-check-room-unknown = On ne peut pas dire si le bot est dans { $room } tant qu'il n'est pas connecté.
operate-check-gap = L'histoire de { $room } n'est pas encore lue jusqu'au bout ; samovar serve le fait quand la plateforme est là.

operate-method-ok =
    { $file } : { $name }, version { $version }, { $steps ->
        [one] une étape
       *[other] { $steps } étapes
    }.
