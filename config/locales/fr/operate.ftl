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

operate-backup-done = La copie est dans { $folder }. Seul son propriétaire peut la lire ; gardez-la avec autant de soin que la base elle-même.
operate-backup-inside = Dedans : la base, avec tout ce que les membres ont dit.
operate-backup-inside-practice = Dedans : la base, avec tout ce que les membres ont dit, et les salles d'essai.
operate-backup-outside = Pas dedans : les secrets et la configuration. Gardez-les à part.
operate-backup-matrix = Pas dedans : la session Matrix et les clés dans { $folder }. Après une restauration, le bot se connecte comme un nouvel appareil.
operate-restore-done =
    La copie du { $at } est restaurée. { $rooms ->
        [0] Aucun salon n'est encore lié.
        [one] Un salon est relu avant que quoi que ce soit y soit dit.
       *[other] { $rooms } salons sont relus avant que quoi que ce soit y soit dit.
    }
operate-restore-forgotten =
    La liste des effacements est là. { $count ->
        [0] La sauvegarde connaissait déjà toutes ces personnes.
        [one] { $count } compte qui a demandé l’oubli après la sauvegarde est oublié ici aussi.
       *[other] { $count } comptes qui ont demandé l’oubli après la sauvegarde sont oubliés ici aussi.
    }
operate-restore-no-list = Il n’y a pas de liste des effacements ici : les personnes qui ont demandé l’oubli après la sauvegarde sont revenues. Si vous pouvez encore obtenir erasures.jsonl de l’ancien dossier de données, mettez-le là, sous { $file }, avant de commencer : elles seront de nouveau oubliées.
operate-restore-next = Arrêtez la maison qui a été copiée, si elle tourne encore : elles répondraient à deux dans les mêmes salons. Puis commencez par : samovar serve
operate-restore-matrix = Sur Matrix, le bot se connecte comme un nouvel appareil, sauf si le dossier de l'ancien est encore là. Remettez la clé de récupération là où la configuration le dit.

operate-check-ok = bien
operate-check-note = note
operate-check-fault = défaut
operate-check-config = La configuration se lit bien.
operate-check-folder = Le dossier de données { $folder } est accessible en écriture.
operate-check-folder-unwritable = Impossible d'écrire dans le dossier de données { $folder } : { $why }. Donnez-le à l'utilisateur qui lance samovar (chown), ou voyez si son disque est passé en lecture seule.
operate-check-space = Il reste { $free } Mo pour lui.
operate-check-space-little = Il ne reste que { $free } Mo pour { $folder }. Faites de la place : de vieilles copies, des journaux, ou un disque plus grand.
operate-check-backup = La copie la plus récente dans le dossier de données est du { $at } : { $folder }
operate-check-backup-none = Il n'y a pas de copie dans le dossier de données. Faites-en une : samovar backup
operate-check-listen = { $address } est libre pour l'écoute.
operate-check-listen-taken = Impossible d'écouter sur { $address } : { $why }. Un autre programme l'occupe ; arrêtez-le, ou choisissez un autre web.listen.
operate-check-database-newer = La base vient d'une version plus récente : { $why }. Elle n'a rien ; installez cette version ici.
operate-check-database-half = { $why }.
operate-check-database-locked = Un autre processus tient la base et ne laisse personne écrire. Trouvez-le (lsof, ou pg_stat_activity) et laissez-le finir ; samovar continue ensuite tout seul.
operate-check-database-full = Il n'y a plus de place pour la base : { $why }. Faites de la place ; samovar continue ensuite tout seul.
operate-check-database-disk = Le fichier de la base est inutilisable : { $why }. Voyez à qui il appartient (chown), et si son disque fonctionne et accepte l'écriture.
operate-check-database-login = La base refuse la connexion : { $why }. Vérifiez l'utilisateur et le mot de passe dans database.url.
operate-check-database-unknown = Le serveur n'a pas cette base : { $why }. Créez-la (createdb), ou corrigez son nom dans database.url.
operate-check-clock-apart = Les horloges de cette machine et de la base ont { $seconds } secondes d'écart. Réglez les deux par NTP.
operate-check-clock-back = Quelque chose a été écrit dans la base à une heure plus tardive que celle d'ici : l'horloge de cette machine retarde, ou a été reculée. Réglez-la par NTP.
operate-check-unread = { $room } est relu d'abord après la restauration ; rien n'y est dit avant.
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
operate-check-methods-unread = { $path } est illisible : { $why }. Rendez-le lisible pour l’utilisateur qui fait tourner samovar, ou corrigez methods.dir.
operate-check-practice-open = Les salles d'essai sont ouvertes sur { $address } tant que samovar sert.
operate-check-practice-off = Les salles d'essai sont fermées.
operate-check-matrix-away = Le serveur { $homeserver } est injoignable : { $why }. Vérifiez matrix.homeserver et qu'il tourne.
operate-check-matrix-there = Le serveur { $homeserver } répond.
operate-check-matrix-in = Le bot est connecté en tant que { $user }, appareil { $device }.
operate-check-matrix-can = Le bot peut se connecter en tant que { $user } ; samovar serve le fait une fois et garde l'appareil.
operate-check-matrix-other = La connexion appartient à { $found }, pas à { $user }. Mettez { $found } dans matrix.user, ou donnez la connexion de { $user }.
operate-check-matrix-refused = Le serveur refuse la connexion du bot ({ $why }). Vérifiez le mot de passe ou le jeton de { $user }.
operate-check-discord-away = Discord n'est pas joignable : { $why }. Regardez le réseau, et discord.connect_to ou discord.api_url si l'un est donné.
operate-check-discord-refused = Discord refuse le jeton du bot ({ $why }). Faites-en un nouveau dans le Developer Portal, sous Bot (Reset Token), et mettez-le où pointe discord.token_file.
operate-check-discord-in = Discord accepte le jeton de l'application { $name }.
operate-check-discord-content = Le bot voit ce que les membres écrivent dans ses salons.
operate-check-discord-content-denied = Le bot ne peut pas lire ce que les membres écrivent, bien que discord.message_content le demande : il ne pourrait pas se connecter. Activez Message Content Intent dans le Developer Portal, sous Bot, ou retirez la clé.
operate-check-discord-content-off = Le bot ne voit pas ce que les membres écrivent, comme le dit discord.message_content : on répond par bouton, formulaire, commande, message privé ou mention.
operate-check-discord-content-none = Le bot ne voit pas ce que les membres écrivent : on répond par bouton, formulaire, commande, message privé ou mention. Pour que l'on puisse répondre dans les fils et aux messages, activez Message Content Intent dans le Developer Portal, sous Bot, et relancez samovar.
operate-check-discord-sessions = Le bot ne peut plus se connecter à neuf que { $count } fois aujourd'hui. S'il redémarre sans cesse, regardez son journal.
operate-check-discord-room = Le bot peut tenir des tours dans { $room } sur { $server }.
operate-check-discord-lacks = Dans { $room } sur { $server } : { $what }
operate-check-discord-no-commands = Les membres de { $server } ne voient pas les commandes du bot ({ $room }) : laissez-le entrer de nouveau par le lien ci-dessous.
operate-check-discord-room-absent = Le bot n'a pas accès à { $room } : le salon a été supprimé, ou le bot n'est pas sur son serveur. Laissez-le entrer de nouveau par le lien ci-dessous, ou libérez le salon : circle unbind
operate-check-discord-room-away = { $room } n'a pas pu être regardé : { $why }
operate-check-discord-invite = Une personne qui gère un serveur y laisse entrer le bot ici : { $link }
operate-check-room-joined = Le bot est dans { $room }.
operate-check-room-absent = Le bot n'est pas dans { $room }. Invitez-le à nouveau.
operate-check-room-paused = Ce qui tourne dans { $room } attend : le bot ne peut pas y écrire. Rendez-lui sa place ou sa permission.
operate-check-room-mute = Le robot est dans { $room }, mais les droits du salon ne le laissent pas écrire. Qui gère le salon augmente son niveau de droits, ou abaisse celui qu’il faut pour envoyer des messages.
operate-check-keys-signed = L’appareil { $device } est signé par la clé du compte : les autres voient qu’il est bien celui du robot.
operate-check-keys-locked = Le compte a des clés que l’appareil { $device } ne peut pas utiliser, et la clé de récupération qui les ouvre manque. Mettez-la dans { $file } et relancez samovar serve ; si elle est perdue pour de bon, activez matrix.new_identity pour un seul démarrage.
operate-check-keys-unsigned = L’appareil { $device } n’est pas signé par la clé du compte. samovar serve le fait avec la clé de récupération de { $file } ; s’il dit qu’elle est fausse, mettez-y la bonne ou, si elle est perdue pour de bon, déplacez le fichier et activez matrix.new_identity pour un seul démarrage.
operate-check-keys-none = Le compte n’a pas encore de clés à lui. samovar serve les crée ; s’il dit que le serveur veut d’abord le mot de passe, renseignez matrix.password_file.
operate-check-keys-backup =
    { $count ->
        [one] Une clé de salon est sauvegardée sur le serveur.
       *[other] { $count } clés de salons sont sauvegardées sur le serveur.
    }
