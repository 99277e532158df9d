# Ce que répondent les commandes. Court, simple, et toujours avec la suite ou la sortie.

fault = Quelque chose s’est mal passé de mon côté, et rien n’a changé. Je l’ai noté ; réessayez dans un instant, s’il vous plaît.
too-late = Ceci m’est parvenu avec plus de 15 minutes de retard, je ne l’ai donc pas fait. Renvoyez-le si vous le voulez encore.
perhaps-name = Peut-être « { $name } » ?
there-are = Il y a : { $names }.
nothing-to-change = Dites ce qu’il faut changer, par exemple :
name-empty = Il faut un nom.
name-too-long = Un nom a au plus { $most } caractères.
signposts-none = L’équipe d’animation n’a encore nommé personne ici. Vous pouvez vous tourner vers elle : « role list » montre qui en fait partie.

## Où et qui

no-community = Vous n’êtes encore dans aucune communauté ici. Demandez dans l’un de ses salons, ou créez-en une :
no-community-here = Ce salon n’appartient encore à aucune communauté. Qui gère ce salon peut en créer une :
no-such-community = Je ne connais aucune communauté « { $name } » dont vous faites partie.
which-community = Vous êtes dans plusieurs communautés. Ajoutez laquelle :
no-circle = Cette communauté n’a pas encore de cercle. L’équipe d’animation peut en créer un :
no-such-circle = Il n’y a pas de cercle « { $name } ».
which-circle = Il y a plusieurs cercles. Ajoutez lequel :
no-ritual = Il n’y a pas encore de rituel. L’équipe d’animation peut en ajouter un :
no-such-ritual = Il n’y a pas de rituel « { $name } ».
which-ritual = Il y a plusieurs rituels. Lequel ?
no-round-yet = Il n’y a pas encore eu de tour.
no-such-round = Il n’y a pas de tour « { $name } » que je puisse utiliser ici.
which-open-round = Plusieurs tours sont ouverts. Lequel ?
not-a-member = Vous ne participez pas encore à cette communauté. Dites d’abord quelque chose dans l’un de ses salons.
needs-convenor = Seule l’équipe d’animation de { $community } peut faire cela. « role list » montre qui en fait partie.
needs-steward = Seuls les intendants de { $community } peuvent faire cela. « role list » montre qui ils sont.
needs-facilitator = Seules la personne qui facilite ce tour et l’équipe d’animation peuvent faire cela.
needs-founder-list = Qui peut fonder une communauté ici a été fixé par l’opérateur, et vous n’êtes pas sur cette liste. Demandez-lui, s’il vous plaît.
needs-founder-room = Demandez cela dans un salon que vous gérez. Dans un message direct, je ne peux pas le voir.
needs-room-manager = Seul quelqu’un qui gère ce salon sur sa plateforme peut faire cela.
not-in-a-room = Envoyez ceci dans le salon concerné, s’il vous plaît.
practice-only = Les salons d’essai servent à essayer ; ils ne se mêlent pas aux salons de vraies personnes.

## Rôles

roles = Qui prend soin de { $community } :
role-member = membre
role-facilitator = facilitation
role-convenor = équipe d’animation
role-steward = intendance
role-granted = { $name } a maintenant ce rôle : { $role }. « role revoke » le reprend.
role-held-already = { $name } avait déjà ce rôle : { $role }.
role-revoked = { $name } n’a plus ce rôle : { $role }.
role-not-held = { $name } n’a pas ce rôle : { $role }.
last-steward = C’est la dernière personne à l’intendance, et une communauté en a besoin. Nommez d’abord quelqu’un d’autre.
no-such-account = Je ne connais personne du nom de « { $name } » ici. Utilisez le nom que les autres voient, ou le compte, comme matrix:@ana:example.org.
which-account = Plusieurs membres s’appellent « { $name } ». Lequel ?

## Installation

