# Comment se lisent les moments, les jours et les durées.

weekday = { $number ->
    [1] lundi
    [2] mardi
    [3] mercredi
    [4] jeudi
    [5] vendredi
    [6] samedi
   *[7] dimanche
}
month = { $number ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[12] décembre
}
day = { $day ->
    [1] { $weekday } 1er { $month }
   *[other] { $weekday } { $day } { $month }
}
moment = { $day ->
    [1] { $weekday } 1er { $month }, { $time } ({ $zone })
   *[other] { $weekday } { $day } { $month }, { $time } ({ $zone })
}
moment-own = { $moment }, pour vous { $day }, { $time }
span-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
span-hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
}
span-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
# Les deux derniers éléments d’une liste : « thé, lait et sucre ».
list-end = { $most } et { $last }
