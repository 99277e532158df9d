# Les pages d'un export, et ce qui est dit d'un import.

export-before = le tour d’avant
export-rounds = Tours
export-rituals = Rituels
export-round = { $date } ({ $state })
export-domain = De quoi il s’agit
export-people = Pour qui
export-practice = Ce que les membres font ensemble
export-agreement = Ce dont les membres conviennent
export-signposts = Où trouver quelqu’un quand cela ne va pas
export-accessibility = Ce qui aide à participer
export-state-open = ouvert
export-state-closed = terminé
export-state-skipped = sauté

import-done = { $communities ->
    [one] Une communauté
   *[other] { $communities } communautés
} avec { $rounds } tours, { $answers } réponses, { $messages } messages et { $posts } publications.
import-never = Aucun export ne contient qui a donné ce qui l'a été sans nom : ces personnes ne peuvent donc pas le reprendre ici par commande. Il ne contient pas non plus les codes à usage unique, les questions en attente, qui a fait quoi par commande, ni ce qui a été dit à une seule personne.
import-not-private = Cet export a été fait sans --with-private : les humeurs, les réponses privées, les défis et suggestions en attente, qui peut être joint et ce que les membres ont choisi n'y étaient pas. Chaque oui est redemandé là où il en faut un.