setup-needs-name = C’est bien que vous commenciez ! Il me faut un nom pour la communauté et son fuseau horaire. Pour le reste, j’ai des suggestions. Envoyez ceci avec vos propres mots :
setup-needs-zone = C’est bien que vous commenciez ! Il me faut encore votre fuseau horaire. Pour le reste, j’ai des suggestions. Envoyez ceci avec vos propres mots :
setup-already = Ce salon appartient déjà à { $community }. Pour ajouter un rituel :
setup-done = { $community } est installée, et { $room } est lié au cercle « { $circle } ». Vous en avez l’intendance.
setup-done-no-room = { $community } est installée avec le cercle « { $circle } ». Aucun salon n’est encore lié : envoyez « circle bind » dans un salon. Vous en avez l’intendance.
setup-prompt = Voici comment la première question se présentera :
setup-preview = voir l’invitation telle qu’elle sera
setup-start = lancer maintenant
setup-elsewhere = obtenir un code qui lie un salon sur une autre plateforme
setup-signposts = dire où quelqu’un qui va mal trouve une personne
setup-form = Installer une communauté
setup-form-name = Nom de la communauté
setup-form-zone = Fuseau horaire, comme Europe/Paris
setup-form-language = Langue, fr ou en
setup-form-circle = Nom du cercle de ce salon
setup-form-when = Premier tour : jour et heure, comme lun 09:00
circle-default = Tous

## Communauté

community-created = { $name } est fondée, dans le fuseau { $zone }. Vous en avez l’intendance. Ensuite, créez un cercle et liez-lui un salon :
community-name-taken = Il y a déjà une communauté « { $name } ».
community-edited = { $name } est modifiée.
community-facts = Fuseau : { $zone }. Langue : { $language }. Les mots sont gardés { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}.
no-such-language = Je ne parle pas encore « { $given } ». Je parle : { $languages }.
holidays = Jours sans rituels :
holidays-none = Aucun jour sans rituels n’est fixé.
holiday-added = Pas de rituels le { $day }.
holiday-removed = Les rituels ont de nouveau lieu le { $day }.
no-such-holiday = Le { $day } n’était pas un jour sans rituels.

## Cercles et salons

circles = Les cercles de { $community } :
circle-created = Le cercle « { $name } » est créé. Pour lui lier un salon, envoyez-y ceci :
circle-name-taken = Il y a déjà un cercle « { $name } ».
circle-no-room = pas encore de salon
circle-has-no-room = Le cercle « { $circle } » n’a pas encore de salon, rien ne peut donc être publié. Envoyez « circle bind » dans un salon.
room-named-paused = { $room } sur { $platform } (en pause : je ne peux pas y écrire)
room-is-mute = Je n’ai pas le droit d’écrire dans ce salon. Donnez-le-moi, et réessayez.
circle-bound = { $room } est lié au cercle « { $circle } ». Pour un salon sur une autre plateforme :
circle-unbound = { $room } n’est plus lié au cercle « { $circle } ». Ce qui a été gardé reste.
room-language-set = Dans { $room }, je parle désormais « { $language } ».
bound-already = Ce salon est déjà lié au cercle « { $circle } ».
bound-elsewhere = Ce salon est lié au cercle « { $circle } ». Un salon appartient à un seul cercle. Pour le libérer :
bound-to-another-community = Ce salon est déjà lié. Un salon appartient à un seul cercle.
not-bound = Ce salon n’est lié à aucun cercle.
unbind-first = { $room } ne recevrait plus ce qui est publié dans le cercle « { $circle } ». Si vous êtes sûr :
follow-nothing = Aucun de mes salons ici n’a été remplacé par un autre : il n’y a rien à suivre.
follow-which = Plus d’un salon a été remplacé. Dites lequel :
follow-cant-enter = Je n’ai pas pu entrer dans le salon qui prend la place de { $room }. Invitez-moi là-bas, puis renvoyez ceci :
follow-unencrypted-first = { $room } était chiffré, et le salon qui prend sa place ne l’est pas : ce qu’on écrit dans le cercle « { $circle } » y serait montré sans chiffrement. Si tout le monde le sait et l’accepte :
followed = Je suis maintenant dans le nouveau salon de { $room }. Il prend la place de l’ancien dans son cercle, et ce qui est ouvert y continue.
bind-encrypted-first = Ce salon est chiffré, et le cercle « { $circle } » a des salons qui ne le sont pas : ce qu’on écrit ici y serait montré sans chiffrement. Si tout le monde le sait et l’accepte :
bind-unencrypted-first = Ce salon n’est pas chiffré, et le cercle « { $circle } » a des salons qui le sont : ce qu’on écrit là-bas serait montré ici sans chiffrement. Si tout le monde le sait et l’accepte :
rooms-mix-encryption = Certains salons de ce cercle sont chiffrés et d’autres non. Ce que vous écrivez dans un salon chiffré est aussi montré dans les autres, sans chiffrement.
circle-invite = Avec ce code à usage unique, quelqu’un qui gère un salon ailleurs le lie au cercle « { $circle } ». Invitez-moi d’abord là-bas, puis envoyez ceci dans ce salon :
circle-invite-then = Il vaut 24 heures. Je vous demande avant de lier quoi que ce soit.
code-unknown = Ce code ne marche pas (ou plus). L’équipe d’animation peut en faire un nouveau avec « circle invite ».
bind-asked = { $name } ({ $account }) veut lier le salon « { $room } » sur { $platform } au cercle « { $circle } », avec votre code.
bind-asked-how = Si vous connaissez cette personne et le voulez, appuyez sur Oui ou envoyez ce qui suit. Sinon, ne faites rien.
bind-waits = Merci. J’ai demandé à la personne qui a fait ce code ; quand elle dit oui, ce salon est lié.
request-unknown = Il n’y a pas (ou plus) de telle demande.

