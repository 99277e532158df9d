# Ce que le robot dit de son propre travail, et ses petites réponses.

room-paused = Je ne peux plus écrire dans { $room } : ce qui s’y déroule attend. Vérifiez, s’il vous plaît, que j’y suis encore et que j’ai le droit d’écrire. Cela reprendra tout seul dès que je pourrai.
room-replaced = Le salon { $room } a été abandonné pour un nouveau, comme lors d’une mise à niveau. Ce qui s’y déroule attend. Dois-je suivre, pour que cela continue dans le nouveau salon ? Si oui, écrivez-moi :
post-gone = Quelqu’un a retiré mon message sur { $name } dans { $room }. Le tour continue, et je ne le publie pas de nouveau de moi-même. Pour le publier de nouveau : round show.
post-frozen = { $room } ne me laisse plus modifier mon message sur { $name } : il se peut qu’il ne dise pas ce qui a été corrigé ou retiré depuis. Pour voir où l’on en est : round show.
thread-gone = Le fil de { $name } dans { $room } a été supprimé. Le tour continue : on peut répondre par les autres moyens. Les réponses données là sont gardées, les autres paroles ne le sont pas.
post-unsure = Je ne sais pas si mon message sur { $name } est parti dans { $room } ; je ne l’envoie donc pas une seconde fois. Regardez sur place, s’il vous plaît, puis : round show.
reach-out-told = { $person } a dit dans { $name } que l’une ou l’un de vous peut prendre contact.
reply-yes-or-no = Répondez par oui ou par non, s’il vous plaît.
your-words-back = Ce que vous aviez écrit :
    { $words }
ask-done = Merci, c’est tout ce que je voulais demander.
prompt-how-to-react = Ou touchez ci-dessous, ce que tout le monde voit : { $pass } pour passer, { $ask } ou toute autre réaction pour que je vous demande en message privé.

# What can't be decrypted.
unread-told =
    { $count ->
        [one] Je n’ai pas pu lire un message écrit ici ({ $when }) :
       *[other] Je n’ai pas pu lire { $count } messages écrits ici depuis { $when } :
    } la clé ne m’est pas parvenue. Je l’ai demandée, et dès qu’elle arrive je prends en compte ce qui a été dit. Si cela ne peut pas attendre, écrivez-le de nouveau, s’il vous plaît.
unread-read = Pendant un moment, je n’ai pas pu lire quelque chose qui a été écrit ici, parce que la clé tardait. Il ne manque plus rien.

# La vérification de l’appareil du robot.
verify-not-you = Merci de vouloir vérifier mon appareil. Je ne l’accepte que de la personne qui m’exploite et de l’équipe d’animation : j’ai donc décliné. Tout va bien.
verify-compare = Voici mes symboles. Si votre application montre les mêmes, dans le même ordre, confirmez là-bas. S’ils diffèrent, dites-le là-bas et prévenez la personne qui m’exploite : quelqu’un se tient peut-être entre nous. Les mêmes symboles sont dans mon journal.
verify-done = C’est fait : nous nous sommes vérifiés l’un l’autre.

# L’appareil du robot et ses clés.
device-new = Sur { $platform }, j’utilise désormais un nouvel appareil. Il est signé par la clé de mon compte : vos applications peuvent lui faire confiance comme avant, et je peux encore lire ce que je pouvais lire. Vous n’avez rien à faire.
device-new-unwell = Sur { $platform }, j’utilise désormais un nouvel appareil, et je n’ai pas pu emporter toutes mes clés. Il se peut que je ne puisse plus lire ce qui a été écrit auparavant dans les salons chiffrés, et que vos applications vous mettent en garde. La personne qui m’exploite trouvera le remède avec « samovar check ».
keys-no-recovery-key = { $platform } : ma clé de récupération manque ; personne ne peut donc voir que cet appareil est le mien, et je ne peux pas lire ce qui a été écrit auparavant. La personne qui m’exploite trouvera le remède avec « samovar check ».
keys-wrong-recovery-key = { $platform } : ma clé de récupération n’ouvre pas mes clés ; personne ne peut donc voir que cet appareil est le mien. La personne qui m’exploite trouvera le remède avec « samovar check ».
keys-needs-password = { $platform } : le serveur demande mon mot de passe avant d’accepter mes clés ; personne ne peut donc encore voir que cet appareil est le mien. La personne qui m’exploite trouvera le remède avec « samovar check ».
keys-unverified = { $platform } : personne ne peut encore voir que cet appareil est le mien ; certaines applications pourraient me cacher ce qui est écrit. Je continue d’essayer.
keys-not-backed-up = { $platform } : mes clés ne sont pas encore sauvegardées ; sur une autre machine, je ne pourrais pas lire ce qui a été écrit auparavant. Je continue d’essayer.

# Le fuseau d’un profil.
zone-offer = Votre profil indique le fuseau horaire { $zone }. Dois-je vous donner les heures dans ce fuseau quand nous parlons en privé ?
zone-not = Très bien : je garde le fuseau horaire de votre communauté. Vous pouvez choisir le vôtre à tout moment avec : me zone
