complete --keep-order --exclusive --command srvls --arguments "(SRVLS_COMPLETE=fish srvls -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token))"
