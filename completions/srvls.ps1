
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
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('deploy', 'deploy', [CompletionResultType]::ParameterValue, 'Build the handlers and deploy the stage')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what a deployment would change')
            [CompletionResult]::new('package', 'package', [CompletionResultType]::ParameterValue, 'Build and zip the handlers, for `deploy --artifacts`')
            [CompletionResult]::new('destroy', 'destroy', [CompletionResultType]::ParameterValue, 'Delete the stage''s stacks, and list what their templates retain')
            [CompletionResult]::new('releases', 'releases', [CompletionResultType]::ParameterValue, 'List the releases of the stage, newest first, and mark the live one')
            [CompletionResult]::new('rollback', 'rollback', [CompletionResultType]::ParameterValue, 'Roll back to an earlier release, from its stored artifacts')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show whether the stage is deployed and healthy')
            [CompletionResult]::new('outputs', 'outputs', [CompletionResultType]::ParameterValue, 'Show the stage''s outputs, or the value of one')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Re-attach to a running deployment, or show how the last one ended')
            [CompletionResult]::new('local', 'local', [CompletionResultType]::ParameterValue, 'Run the local AWS emulator')
            [CompletionResult]::new('user', 'user', [CompletionResultType]::ParameterValue, 'Look up users and manage their accounts')
            [CompletionResult]::new('table', 'table', [CompletionResultType]::ParameterValue, 'Read the stack''s tables')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Read the logs of the functions and the API')
            [CompletionResult]::new('alarms', 'alarms', [CompletionResultType]::ParameterValue, 'Show the stack''s alarms, firing ones first')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Show every write and every reveal of personal data, newest first')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check credentials, account, toolchain, templates and quotas')
            [CompletionResult]::new('template', 'template', [CompletionResultType]::ParameterValue, 'Check the templates, or say what they mean, without AWS')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a shell''s completion script')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;deploy' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'Proceed only if the plan still has this digest (from `--dry-run` or `srvls diff`)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Allow the loss of this resource and its data, or deploy despite `alarms`, `drift` or `mutes`')
            [CompletionResult]::new('--artifacts', '--artifacts', [CompletionResultType]::ParameterName, 'Deploy the package that `srvls package` wrote to this folder')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Deploy new code for this function only')
            [CompletionResult]::new('--observe', '--observe', [CompletionResultType]::ParameterName, 'Afterwards, compare errors and latency with the previous version for this long (5m); exit with 1 if they got worse')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--no-rollback', '--no-rollback', [CompletionResultType]::ParameterName, 'On failure, keep the changes made so far instead of rolling back')
            [CompletionResult]::new('--at-once', '--at-once', [CompletionResultType]::ParameterName, 'Shift all traffic to the new code at once, ignoring the stage''s `canary`')
            [CompletionResult]::new('--detach', '--detach', [CompletionResultType]::ParameterName, 'Return once the deployment has started; `srvls watch` follows it')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;diff' {
            [CompletionResult]::new('--artifacts', '--artifacts', [CompletionResultType]::ParameterName, 'Compare the package that `srvls package` wrote to this folder')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 3 if there are changes')
            [CompletionResult]::new('--markdown', '--markdown', [CompletionResultType]::ParameterName, 'Print Markdown for a pull request comment')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;package' {
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Write the package to this folder')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;destroy' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be deleted, and delete nothing')
            [CompletionResult]::new('--purge-artifacts', '--purge-artifacts', [CompletionResultType]::ParameterName, 'Also delete the artifact bucket and the release ledger in it')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;releases' {
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Show at most this many')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;rollback' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'Proceed only if the plan still has this digest (from `--dry-run` or `srvls diff`)')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Roll back despite `drift` or `mutes`')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would change, and change nothing')
            [CompletionResult]::new('--code-only', '--code-only', [CompletionResultType]::ParameterName, 'Roll back only the functions'' code; templates and parameters stay as they are')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;status' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 3 if the stage is not healthy')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;outputs' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;watch' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;local' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('up', 'up', [CompletionResultType]::ParameterValue, 'Start the emulator, and install it first if needed')
            [CompletionResult]::new('down', 'down', [CompletionResultType]::ParameterValue, 'Stop the emulator and keep its data')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show whether the emulator is running, and where')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Wipe the emulator''s data: stacks, users, items and logs')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the emulator''s own log')
            [CompletionResult]::new('env', 'env', [CompletionResultType]::ParameterValue, 'Print exports that point the AWS CLI at the emulator')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;local;up' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;local;down' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Kill it even if its latest data is not saved')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;local;status' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 3 if it is not running')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;local;reset' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;local;logs' {
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Number of latest lines to show first')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'Number of latest lines to show first')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Keep showing new lines as they arrive')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Keep showing new lines as they arrive')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;local;env' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;local;help' {
            [CompletionResult]::new('up', 'up', [CompletionResultType]::ParameterValue, 'Start the emulator, and install it first if needed')
            [CompletionResult]::new('down', 'down', [CompletionResultType]::ParameterValue, 'Stop the emulator and keep its data')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show whether the emulator is running, and where')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Wipe the emulator''s data: stacks, users, items and logs')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the emulator''s own log')
            [CompletionResult]::new('env', 'env', [CompletionResultType]::ParameterValue, 'Print exports that point the AWS CLI at the emulator')
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
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('lookup', 'lookup', [CompletionResultType]::ParameterValue, 'Show one user: account, profile, data, images')
            [CompletionResult]::new('enable', 'enable', [CompletionResultType]::ParameterValue, 'Let a disabled user sign in again')
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Block a user from signing in')
            [CompletionResult]::new('contain', 'contain', [CompletionResultType]::ParameterValue, 'Disable a user and sign them out everywhere')
            [CompletionResult]::new('confirm', 'confirm', [CompletionResultType]::ParameterValue, 'Confirm a sign-up without its code')
            [CompletionResult]::new('resend', 'resend', [CompletionResultType]::ParameterValue, 'Resend the sign-up code or the invitation')
            [CompletionResult]::new('sign-out', 'sign-out', [CompletionResultType]::ParameterValue, 'Sign a user out everywhere')
            [CompletionResult]::new('reset-password', 'reset-password', [CompletionResultType]::ParameterValue, 'Require a user to set a new password')
            [CompletionResult]::new('verify-email', 'verify-email', [CompletionResultType]::ParameterValue, 'Mark a user''s e-mail address as verified')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;user;lookup' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;user;enable' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;user;disable' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;user;contain' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;user;confirm' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;user;resend' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;user;sign-out' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;user;reset-password' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;user;verify-email' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;user;help' {
            [CompletionResult]::new('lookup', 'lookup', [CompletionResultType]::ParameterValue, 'Show one user: account, profile, data, images')
            [CompletionResult]::new('enable', 'enable', [CompletionResultType]::ParameterValue, 'Let a disabled user sign in again')
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Block a user from signing in')
            [CompletionResult]::new('contain', 'contain', [CompletionResultType]::ParameterValue, 'Disable a user and sign them out everywhere')
            [CompletionResult]::new('confirm', 'confirm', [CompletionResultType]::ParameterValue, 'Confirm a sign-up without its code')
            [CompletionResult]::new('resend', 'resend', [CompletionResultType]::ParameterValue, 'Resend the sign-up code or the invitation')
            [CompletionResult]::new('sign-out', 'sign-out', [CompletionResultType]::ParameterValue, 'Sign a user out everywhere')
            [CompletionResult]::new('reset-password', 'reset-password', [CompletionResultType]::ParameterValue, 'Require a user to set a new password')
            [CompletionResult]::new('verify-email', 'verify-email', [CompletionResultType]::ParameterValue, 'Mark a user''s e-mail address as verified')
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
        'srvls;user;help;verify-email' {
            break
        }
        'srvls;user;help;help' {
            break
        }
        'srvls;table' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
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
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;table;describe' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;table;get' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;table;query' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'Index to query instead of the table')
            [CompletionResult]::new('--sk', '--sk', [CompletionResultType]::ParameterName, 'Condition on the sort key')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Conditions on other attributes')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Show at most this many items')
            [CompletionResult]::new('--max-units', '--max-units', [CompletionResultType]::ParameterName, 'Read at most this many capacity units a second')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--desc', '--desc', [CompletionResultType]::ParameterName, 'Sort by the sort key in descending order')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;table;scan' {
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Conditions on any attribute')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Show at most this many items')
            [CompletionResult]::new('--max-units', '--max-units', [CompletionResultType]::ParameterName, 'Read at most this many capacity units a second')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
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
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('tail', 'tail', [CompletionResultType]::ParameterValue, 'Show the log lines of functions and of the API, merged in time order')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;logs;tail' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Start time: 15m, 2h30m, 2d, 09:00, 2026-11-22T09:00')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'End time, in the format of --since [default: now]')
            [CompletionResult]::new('--grep', '--grep', [CompletionResultType]::ParameterName, 'Show only lines that match a regular expression')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Show only lines that match, such as status>=500')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'Show only lines at this level or above')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'Show only lines with this Lambda or API Gateway id')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Keep showing new lines as they arrive')
            [CompletionResult]::new('--follow', '--follow', [CompletionResultType]::ParameterName, 'Keep showing new lines as they arrive')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;logs;help' {
            [CompletionResult]::new('tail', 'tail', [CompletionResultType]::ParameterValue, 'Show the log lines of functions and of the API, merged in time order')
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
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Show only alarms in this state')
            [CompletionResult]::new('--severity', '--severity', [CompletionResultType]::ParameterName, 'Show only alarms of this severity')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 3 if a listed alarm is in ALARM')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one alarm, its meaning and what to do first')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'Show an alarm''s history, newest first')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;alarms;show' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;alarms;history' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'How far back to look; CloudWatch keeps 30 days')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;alarms;help' {
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one alarm, its meaning and what to do first')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'Show an alarm''s history, newest first')
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
        'srvls;audit' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Start time: 15m, 2h30m, 2d, 09:00, 2026-11-22T09:00')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Only of this caller: an ARN, or its last part')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'Only about this user: exact e-mail, sub, phone or user name')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;doctor' {
            [CompletionResult]::new('--persona', '--persona', [CompletionResultType]::ParameterName, 'Print the least-privilege IAM policy of a persona instead')
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Explain each problem and its fix at length')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;template' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Find mistakes in the templates before you deploy them')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'Say in words what the templates allow, keep, and raise alarms for')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;template;check' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;template;describe' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;template;help' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Find mistakes in the templates before you deploy them')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'Say in words what the templates allow, keep, and raise alarms for')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;template;help;check' {
            break
        }
        'srvls;template;help;describe' {
            break
        }
        'srvls;template;help;help' {
            break
        }
        'srvls;completions' {
            [CompletionResult]::new('-s', '-s', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--stage', '--stage', [CompletionResultType]::ParameterName, 'Act on this stage of srvls.toml [default: its default_stage]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Read this configuration [default: the nearest srvls.toml]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Use this AWS profile instead of the stage''s')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'Use this AWS region instead of the stage''s')
            [CompletionResult]::new('--endpoint-url', '--endpoint-url', [CompletionResultType]::ParameterName, 'Send AWS calls to this endpoint')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Print the result in this format')
            [CompletionResult]::new('--query', '--query', [CompletionResultType]::ParameterName, 'Filter the JSON result (implies `--output json`)')
            [CompletionResult]::new('--confirm', '--confirm', [CompletionResultType]::ParameterName, 'Confirm a dangerous action with the name it asks for')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Give the reason; every write records it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output')
            [CompletionResult]::new('--csv-raw', '--csv-raw', [CompletionResultType]::ParameterName, 'Leave csv cells that look like formulas as they are, for programs')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary prompts; protections stay in force')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked; the audit log records it')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse any command that writes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print less to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more to stderr')
            [CompletionResult]::new('--annotate', '--annotate', [CompletionResultType]::ParameterName, 'Also report a failure as a GitHub Actions annotation')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;help' {
            [CompletionResult]::new('deploy', 'deploy', [CompletionResultType]::ParameterValue, 'Build the handlers and deploy the stage')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what a deployment would change')
            [CompletionResult]::new('package', 'package', [CompletionResultType]::ParameterValue, 'Build and zip the handlers, for `deploy --artifacts`')
            [CompletionResult]::new('destroy', 'destroy', [CompletionResultType]::ParameterValue, 'Delete the stage''s stacks, and list what their templates retain')
            [CompletionResult]::new('releases', 'releases', [CompletionResultType]::ParameterValue, 'List the releases of the stage, newest first, and mark the live one')
            [CompletionResult]::new('rollback', 'rollback', [CompletionResultType]::ParameterValue, 'Roll back to an earlier release, from its stored artifacts')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show whether the stage is deployed and healthy')
            [CompletionResult]::new('outputs', 'outputs', [CompletionResultType]::ParameterValue, 'Show the stage''s outputs, or the value of one')
            [CompletionResult]::new('watch', 'watch', [CompletionResultType]::ParameterValue, 'Re-attach to a running deployment, or show how the last one ended')
            [CompletionResult]::new('local', 'local', [CompletionResultType]::ParameterValue, 'Run the local AWS emulator')
            [CompletionResult]::new('user', 'user', [CompletionResultType]::ParameterValue, 'Look up users and manage their accounts')
            [CompletionResult]::new('table', 'table', [CompletionResultType]::ParameterValue, 'Read the stack''s tables')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Read the logs of the functions and the API')
            [CompletionResult]::new('alarms', 'alarms', [CompletionResultType]::ParameterValue, 'Show the stack''s alarms, firing ones first')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Show every write and every reveal of personal data, newest first')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check credentials, account, toolchain, templates and quotas')
            [CompletionResult]::new('template', 'template', [CompletionResultType]::ParameterValue, 'Check the templates, or say what they mean, without AWS')
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
            [CompletionResult]::new('up', 'up', [CompletionResultType]::ParameterValue, 'Start the emulator, and install it first if needed')
            [CompletionResult]::new('down', 'down', [CompletionResultType]::ParameterValue, 'Stop the emulator and keep its data')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show whether the emulator is running, and where')
            [CompletionResult]::new('reset', 'reset', [CompletionResultType]::ParameterValue, 'Wipe the emulator''s data: stacks, users, items and logs')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'Show the emulator''s own log')
            [CompletionResult]::new('env', 'env', [CompletionResultType]::ParameterValue, 'Print exports that point the AWS CLI at the emulator')
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
            [CompletionResult]::new('disable', 'disable', [CompletionResultType]::ParameterValue, 'Block a user from signing in')
            [CompletionResult]::new('contain', 'contain', [CompletionResultType]::ParameterValue, 'Disable a user and sign them out everywhere')
            [CompletionResult]::new('confirm', 'confirm', [CompletionResultType]::ParameterValue, 'Confirm a sign-up without its code')
            [CompletionResult]::new('resend', 'resend', [CompletionResultType]::ParameterValue, 'Resend the sign-up code or the invitation')
            [CompletionResult]::new('sign-out', 'sign-out', [CompletionResultType]::ParameterValue, 'Sign a user out everywhere')
            [CompletionResult]::new('reset-password', 'reset-password', [CompletionResultType]::ParameterValue, 'Require a user to set a new password')
            [CompletionResult]::new('verify-email', 'verify-email', [CompletionResultType]::ParameterValue, 'Mark a user''s e-mail address as verified')
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
        'srvls;help;user;verify-email' {
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
            [CompletionResult]::new('tail', 'tail', [CompletionResultType]::ParameterValue, 'Show the log lines of functions and of the API, merged in time order')
            break
        }
        'srvls;help;logs;tail' {
            break
        }
        'srvls;help;alarms' {
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one alarm, its meaning and what to do first')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'Show an alarm''s history, newest first')
            break
        }
        'srvls;help;alarms;show' {
            break
        }
        'srvls;help;alarms;history' {
            break
        }
        'srvls;help;audit' {
            break
        }
        'srvls;help;doctor' {
            break
        }
        'srvls;help;template' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Find mistakes in the templates before you deploy them')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'Say in words what the templates allow, keep, and raise alarms for')
            break
        }
        'srvls;help;template;check' {
            break
        }
        'srvls;help;template;describe' {
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
