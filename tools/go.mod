module dev.compilefarm/tools

go 1.24
