#compdef srvls

autoload -U is-at-least

_srvls() {
    typeset -A opt_args
    typeset -a _arguments_options
    local ret=1

    if is-at-least 5.2; then
        _arguments_options=(-s -S -C)
    else
        _arguments_options=(-s -C)
    fi

    local context curcontext="$curcontext" state line
    _arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
":: :_srvls_commands" \
"*::: :->srvls" \
&& ret=0
    case $state in
    (srvls)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:srvls-command-$line[1]:"
        case $line[1] in
            (deploy)
_arguments "${_arguments_options[@]}" : \
'(--dry-run)--plan=[Proceed only if the plan still has this digest (from \`--dry-run\` or \`srvls diff\`)]:DIGEST:_default' \
'*--allow=[Allow the loss of this resource and its data, or deploy despite \`alarms\`, \`drift\` or \`mutes\`]:NAME:_default' \
'--artifacts=[Deploy the package that \`srvls package\` wrote to this folder]:DIR:_files' \
'*--only=[Deploy new code for this function only]:FUNCTION:_default' \
'(--dry-run --detach)--observe=[Afterwards, compare errors and latency with the previous version for this long (5m); exit with 1 if they got worse]:TIME:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--dry-run[Show what would change, and change nothing]' \
'--no-rollback[On failure, keep the changes made so far instead of rolling back]' \
'--at-once[Shift all traffic to the new code at once, ignoring the stage'\''s \`canary\`]' \
'(--dry-run)--detach[Return once the deployment has started; \`srvls watch\` follows it]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
(diff)
_arguments "${_arguments_options[@]}" : \
'--artifacts=[Compare the package that \`srvls package\` wrote to this folder]:DIR:_files' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--exit-code[Exit with 3 if there are changes]' \
'--markdown[Print Markdown for a pull request comment]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
(package)
_arguments "${_arguments_options[@]}" : \
'--out=[Write the package to this folder]:DIR:_files' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
(destroy)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--dry-run[Show what would be deleted, and delete nothing]' \
'--purge-artifacts[Also delete the artifact bucket and the release ledger in it]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
(releases)
_arguments "${_arguments_options[@]}" : \
'--limit=[Show at most this many]:N:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
(rollback)
_arguments "${_arguments_options[@]}" : \
'(--dry-run)--plan=[Proceed only if the plan still has this digest (from \`--dry-run\` or \`srvls diff\`)]:DIGEST:_default' \
'*--allow=[Roll back despite \`drift\` or \`mutes\`]:NAME:(alarms drift mutes)' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--dry-run[Show what would change, and change nothing]' \
'--code-only[Roll back only the functions'\'' code; templates and parameters stay as they are]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
'::release -- Release id, the start of one, or a commit \[default\: the previous release\]:_default' \
&& ret=0
;;
(status)
_arguments "${_arguments_options[@]}" : \
'--html=[Also write a page of the last 12 hours to this file]:FILE:_files' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--exit-code[Exit with 3 if the stage is not healthy]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
(outputs)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
'::name -- Print only the value of this output, such as ApiUrl:_default' \
&& ret=0
;;
(watch)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
(invoke)
_arguments "${_arguments_options[@]}" : \
'--payload=[Event as JSON, @FILE, or - for stdin]:JSON:_default' \
'--event=[Saved event\: api, authorizer, post-confirmation, s3 or sqs \[default\: the function'\''s own\]]:NAME:_default' \
'--as=[User whose event it is\: e-mail, sub, phone or user name]:USER:_default' \
'*--parameter=[Value of a path or query parameter of the request; \`key\` of an uploaded image]:NAME=VALUE:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--dry-run[Print the event and call nothing]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
':function -- Function, such as get_profile:_default' \
&& ret=0
;;
(diagnose)
_arguments "${_arguments_options[@]}" : \
'--since=[Start time\: 15m, 2h30m, 2d, 09\:00, 2026-11-22T09\:00]:T:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'()--exit-code[Exit with 3 if a check of the stage fails]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
'::request_id -- Request to follow; without it, the stage is checked:_default' \
&& ret=0
;;
(local)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
":: :_srvls__subcmd__local_commands" \
"*::: :->local" \
&& ret=0

    case $state in
    (local)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:srvls-local-command-$line[1]:"
        case $line[1] in
            (up)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
(down)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--force[Kill it even if its latest data is not saved]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
(status)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--exit-code[Exit with 3 if it is not running]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
(reset)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
(logs)
_arguments "${_arguments_options[@]}" : \
'-n+[Number of latest lines to show first]:N:_default' \
'--lines=[Number of latest lines to show first]:N:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'-f[Keep showing new lines as they arrive]' \
'--follow[Keep showing new lines as they arrive]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
(env)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
        esac
    ;;
esac
;;
(user)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
":: :_srvls__subcmd__user_commands" \
"*::: :->user" \
&& ret=0

    case $state in
    (user)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:srvls-user-command-$line[1]:"
        case $line[1] in
            (lookup)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--prefix[Match the beginning of the handle, not all of it]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
':handle -- Exact e-mail, sub, phone (+821012345678) or user name:_default' \
&& ret=0
;;
(list)
_arguments "${_arguments_options[@]}" : \
'--status=[Only in this state, such as unconfirmed]:S:_default' \
'--group=[Only the members of this group]:G:_default' \
'--since=[Only created since\: 15m, 2h30m, 2d, 2026-11-22]:T:_default' \
'--limit=[List at most this many users]:N:_default' \
'--next=[Go on where an answer stopped, with its \`next\`]:TOKEN:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--disabled[Only disabled users]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
(timeline)
_arguments "${_arguments_options[@]}" : \
'--since=[Start time\: 15m, 2h30m, 2d, 09\:00, 2026-11-22T09\:00]:T:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
':handle -- Exact e-mail, sub, phone (+821012345678) or user name:_default' \
&& ret=0
;;
(create)
_arguments "${_arguments_options[@]}" : \
'--name=[The user'\''s name]:N:_default' \
'*--group=[Add the user to this group]:G:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--send-invite[Send the invitation now]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
':email -- The address that the user signs in with:_default' \
&& ret=0
;;
(set)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--verified[Count the new e-mail or phone as verified\: no code is sent]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
':handle -- Exact e-mail, sub, phone (+821012345678) or user name:_default' \
'*::values -- What to set, such as name='\''Ada Lovelace'\'':_default' \
&& ret=0
;;
(export)
_arguments "${_arguments_options[@]}" : \
'--out=[Write to this file \[default\: SUB.zip or users.jsonl\]]:FILE:_files' \
'--format=[With --all, the format of the file \[default\: by its name\]]:FORMAT:(jsonl csv)' \
'--rate=[With --all, send at most this many requests a second \[default\: 25\]]:N:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'()--all[Export the groups and users of the pool]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
'::handle -- Exact e-mail, sub, phone (+821012345678) or user name:_default' \
&& ret=0
;;
(import)
_arguments "${_arguments_options[@]}" : \
'--on-conflict=[What to do where a user or group is there, and differs]:WHAT:((fail\:"Reject the row, and fail at the end"
skip\:"Leave the user as they are"
update\:"Give the user what the file has"))' \
'--format=[Format of the file \[default\: by its name\]]:FORMAT:(jsonl csv)' \
'--rate=[Send at most this many requests a second \[default\: 25\]]:N:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--dry-run[Check the rows against the pool, and write nothing]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
':file -- File with the users:_files' \
&& ret=0
;;
(erase)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
':handle -- Exact e-mail, sub, phone (+821012345678) or user name:_default' \
&& ret=0
;;
(group)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
":: :_srvls__subcmd__user__subcmd__group_commands" \
"*::: :->group" \
&& ret=0

    case $state in
    (group)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:srvls-user-group-command-$line[1]:"
        case $line[1] in
            (list)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
'::handle -- Exact e-mail, sub, phone (+821012345678) or user name:_default' \
&& ret=0
;;
(add)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
':handle -- Exact e-mail, sub, phone (+821012345678) or user name:_default' \
':group -- The group'\''s name:_default' \
&& ret=0
;;
(remove)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
':handle -- Exact e-mail, sub, phone (+821012345678) or user name:_default' \
':group -- The group'\''s name:_default' \
&& ret=0
;;
        esac
    ;;
esac
;;
(mfa)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
":: :_srvls__subcmd__user__subcmd__mfa_commands" \
"*::: :->mfa" \
&& ret=0

    case $state in
    (mfa)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:srvls-user-mfa-command-$line[1]:"
        case $line[1] in
            (status)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
':handle -- Exact e-mail, sub, phone (+821012345678) or user name:_default' \
&& ret=0
;;
(reset)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
':handle -- Exact e-mail, sub, phone (+821012345678) or user name:_default' \
&& ret=0
;;
        esac
    ;;
esac
;;
(enable)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
':handle -- Exact e-mail, sub, phone (+821012345678) or user name:_default' \
&& ret=0
;;
(disable)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
':handle -- Exact e-mail, sub, phone (+821012345678) or user name:_default' \
&& ret=0
;;
(contain)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
':handle -- Exact e-mail, sub, phone (+821012345678) or user name:_default' \
&& ret=0
;;
(confirm)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
':handle -- Exact e-mail, sub, phone (+821012345678) or user name:_default' \
&& ret=0
;;
(resend)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
':handle -- Exact e-mail, sub, phone (+821012345678) or user name:_default' \
&& ret=0
;;
(sign-out)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
':handle -- Exact e-mail, sub, phone (+821012345678) or user name:_default' \
&& ret=0
;;
(reset-password)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--print-password[Set a temporary password and print it once, where no mail arrives]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
':handle -- Exact e-mail, sub, phone (+821012345678) or user name:_default' \
&& ret=0
;;
(verify-email)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
':handle -- Exact e-mail, sub, phone (+821012345678) or user name:_default' \
&& ret=0
;;
        esac
    ;;
esac
;;
(table)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
":: :_srvls__subcmd__table_commands" \
"*::: :->table" \
&& ret=0

    case $state in
    (table)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:srvls-table-command-$line[1]:"
        case $line[1] in
            (list)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
(describe)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
':table -- Table, such as UserProfiles, or its physical name:_default' \
&& ret=0
;;
(get)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--typed[Show types that JSON has not as tags\: {"\$string_set"\: \["a"\]}]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
':table -- Table, such as UserProfiles, or its physical name:_default' \
':partition -- Partition key value (base64 if binary):_default' \
'::sort -- Sort key value, if the table has a sort key:_default' \
&& ret=0
;;
(query)
_arguments "${_arguments_options[@]}" : \
'--index=[Index to query, instead of the one that fits]:NAME:_default' \
'--sk=[Condition on the sort key]:EXPR:_default' \
'--where=[Conditions on other attributes]:EXPR:_default' \
'--limit=[Show at most this many items]:N:_default' \
'--max-units=[Read at most this many capacity units a second]:N:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--desc[Sort by the sort key in descending order]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
':table -- Table, such as AppData, or its physical name:_default' \
':partition -- Partition key value, of the table or the index:_default' \
&& ret=0
;;
(scan)
_arguments "${_arguments_options[@]}" : \
'--where=[Conditions on any attribute]:EXPR:_default' \
'--limit=[Show at most this many items]:N:_default' \
'--max-units=[Read at most this many capacity units a second]:N:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
':table -- Table, such as UserProfiles, or its physical name:_default' \
&& ret=0
;;
(put)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'(--if-exists)--if-absent[Replace no item\: one with this key is an error]' \
'--if-exists[Add no item\: there has to be one with this key]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
':table -- Table, such as AppData, or its physical name:_default' \
':item -- Item as JSON, @FILE, or - for stdin:_default' \
&& ret=0
;;
(delete)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
':table -- Table, such as UserProfiles, or its physical name:_default' \
':partition -- Partition key value (base64 if binary):_default' \
'::sort -- Sort key value, if the table has a sort key:_default' \
&& ret=0
;;
(export)
_arguments "${_arguments_options[@]}" : \
'--out=[File to write \[default\: TABLE.jsonl or TABLE.csv\]]:FILE:_files' \
'--format=[Format of the file \[default\: by its name\]]:FORMAT:(jsonl csv)' \
'--segments=[Read this many parts of the table at once]:N:_default' \
'--max-units=[Read at most this many capacity units a second]:N:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'(--out --here)--to-s3[Have DynamoDB export the table to S3, whatever its size]' \
'--here[Read the table on this machine, whatever its size]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
':table -- Table, such as AppData, or its physical name:_default' \
&& ret=0
;;
(import)
_arguments "${_arguments_options[@]}" : \
'--on-conflict=[What to do where another item has the key]:WHAT:((fail\:"Reject the row, and fail at the end"
skip\:"Leave the item as it is"
overwrite\:"Replace the item"))' \
'--format=[Format of the file \[default\: by its name\]]:FORMAT:(jsonl csv)' \
'--max-units=[Write at most this many capacity units a second]:N:_default' \
'--as=[Name of the new table that DynamoDB makes from S3]:NAME:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--here[Write the file from this machine, whatever its size]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
':table -- Table, such as AppData, or its physical name:_default' \
':file -- File with the items, or s3\://BUCKET/PREFIX with an export:_files' \
&& ret=0
;;
(jobs)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--follow[Wait until those that are under way have ended]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
        esac
    ;;
esac
;;
(logs)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
":: :_srvls__subcmd__logs_commands" \
"*::: :->logs" \
&& ret=0

    case $state in
    (logs)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:srvls-logs-command-$line[1]:"
        case $line[1] in
            (tail)
_arguments "${_arguments_options[@]}" : \
'--since=[Start time\: 15m, 2h30m, 2d, 09\:00, 2026-11-22T09\:00]:T:_default' \
'--until=[End time, in the format of --since \[default\: now\]]:T:_default' \
'--grep=[Show only lines that match a regular expression]:RE:_default' \
'*--where=[Show only lines that match, such as status>=500]:EXPR:_default' \
'--level=[Show only lines at this level or above]:LEVEL:(trace debug info warn error)' \
'--request-id=[Show only lines with this Lambda or API Gateway id]:ID:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'(--until)-f[Keep showing new lines as they arrive]' \
'(--until)--follow[Keep showing new lines as they arrive]' \
'(-f --follow --since --until)--live[Show new lines at once, as AWS takes them in\: costs by the minute, and is sampled where lines are many]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
'*::functions -- Function, such as get_profile, or `api` or `waf` \[default\: all but waf\]:_default' \
&& ret=0
;;
(errors)
_arguments "${_arguments_options[@]}" : \
'--since=[Start time\: 15m, 2h30m, 2d, 09\:00, 2026-11-22T09\:00]:T:_default' \
'--until=[End time, in the format of --since \[default\: now\]]:T:_default' \
'--function=[Show only failures of this function, such as get_profile]:FUNCTION:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
(query)
_arguments "${_arguments_options[@]}" : \
'--since=[Start time\: 15m, 2h30m, 2d, 09\:00, 2026-11-22T09\:00]:T:_default' \
'--until=[End time, in the format of --since \[default\: now\]]:T:_default' \
'*--log=[Function, or \`api\`; can be repeated \[default\: every function\]]:NAME:_default' \
'--limit=[Show at most this many rows]:N:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
'::insights_query -- Saved query, or a query \[default\: list the saved ones\]:_default' \
&& ret=0
;;
        esac
    ;;
esac
;;
(alarms)
_arguments "${_arguments_options[@]}" : \
'--state=[Show only alarms in this state]:STATE:((alarm\:""
missing\:"The stack has it, but CloudWatch doesn'\''t\: it was deleted by hand"
insufficient_data\:""
ok\:""))' \
'--severity=[Show only alarms of this severity]:SEVERITY:(critical warning)' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--exit-code[Exit with 3 if a listed alarm is in ALARM]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
":: :_srvls__subcmd__alarms_commands" \
"*::: :->alarms" \
&& ret=0

    case $state in
    (alarms)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:srvls-alarms-command-$line[1]:"
        case $line[1] in
            (show)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
':name -- Alarm name, with or without the stack name:_default' \
&& ret=0
;;
(history)
_arguments "${_arguments_options[@]}" : \
'--since=[How far back to look; CloudWatch keeps 30 days]:T:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
':name -- Alarm name, with or without the stack name:_default' \
&& ret=0
;;
(mute)
_arguments "${_arguments_options[@]}" : \
'--for=[How long\: 30m, 2h, 3d; at most 15 days]:T:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'()--all[Mute every alarm of the stage]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
'*::names -- Alarm names, with or without the stack name:_default' \
&& ret=0
;;
(unmute)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'()--all[Unmute every alarm of the stage]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
'*::names -- Alarm names, with or without the stack name:_default' \
&& ret=0
;;
(test)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
':name -- Alarm name, with or without the stack name:_default' \
&& ret=0
;;
(watch)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--until-ok[End, with 0, as soon as no alarm fires]' \
'--exit-code[Exit with 3 if an alarm fires at the end]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
        esac
    ;;
esac
;;
(metrics)
_arguments "${_arguments_options[@]}" : \
'--since=[Begin at this time \[default\: 30m\]]:T:_default' \
'--function=[Show only the metrics of this function]:F:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'-w[Show it again every minute, in place]' \
'--watch[Show it again every minute, in place]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
":: :_srvls__subcmd__metrics_commands" \
"*::: :->metrics" \
&& ret=0

    case $state in
    (metrics)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:srvls-metrics-command-$line[1]:"
        case $line[1] in
            (show)
_arguments "${_arguments_options[@]}" : \
'--stat=[Statistic, such as Sum, Average, Maximum or p99]:STAT:_default' \
'--since=[Begin at this time]:T:_default' \
'--period=[Length of a period, such as 1m, 5m or 1h]:P:_default' \
'--compare=[Compare with the same time so much earlier, such as 1d or 1w]:SPAN:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'-w[Show it again every minute, in place]' \
'--watch[Show it again every minute, in place]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
':name -- Metric, such as get_profile.duration, api.requests or sign-ins:_default' \
&& ret=0
;;
        esac
    ;;
esac
;;
(top)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
(audit)
_arguments "${_arguments_options[@]}" : \
'--since=[Start time\: 15m, 2h30m, 2d, 09\:00, 2026-11-22T09\:00]:T:_default' \
'--by=[Only of this caller\: an ARN, or its last part]:ARN:_default' \
'--user=[Only about this user\: exact e-mail, sub, phone or user name]:HANDLE:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
(handover)
_arguments "${_arguments_options[@]}" : \
'--since=[Start time\: 15m, 2h30m, 2d, 09\:00, 2026-11-22T09\:00]:T:_default' \
'--html=[Write a page with charts to this file instead]:FILE:_files' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
(cost)
_arguments "${_arguments_options[@]}" : \
'--mau=[Users who sign in during the month]:N:_default' \
'--requests=[Requests in the month \[default\: 900 for each user\]]:N:_default' \
'*--set=[Try another value of a parameter of the templates]:PARAMETER=VALUE:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'(--mau --requests --set)--month[Show what was spent in this month instead, from Cost Explorer, which charges a cent]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
(doctor)
_arguments "${_arguments_options[@]}" : \
'(--fix)--persona=[Print the least-privilege IAM policy of a persona instead]:PERSONA:((ops\:"Deploys the stage, and can do all that the others can"
support\:"Looks up users and repairs their accounts"
oncall\:"Reads status, logs and alarms, but no user data"))' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--fix[Explain each problem and its fix at length]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
(template)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
":: :_srvls__subcmd__template_commands" \
"*::: :->template" \
&& ret=0

    case $state in
    (template)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:srvls-template-command-$line[1]:"
        case $line[1] in
            (check)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
'*::files -- Templates \[default\: the app'\''s, and edge.yaml next to it\]:_files' \
&& ret=0
;;
(describe)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
'*::files -- Templates \[default\: the app'\''s, and edge.yaml next to it\]:_files' \
&& ret=0
;;
        esac
    ;;
esac
;;
(init)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
":: :_srvls__subcmd__init_commands" \
"*::: :->init" \
&& ret=0

    case $state in
    (init)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:srvls-init-command-$line[1]:"
        case $line[1] in
            (github)
_arguments "${_arguments_options[@]}" : \
'--repository=[The repository on GitHub \[default\: the one of the remote \`origin\`\]]:OWNER/NAME:_default' \
'--branch=[Deploy what lands on this branch]:NAME:_default' \
'--from=[Install srvls from the releases of this repository \[default\: build it from this project\]]:OWNER/NAME:_default' \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--force[Replace files that differ, without asking]' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
&& ret=0
;;
        esac
    ;;
esac
;;
(completions)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
':shell:(bash elvish fish powershell zsh)' \
&& ret=0
;;
(help)
_arguments "${_arguments_options[@]}" : \
'-s+[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--stage=[Act on this stage of srvls.toml \[default\: its default_stage\]]:NAME:_default' \
'--config=[Read this configuration \[default\: the nearest srvls.toml\]]:FILE:_files' \
'--profile=[Use this AWS profile instead of the stage'\''s]:NAME:_default' \
'--region=[Use this AWS region instead of the stage'\''s]:REGION:_default' \
'--endpoint-url=[Send AWS calls to this endpoint]:URL:_default' \
'-o+[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--output=[Print the result in this format]:FORMAT:(table json jsonl yaml csv)' \
'--query=[Filter the JSON result (implies \`--output json\`)]:JMESPATH:_default' \
'--confirm=[Confirm a dangerous action with the name it asks for]:NAME:_default' \
'--reason=[Give the reason; every write records it]:TEXT:_default' \
'--color=[When to color the output]:WHEN:(auto always never)' \
'--csv-raw[Leave csv cells that look like formulas as they are, for programs]' \
'-y[Answer yes to ordinary prompts; protections stay in force]' \
'--yes[Answer yes to ordinary prompts; protections stay in force]' \
'--reveal[Show personal data unmasked; the audit log records it]' \
'--read-only[Refuse any command that writes]' \
'(-v --verbose)-q[Print less to stderr]' \
'(-v --verbose)--quiet[Print less to stderr]' \
'-v[Print more to stderr]' \
'--verbose[Print more to stderr]' \
'--annotate[Also report a failure as a GitHub Actions annotation]' \
'-h[Print help]' \
'--help[Print help]' \
'-V[Print version]' \
'--version[Print version]' \
'::topic:(deploy diff package destroy releases rollback status outputs watch invoke diagnose local user table logs alarms metrics top audit handover cost doctor template init completions exit-codes global)' \
'::below:(check confirm contain create delete describe disable down enable env erase errors export get github group history import jobs list logs lookup mfa mute put query resend reset reset-password scan set show sign-out status tail test timeline unmute up verify-email watch)' \
&& ret=0
;;
        esac
    ;;
esac
}

(( $+functions[_srvls_commands] )) ||
_srvls_commands() {
    local commands; commands=(
'deploy:Build the handlers and deploy the stage' \
'diff:Show what a deployment would change' \
'package:Build and zip the handlers, for \`deploy --artifacts\`' \
'destroy:Delete the stage'\''s stacks, and list what their templates retain' \
'releases:List the releases of the stage, newest first, and mark the live one' \
'rollback:Roll back to an earlier release, from its stored artifacts' \
'status:Show whether the stage is deployed and healthy' \
'outputs:Show the stage'\''s outputs, or the value of one' \
'watch:Re-attach to a running deployment, or show how the last one ended' \
'invoke:Call a function with an event, and show its answer and log' \
'diagnose:Follow one request through the stage, or check the stage for common problems' \
'local:Run the local AWS emulator' \
'user:Look up users and manage their accounts' \
'table:Read and write the stack'\''s tables' \
'logs:Read the logs of the functions and the API' \
'alarms:Show the stack'\''s alarms, firing ones first' \
'metrics:Show the metrics of the API, functions, tables, users and edge' \
'top:Watch the stage live\: alarms, traffic, operations and failures on a full screen' \
'audit:Show every write and every reveal of personal data, newest first' \
'handover:Show what the next shift has to know, as Markdown' \
'cost:Estimate what the stage costs in a month, or show what it cost' \
'doctor:Check credentials, account, toolchain, templates and quotas' \
'template:Check the templates, or say what they mean, without AWS' \
'init:Write the files of a pipeline into the project' \
'completions:Print a shell'\''s completion script' \
'help:Explain a command, the global options or the exit codes' \
    )
    _describe -t commands 'srvls commands' commands "$@"
}
(( $+functions[_srvls__subcmd__alarms_commands] )) ||
_srvls__subcmd__alarms_commands() {
    local commands; commands=(
'show:Show one alarm, its meaning and what to do first' \
'history:Show an alarm'\''s history, newest first' \
'mute:Mute alarms for a while\: they notify no one, and stay in the list' \
'unmute:Let muted alarms notify again' \
'test:Fire an alarm by hand, and say whom it notifies' \
'watch:Follow the alarms\: the list in a terminal, a line for each change elsewhere' \
    )
    _describe -t commands 'srvls alarms commands' commands "$@"
}
(( $+functions[_srvls__subcmd__alarms__subcmd__history_commands] )) ||
_srvls__subcmd__alarms__subcmd__history_commands() {
    local commands; commands=()
    _describe -t commands 'srvls alarms history commands' commands "$@"
}
(( $+functions[_srvls__subcmd__alarms__subcmd__mute_commands] )) ||
_srvls__subcmd__alarms__subcmd__mute_commands() {
    local commands; commands=()
    _describe -t commands 'srvls alarms mute commands' commands "$@"
}
(( $+functions[_srvls__subcmd__alarms__subcmd__show_commands] )) ||
_srvls__subcmd__alarms__subcmd__show_commands() {
    local commands; commands=()
    _describe -t commands 'srvls alarms show commands' commands "$@"
}
(( $+functions[_srvls__subcmd__alarms__subcmd__test_commands] )) ||
_srvls__subcmd__alarms__subcmd__test_commands() {
    local commands; commands=()
    _describe -t commands 'srvls alarms test commands' commands "$@"
}
(( $+functions[_srvls__subcmd__alarms__subcmd__unmute_commands] )) ||
_srvls__subcmd__alarms__subcmd__unmute_commands() {
    local commands; commands=()
    _describe -t commands 'srvls alarms unmute commands' commands "$@"
}
(( $+functions[_srvls__subcmd__alarms__subcmd__watch_commands] )) ||
_srvls__subcmd__alarms__subcmd__watch_commands() {
    local commands; commands=()
    _describe -t commands 'srvls alarms watch commands' commands "$@"
}
(( $+functions[_srvls__subcmd__audit_commands] )) ||
_srvls__subcmd__audit_commands() {
    local commands; commands=()
    _describe -t commands 'srvls audit commands' commands "$@"
}
(( $+functions[_srvls__subcmd__completions_commands] )) ||
_srvls__subcmd__completions_commands() {
    local commands; commands=()
    _describe -t commands 'srvls completions commands' commands "$@"
}
(( $+functions[_srvls__subcmd__cost_commands] )) ||
_srvls__subcmd__cost_commands() {
    local commands; commands=()
    _describe -t commands 'srvls cost commands' commands "$@"
}
(( $+functions[_srvls__subcmd__deploy_commands] )) ||
_srvls__subcmd__deploy_commands() {
    local commands; commands=()
    _describe -t commands 'srvls deploy commands' commands "$@"
}
(( $+functions[_srvls__subcmd__destroy_commands] )) ||
_srvls__subcmd__destroy_commands() {
    local commands; commands=()
    _describe -t commands 'srvls destroy commands' commands "$@"
}
(( $+functions[_srvls__subcmd__diagnose_commands] )) ||
_srvls__subcmd__diagnose_commands() {
    local commands; commands=()
    _describe -t commands 'srvls diagnose commands' commands "$@"
}
(( $+functions[_srvls__subcmd__diff_commands] )) ||
_srvls__subcmd__diff_commands() {
    local commands; commands=()
    _describe -t commands 'srvls diff commands' commands "$@"
}
(( $+functions[_srvls__subcmd__doctor_commands] )) ||
_srvls__subcmd__doctor_commands() {
    local commands; commands=()
    _describe -t commands 'srvls doctor commands' commands "$@"
}
(( $+functions[_srvls__subcmd__handover_commands] )) ||
_srvls__subcmd__handover_commands() {
    local commands; commands=()
    _describe -t commands 'srvls handover commands' commands "$@"
}
(( $+functions[_srvls__subcmd__help_commands] )) ||
_srvls__subcmd__help_commands() {
    local commands; commands=()
    _describe -t commands 'srvls help commands' commands "$@"
}
(( $+functions[_srvls__subcmd__init_commands] )) ||
_srvls__subcmd__init_commands() {
    local commands; commands=(
'github:Write a pipeline for GitHub Actions, and its roles on AWS' \
    )
    _describe -t commands 'srvls init commands' commands "$@"
}
(( $+functions[_srvls__subcmd__init__subcmd__github_commands] )) ||
_srvls__subcmd__init__subcmd__github_commands() {
    local commands; commands=()
    _describe -t commands 'srvls init github commands' commands "$@"
}
(( $+functions[_srvls__subcmd__invoke_commands] )) ||
_srvls__subcmd__invoke_commands() {
    local commands; commands=()
    _describe -t commands 'srvls invoke commands' commands "$@"
}
(( $+functions[_srvls__subcmd__local_commands] )) ||
_srvls__subcmd__local_commands() {
    local commands; commands=(
'up:Start the emulator, and install it first if needed' \
'down:Stop the emulator and keep its data' \
'status:Show whether the emulator is running, and where' \
'reset:Wipe the emulator'\''s data\: stacks, users, items and logs' \
'logs:Show the emulator'\''s own log' \
'env:Print exports that point the AWS CLI at the emulator' \
    )
    _describe -t commands 'srvls local commands' commands "$@"
}
(( $+functions[_srvls__subcmd__local__subcmd__down_commands] )) ||
_srvls__subcmd__local__subcmd__down_commands() {
    local commands; commands=()
    _describe -t commands 'srvls local down commands' commands "$@"
}
(( $+functions[_srvls__subcmd__local__subcmd__env_commands] )) ||
_srvls__subcmd__local__subcmd__env_commands() {
    local commands; commands=()
    _describe -t commands 'srvls local env commands' commands "$@"
}
(( $+functions[_srvls__subcmd__local__subcmd__logs_commands] )) ||
_srvls__subcmd__local__subcmd__logs_commands() {
    local commands; commands=()
    _describe -t commands 'srvls local logs commands' commands "$@"
}
(( $+functions[_srvls__subcmd__local__subcmd__reset_commands] )) ||
_srvls__subcmd__local__subcmd__reset_commands() {
    local commands; commands=()
    _describe -t commands 'srvls local reset commands' commands "$@"
}
(( $+functions[_srvls__subcmd__local__subcmd__status_commands] )) ||
_srvls__subcmd__local__subcmd__status_commands() {
    local commands; commands=()
    _describe -t commands 'srvls local status commands' commands "$@"
}
(( $+functions[_srvls__subcmd__local__subcmd__up_commands] )) ||
_srvls__subcmd__local__subcmd__up_commands() {
    local commands; commands=()
    _describe -t commands 'srvls local up commands' commands "$@"
}
(( $+functions[_srvls__subcmd__logs_commands] )) ||
_srvls__subcmd__logs_commands() {
    local commands; commands=(
'tail:Show the log lines of functions and of the API, merged in time order' \
'errors:Show what failed, counted by shape' \
'query:Ask Logs Insights about the logs' \
    )
    _describe -t commands 'srvls logs commands' commands "$@"
}
(( $+functions[_srvls__subcmd__logs__subcmd__errors_commands] )) ||
_srvls__subcmd__logs__subcmd__errors_commands() {
    local commands; commands=()
    _describe -t commands 'srvls logs errors commands' commands "$@"
}
(( $+functions[_srvls__subcmd__logs__subcmd__query_commands] )) ||
_srvls__subcmd__logs__subcmd__query_commands() {
    local commands; commands=()
    _describe -t commands 'srvls logs query commands' commands "$@"
}
(( $+functions[_srvls__subcmd__logs__subcmd__tail_commands] )) ||
_srvls__subcmd__logs__subcmd__tail_commands() {
    local commands; commands=()
    _describe -t commands 'srvls logs tail commands' commands "$@"
}
(( $+functions[_srvls__subcmd__metrics_commands] )) ||
_srvls__subcmd__metrics_commands() {
    local commands; commands=(
'show:Show a metric as a chart, with its limit and the deployments' \
    )
    _describe -t commands 'srvls metrics commands' commands "$@"
}
(( $+functions[_srvls__subcmd__metrics__subcmd__show_commands] )) ||
_srvls__subcmd__metrics__subcmd__show_commands() {
    local commands; commands=()
    _describe -t commands 'srvls metrics show commands' commands "$@"
}
(( $+functions[_srvls__subcmd__outputs_commands] )) ||
_srvls__subcmd__outputs_commands() {
    local commands; commands=()
    _describe -t commands 'srvls outputs commands' commands "$@"
}
(( $+functions[_srvls__subcmd__package_commands] )) ||
_srvls__subcmd__package_commands() {
    local commands; commands=()
    _describe -t commands 'srvls package commands' commands "$@"
}
(( $+functions[_srvls__subcmd__releases_commands] )) ||
_srvls__subcmd__releases_commands() {
    local commands; commands=()
    _describe -t commands 'srvls releases commands' commands "$@"
}
(( $+functions[_srvls__subcmd__rollback_commands] )) ||
_srvls__subcmd__rollback_commands() {
    local commands; commands=()
    _describe -t commands 'srvls rollback commands' commands "$@"
}
(( $+functions[_srvls__subcmd__status_commands] )) ||
_srvls__subcmd__status_commands() {
    local commands; commands=()
    _describe -t commands 'srvls status commands' commands "$@"
}
(( $+functions[_srvls__subcmd__table_commands] )) ||
_srvls__subcmd__table_commands() {
    local commands; commands=(
'list:List the stack'\''s tables' \
'describe:Show a table'\''s keys, indexes and protection' \
'get:Show one item' \
'query:Show the items of one partition' \
'scan:Show the items of a whole table' \
'put:Write one item' \
'delete:Delete one item' \
'export:Copy a table into a file' \
'import:Write the items of a file into a table' \
'jobs:Show the exports and imports that DynamoDB runs' \
    )
    _describe -t commands 'srvls table commands' commands "$@"
}
(( $+functions[_srvls__subcmd__table__subcmd__delete_commands] )) ||
_srvls__subcmd__table__subcmd__delete_commands() {
    local commands; commands=()
    _describe -t commands 'srvls table delete commands' commands "$@"
}
(( $+functions[_srvls__subcmd__table__subcmd__describe_commands] )) ||
_srvls__subcmd__table__subcmd__describe_commands() {
    local commands; commands=()
    _describe -t commands 'srvls table describe commands' commands "$@"
}
(( $+functions[_srvls__subcmd__table__subcmd__export_commands] )) ||
_srvls__subcmd__table__subcmd__export_commands() {
    local commands; commands=()
    _describe -t commands 'srvls table export commands' commands "$@"
}
(( $+functions[_srvls__subcmd__table__subcmd__get_commands] )) ||
_srvls__subcmd__table__subcmd__get_commands() {
    local commands; commands=()
    _describe -t commands 'srvls table get commands' commands "$@"
}
(( $+functions[_srvls__subcmd__table__subcmd__import_commands] )) ||
_srvls__subcmd__table__subcmd__import_commands() {
    local commands; commands=()
    _describe -t commands 'srvls table import commands' commands "$@"
}
(( $+functions[_srvls__subcmd__table__subcmd__jobs_commands] )) ||
_srvls__subcmd__table__subcmd__jobs_commands() {
    local commands; commands=()
    _describe -t commands 'srvls table jobs commands' commands "$@"
}
(( $+functions[_srvls__subcmd__table__subcmd__list_commands] )) ||
_srvls__subcmd__table__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'srvls table list commands' commands "$@"
}
(( $+functions[_srvls__subcmd__table__subcmd__put_commands] )) ||
_srvls__subcmd__table__subcmd__put_commands() {
    local commands; commands=()
    _describe -t commands 'srvls table put commands' commands "$@"
}
(( $+functions[_srvls__subcmd__table__subcmd__query_commands] )) ||
_srvls__subcmd__table__subcmd__query_commands() {
    local commands; commands=()
    _describe -t commands 'srvls table query commands' commands "$@"
}
(( $+functions[_srvls__subcmd__table__subcmd__scan_commands] )) ||
_srvls__subcmd__table__subcmd__scan_commands() {
    local commands; commands=()
    _describe -t commands 'srvls table scan commands' commands "$@"
}
(( $+functions[_srvls__subcmd__template_commands] )) ||
_srvls__subcmd__template_commands() {
    local commands; commands=(
'check:Find mistakes in the templates before you deploy them' \
'describe:Say in words what the templates allow, keep, and raise alarms for' \
    )
    _describe -t commands 'srvls template commands' commands "$@"
}
(( $+functions[_srvls__subcmd__template__subcmd__check_commands] )) ||
_srvls__subcmd__template__subcmd__check_commands() {
    local commands; commands=()
    _describe -t commands 'srvls template check commands' commands "$@"
}
(( $+functions[_srvls__subcmd__template__subcmd__describe_commands] )) ||
_srvls__subcmd__template__subcmd__describe_commands() {
    local commands; commands=()
    _describe -t commands 'srvls template describe commands' commands "$@"
}
(( $+functions[_srvls__subcmd__top_commands] )) ||
_srvls__subcmd__top_commands() {
    local commands; commands=()
    _describe -t commands 'srvls top commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user_commands] )) ||
_srvls__subcmd__user_commands() {
    local commands; commands=(
'lookup:Show one user\: account, profile, data, images' \
'list:List users, newest first' \
'timeline:Show what a user did and what was done to them, in one order' \
'create:Create a user, who is invited by e-mail' \
'set:Set a user'\''s attributes' \
'export:Export everything of one user as an archive, or the accounts of all' \
'import:Create the groups and users of a file' \
'erase:Erase a user\: account, profile, data and images' \
'group:List groups, and change who is in them' \
'mfa:Show and reset a user'\''s second factors' \
'enable:Let a disabled user sign in again' \
'disable:Block a user from signing in' \
'contain:Disable a user and sign them out everywhere' \
'confirm:Confirm a sign-up without its code' \
'resend:Resend the sign-up code or the invitation' \
'sign-out:Sign a user out everywhere' \
'reset-password:Require a user to set a new password' \
'verify-email:Mark a user'\''s e-mail address as verified' \
    )
    _describe -t commands 'srvls user commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__confirm_commands] )) ||
_srvls__subcmd__user__subcmd__confirm_commands() {
    local commands; commands=()
    _describe -t commands 'srvls user confirm commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__contain_commands] )) ||
_srvls__subcmd__user__subcmd__contain_commands() {
    local commands; commands=()
    _describe -t commands 'srvls user contain commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__create_commands] )) ||
_srvls__subcmd__user__subcmd__create_commands() {
    local commands; commands=()
    _describe -t commands 'srvls user create commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__disable_commands] )) ||
_srvls__subcmd__user__subcmd__disable_commands() {
    local commands; commands=()
    _describe -t commands 'srvls user disable commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__enable_commands] )) ||
_srvls__subcmd__user__subcmd__enable_commands() {
    local commands; commands=()
    _describe -t commands 'srvls user enable commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__erase_commands] )) ||
_srvls__subcmd__user__subcmd__erase_commands() {
    local commands; commands=()
    _describe -t commands 'srvls user erase commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__export_commands] )) ||
_srvls__subcmd__user__subcmd__export_commands() {
    local commands; commands=()
    _describe -t commands 'srvls user export commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__group_commands] )) ||
_srvls__subcmd__user__subcmd__group_commands() {
    local commands; commands=(
'list:List the groups of the pool, or those of a user' \
'add:Add a user to a group' \
'remove:Remove a user from a group' \
    )
    _describe -t commands 'srvls user group commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__group__subcmd__add_commands] )) ||
_srvls__subcmd__user__subcmd__group__subcmd__add_commands() {
    local commands; commands=()
    _describe -t commands 'srvls user group add commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__group__subcmd__list_commands] )) ||
_srvls__subcmd__user__subcmd__group__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'srvls user group list commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__group__subcmd__remove_commands] )) ||
_srvls__subcmd__user__subcmd__group__subcmd__remove_commands() {
    local commands; commands=()
    _describe -t commands 'srvls user group remove commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__import_commands] )) ||
_srvls__subcmd__user__subcmd__import_commands() {
    local commands; commands=()
    _describe -t commands 'srvls user import commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__list_commands] )) ||
_srvls__subcmd__user__subcmd__list_commands() {
    local commands; commands=()
    _describe -t commands 'srvls user list commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__lookup_commands] )) ||
_srvls__subcmd__user__subcmd__lookup_commands() {
    local commands; commands=()
    _describe -t commands 'srvls user lookup commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__mfa_commands] )) ||
_srvls__subcmd__user__subcmd__mfa_commands() {
    local commands; commands=(
'status:Show the second factors that a user has set up' \
'reset:Forget a user'\''s second factors, as after a lost phone' \
    )
    _describe -t commands 'srvls user mfa commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__mfa__subcmd__reset_commands] )) ||
_srvls__subcmd__user__subcmd__mfa__subcmd__reset_commands() {
    local commands; commands=()
    _describe -t commands 'srvls user mfa reset commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__mfa__subcmd__status_commands] )) ||
_srvls__subcmd__user__subcmd__mfa__subcmd__status_commands() {
    local commands; commands=()
    _describe -t commands 'srvls user mfa status commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__resend_commands] )) ||
_srvls__subcmd__user__subcmd__resend_commands() {
    local commands; commands=()
    _describe -t commands 'srvls user resend commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__reset-password_commands] )) ||
_srvls__subcmd__user__subcmd__reset-password_commands() {
    local commands; commands=()
    _describe -t commands 'srvls user reset-password commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__set_commands] )) ||
_srvls__subcmd__user__subcmd__set_commands() {
    local commands; commands=()
    _describe -t commands 'srvls user set commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__sign-out_commands] )) ||
_srvls__subcmd__user__subcmd__sign-out_commands() {
    local commands; commands=()
    _describe -t commands 'srvls user sign-out commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__timeline_commands] )) ||
_srvls__subcmd__user__subcmd__timeline_commands() {
    local commands; commands=()
    _describe -t commands 'srvls user timeline commands' commands "$@"
}
(( $+functions[_srvls__subcmd__user__subcmd__verify-email_commands] )) ||
_srvls__subcmd__user__subcmd__verify-email_commands() {
    local commands; commands=()
    _describe -t commands 'srvls user verify-email commands' commands "$@"
}
(( $+functions[_srvls__subcmd__watch_commands] )) ||
_srvls__subcmd__watch_commands() {
    local commands; commands=()
    _describe -t commands 'srvls watch commands' commands "$@"
}

if [ "$funcstack[1]" = "_srvls" ]; then
    _srvls "$@"
else
    compdef _srvls srvls
fi