## Rituels

methods = Les méthodes :
ritual-method-missing = Sa méthode « { $name } » ne peut pas servir en ce moment ; « ritual methods » dit pourquoi.
rituals = Les rituels de { $community } :
ritual-added = « { $name } » est ajouté au cercle « { $circle } ».
ritual-edited = « { $name } » est modifié. Un tour ouvert reste comme il est.
ritual-skip-stays = Le { $day } reste sauté.
ritual-skip-over = Le { $day } était sauté ; ce n’est plus un jour de ce rituel.
ritual-hints = Voir ce que cela donnera : { $preview }. Modifier : { $edit }.
ritual-name-taken = Il y a déjà un rituel « { $name } ».
ritual-needs-rhythm = Quand doit-il avoir lieu ? Par exemple :
ritual-runs = Méthode { $method }, dans le cercle « { $circle } ».
ritual-asks = Il demande :
ritual-window = On prend les réponses pendant { $window }.
ritual-origin = D’où il vient : { $origin }
ritual-is-paused = en pause
ritual-is-paused-now = « { $name } » est en pause. Pour le reprendre :
ritual-never-again = il n’a pas de prochaine fois
ritual-preview = « { $name } » sera ainsi ; rien n’a été publié :
ritual-started = « { $name } » est lancé. On prend les réponses jusqu’à : { $until }.
ritual-open-before = Un tour précédent est encore ouvert. Pour le clore : { $command }
ritual-skipped = « { $name } » n’aura pas lieu : { $when }.
ritual-paused = « { $name } » est en pause. Un tour ouvert continue. Pour le reprendre :
ritual-resumed = « { $name } » a de nouveau lieu.
ritual-removed = « { $name } » est retiré ; ses tours passés restent. Pendant dix minutes, vous pouvez annuler :
start-without-room = Le cercle de « { $name } » n’a pas encore de salon. Envoyez d’abord « circle bind » dans un salon.
next-times = « { $name } » a lieu ensuite :
rhythm = { $when } ({ $zone })
rhythm-every = { $when }, toutes les { $every } semaines ({ $zone })
rhythm-days = { $days } à { $time }
rhythm-cron = cron { $cron }
late-once = Si j’étais absent : la dernière fois manquée a lieu en retard, s’il reste la moitié de son temps.
late-skip = Si j’étais absent : après { $grace }, elle est sautée.
late-always = Si j’étais absent : chaque fois manquée a lieu en retard.
last-rounds = Derniers tours :
round-is-open = { $due } : ouvert ({ $id })
round-is-closed = { $due } : clos ({ $id })
round-is-skipped = { $due } : sauté
ask-not-here = La méthode { $method } pose plus d’une question, la vôtre ne peut donc pas les remplacer.
ask-too-long = Une question a au plus { $most } caractères.
window-out-of-bounds = On peut prendre les réponses pendant au moins cinq minutes et au plus soixante jours, comme 24h ou 7d.
schedule-never = Cela n’arrive jamais en { $years } ans. Essayez par exemple :
schedule-too-often = Cela arrive { $count } fois par jour. Les rituels sont quotidiens ou plus rares. Essayez par exemple :
schedule-no-day = Il faut au moins un jour. Essayez par exemple :
schedule-every-zero = « Toutes les 0 semaines » n’arrive jamais. Retirez --every, ou donnez 1 ou plus. Essayez par exemple :
schedule-no-anchor = À partir de quelle semaine compter ? Ajoutez --anchor avec une date. Essayez par exemple :
schedule-fields = Une expression cron a cinq champs, et celle-ci en a { $found }. Plus simple :
schedule-field = Je ne comprends pas « { $text } » comme { $field } d’une expression cron. Plus simple :
cron-minute = minute
cron-hour = heure
cron-day = jour du mois
cron-month = mois
cron-weekday = jour de la semaine
suggest-empty = Que voulez-vous suggérer ? Par exemple :
suggest-too-long = Une suggestion a au plus { $most } caractères.
suggested = Merci. L’équipe d’animation a votre suggestion.
suggest-told = { $name } suggère, pour { $community } : { $words }