operate-check-keys-no-backup = Les clés des salons ne sont pas sauvegardées sur le serveur : sur une autre machine, rien de ce qui a été dit ne pourrait être lu. samovar serve crée une sauvegarde ; cherchez dans son journal pourquoi il ne l’a pas fait.
operate-check-keys-recovery = La clé de récupération est dans { $file }. Gardez-en une copie ailleurs que sur cette machine.
operate-check-keys-no-recovery = Il n’y a pas de clé de récupération dans { $file }. samovar serve en crée une nouvelle au prochain démarrage ; gardez-en une copie ailleurs que sur cette machine.
operate-check-keys-recovery-void = Il y a une clé de récupération dans { $file }, et rien sur le serveur qu’elle ouvre. samovar serve y remédie au prochain démarrage.
operate-check-keys-others =
    { $count ->
        [one] Le compte a un autre appareil.
       *[other] Le compte a { $count } autres appareils.
    } Si ce sont d’anciens appareils du robot, déconnectez-les avec n’importe quelle application Matrix : personne ne lit ce qui leur est envoyé.
operate-check-keys-unknown = L’état des clés du compte ne peut pas être connu : { $why }.
operate-check-unreadable =
    { $count ->
        [one] Un message de { $room } ne peut pas être lu :
       *[other] { $count } messages de { $room } ne peuvent pas être lus :
    } le robot n’en a pas reçu la clé. Il la demande, et prend en compte ce qui a été dit dès qu’elle arrive. Si cela dure, demandez à qui l’a écrit de l’écrire de nouveau, et regardez si son application cache ce qui est écrit aux appareils non vérifiés.
operate-check-room-unknown = On ne peut pas dire si le bot est dans { $room } tant qu'il n'est pas connecté.
operate-check-gap = L'histoire de { $room } n'est pas encore lue jusqu'au bout ; samovar serve le fait quand la plateforme est là.

operate-method-ok =
    { $file } : { $name }, version { $version }, { $steps ->
        [one] une étape
       *[other] { $steps } étapes
    }.
