
set edit:completion:arg-completer[srvls] = { |@words|
    var index = (count $words)
    set index = (- $index 1)

    put (env _CLAP_IFS="\n" _CLAP_COMPLETE_INDEX=(to-string $index) SRVLS_COMPLETE="elvish" srvls -- $@words) | to-lines
}