## Difficultés

challenge-empty = Quelle est votre difficulté ? Par exemple :
challenge-too-long = Une difficulté a au plus { $most } caractères. Rien n’est perdu ; raccourcissez-la et renvoyez-la.
challenge-shared = Merci. L’équipe d’animation voit votre difficulté ; elle rejoint le prochain tour qui en recueille. Pour la reprendre : challenge withdraw.
challenge-shared-unnamed = Merci. L’équipe d’animation voit votre difficulté sans votre nom ; elle rejoint le prochain tour qui en recueille. Pour la reprendre : challenge withdraw.
challenge-shared-listed = Merci. Votre difficulté est listée pour le cercle, avec votre nom ; elle rejoint le prochain tour qui en recueille. Pour la reprendre : challenge withdraw.
challenge-shared-listed-unnamed = Merci. Votre difficulté est listée pour le cercle, sans votre nom ; elle rejoint le prochain tour qui en recueille. Pour la reprendre : challenge withdraw.
challenge-none = Il n’y a pas de difficultés à voir.
challenge-list = Difficultés :
challenge-yours = la vôtre
challenge-withdrawn = Votre difficulté est reprise.
challenge-not-yours = Je n’ai pas trouvé de difficulté à vous avec ce numéro. « challenge list » les montre.
which-challenge = Vous avez plusieurs difficultés. Laquelle ?
anonymous-in-public = D’autres peuvent lire ceci ici, avec votre nom. Écrivez-le-moi directement si cela doit être sans votre nom.

## Tours

round-open-until = Ouvert jusqu’à : { $until }.
round-closed-at = Clos : { $until }.
round-was-skipped = Sauté.
round-counts = { $given ->
    [one] { $given } réponse
   *[other] { $given } réponses
}, { $passed ->
    [one] { $passed } passe
   *[other] { $passed } passes
} ; non montrées au cercle : { $private }.
round-kept = Seulement pour l’équipe d’animation
round-reach-out = Vous pouvez prendre contact avec : { $names }. Ces personnes ont dit oui.
round-will-be = Le résumé tel qu’il serait maintenant (les humeurs ne sont dites qu’à la clôture)
round-id = Tour { $id }
round-closed = « { $name } » est clos, et le résumé part. Pendant dix minutes, vous pouvez annuler :
round-closed-already = Ce tour est déjà clos.
round-may-repost = Quelqu’un a retiré ce que j’avais publié. Pour le publier de nouveau :
round-reposted = { $count ->
    [one] Je le publie de nouveau.
   *[other] Je publie de nouveau { $count } messages.
}
nothing-to-repost = Rien de ce tour n’a été retiré.
post-waits = { $what } pour { $room } : attend de partir.
post-dead = { $what } pour { $room } : n’a pas pu être publié ({ $reason }).
post-in-doubt = { $what } dans { $room } : je ne peux pas dire si c’est là ; regardez-y, s’il vous plaît.
post-taken-away = { $what } dans { $room } : quelqu’un l’a retiré.
purpose-prompt = Invitation
purpose-summary = Résumé
purpose-notice = Avis
purpose-nudge = Rappel
topic-length = Un sujet a de 1 à { $most } caractères.
topics-full = Un tour a au plus { $most } sujets.
topics-now = Sujets de « { $name } » : { $topics }.
topics-none = « { $name } » n’a plus de sujets.
no-such-topic = « { $topic } » n’est pas parmi ses sujets : { $topics }.
note-empty = Que doit dire la note ? Par exemple :
note-set = La note accompagne maintenant « { $name } ».
note-gone = La note de « { $name } » est retirée.
note-too-long = Une note a au plus { $most } caractères.

