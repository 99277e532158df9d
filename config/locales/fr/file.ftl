# Comment on parle d’un fichier : par son nom, son genre et sa taille.

files = Fichiers
file = { $name } ({ $kind }, { $size })
file-of-no-size = { $name } ({ $kind })
file-unnamed = un fichier sans nom
file-kind = { $kind ->
    [image] image
    [audio] son
    [video] vidéo
    [text] texte
    [pdf] PDF
   *[other] fichier
}
file-size-bytes = { $count ->
    [one] { $count } octet
   *[other] { $count } octets
}
# Le nombre a une décimale au plus ; entre ses parties se met la marque ci-dessous.
file-size = { $number } { $unit ->
    [kilo] ko
    [mega] Mo
   *[giga] Go
}
decimal-mark = ,
