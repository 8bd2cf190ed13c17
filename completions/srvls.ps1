
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
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('deploy', 'deploy', [CompletionResultType]::ParameterValue, 'To be written')
            [CompletionResult]::new('destroy', 'destroy', [CompletionResultType]::ParameterValue, 'To be written')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'To be written')
            [CompletionResult]::new('outputs', 'outputs', [CompletionResultType]::ParameterValue, 'Show the stack''s outputs, or one of them bare')
            [CompletionResult]::new('local', 'local', [CompletionResultType]::ParameterValue, 'To be written')
            [CompletionResult]::new('user', 'user', [CompletionResultType]::ParameterValue, 'Look after the users')
            [CompletionResult]::new('table', 'table', [CompletionResultType]::ParameterValue, 'Read the stack''s tables')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'To be written')
            [CompletionResult]::new('alarms', 'alarms', [CompletionResultType]::ParameterValue, 'To be written')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a shell''s completion script')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;deploy' {
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
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
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
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
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
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
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
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
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
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('todo', 'todo', [CompletionResultType]::ParameterValue, 'To be written')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;local;todo' {
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
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;local;help' {
            [CompletionResult]::new('todo', 'todo', [CompletionResultType]::ParameterValue, 'To be written')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;local;help;todo' {
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
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('lookup', 'lookup', [CompletionResultType]::ParameterValue, 'Show one user: account, profile, data, images')
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
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;user;help' {
            [CompletionResult]::new('lookup', 'lookup', [CompletionResultType]::ParameterValue, 'Show one user: account, profile, data, images')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;user;help;lookup' {
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
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the stack''s tables')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'Show a table''s keys, indexes and protection')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one item')
            [CompletionResult]::new('query', 'query', [CompletionResultType]::ParameterValue, 'Show the items of one partition')
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
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
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
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
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
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
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
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
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
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('todo', 'todo', [CompletionResultType]::ParameterValue, 'To be written')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;logs;todo' {
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
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;logs;help' {
            [CompletionResult]::new('todo', 'todo', [CompletionResultType]::ParameterValue, 'To be written')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;logs;help;todo' {
            break
        }
        'srvls;logs;help;help' {
            break
        }
        'srvls;alarms' {
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
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
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
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to ordinary questions; lifts no protection')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show personal data unmasked')
            [CompletionResult]::new('--read-only', '--read-only', [CompletionResultType]::ParameterName, 'Refuse every write before the first call')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say less on stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'srvls;help' {
            [CompletionResult]::new('deploy', 'deploy', [CompletionResultType]::ParameterValue, 'To be written')
            [CompletionResult]::new('destroy', 'destroy', [CompletionResultType]::ParameterValue, 'To be written')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'To be written')
            [CompletionResult]::new('outputs', 'outputs', [CompletionResultType]::ParameterValue, 'Show the stack''s outputs, or one of them bare')
            [CompletionResult]::new('local', 'local', [CompletionResultType]::ParameterValue, 'To be written')
            [CompletionResult]::new('user', 'user', [CompletionResultType]::ParameterValue, 'Look after the users')
            [CompletionResult]::new('table', 'table', [CompletionResultType]::ParameterValue, 'Read the stack''s tables')
            [CompletionResult]::new('logs', 'logs', [CompletionResultType]::ParameterValue, 'To be written')
            [CompletionResult]::new('alarms', 'alarms', [CompletionResultType]::ParameterValue, 'To be written')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a shell''s completion script')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'srvls;help;deploy' {
            break
        }
        'srvls;help;destroy' {
            break
        }
        'srvls;help;status' {
            break
        }
        'srvls;help;outputs' {
            break
        }
        'srvls;help;local' {
            [CompletionResult]::new('todo', 'todo', [CompletionResultType]::ParameterValue, 'To be written')
            break
        }
        'srvls;help;local;todo' {
            break
        }
        'srvls;help;user' {
            [CompletionResult]::new('lookup', 'lookup', [CompletionResultType]::ParameterValue, 'Show one user: account, profile, data, images')
            break
        }
        'srvls;help;user;lookup' {
            break
        }
        'srvls;help;table' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the stack''s tables')
            [CompletionResult]::new('describe', 'describe', [CompletionResultType]::ParameterValue, 'Show a table''s keys, indexes and protection')
            [CompletionResult]::new('get', 'get', [CompletionResultType]::ParameterValue, 'Show one item')
            [CompletionResult]::new('query', 'query', [CompletionResultType]::ParameterValue, 'Show the items of one partition')
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
        'srvls;help;logs' {
            [CompletionResult]::new('todo', 'todo', [CompletionResultType]::ParameterValue, 'To be written')
            break
        }
        'srvls;help;logs;todo' {
            break
        }
        'srvls;help;alarms' {
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