## Annuler

nothing-to-undo = Il n’y a rien des dix dernières minutes que je puisse annuler.
close-undone = « { $name } » est de nouveau ouvert, jusqu’à : { $until }.
remove-undone = « { $name } » est de retour.

## Soi-même

me = Pour moi, vous êtes { $name }. Votre fuseau : { $zone }. Votre langue : { $language }.
me-as-community = comme la communauté
me-in-community = { $community } : { $role } ; { $nudges } ; { $words }
me-nudges-are-on = rappels activés
me-nudges-are-off = rappels désactivés
me-words-ask = vous n’avez pas dit si vos autres mots dans les fils peuvent être gardés, ils ne le sont donc pas
me-words-yes = vos autres mots dans les fils peuvent être gardés
me-words-no = vos autres mots dans les fils ne sont pas gardés
me-link-code = Avec ce code à usage unique, vous me dites qu’un compte sur une autre plateforme est aussi le vôtre. Écrivez-moi ceci en privé, depuis ce compte :
me-link-code-then = Il vaut dix minutes. Je vous demande ici avant de joindre quoi que ce soit.
me-link-unknown = Ce code ne marche pas (ou plus). Faites-en un nouveau avec « me link ».
me-link-waits = Merci. J’ai demandé en privé au compte qui a fait ce code. Quand vous y dites oui, les deux ne font qu’une personne pour moi.
me-link-asked = { $name } ({ $account }) sur { $platform } a envoyé votre code et veut être la même personne que vous. Votre dernière réponse comptera alors, où que vous la donniez, et avec l’un ou l’autre compte on pourra tout lire et tout faire oublier des deux.
me-link-asked-how = Si c’est bien vous, appuyez sur Oui ou envoyez ce qui suit. Sinon, ne faites rien.
me-link-asked-roles = Aucun rôle ne suit. Si ce compte doit avoir vos rôles aussi, envoyez plutôt { $command }.
me-linked = { $name } ({ $account }) et vous ne faites désormais qu’une personne pour moi. Votre dernière réponse compte, où que vous la donniez. Pour revenir en arrière :
me-link-same = Vous avez envoyé ceci avec le compte qui a fait le code. Envoyez-le avec l’autre.
me-link-already = Ces comptes ne font déjà qu’une personne pour moi.
me-link-taken = L’un de ces comptes est déjà joint à un autre. Séparez-les d’abord :
me-link-platform = Vous avez déjà un compte sur { $platform }, et on peut en joindre un par plateforme.
me-not-linked = Ce compte n’est joint à aucun autre. Pour en joindre un :
me-unlinked = De nouveau à part : { $accounts }. Chaque compte retrouve ses propres réponses, et aucun rôle de l’autre.
me-accounts = Vos comptes : { $accounts }.
me-zone = Votre fuseau : { $zone }. Pour le fixer :
me-zone-set = Votre fuseau est maintenant { $zone } ; il y est { $now }.
me-language = Votre langue : { $language }. Pour la fixer :
me-language-set = Je vous écris désormais en français.
me-nudges-on = Je vous rappellerai en privé avant la fin d’un tour de { $community }, une fois au plus. Pour arrêter : me nudges off.
me-nudges-off = Je ne vous rappellerai plus rien pour { $community }.
me-consent = Ce à quoi vous avez dit oui dans { $community } :
me-consent-ask = Je ne garde plus rien de vos autres mots, et je vous redemanderai.

## Pourquoi, et où en sont les choses

