# How a file is told of: by its name, its kind and its size.

files = Files
file = { $name } ({ $kind }, { $size })
file-of-no-size = { $name } ({ $kind })
file-unnamed = a file without a name
file-kind = { $kind ->
    [image] picture
    [audio] sound
    [video] video
    [text] text
    [pdf] PDF
   *[other] file
}
file-size-bytes = { $count ->
    [one] 1 byte
   *[other] { $count } bytes
}
# The number has one decimal at most; between the parts of it stands the mark below.
file-size = { $number } { $unit ->
    [kilo] kB
    [mega] MB
   *[giga] GB
}
decimal-mark = .
