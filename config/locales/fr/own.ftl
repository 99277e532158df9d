# Les mots de chacune et de chacun : les avoir, les reprendre, et combien de temps ils sont gardés.

## me consent

me-consent-change = { $said }. Pour changer : { $command }
me-consent-answers = Chaque réponse que vous donnez est un oui pour la montrer aux personnes nommées sous la question, et à personne d’autre. Pour en reprendre une : withdraw
me-reach-out-yes = vous avez dit dans { $name } ({ $date }) que l’équipe d’animation peut prendre contact avec vous
me-reach-out-none = personne n’a été invité à prendre contact avec vous ; je ne le demande que lorsque cela compte
me-reach-out-gone = D’accord. J’ai repris ce oui, et le message à l’équipe d’animation avec lui, autant que je peux.

## me export

me-export = Voici tout ce que je garde de vous :
me-export-part = Partie { $part } sur { $parts }.
me-export-next = La partie suivante :
me-export-as-data = La même chose en données, pour un programme :
me-export-as-page = La même chose en page à lire :
me-export-links = Ou en fichier, comme page et comme données. Chaque lien marche une fois, pendant dix minutes :

own-title = Ce que Samovar garde de vous
own-accounts = Vos comptes
own-chosen = Ce que vous avez choisi
own-zone = Fuseau horaire
own-language = Langue
own-joined = ici depuis
own-place = Vous ici
own-reach-out = l’équipe d’animation peut prendre contact avec vous
own-messages = Ce que vous avez dit dans les fils
own-overtaken = Donné plus tôt, et remplacé depuis :
own-no-words = (vos mots n’ont pas été gardés)
own-challenge = Un défi qui attend un tour
own-suggestion = Une suggestion
own-questions = Ce que je vous ai demandé et qui attend votre réponse
own-told = Ce que je vous ai dit en privé
own-deeds = Ce que vous avez fait, par commande
own-state-given = donnée
own-state-passed = passée
own-state-withdrawn = reprise
own-private = pour l’équipe d’animation seulement
own-anonymous = sans votre nom
own-listed = montrée au cercle

own-page-title = Ce qui est gardé de vous
own-page-about = Vous recevez ici tout ce que Samovar garde de vous, en un fichier. Le lien marche une fois.
own-page-fetch = Recevoir le fichier
own-page-over = Ce lien ne marche pas (ou plus). Demandez-en un autre à Samovar : me export

## me forget

me-forget-first = Ceci oublie tout ce que vous avez donné, pour de bon :
me-forget-where = dans { $list }
me-forget-count = { $given ->
    [one] { $given } chose donnée à des tours
   *[other] { $given } choses données à des tours
}, { $said ->
    [one] { $said } message dans les fils
   *[other] { $said } messages dans les fils
}, vos défis et suggestions, votre nom, vos rôles, chacun de vos oui ; et ce que j’en ai montré dans les salons, les résumés et les exports à venir
me-forget-last-steward = vous êtes la dernière personne responsable de { $community } : celle qui anime depuis le plus longtemps prend votre place ; s’il n’y en a pas, plus personne n’y peut nommer d’équipe d’animation. Pour choisir quelqu’un : role grant
me-forget-not = Mais pas ce que vous avez écrit vous-même dans les salons : c’est à vous, et vous pouvez l’y supprimer.
me-forget-sure = Pour tout avoir d’abord : me export. Si vous en êtes sûr·e :
me-forgotten = C’est fait : je vous ai oublié·e. Ce que j’ai montré de vos mots dans les salons s’en va maintenant aussi. Ce que vous y avez écrit vous-même y est encore ; vous pouvez l’y supprimer. Des copies de ma base faites avant aujourd’hui peuvent contenir vos mots jusqu’à leur remplacement, et je vous y oublie de nouveau si l’une est remise en place. Si vous revenez, nous recommençons à neuf.
steward-handed-over = La dernière personne responsable de { $community } est partie ; c’est donc vous maintenant. Vous pouvez en nommer d’autres : role grant
somebody-forgotten = quelqu’un qui est parti

## Combien de temps les mots sont gardés

retention-shortened = { $days ->
    [one] À partir de { $from }, ce qui se dit ici dans les tours est gardé { $days } jour.
   *[other] À partir de { $from }, ce qui se dit ici dans les tours est gardé { $days } jours.
} Ce qui est plus ancien s’en va alors. Pour avoir vos mots avant : me export
words-over = { $name }, { $date } : { $days ->
    [one] ce qui a été dit dans ce tour a été gardé { $days } jour, comme convenu ici, et n’est plus là.
   *[other] ce qui a été dit dans ce tour a été gardé { $days } jours, comme convenu ici, et n’est plus là.
}