why = Voici où en sont les choses ici :
why-not-bound = Ce salon n’est lié à aucun cercle, je réponds donc seulement quand on me demande.
why-bound = Ce salon est lié au cercle « { $circle } » de { $community }.
why-direct = Dans les messages directs, je réponds seulement ; les rituels ont lieu dans les salons.
why-room-paused = Je ne peux pas écrire dans ce salon, ce qui s’y passe attend donc. Vérifiez que j’en suis encore membre et que je peux y écrire.
lacks-seeing = Je ne vois pas ce salon. Donnez-moi ici, s’il vous plaît, la permission Voir le salon.
lacks-speaking = Je ne peux pas écrire ici. Donnez-moi, s’il vous plaît, la permission Envoyer des messages.
lacks-reading = Je ne peux pas lire ce qui a été dit ici auparavant, et je manque donc ce qui se dit en mon absence. Donnez-moi, s’il vous plaît, la permission Voir les anciens messages.
lacks-threads = Je ne peux pas ouvrir de fils ici : on répond par les autres moyens. Pour avoir des fils, donnez-moi les permissions Créer des fils publics et Envoyer des messages dans les fils.
lacks-removing = Je ne peux pas retirer une humeur que quelqu’un écrit ici par erreur. Pour que je le puisse, donnez-moi la permission Gérer les messages.
lacks-hearing = On ne me montre pas ce qui s’écrit ici, seulement ce qu’on m’adresse : on répond par bouton, formulaire, commande, message privé ou en me mentionnant.
why-unread =
    { $count ->
        [one] Il y a ici un message que je ne peux pas lire, depuis { $since } : je n’en ai pas reçu la clé. Je le prends en compte dès qu’elle arrive.
       *[other] Il y a ici { $count } messages que je ne peux pas lire, depuis { $since } : je n’en ai pas reçu les clés. Je les prends en compte dès qu’elles arrivent.
    }
why-replaced = Ce salon a été abandonné pour un nouveau. L’équipe d’animation peut me faire suivre :
why-no-ritual = Il n’y a pas encore de rituel ici.
why-ritual-paused = « { $name } » est en pause : l’équipe d’animation peut le reprendre.
why-holiday = « { $name } » n’a pas lieu le { $day } : c’est un jour sans rituels.
why-next = Prochaine date de « { $name } » : { $when }.
why-skipped-by = « { $name } » n’a pas eu lieu ({ $when }) : { $by } l’a sauté.
why-skipped-late = « { $name } » n’a pas eu lieu ({ $when }) : j’étais absent, et c’était trop tard ensuite.
why-last-command = La dernière chose que j’ai faite pour vous ici : { $command }, { $when }.
status-next = La suite dans { $community }
status-nothing-next = Rien n’est prévu dans { $community }
status-open = « { $name } » est ouvert jusqu’à : { $until }.
status-health = Comment je vais
status-store-ok = Mes notes sont à portée de main.
status-store-was = Mes notes ont été hors de portée récemment pendant { $lasted } ({ $why }). Ce qui est arrivé entre-temps est enregistré.
status-connected = { $platform } : j’y suis.
status-down = { $platform } : je ne suis pas connecté en ce moment. Ce qui lui est destiné attend, et rien n’est perdu.
status-waiting = { $platform } : { $count ->
    [one] { $count } message attend
   *[other] { $count } messages attendent
} de partir.
status-late = J’ai { $late } de retard sur ce qui est dû.
status-on-time = Rien n’est en retard.

curate-link = Voici votre accès à la page de { $community }. Ouvrez-la, puis appuyez sur le bouton :
curate-link-then = Il est pour vous seul·e : il marche une fois, pendant dix minutes.
curate-link-loopback = Cette adresse n’est joignable que depuis l’ordinateur sur lequel je tourne. Pour ouvrir la page d’ailleurs, la personne qui s’occupe de cet ordinateur règle web.public_url.
curate-no-page = La page n’est pas servie en ce moment, je n’ai donc pas d’adresse à vous donner. La personne qui s’occupe de moi la démarre avec : samovar serve

## La base a des ennuis

trouble-full = il n’y a plus de place sur son disque
trouble-read-only = elle ne peut qu’être lue
trouble-locked = un autre processus la tient
trouble-disk = son disque ne fonctionne pas comme il devrait
trouble-away = elle ne répond pas
trouble-since = Impossible d’écrire dans la base : { $why }, depuis { $since }. Ce qui a été reçu attend et n’est pas perdu.
trouble-waits = Je ne peux rien noter en ce moment : { $why }. Je garde ce que vous avez envoyé et m’en occupe dès que possible ; inutile de l’envoyer à nouveau.
