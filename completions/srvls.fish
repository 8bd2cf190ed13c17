# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_srvls_global_optspecs
    string join \n s/stage= config= profile= region= endpoint-url= o/output= query= csv-raw y/yes confirm= reason= reveal read-only q/quiet v/verbose annotate color= h/help V/version
end

function __fish_srvls_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_srvls_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_srvls_using_subcommand
    set -l cmd (__fish_srvls_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c srvls -n "__fish_srvls_needs_command" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_needs_command" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_needs_command" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_needs_command" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_needs_command" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_needs_command" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_needs_command" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_needs_command" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_needs_command" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_needs_command" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_needs_command" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_needs_command" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_needs_command" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_needs_command" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_needs_command" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_needs_command" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_needs_command" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_needs_command" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_needs_command" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "deploy" -d 'Build the handlers and deploy the stage'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "diff" -d 'Show what a deployment would change'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "package" -d 'Build and zip the handlers, for `deploy --artifacts`'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "destroy" -d 'Delete the stage\'s stacks, and list what their templates retain'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "releases" -d 'List the releases of the stage, newest first, and mark the live one'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "rollback" -d 'Roll back to an earlier release, from its stored artifacts'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "status" -d 'Show whether the stage is deployed and healthy'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "outputs" -d 'Show the stage\'s outputs, or the value of one'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "watch" -d 'Re-attach to a running deployment, or show how the last one ended'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "invoke" -d 'Call a function with an event, and show its answer and log'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "diagnose" -d 'Follow one request through the stage, or check the stage for common problems'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "local" -d 'Run the local AWS emulator'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "user" -d 'Look up users and manage their accounts'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "table" -d 'Read and write the stack\'s tables'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "logs" -d 'Read the logs of the functions and the API'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "alarms" -d 'Show the stack\'s alarms, firing ones first'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "metrics" -d 'Show the metrics of the API, functions, tables, users and edge'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "top" -d 'Watch the stage live: alarms, traffic, operations and failures on a full screen'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "audit" -d 'Show every write and every reveal of personal data, newest first'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "handover" -d 'Show what the next shift has to know, as Markdown'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "cost" -d 'Estimate what the stage costs in a month, or show what it cost'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "doctor" -d 'Check credentials, account, toolchain, templates and quotas'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "template" -d 'Check the templates, or say what they mean, without AWS'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "init" -d 'Write the files of a pipeline into the project'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "completions" -d 'Print a shell\'s completion script'
complete -c srvls -n "__fish_srvls_needs_command" -f -a "help" -d 'Explain a command, the global options or the exit codes'
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -l plan -d 'Proceed only if the plan still has this digest (from `--dry-run` or `srvls diff`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -l allow -d 'Allow the loss of this resource and its data, or deploy despite `alarms`, `drift` or `mutes`' -r
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -l artifacts -d 'Deploy the package that `srvls package` wrote to this folder' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -l only -d 'Deploy new code for this function only' -r
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -l observe -d 'Afterwards, compare errors and latency with the previous version for this long (5m); exit with 1 if they got worse' -r
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -l dry-run -d 'Show what would change, and change nothing'
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -l no-rollback -d 'On failure, keep the changes made so far instead of rolling back'
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -l at-once -d 'Shift all traffic to the new code at once, ignoring the stage\'s `canary`'
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -l detach -d 'Return once the deployment has started; `srvls watch` follows it'
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand deploy" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand diff" -l artifacts -d 'Compare the package that `srvls package` wrote to this folder' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand diff" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand diff" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand diff" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand diff" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand diff" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand diff" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand diff" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand diff" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand diff" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand diff" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand diff" -l exit-code -d 'Exit with 3 if there are changes'
complete -c srvls -n "__fish_srvls_using_subcommand diff" -l markdown -d 'Print Markdown for a pull request comment'
complete -c srvls -n "__fish_srvls_using_subcommand diff" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand diff" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand diff" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand diff" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand diff" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand diff" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand diff" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand diff" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand package" -l out -d 'Write the package to this folder' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand package" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand package" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand package" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand package" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand package" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand package" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand package" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand package" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand package" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand package" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand package" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand package" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand package" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand package" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand package" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand package" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand package" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand package" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand package" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand destroy" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand destroy" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand destroy" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand destroy" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand destroy" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand destroy" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand destroy" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand destroy" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand destroy" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand destroy" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand destroy" -l dry-run -d 'Show what would be deleted, and delete nothing'
complete -c srvls -n "__fish_srvls_using_subcommand destroy" -l purge-artifacts -d 'Also delete the artifact bucket and the release ledger in it'
complete -c srvls -n "__fish_srvls_using_subcommand destroy" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand destroy" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand destroy" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand destroy" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand destroy" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand destroy" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand destroy" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand destroy" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand destroy" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand releases" -l limit -d 'Show at most this many' -r
complete -c srvls -n "__fish_srvls_using_subcommand releases" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand releases" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand releases" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand releases" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand releases" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand releases" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand releases" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand releases" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand releases" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand releases" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand releases" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand releases" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand releases" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand releases" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand releases" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand releases" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand releases" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand releases" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand releases" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -l plan -d 'Proceed only if the plan still has this digest (from `--dry-run` or `srvls diff`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -l allow -d 'Roll back despite `drift` or `mutes`' -r -f -a "alarms\t''
drift\t''
mutes\t''"
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -l dry-run -d 'Show what would change, and change nothing'
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -l code-only -d 'Roll back only the functions\' code; templates and parameters stay as they are'
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand rollback" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand status" -l html -d 'Also write a page of the last 12 hours to this file' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand status" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand status" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand status" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand status" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand status" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand status" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand status" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand status" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand status" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand status" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand status" -l exit-code -d 'Exit with 3 if the stage is not healthy'
complete -c srvls -n "__fish_srvls_using_subcommand status" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand status" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand status" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand status" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand status" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand status" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand status" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand status" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand status" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand outputs" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand outputs" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand outputs" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand outputs" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand outputs" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand outputs" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand outputs" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand outputs" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand outputs" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand outputs" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand outputs" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand outputs" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand outputs" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand outputs" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand outputs" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand outputs" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand outputs" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand outputs" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand outputs" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand watch" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand watch" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand watch" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand watch" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand watch" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand watch" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand watch" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand watch" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand watch" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand watch" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand watch" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand watch" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand watch" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand watch" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand watch" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand watch" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand watch" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand watch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand watch" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -l payload -d 'Event as JSON, @FILE, or - for stdin' -r
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -l event -d 'Saved event: api, authorizer, post-confirmation, s3 or sqs [default: the function\'s own]' -r
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -l as -d 'User whose event it is: e-mail, sub, phone or user name' -r
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -l parameter -d 'Value of a path or query parameter of the request; `key` of an uploaded image' -r
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -l dry-run -d 'Print the event and call nothing'
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand invoke" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand diagnose" -l since -d 'Start time: 15m, 2h30m, 2d, 09:00, 2026-11-22T09:00' -r
complete -c srvls -n "__fish_srvls_using_subcommand diagnose" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand diagnose" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand diagnose" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand diagnose" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand diagnose" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand diagnose" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand diagnose" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand diagnose" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand diagnose" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand diagnose" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand diagnose" -l exit-code -d 'Exit with 3 if a check of the stage fails'
complete -c srvls -n "__fish_srvls_using_subcommand diagnose" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand diagnose" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand diagnose" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand diagnose" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand diagnose" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand diagnose" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand diagnose" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand diagnose" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand diagnose" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -f -a "up" -d 'Start the emulator, and install it first if needed'
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -f -a "down" -d 'Stop the emulator and keep its data'
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -f -a "status" -d 'Show whether the emulator is running, and where'
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -f -a "reset" -d 'Wipe the emulator\'s data: stacks, users, items and logs'
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -f -a "logs" -d 'Show the emulator\'s own log'
complete -c srvls -n "__fish_srvls_using_subcommand local; and not __fish_seen_subcommand_from up down status reset logs env" -f -a "env" -d 'Print exports that point the AWS CLI at the emulator'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from up" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from up" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from up" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from up" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from up" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from up" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from up" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from up" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from up" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from up" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from up" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from up" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from up" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from up" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from up" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from up" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from up" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from up" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from up" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from down" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from down" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from down" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from down" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from down" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from down" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from down" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from down" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from down" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from down" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from down" -l force -d 'Kill it even if its latest data is not saved'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from down" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from down" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from down" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from down" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from down" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from down" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from down" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from down" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from down" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from status" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from status" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from status" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from status" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from status" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from status" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from status" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from status" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from status" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from status" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from status" -l exit-code -d 'Exit with 3 if it is not running'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from status" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from status" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from status" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from status" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from status" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from status" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from reset" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from reset" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from reset" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from reset" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from reset" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from reset" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from reset" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from reset" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from reset" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from reset" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from reset" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from reset" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from reset" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from reset" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from reset" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from reset" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from reset" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from reset" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from reset" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from logs" -s n -l lines -d 'Number of latest lines to show first' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from logs" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from logs" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from logs" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from logs" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from logs" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from logs" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from logs" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from logs" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from logs" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from logs" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from logs" -s f -l follow -d 'Keep showing new lines as they arrive'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from logs" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from logs" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from logs" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from logs" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from logs" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from logs" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from logs" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from logs" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from logs" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from env" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from env" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from env" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from env" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from env" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from env" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from env" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from env" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from env" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from env" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from env" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from env" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from env" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from env" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from env" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from env" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from env" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from env" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand local; and __fish_seen_subcommand_from env" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -f -a "lookup" -d 'Show one user: account, profile, data, images'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -f -a "list" -d 'List users, newest first'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -f -a "timeline" -d 'Show what a user did and what was done to them, in one order'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -f -a "create" -d 'Create a user, who is invited by e-mail'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -f -a "set" -d 'Set a user\'s attributes'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -f -a "export" -d 'Export everything of one user as an archive, or the accounts of all'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -f -a "import" -d 'Create the groups and users of a file'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -f -a "erase" -d 'Erase a user: account, profile, data and images'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -f -a "group" -d 'List groups, and change who is in them'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -f -a "mfa" -d 'Show and reset a user\'s second factors'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -f -a "enable" -d 'Let a disabled user sign in again'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -f -a "disable" -d 'Block a user from signing in'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -f -a "contain" -d 'Disable a user and sign them out everywhere'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -f -a "confirm" -d 'Confirm a sign-up without its code'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -f -a "resend" -d 'Resend the sign-up code or the invitation'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -f -a "sign-out" -d 'Sign a user out everywhere'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -f -a "reset-password" -d 'Require a user to set a new password'
complete -c srvls -n "__fish_srvls_using_subcommand user; and not __fish_seen_subcommand_from lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email" -f -a "verify-email" -d 'Mark a user\'s e-mail address as verified'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from lookup" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from lookup" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from lookup" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from lookup" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from lookup" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from lookup" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from lookup" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from lookup" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from lookup" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from lookup" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from lookup" -l prefix -d 'Match the beginning of the handle, not all of it'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from lookup" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from lookup" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from lookup" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from lookup" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from lookup" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from lookup" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from lookup" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from lookup" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from lookup" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -l status -d 'Only in this state, such as unconfirmed' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -l group -d 'Only the members of this group' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -l since -d 'Only created since: 15m, 2h30m, 2d, 2026-11-22' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -l limit -d 'List at most this many users' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -l next -d 'Go on where an answer stopped, with its `next`' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -l disabled -d 'Only disabled users'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from timeline" -l since -d 'Start time: 15m, 2h30m, 2d, 09:00, 2026-11-22T09:00' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from timeline" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from timeline" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from timeline" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from timeline" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from timeline" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from timeline" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from timeline" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from timeline" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from timeline" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from timeline" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from timeline" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from timeline" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from timeline" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from timeline" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from timeline" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from timeline" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from timeline" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from timeline" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from timeline" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -l name -d 'The user\'s name' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -l group -d 'Add the user to this group' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -l send-invite -d 'Send the invitation now'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from create" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from set" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from set" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from set" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from set" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from set" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from set" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from set" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from set" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from set" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from set" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from set" -l verified -d 'Count the new e-mail or phone as verified: no code is sent'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from set" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from set" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from set" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from set" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from set" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from set" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -l out -d 'Write to this file [default: SUB.zip or users.jsonl]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -l format -d 'With --all, the format of the file [default: by its name]' -r -f -a "jsonl\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -l rate -d 'With --all, send at most this many requests a second [default: 25]' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -l all -d 'Export the groups and users of the pool'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from export" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -l on-conflict -d 'What to do where a user or group is there, and differs' -r -f -a "fail\t'Reject the row, and fail at the end'
skip\t'Leave the user as they are'
update\t'Give the user what the file has'"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -l format -d 'Format of the file [default: by its name]' -r -f -a "jsonl\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -l rate -d 'Send at most this many requests a second [default: 25]' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -l dry-run -d 'Check the rows against the pool, and write nothing'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from import" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from erase" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from erase" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from erase" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from erase" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from erase" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from erase" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from erase" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from erase" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from erase" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from erase" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from erase" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from erase" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from erase" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from erase" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from erase" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from erase" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from erase" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from erase" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from erase" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -f -a "list" -d 'List the groups of the pool, or those of a user'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -f -a "add" -d 'Add a user to a group'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from group" -f -a "remove" -d 'Remove a user from a group'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from mfa" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from mfa" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from mfa" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from mfa" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from mfa" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from mfa" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from mfa" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from mfa" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from mfa" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from mfa" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from mfa" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from mfa" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from mfa" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from mfa" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from mfa" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from mfa" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from mfa" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from mfa" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from mfa" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from mfa" -f -a "status" -d 'Show the second factors that a user has set up'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from mfa" -f -a "reset" -d 'Forget a user\'s second factors, as after a lost phone'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from enable" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from enable" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from enable" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from enable" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from enable" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from enable" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from enable" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from enable" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from enable" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from enable" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from enable" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from enable" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from enable" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from enable" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from enable" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from enable" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from enable" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from enable" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from enable" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from disable" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from disable" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from disable" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from disable" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from disable" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from disable" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from disable" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from disable" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from disable" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from disable" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from disable" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from disable" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from disable" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from disable" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from disable" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from disable" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from disable" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from disable" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from disable" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from contain" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from contain" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from contain" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from contain" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from contain" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from contain" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from contain" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from contain" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from contain" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from contain" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from contain" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from contain" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from contain" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from contain" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from contain" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from contain" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from contain" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from contain" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from contain" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from confirm" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from confirm" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from confirm" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from confirm" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from confirm" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from confirm" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from confirm" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from confirm" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from confirm" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from confirm" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from confirm" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from confirm" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from confirm" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from confirm" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from confirm" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from confirm" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from confirm" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from confirm" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from confirm" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from resend" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from resend" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from resend" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from resend" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from resend" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from resend" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from resend" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from resend" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from resend" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from resend" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from resend" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from resend" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from resend" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from resend" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from resend" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from resend" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from resend" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from resend" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from resend" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from sign-out" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from sign-out" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from sign-out" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from sign-out" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from sign-out" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from sign-out" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from sign-out" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from sign-out" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from sign-out" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from sign-out" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from sign-out" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from sign-out" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from sign-out" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from sign-out" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from sign-out" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from sign-out" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from sign-out" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from sign-out" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from sign-out" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from reset-password" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from reset-password" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l print-password -d 'Set a temporary password and print it once, where no mail arrives'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from reset-password" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from reset-password" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from reset-password" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from reset-password" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from reset-password" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from reset-password" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from verify-email" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from verify-email" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from verify-email" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from verify-email" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from verify-email" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from verify-email" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from verify-email" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from verify-email" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from verify-email" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from verify-email" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from verify-email" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from verify-email" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from verify-email" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from verify-email" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from verify-email" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from verify-email" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from verify-email" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from verify-email" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand user; and __fish_seen_subcommand_from verify-email" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -f -a "list" -d 'List the stack\'s tables'
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -f -a "describe" -d 'Show a table\'s keys, indexes and protection'
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -f -a "get" -d 'Show one item'
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -f -a "query" -d 'Show the items of one partition'
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -f -a "scan" -d 'Show the items of a whole table'
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -f -a "put" -d 'Write one item'
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -f -a "delete" -d 'Delete one item'
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -f -a "export" -d 'Copy a table into a file'
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -f -a "import" -d 'Write the items of a file into a table'
complete -c srvls -n "__fish_srvls_using_subcommand table; and not __fish_seen_subcommand_from list describe get query scan put delete export import jobs" -f -a "jobs" -d 'Show the exports and imports that DynamoDB runs'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from list" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from list" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from list" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from list" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from list" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from list" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from list" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from list" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from list" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from list" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from list" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from list" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from list" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from list" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from describe" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from describe" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from describe" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from describe" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from describe" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from describe" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from describe" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from describe" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from describe" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from describe" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from describe" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from describe" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from describe" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from describe" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from describe" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from describe" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from describe" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from describe" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from describe" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from get" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from get" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from get" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from get" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from get" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from get" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from get" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from get" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from get" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from get" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from get" -l typed -d 'Show types that JSON has not as tags: {"$string_set": ["a"]}'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from get" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from get" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from get" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from get" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from get" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from get" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -l index -d 'Index to query, instead of the one that fits' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -l sk -d 'Condition on the sort key' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -l where -d 'Conditions on other attributes' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -l limit -d 'Show at most this many items' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -l max-units -d 'Read at most this many capacity units a second' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -l desc -d 'Sort by the sort key in descending order'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from query" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -l where -d 'Conditions on any attribute' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -l limit -d 'Show at most this many items' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -l max-units -d 'Read at most this many capacity units a second' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from scan" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from put" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from put" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from put" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from put" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from put" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from put" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from put" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from put" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from put" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from put" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from put" -l if-absent -d 'Replace no item: one with this key is an error'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from put" -l if-exists -d 'Add no item: there has to be one with this key'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from put" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from put" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from put" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from put" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from put" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from put" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from put" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from put" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from put" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from delete" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from delete" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from delete" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from delete" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from delete" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from delete" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from delete" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from delete" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from delete" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from delete" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from delete" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from delete" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from delete" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from delete" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from delete" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from delete" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -l out -d 'File to write [default: TABLE.jsonl or TABLE.csv]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -l format -d 'Format of the file [default: by its name]' -r -f -a "jsonl\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -l segments -d 'Read this many parts of the table at once' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -l max-units -d 'Read at most this many capacity units a second' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -l to-s3 -d 'Have DynamoDB export the table to S3, whatever its size'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -l here -d 'Read the table on this machine, whatever its size'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from export" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -l on-conflict -d 'What to do where another item has the key' -r -f -a "fail\t'Reject the row, and fail at the end'
skip\t'Leave the item as it is'
overwrite\t'Replace the item'"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -l format -d 'Format of the file [default: by its name]' -r -f -a "jsonl\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -l max-units -d 'Write at most this many capacity units a second' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -l as -d 'Name of the new table that DynamoDB makes from S3' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -l here -d 'Write the file from this machine, whatever its size'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from import" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from jobs" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from jobs" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from jobs" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from jobs" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from jobs" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from jobs" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from jobs" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from jobs" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from jobs" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from jobs" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from jobs" -l follow -d 'Wait until those that are under way have ended'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from jobs" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from jobs" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from jobs" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from jobs" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from jobs" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from jobs" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from jobs" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from jobs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand table; and __fish_seen_subcommand_from jobs" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -f -a "tail" -d 'Show the log lines of functions and of the API, merged in time order'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -f -a "errors" -d 'Show what failed, counted by shape'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and not __fish_seen_subcommand_from tail errors query" -f -a "query" -d 'Ask Logs Insights about the logs'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -l since -d 'Start time: 15m, 2h30m, 2d, 09:00, 2026-11-22T09:00' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -l until -d 'End time, in the format of --since [default: now]' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -l grep -d 'Show only lines that match a regular expression' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -l where -d 'Show only lines that match, such as status>=500' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -l level -d 'Show only lines at this level or above' -r -f -a "trace\t''
debug\t''
info\t''
warn\t''
error\t''"
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -l request-id -d 'Show only lines with this Lambda or API Gateway id' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -s f -l follow -d 'Keep showing new lines as they arrive'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -l live -d 'Show new lines at once, as AWS takes them in: costs by the minute, and is sampled where lines are many'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from tail" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -l since -d 'Start time: 15m, 2h30m, 2d, 09:00, 2026-11-22T09:00' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -l until -d 'End time, in the format of --since [default: now]' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -l function -d 'Show only failures of this function, such as get_profile' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from errors" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -l since -d 'Start time: 15m, 2h30m, 2d, 09:00, 2026-11-22T09:00' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -l until -d 'End time, in the format of --since [default: now]' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -l log -d 'Function, or `api`; can be repeated [default: every function]' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -l limit -d 'Show at most this many rows' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand logs; and __fish_seen_subcommand_from query" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -l state -d 'Show only alarms in this state' -r -f -a "alarm\t''
missing\t'The stack has it, but CloudWatch doesn\'t: it was deleted by hand'
insufficient_data\t''
ok\t''"
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -l severity -d 'Show only alarms of this severity' -r -f -a "critical\t''
warning\t''"
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -l exit-code -d 'Exit with 3 if a listed alarm is in ALARM'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -f -a "show" -d 'Show one alarm, its meaning and what to do first'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -f -a "history" -d 'Show an alarm\'s history, newest first'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -f -a "mute" -d 'Mute alarms for a while: they notify no one, and stay in the list'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -f -a "unmute" -d 'Let muted alarms notify again'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -f -a "test" -d 'Fire an alarm by hand, and say whom it notifies'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and not __fish_seen_subcommand_from show history mute unmute test watch" -f -a "watch" -d 'Follow the alarms: the list in a terminal, a line for each change elsewhere'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from show" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from show" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from show" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from show" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from show" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from show" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from show" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from show" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from show" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from show" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from show" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from show" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from show" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from show" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from history" -l since -d 'How far back to look; CloudWatch keeps 30 days' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from history" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from history" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from history" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from history" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from history" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from history" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from history" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from history" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from history" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from history" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from history" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from history" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from history" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from history" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from history" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from history" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from history" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from history" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from history" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from mute" -l for -d 'How long: 30m, 2h, 3d; at most 15 days' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from mute" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from mute" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from mute" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from mute" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from mute" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from mute" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from mute" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from mute" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from mute" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from mute" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from mute" -l all -d 'Mute every alarm of the stage'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from mute" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from mute" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from mute" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from mute" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from mute" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from mute" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from mute" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from mute" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from mute" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from unmute" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from unmute" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from unmute" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from unmute" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from unmute" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from unmute" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from unmute" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from unmute" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from unmute" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from unmute" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from unmute" -l all -d 'Unmute every alarm of the stage'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from unmute" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from unmute" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from unmute" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from unmute" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from unmute" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from unmute" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from unmute" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from unmute" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from unmute" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from test" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from test" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from test" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from test" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from test" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from test" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from test" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from test" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from test" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from test" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from test" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from test" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from test" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from test" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from test" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from test" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from test" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from test" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from test" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from watch" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from watch" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from watch" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from watch" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from watch" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from watch" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from watch" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from watch" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from watch" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from watch" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from watch" -l until-ok -d 'End, with 0, as soon as no alarm fires'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from watch" -l exit-code -d 'Exit with 3 if an alarm fires at the end'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from watch" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from watch" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from watch" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from watch" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from watch" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from watch" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from watch" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from watch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand alarms; and __fish_seen_subcommand_from watch" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -l since -d 'Begin at this time [default: 30m]' -r
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -l function -d 'Show only the metrics of this function' -r
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -s w -l watch -d 'Show it again every minute, in place'
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and not __fish_seen_subcommand_from show" -f -a "show" -d 'Show a metric as a chart, with its limit and the deployments'
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -l stat -d 'Statistic, such as Sum, Average, Maximum or p99' -r
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -l since -d 'Begin at this time' -r
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -l period -d 'Length of a period, such as 1m, 5m or 1h' -r
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -l compare -d 'Compare with the same time so much earlier, such as 1d or 1w' -r
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -s w -l watch -d 'Show it again every minute, in place'
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand metrics; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand top" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand top" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand top" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand top" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand top" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand top" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand top" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand top" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand top" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand top" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand top" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand top" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand top" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand top" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand top" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand top" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand top" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand top" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand top" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand audit" -l since -d 'Start time: 15m, 2h30m, 2d, 09:00, 2026-11-22T09:00' -r
complete -c srvls -n "__fish_srvls_using_subcommand audit" -l by -d 'Only of this caller: an ARN, or its last part' -r
complete -c srvls -n "__fish_srvls_using_subcommand audit" -l user -d 'Only about this user: exact e-mail, sub, phone or user name' -r
complete -c srvls -n "__fish_srvls_using_subcommand audit" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand audit" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand audit" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand audit" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand audit" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand audit" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand audit" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand audit" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand audit" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand audit" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand audit" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand audit" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand audit" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand audit" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand audit" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand audit" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand audit" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand audit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand audit" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand handover" -l since -d 'Start time: 15m, 2h30m, 2d, 09:00, 2026-11-22T09:00' -r
complete -c srvls -n "__fish_srvls_using_subcommand handover" -l html -d 'Write a page with charts to this file instead' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand handover" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand handover" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand handover" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand handover" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand handover" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand handover" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand handover" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand handover" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand handover" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand handover" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand handover" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand handover" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand handover" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand handover" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand handover" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand handover" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand handover" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand handover" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand handover" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand cost" -l mau -d 'Users who sign in during the month' -r
complete -c srvls -n "__fish_srvls_using_subcommand cost" -l requests -d 'Requests in the month [default: 900 for each user]' -r
complete -c srvls -n "__fish_srvls_using_subcommand cost" -l set -d 'Try another value of a parameter of the templates' -r
complete -c srvls -n "__fish_srvls_using_subcommand cost" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand cost" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand cost" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand cost" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand cost" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand cost" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand cost" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand cost" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand cost" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand cost" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand cost" -l month -d 'Show what was spent in this month instead, from Cost Explorer, which charges a cent'
complete -c srvls -n "__fish_srvls_using_subcommand cost" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand cost" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand cost" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand cost" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand cost" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand cost" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand cost" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand cost" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand cost" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand doctor" -l persona -d 'Print the least-privilege IAM policy of a persona instead' -r -f -a "ops\t'Deploys the stage, and can do all that the others can'
support\t'Looks up users and repairs their accounts'
oncall\t'Reads status, logs and alarms, but no user data'"
complete -c srvls -n "__fish_srvls_using_subcommand doctor" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand doctor" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand doctor" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand doctor" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand doctor" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand doctor" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand doctor" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand doctor" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand doctor" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand doctor" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand doctor" -l fix -d 'Explain each problem and its fix at length'
complete -c srvls -n "__fish_srvls_using_subcommand doctor" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand doctor" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand doctor" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand doctor" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand doctor" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand doctor" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand doctor" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand doctor" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand template; and not __fish_seen_subcommand_from check describe" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand template; and not __fish_seen_subcommand_from check describe" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand template; and not __fish_seen_subcommand_from check describe" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand template; and not __fish_seen_subcommand_from check describe" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand template; and not __fish_seen_subcommand_from check describe" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand template; and not __fish_seen_subcommand_from check describe" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand template; and not __fish_seen_subcommand_from check describe" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand template; and not __fish_seen_subcommand_from check describe" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand template; and not __fish_seen_subcommand_from check describe" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand template; and not __fish_seen_subcommand_from check describe" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand template; and not __fish_seen_subcommand_from check describe" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand template; and not __fish_seen_subcommand_from check describe" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand template; and not __fish_seen_subcommand_from check describe" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand template; and not __fish_seen_subcommand_from check describe" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand template; and not __fish_seen_subcommand_from check describe" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand template; and not __fish_seen_subcommand_from check describe" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand template; and not __fish_seen_subcommand_from check describe" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand template; and not __fish_seen_subcommand_from check describe" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand template; and not __fish_seen_subcommand_from check describe" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand template; and not __fish_seen_subcommand_from check describe" -f -a "check" -d 'Find mistakes in the templates before you deploy them'
complete -c srvls -n "__fish_srvls_using_subcommand template; and not __fish_seen_subcommand_from check describe" -f -a "describe" -d 'Say in words what the templates allow, keep, and raise alarms for'
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from check" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from check" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from check" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from check" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from check" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from check" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from check" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from check" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from check" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from check" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from check" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from check" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from check" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from check" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from check" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from describe" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from describe" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from describe" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from describe" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from describe" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from describe" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from describe" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from describe" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from describe" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from describe" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from describe" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from describe" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from describe" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from describe" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from describe" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from describe" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from describe" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from describe" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand template; and __fish_seen_subcommand_from describe" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand init; and not __fish_seen_subcommand_from github" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand init; and not __fish_seen_subcommand_from github" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand init; and not __fish_seen_subcommand_from github" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand init; and not __fish_seen_subcommand_from github" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand init; and not __fish_seen_subcommand_from github" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand init; and not __fish_seen_subcommand_from github" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand init; and not __fish_seen_subcommand_from github" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand init; and not __fish_seen_subcommand_from github" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand init; and not __fish_seen_subcommand_from github" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand init; and not __fish_seen_subcommand_from github" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand init; and not __fish_seen_subcommand_from github" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand init; and not __fish_seen_subcommand_from github" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand init; and not __fish_seen_subcommand_from github" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand init; and not __fish_seen_subcommand_from github" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand init; and not __fish_seen_subcommand_from github" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand init; and not __fish_seen_subcommand_from github" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand init; and not __fish_seen_subcommand_from github" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand init; and not __fish_seen_subcommand_from github" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand init; and not __fish_seen_subcommand_from github" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand init; and not __fish_seen_subcommand_from github" -f -a "github" -d 'Write a pipeline for GitHub Actions, and its roles on AWS'
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -l repository -d 'The repository on GitHub [default: the one of the remote `origin`]' -r
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -l branch -d 'Deploy what lands on this branch' -r
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -l from -d 'Install srvls from the releases of this repository [default: build it from this project]' -r
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -l force -d 'Replace files that differ, without asking'
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c srvls -n "__fish_srvls_using_subcommand init; and __fish_seen_subcommand_from github" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand completions" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand completions" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand completions" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand completions" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand completions" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand completions" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand completions" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand completions" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand completions" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand completions" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand completions" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand completions" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand completions" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand completions" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand completions" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand completions" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand completions" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand completions" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand completions" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand help" -s s -l stage -d 'Act on this stage of srvls.toml [default: its default_stage]' -r
complete -c srvls -n "__fish_srvls_using_subcommand help" -l config -d 'Read this configuration [default: the nearest srvls.toml]' -r -F
complete -c srvls -n "__fish_srvls_using_subcommand help" -l profile -d 'Use this AWS profile instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand help" -l region -d 'Use this AWS region instead of the stage\'s' -r
complete -c srvls -n "__fish_srvls_using_subcommand help" -l endpoint-url -d 'Send AWS calls to this endpoint' -r
complete -c srvls -n "__fish_srvls_using_subcommand help" -s o -l output -d 'Print the result in this format' -r -f -a "table\t''
json\t''
jsonl\t''
yaml\t''
csv\t''"
complete -c srvls -n "__fish_srvls_using_subcommand help" -l query -d 'Filter the JSON result (implies `--output json`)' -r
complete -c srvls -n "__fish_srvls_using_subcommand help" -l confirm -d 'Confirm a dangerous action with the name it asks for' -r
complete -c srvls -n "__fish_srvls_using_subcommand help" -l reason -d 'Give the reason; every write records it' -r
complete -c srvls -n "__fish_srvls_using_subcommand help" -l color -d 'When to color the output' -r -f -a "auto\t''
always\t''
never\t''"
complete -c srvls -n "__fish_srvls_using_subcommand help" -l csv-raw -d 'Leave csv cells that look like formulas as they are, for programs'
complete -c srvls -n "__fish_srvls_using_subcommand help" -s y -l yes -d 'Answer yes to ordinary prompts; protections stay in force'
complete -c srvls -n "__fish_srvls_using_subcommand help" -l reveal -d 'Show personal data unmasked; the audit log records it'
complete -c srvls -n "__fish_srvls_using_subcommand help" -l read-only -d 'Refuse any command that writes'
complete -c srvls -n "__fish_srvls_using_subcommand help" -s q -l quiet -d 'Print less to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand help" -s v -l verbose -d 'Print more to stderr'
complete -c srvls -n "__fish_srvls_using_subcommand help" -l annotate -d 'Also report a failure as a GitHub Actions annotation'
complete -c srvls -n "__fish_srvls_using_subcommand help" -s h -l help -d 'Print help'
complete -c srvls -n "__fish_srvls_using_subcommand help" -s V -l version -d 'Print version'
complete -c srvls -n "__fish_srvls_using_subcommand help; and not __fish_seen_subcommand_from deploy diff package destroy releases rollback status outputs watch invoke diagnose local user table logs alarms metrics top audit handover cost doctor template init completions exit-codes global" -f -a "deploy diff package destroy releases rollback status outputs watch invoke diagnose local user table logs alarms metrics top audit handover cost doctor template init completions exit-codes global"
complete -c srvls -n "__fish_srvls_using_subcommand help; and __fish_seen_subcommand_from local" -f -a "up down status reset logs env"
complete -c srvls -n "__fish_srvls_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "lookup list timeline create set export import erase group mfa enable disable contain confirm resend sign-out reset-password verify-email"
complete -c srvls -n "__fish_srvls_using_subcommand help; and __fish_seen_subcommand_from table" -f -a "list describe get query scan put delete export import jobs"
complete -c srvls -n "__fish_srvls_using_subcommand help; and __fish_seen_subcommand_from logs" -f -a "tail errors query"
complete -c srvls -n "__fish_srvls_using_subcommand help; and __fish_seen_subcommand_from alarms" -f -a "show history mute unmute test watch"
complete -c srvls -n "__fish_srvls_using_subcommand help; and __fish_seen_subcommand_from metrics" -f -a "show"
complete -c srvls -n "__fish_srvls_using_subcommand help; and __fish_seen_subcommand_from template" -f -a "check describe"
complete -c srvls -n "__fish_srvls_using_subcommand help; and __fish_seen_subcommand_from init" -f -a "github"
