
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'srvls' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'srvls'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'srvls' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('deploy', 'deploy', [CompletionResultType]::ParameterValue, 'Build the handlers and ship them with the stack')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what a deployment would change, as CloudFormation computes it')
            [CompletionResult]::new('package', 'package', [CompletionResultType]::ParameterValue, 'Build and zip only, for `deploy --artifacts`')
            [CompletionResult]::new('destroy', 'destroy', [CompletionResultType]::ParameterValue, 'Delete the stacks; what their templates retain is kept and named')
            [CompletionResult]::new('releases', 'releases', [CompletionResultType]::ParameterValue, 'List the releases of the stage, newest first, and mark the live one')
            [CompletionResult]::new('rollback', 'rollback', [CompletionResultType]::ParameterValue, 'Bring a former release back, from its stored artifacts')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show whether the stage is deployed and healthy')
            [CompletionResult]::new('outputs', 'outputs', [CompletionResultType]::ParameterValue, 'Show the stack''s outputs, or one of them bare')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Re-attach to a running deployment, or show how the last one ended')
            [CompletionResult]::new('local', 'local', [CompletionResultType]::ParameterValue, 'Run the local AWS emulator')
            [CompletionResult]::new('user', 'user', [CompletionResultType]::ParameterValue, 'Look after the users')
            [CompletionResult]::new('table', 'table', [CompletionResultType]::ParameterValue, 'Read the stack''s tables')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Read the functions'' logs')
            [CompletionResult]::new('alarms', 'alarms', [CompletionResultType]::ParameterValue, 'Show the stack''s alarms, those that fire first')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check credentials, account, toolchain, templates and quotas')
            [CompletionResult]::new('template', 'template', [CompletionResultType]::ParameterValue, 'Look at the templates, without AWS')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a shell''s completion script')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;deploy' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'Only if this is still the plan: the digest that `--dry-run` or `srvls diff` told')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Let a resource with data go, or deploy in spite of `alarms`, `drift` or `mutes`')
            [CompletionResult]::new('--artifacts', '--artifacts', [CompletionResultType]::ParameterName, 'Ship what `srvls package` wrote to this folder, instead of building')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'New code for this function only; the others keep theirs')
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Then compare errors and latency with the former version for this long (5m); exit with 1 when it is worse')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Stop after showing what would change')
            [CompletionResult]::new('--no-rollback', '--no-rollback', [CompletionResultType]::ParameterName, 'On failure, keep what was done instead of rolling back')
            [CompletionResult]::new('--at-once', '--at-once', [CompletionResultType]::ParameterName, 'Move all traffic to the new code at once, whatever `canary` says: for an urgent repair')
            [CompletionResult]::new('--detach', '--detach', [CompletionResultType]::ParameterName, 'Return once the changes have begun; `srvls watch` shows the rest')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;diff' {
            [CompletionResult]::new('--artifacts', '--artifacts', [CompletionResultType]::ParameterName, 'Compare with what `srvls package` wrote to this folder, instead of building')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 3 when there are changes')
            [CompletionResult]::new('--markdown', '--markdown', [CompletionResultType]::ParameterName, 'Print Markdown, for a comment on a pull request')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;package' {
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Folder to write')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;destroy' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Stop after showing what would be deleted')
            [CompletionResult]::new('--purge-artifacts', '--purge-artifacts', [CompletionResultType]::ParameterName, 'Delete the artifact bucket too, and the ledger of releases in it')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;releases' {
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'How many, at most')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;rollback' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'Only if this is still the plan: the digest that `--dry-run` or `srvls diff` told')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Go back in spite of `drift` or `mutes`')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Stop after showing what would change')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;status' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 3 when it is not healthy')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;outputs' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;watch' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;local' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('up', 'up', [CompletionResultType]::ParameterValue, 'Start the emulator, installing it first if need be')
            [CompletionResult]::new('down', 'down', [CompletionResultType]::ParameterValue, 'Stop the emulator; its data stays')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show whether the emulator runs, and where')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Wipe the emulator''s data: every stack, user, item and log on it')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the emulator''s own log')
            [CompletionResult]::new('env', 'env', [CompletionResultType]::ParameterValue, 'Print what points the AWS CLI and SDKs at the emulator, for `eval`')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;local;up' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;local;down' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'End it even if it cannot save its latest data')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;local;status' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 3 when it does not run')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;local;reset' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;local;logs' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'How many of the last lines to begin with')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'How many of the last lines to begin with')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Go on as the log grows')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Go on as the log grows')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;local;env' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;local;help' {
            [CompletionResult]::new('up', 'up', [CompletionResultType]::ParameterValue, 'Start the emulator, installing it first if need be')
            [CompletionResult]::new('down', 'down', [CompletionResultType]::ParameterValue, 'Stop the emulator; its data stays')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show whether the emulator runs, and where')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Wipe the emulator''s data: every stack, user, item and log on it')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the emulator''s own log')
            [CompletionResult]::new('env', 'env', [CompletionResultType]::ParameterValue, 'Print what points the AWS CLI and SDKs at the emulator, for `eval`')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;local;help;up' {
            break
        }
        'srvls;local;help;down' {
            break
        }
        'srvls;local;help;status' {
            break
        }
        'srvls;local;help;reset' {
            break
        }
        'srvls;local;help;logs' {
            break
        }
        'srvls;local;help;env' {
            break
        }
        'srvls;local;help;help' {
            break
        }
        'srvls;user' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('lookup', 'lookup', [CompletionResultType]::ParameterValue, 'Show one user: account, profile, data, images')
            [CompletionResult]::new('enable', 'enable', [CompletionResultType]::ParameterValue, 'Let a disabled user sign in again')
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Keep a user from signing in')
            [CompletionResult]::new('contain', 'contain', [CompletionResultType]::ParameterValue, 'Disable a user and sign them out everywhere')
            [CompletionResult]::new('confirm', 'confirm', [CompletionResultType]::ParameterValue, 'Confirm a sign-up without its code')
            [CompletionResult]::new('resend', 'resend', [CompletionResultType]::ParameterValue, 'Send the sign-up code or the invitation again')
            [CompletionResult]::new('sign-out', 'sign-out', [CompletionResultType]::ParameterValue, 'Sign a user out everywhere')
            [CompletionResult]::new('reset-password', 'reset-password', [CompletionResultType]::ParameterValue, 'Make a user choose a new password')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;user;lookup' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;user;enable' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;user;disable' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;user;contain' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;user;confirm' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;user;resend' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;user;sign-out' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;user;reset-password' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;user;help' {
            [CompletionResult]::new('lookup', 'lookup', [CompletionResultType]::ParameterValue, 'Show one user: account, profile, data, images')
            [CompletionResult]::new('enable', 'enable', [CompletionResultType]::ParameterValue, 'Let a disabled user sign in again')
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Keep a user from signing in')
            [CompletionResult]::new('contain', 'contain', [CompletionResultType]::ParameterValue, 'Disable a user and sign them out everywhere')
            [CompletionResult]::new('confirm', 'confirm', [CompletionResultType]::ParameterValue, 'Confirm a sign-up without its code')
            [CompletionResult]::new('resend', 'resend', [CompletionResultType]::ParameterValue, 'Send the sign-up code or the invitation again')
            [CompletionResult]::new('sign-out', 'sign-out', [CompletionResultType]::ParameterValue, 'Sign a user out everywhere')
            [CompletionResult]::new('reset-password', 'reset-password', [CompletionResultType]::ParameterValue, 'Make a user choose a new password')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;user;help;lookup' {
            break
        }
        'srvls;user;help;enable' {
            break
        }
        'srvls;user;help;disable' {
            break
        }
        'srvls;user;help;contain' {
            break
        }
        'srvls;user;help;confirm' {
            break
        }
        'srvls;user;help;resend' {
            break
        }
        'srvls;user;help;sign-out' {
            break
        }
        'srvls;user;help;reset-password' {
            break
        }
        'srvls;user;help;help' {
            break
        }
        'srvls;table' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the stack''s tables')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'Show a table''s keys, indexes and protection')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one item')
            [CompletionResult]::new('query', 'query', [CompletionResultType]::ParameterValue, 'Show the items of one partition')
            [CompletionResult]::new('scan', 'scan', [CompletionResultType]::ParameterValue, 'Show the items of a whole table')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;table;list' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;table;describe' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;table;get' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;table;query' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Index to read instead of the table')
            [CompletionResult]::new('--sk', '--sk', [CompletionResultType]::ParameterName, 'Condition on the sort key')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Conditions on other attributes')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Most items to show')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--desc', '--desc', [CompletionResultType]::ParameterName, 'Highest sort key first')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;table;scan' {
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Conditions on any attributes')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Most items to show')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;table;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the stack''s tables')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'Show a table''s keys, indexes and protection')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one item')
            [CompletionResult]::new('query', 'query', [CompletionResultType]::ParameterValue, 'Show the items of one partition')
            [CompletionResult]::new('scan', 'scan', [CompletionResultType]::ParameterValue, 'Show the items of a whole table')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;table;help;list' {
            break
        }
        'srvls;table;help;describe' {
            break
        }
        'srvls;table;help;get' {
            break
        }
        'srvls;table;help;query' {
            break
        }
        'srvls;table;help;scan' {
            break
        }
        'srvls;table;help;help' {
            break
        }
        'srvls;logs' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('tail', 'tail', [CompletionResultType]::ParameterValue, 'Show what functions logged, merged in time order')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;logs;tail' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Start: 15m, 2h30m, 2d, 09:00, 2026-11-22T09:00')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'End, written like --since [default: now]')
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Only lines that match a regular expression')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only lines whose field compares so: status>=500')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'Only lines as bad as this or worse')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'Only lines with this id, of Lambda or API Gateway')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Go on showing lines as they come')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Go on showing lines as they come')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;logs;help' {
            [CompletionResult]::new('tail', 'tail', [CompletionResultType]::ParameterValue, 'Show what functions logged, merged in time order')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;logs;help;tail' {
            break
        }
        'srvls;logs;help;help' {
            break
        }
        'srvls;alarms' {
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Only alarms in this state')
            [CompletionResult]::new('--severity', '--severity', [CompletionResultType]::ParameterName, 'Only alarms that matter this much')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 3 when one of them is in ALARM')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one alarm, what it means and what to do first')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'Show what happened to one alarm, newest first')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;alarms;show' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;alarms;history' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'How far back; CloudWatch remembers 30 days')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;alarms;help' {
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one alarm, what it means and what to do first')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'Show what happened to one alarm, newest first')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;alarms;help;show' {
            break
        }
        'srvls;alarms;help;history' {
            break
        }
        'srvls;alarms;help;help' {
            break
        }
        'srvls;doctor' {
            [CompletionResult]::new('--persona', '--persona', [CompletionResultType]::ParameterName, 'Print the least-privilege IAM policy of a persona instead')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Explain how to mend what is wrong, at length')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;template' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check the templates for mistakes that AWS would only show once deployed')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;template;check' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;template;help' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check the templates for mistakes that AWS would only show once deployed')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;template;help;check' {
            break
        }
        'srvls;template;help;help' {
            break
        }
        'srvls;completions' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Stage of srvls.toml to act on [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Configuration [default: srvls.toml here or in a parent folder]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'AWS profile, instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'AWS region, instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'AWS endpoint, instead of the stage''s')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print the answer')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON answer (implies json)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'The typed name that a dangerous action asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why; recorded with every write')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Repeat a failure as an annotation of GitHub Actions')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;help' {
            [CompletionResult]::new('deploy', 'deploy', [CompletionResultType]::ParameterValue, 'Build the handlers and ship them with the stack')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what a deployment would change, as CloudFormation computes it')
            [CompletionResult]::new('package', 'package', [CompletionResultType]::ParameterValue, 'Build and zip only, for `deploy --artifacts`')
            [CompletionResult]::new('destroy', 'destroy', [CompletionResultType]::ParameterValue, 'Delete the stacks; what their templates retain is kept and named')
            [CompletionResult]::new('releases', 'releases', [CompletionResultType]::ParameterValue, 'List the releases of the stage, newest first, and mark the live one')
            [CompletionResult]::new('rollback', 'rollback', [CompletionResultType]::ParameterValue, 'Bring a former release back, from its stored artifacts')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show whether the stage is deployed and healthy')
            [CompletionResult]::new('outputs', 'outputs', [CompletionResultType]::ParameterValue, 'Show the stack''s outputs, or one of them bare')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Re-attach to a running deployment, or show how the last one ended')
            [CompletionResult]::new('local', 'local', [CompletionResultType]::ParameterValue, 'Run the local AWS emulator')
            [CompletionResult]::new('user', 'user', [CompletionResultType]::ParameterValue, 'Look after the users')
            [CompletionResult]::new('table', 'table', [CompletionResultType]::ParameterValue, 'Read the stack''s tables')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Read the functions'' logs')
            [CompletionResult]::new('alarms', 'alarms', [CompletionResultType]::ParameterValue, 'Show the stack''s alarms, those that fire first')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check credentials, account, toolchain, templates and quotas')
            [CompletionResult]::new('template', 'template', [CompletionResultType]::ParameterValue, 'Look at the templates, without AWS')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a shell''s completion script')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;help;deploy' {
            break
        }
        'srvls;help;diff' {
            break
        }
        'srvls;help;package' {
            break
        }
        'srvls;help;destroy' {
            break
        }
        'srvls;help;releases' {
            break
        }
        'srvls;help;rollback' {
            break
        }
        'srvls;help;status' {
            break
        }
        'srvls;help;outputs' {
            break
        }
        'srvls;help;watch' {
            break
        }
        'srvls;help;local' {
            [CompletionResult]::new('up', 'up', [CompletionResultType]::ParameterValue, 'Start the emulator, installing it first if need be')
            [CompletionResult]::new('down', 'down', [CompletionResultType]::ParameterValue, 'Stop the emulator; its data stays')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show whether the emulator runs, and where')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Wipe the emulator''s data: every stack, user, item and log on it')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the emulator''s own log')
            [CompletionResult]::new('env', 'env', [CompletionResultType]::ParameterValue, 'Print what points the AWS CLI and SDKs at the emulator, for `eval`')
            break
        }
        'srvls;help;local;up' {
            break
        }
        'srvls;help;local;down' {
            break
        }
        'srvls;help;local;status' {
            break
        }
        'srvls;help;local;reset' {
            break
        }
        'srvls;help;local;logs' {
            break
        }
        'srvls;help;local;env' {
            break
        }
        'srvls;help;user' {
            [CompletionResult]::new('lookup', 'lookup', [CompletionResultType]::ParameterValue, 'Show one user: account, profile, data, images')
            [CompletionResult]::new('enable', 'enable', [CompletionResultType]::ParameterValue, 'Let a disabled user sign in again')
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Keep a user from signing in')
            [CompletionResult]::new('contain', 'contain', [CompletionResultType]::ParameterValue, 'Disable a user and sign them out everywhere')
            [CompletionResult]::new('confirm', 'confirm', [CompletionResultType]::ParameterValue, 'Confirm a sign-up without its code')
            [CompletionResult]::new('resend', 'resend', [CompletionResultType]::ParameterValue, 'Send the sign-up code or the invitation again')
            [CompletionResult]::new('sign-out', 'sign-out', [CompletionResultType]::ParameterValue, 'Sign a user out everywhere')
            [CompletionResult]::new('reset-password', 'reset-password', [CompletionResultType]::ParameterValue, 'Make a user choose a new password')
            break
        }
        'srvls;help;user;lookup' {
            break
        }
        'srvls;help;user;enable' {
            break
        }
        'srvls;help;user;disable' {
            break
        }
        'srvls;help;user;contain' {
            break
        }
        'srvls;help;user;confirm' {
            break
        }
        'srvls;help;user;resend' {
            break
        }
        'srvls;help;user;sign-out' {
            break
        }
        'srvls;help;user;reset-password' {
            break
        }
        'srvls;help;table' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the stack''s tables')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'Show a table''s keys, indexes and protection')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one item')
            [CompletionResult]::new('query', 'query', [CompletionResultType]::ParameterValue, 'Show the items of one partition')
            [CompletionResult]::new('scan', 'scan', [CompletionResultType]::ParameterValue, 'Show the items of a whole table')
            break
        }
        'srvls;help;table;list' {
            break
        }
        'srvls;help;table;describe' {
            break
        }
        'srvls;help;table;get' {
            break
        }
        'srvls;help;table;query' {
            break
        }
        'srvls;help;table;scan' {
            break
        }
        'srvls;help;logs' {
            [CompletionResult]::new('tail', 'tail', [CompletionResultType]::ParameterValue, 'Show what functions logged, merged in time order')
            break
        }
        'srvls;help;logs;tail' {
            break
        }
        'srvls;help;alarms' {
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one alarm, what it means and what to do first')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'Show what happened to one alarm, newest first')
            break
        }
        'srvls;help;alarms;show' {
            break
        }
        'srvls;help;alarms;history' {
            break
        }
        'srvls;help;doctor' {
            break
        }
        'srvls;help;template' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check the templates for mistakes that AWS would only show once deployed')
            break
        }
        'srvls;help;template;check' {
            break
        }
        'srvls;help;completions' {
            break
        }
        'srvls;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
