
use builtin;
use str;

set edit:completion:arg-completer[srvls] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'srvls'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'srvls'= {
            cand -s 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --stage 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --config 'Configuration [default: srvls.toml here or in a parent folder]'
            cand --profile 'AWS profile, instead of the stage''s'
            cand --region 'AWS region, instead of the stage''s'
            cand --endpoint-url 'AWS endpoint, instead of the stage''s'
            cand -o 'How to print the answer'
            cand --output 'How to print the answer'
            cand --query 'Filter the JSON answer (implies json)'
            cand --confirm 'The typed name that a dangerous action asks for'
            cand --reason 'Why; recorded with every write'
            cand --color 'When to colour'
            cand -y 'Answer yes to ordinary questions; lifts no protection'
            cand --yes 'Answer yes to ordinary questions; lifts no protection'
            cand --reveal 'Show personal data unmasked'
            cand --read-only 'Refuse every write before the first call'
            cand -q 'Say less on stderr'
            cand --quiet 'Say less on stderr'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
            cand deploy 'To be written'
            cand destroy 'To be written'
            cand status 'Show whether the stage is deployed and healthy'
            cand outputs 'Show the stack''s outputs, or one of them bare'
            cand local 'To be written'
            cand user 'To be written'
            cand table 'To be written'
            cand logs 'Read the functions'' logs'
            cand alarms 'Show the stack''s alarms, those that fire first'
            cand completions 'Print a shell''s completion script'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'srvls;deploy'= {
            cand -s 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --stage 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --config 'Configuration [default: srvls.toml here or in a parent folder]'
            cand --profile 'AWS profile, instead of the stage''s'
            cand --region 'AWS region, instead of the stage''s'
            cand --endpoint-url 'AWS endpoint, instead of the stage''s'
            cand -o 'How to print the answer'
            cand --output 'How to print the answer'
            cand --query 'Filter the JSON answer (implies json)'
            cand --confirm 'The typed name that a dangerous action asks for'
            cand --reason 'Why; recorded with every write'
            cand --color 'When to colour'
            cand -y 'Answer yes to ordinary questions; lifts no protection'
            cand --yes 'Answer yes to ordinary questions; lifts no protection'
            cand --reveal 'Show personal data unmasked'
            cand --read-only 'Refuse every write before the first call'
            cand -q 'Say less on stderr'
            cand --quiet 'Say less on stderr'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'srvls;destroy'= {
            cand -s 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --stage 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --config 'Configuration [default: srvls.toml here or in a parent folder]'
            cand --profile 'AWS profile, instead of the stage''s'
            cand --region 'AWS region, instead of the stage''s'
            cand --endpoint-url 'AWS endpoint, instead of the stage''s'
            cand -o 'How to print the answer'
            cand --output 'How to print the answer'
            cand --query 'Filter the JSON answer (implies json)'
            cand --confirm 'The typed name that a dangerous action asks for'
            cand --reason 'Why; recorded with every write'
            cand --color 'When to colour'
            cand -y 'Answer yes to ordinary questions; lifts no protection'
            cand --yes 'Answer yes to ordinary questions; lifts no protection'
            cand --reveal 'Show personal data unmasked'
            cand --read-only 'Refuse every write before the first call'
            cand -q 'Say less on stderr'
            cand --quiet 'Say less on stderr'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'srvls;status'= {
            cand -s 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --stage 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --config 'Configuration [default: srvls.toml here or in a parent folder]'
            cand --profile 'AWS profile, instead of the stage''s'
            cand --region 'AWS region, instead of the stage''s'
            cand --endpoint-url 'AWS endpoint, instead of the stage''s'
            cand -o 'How to print the answer'
            cand --output 'How to print the answer'
            cand --query 'Filter the JSON answer (implies json)'
            cand --confirm 'The typed name that a dangerous action asks for'
            cand --reason 'Why; recorded with every write'
            cand --color 'When to colour'
            cand --exit-code 'Exit with 3 when it is not healthy'
            cand -y 'Answer yes to ordinary questions; lifts no protection'
            cand --yes 'Answer yes to ordinary questions; lifts no protection'
            cand --reveal 'Show personal data unmasked'
            cand --read-only 'Refuse every write before the first call'
            cand -q 'Say less on stderr'
            cand --quiet 'Say less on stderr'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'srvls;outputs'= {
            cand -s 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --stage 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --config 'Configuration [default: srvls.toml here or in a parent folder]'
            cand --profile 'AWS profile, instead of the stage''s'
            cand --region 'AWS region, instead of the stage''s'
            cand --endpoint-url 'AWS endpoint, instead of the stage''s'
            cand -o 'How to print the answer'
            cand --output 'How to print the answer'
            cand --query 'Filter the JSON answer (implies json)'
            cand --confirm 'The typed name that a dangerous action asks for'
            cand --reason 'Why; recorded with every write'
            cand --color 'When to colour'
            cand -y 'Answer yes to ordinary questions; lifts no protection'
            cand --yes 'Answer yes to ordinary questions; lifts no protection'
            cand --reveal 'Show personal data unmasked'
            cand --read-only 'Refuse every write before the first call'
            cand -q 'Say less on stderr'
            cand --quiet 'Say less on stderr'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'srvls;local'= {
            cand -s 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --stage 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --config 'Configuration [default: srvls.toml here or in a parent folder]'
            cand --profile 'AWS profile, instead of the stage''s'
            cand --region 'AWS region, instead of the stage''s'
            cand --endpoint-url 'AWS endpoint, instead of the stage''s'
            cand -o 'How to print the answer'
            cand --output 'How to print the answer'
            cand --query 'Filter the JSON answer (implies json)'
            cand --confirm 'The typed name that a dangerous action asks for'
            cand --reason 'Why; recorded with every write'
            cand --color 'When to colour'
            cand -y 'Answer yes to ordinary questions; lifts no protection'
            cand --yes 'Answer yes to ordinary questions; lifts no protection'
            cand --reveal 'Show personal data unmasked'
            cand --read-only 'Refuse every write before the first call'
            cand -q 'Say less on stderr'
            cand --quiet 'Say less on stderr'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
            cand todo 'To be written'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'srvls;local;todo'= {
            cand -s 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --stage 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --config 'Configuration [default: srvls.toml here or in a parent folder]'
            cand --profile 'AWS profile, instead of the stage''s'
            cand --region 'AWS region, instead of the stage''s'
            cand --endpoint-url 'AWS endpoint, instead of the stage''s'
            cand -o 'How to print the answer'
            cand --output 'How to print the answer'
            cand --query 'Filter the JSON answer (implies json)'
            cand --confirm 'The typed name that a dangerous action asks for'
            cand --reason 'Why; recorded with every write'
            cand --color 'When to colour'
            cand -y 'Answer yes to ordinary questions; lifts no protection'
            cand --yes 'Answer yes to ordinary questions; lifts no protection'
            cand --reveal 'Show personal data unmasked'
            cand --read-only 'Refuse every write before the first call'
            cand -q 'Say less on stderr'
            cand --quiet 'Say less on stderr'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'srvls;local;help'= {
            cand todo 'To be written'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'srvls;local;help;todo'= {
        }
        &'srvls;local;help;help'= {
        }
        &'srvls;user'= {
            cand -s 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --stage 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --config 'Configuration [default: srvls.toml here or in a parent folder]'
            cand --profile 'AWS profile, instead of the stage''s'
            cand --region 'AWS region, instead of the stage''s'
            cand --endpoint-url 'AWS endpoint, instead of the stage''s'
            cand -o 'How to print the answer'
            cand --output 'How to print the answer'
            cand --query 'Filter the JSON answer (implies json)'
            cand --confirm 'The typed name that a dangerous action asks for'
            cand --reason 'Why; recorded with every write'
            cand --color 'When to colour'
            cand -y 'Answer yes to ordinary questions; lifts no protection'
            cand --yes 'Answer yes to ordinary questions; lifts no protection'
            cand --reveal 'Show personal data unmasked'
            cand --read-only 'Refuse every write before the first call'
            cand -q 'Say less on stderr'
            cand --quiet 'Say less on stderr'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
            cand todo 'To be written'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'srvls;user;todo'= {
            cand -s 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --stage 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --config 'Configuration [default: srvls.toml here or in a parent folder]'
            cand --profile 'AWS profile, instead of the stage''s'
            cand --region 'AWS region, instead of the stage''s'
            cand --endpoint-url 'AWS endpoint, instead of the stage''s'
            cand -o 'How to print the answer'
            cand --output 'How to print the answer'
            cand --query 'Filter the JSON answer (implies json)'
            cand --confirm 'The typed name that a dangerous action asks for'
            cand --reason 'Why; recorded with every write'
            cand --color 'When to colour'
            cand -y 'Answer yes to ordinary questions; lifts no protection'
            cand --yes 'Answer yes to ordinary questions; lifts no protection'
            cand --reveal 'Show personal data unmasked'
            cand --read-only 'Refuse every write before the first call'
            cand -q 'Say less on stderr'
            cand --quiet 'Say less on stderr'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'srvls;user;help'= {
            cand todo 'To be written'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'srvls;user;help;todo'= {
        }
        &'srvls;user;help;help'= {
        }
        &'srvls;table'= {
            cand -s 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --stage 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --config 'Configuration [default: srvls.toml here or in a parent folder]'
            cand --profile 'AWS profile, instead of the stage''s'
            cand --region 'AWS region, instead of the stage''s'
            cand --endpoint-url 'AWS endpoint, instead of the stage''s'
            cand -o 'How to print the answer'
            cand --output 'How to print the answer'
            cand --query 'Filter the JSON answer (implies json)'
            cand --confirm 'The typed name that a dangerous action asks for'
            cand --reason 'Why; recorded with every write'
            cand --color 'When to colour'
            cand -y 'Answer yes to ordinary questions; lifts no protection'
            cand --yes 'Answer yes to ordinary questions; lifts no protection'
            cand --reveal 'Show personal data unmasked'
            cand --read-only 'Refuse every write before the first call'
            cand -q 'Say less on stderr'
            cand --quiet 'Say less on stderr'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
            cand todo 'To be written'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'srvls;table;todo'= {
            cand -s 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --stage 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --config 'Configuration [default: srvls.toml here or in a parent folder]'
            cand --profile 'AWS profile, instead of the stage''s'
            cand --region 'AWS region, instead of the stage''s'
            cand --endpoint-url 'AWS endpoint, instead of the stage''s'
            cand -o 'How to print the answer'
            cand --output 'How to print the answer'
            cand --query 'Filter the JSON answer (implies json)'
            cand --confirm 'The typed name that a dangerous action asks for'
            cand --reason 'Why; recorded with every write'
            cand --color 'When to colour'
            cand -y 'Answer yes to ordinary questions; lifts no protection'
            cand --yes 'Answer yes to ordinary questions; lifts no protection'
            cand --reveal 'Show personal data unmasked'
            cand --read-only 'Refuse every write before the first call'
            cand -q 'Say less on stderr'
            cand --quiet 'Say less on stderr'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'srvls;table;help'= {
            cand todo 'To be written'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'srvls;table;help;todo'= {
        }
        &'srvls;table;help;help'= {
        }
        &'srvls;logs'= {
            cand -s 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --stage 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --config 'Configuration [default: srvls.toml here or in a parent folder]'
            cand --profile 'AWS profile, instead of the stage''s'
            cand --region 'AWS region, instead of the stage''s'
            cand --endpoint-url 'AWS endpoint, instead of the stage''s'
            cand -o 'How to print the answer'
            cand --output 'How to print the answer'
            cand --query 'Filter the JSON answer (implies json)'
            cand --confirm 'The typed name that a dangerous action asks for'
            cand --reason 'Why; recorded with every write'
            cand --color 'When to colour'
            cand -y 'Answer yes to ordinary questions; lifts no protection'
            cand --yes 'Answer yes to ordinary questions; lifts no protection'
            cand --reveal 'Show personal data unmasked'
            cand --read-only 'Refuse every write before the first call'
            cand -q 'Say less on stderr'
            cand --quiet 'Say less on stderr'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
            cand tail 'Show what functions logged, merged in time order'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'srvls;logs;tail'= {
            cand --since 'Start: 15m, 2h30m, 2d, 09:00, 2026-11-22T09:00'
            cand --until 'End, written like --since [default: now]'
            cand --grep 'Only lines that match a regular expression'
            cand --where 'Only lines whose field compares so: status>=500'
            cand --level 'Only lines as bad as this or worse'
            cand --request-id 'Only lines with this id, of Lambda or API Gateway'
            cand -s 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --stage 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --config 'Configuration [default: srvls.toml here or in a parent folder]'
            cand --profile 'AWS profile, instead of the stage''s'
            cand --region 'AWS region, instead of the stage''s'
            cand --endpoint-url 'AWS endpoint, instead of the stage''s'
            cand -o 'How to print the answer'
            cand --output 'How to print the answer'
            cand --query 'Filter the JSON answer (implies json)'
            cand --confirm 'The typed name that a dangerous action asks for'
            cand --reason 'Why; recorded with every write'
            cand --color 'When to colour'
            cand -f 'Go on showing lines as they come'
            cand --follow 'Go on showing lines as they come'
            cand -y 'Answer yes to ordinary questions; lifts no protection'
            cand --yes 'Answer yes to ordinary questions; lifts no protection'
            cand --reveal 'Show personal data unmasked'
            cand --read-only 'Refuse every write before the first call'
            cand -q 'Say less on stderr'
            cand --quiet 'Say less on stderr'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'srvls;logs;help'= {
            cand tail 'Show what functions logged, merged in time order'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'srvls;logs;help;tail'= {
        }
        &'srvls;logs;help;help'= {
        }
        &'srvls;alarms'= {
            cand --state 'Only alarms in this state'
            cand --severity 'Only alarms that matter this much'
            cand -s 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --stage 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --config 'Configuration [default: srvls.toml here or in a parent folder]'
            cand --profile 'AWS profile, instead of the stage''s'
            cand --region 'AWS region, instead of the stage''s'
            cand --endpoint-url 'AWS endpoint, instead of the stage''s'
            cand -o 'How to print the answer'
            cand --output 'How to print the answer'
            cand --query 'Filter the JSON answer (implies json)'
            cand --confirm 'The typed name that a dangerous action asks for'
            cand --reason 'Why; recorded with every write'
            cand --color 'When to colour'
            cand --exit-code 'Exit with 3 when one of them is in ALARM'
            cand -y 'Answer yes to ordinary questions; lifts no protection'
            cand --yes 'Answer yes to ordinary questions; lifts no protection'
            cand --reveal 'Show personal data unmasked'
            cand --read-only 'Refuse every write before the first call'
            cand -q 'Say less on stderr'
            cand --quiet 'Say less on stderr'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
            cand show 'Show one alarm, what it means and what to do first'
            cand history 'Show what happened to one alarm, newest first'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'srvls;alarms;show'= {
            cand -s 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --stage 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --config 'Configuration [default: srvls.toml here or in a parent folder]'
            cand --profile 'AWS profile, instead of the stage''s'
            cand --region 'AWS region, instead of the stage''s'
            cand --endpoint-url 'AWS endpoint, instead of the stage''s'
            cand -o 'How to print the answer'
            cand --output 'How to print the answer'
            cand --query 'Filter the JSON answer (implies json)'
            cand --confirm 'The typed name that a dangerous action asks for'
            cand --reason 'Why; recorded with every write'
            cand --color 'When to colour'
            cand -y 'Answer yes to ordinary questions; lifts no protection'
            cand --yes 'Answer yes to ordinary questions; lifts no protection'
            cand --reveal 'Show personal data unmasked'
            cand --read-only 'Refuse every write before the first call'
            cand -q 'Say less on stderr'
            cand --quiet 'Say less on stderr'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'srvls;alarms;history'= {
            cand --since 'How far back; CloudWatch remembers 30 days'
            cand -s 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --stage 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --config 'Configuration [default: srvls.toml here or in a parent folder]'
            cand --profile 'AWS profile, instead of the stage''s'
            cand --region 'AWS region, instead of the stage''s'
            cand --endpoint-url 'AWS endpoint, instead of the stage''s'
            cand -o 'How to print the answer'
            cand --output 'How to print the answer'
            cand --query 'Filter the JSON answer (implies json)'
            cand --confirm 'The typed name that a dangerous action asks for'
            cand --reason 'Why; recorded with every write'
            cand --color 'When to colour'
            cand -y 'Answer yes to ordinary questions; lifts no protection'
            cand --yes 'Answer yes to ordinary questions; lifts no protection'
            cand --reveal 'Show personal data unmasked'
            cand --read-only 'Refuse every write before the first call'
            cand -q 'Say less on stderr'
            cand --quiet 'Say less on stderr'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'srvls;alarms;help'= {
            cand show 'Show one alarm, what it means and what to do first'
            cand history 'Show what happened to one alarm, newest first'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'srvls;alarms;help;show'= {
        }
        &'srvls;alarms;help;history'= {
        }
        &'srvls;alarms;help;help'= {
        }
        &'srvls;completions'= {
            cand -s 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --stage 'Stage of srvls.toml to act on [default: its default_stage]'
            cand --config 'Configuration [default: srvls.toml here or in a parent folder]'
            cand --profile 'AWS profile, instead of the stage''s'
            cand --region 'AWS region, instead of the stage''s'
            cand --endpoint-url 'AWS endpoint, instead of the stage''s'
            cand -o 'How to print the answer'
            cand --output 'How to print the answer'
            cand --query 'Filter the JSON answer (implies json)'
            cand --confirm 'The typed name that a dangerous action asks for'
            cand --reason 'Why; recorded with every write'
            cand --color 'When to colour'
            cand -y 'Answer yes to ordinary questions; lifts no protection'
            cand --yes 'Answer yes to ordinary questions; lifts no protection'
            cand --reveal 'Show personal data unmasked'
            cand --read-only 'Refuse every write before the first call'
            cand -q 'Say less on stderr'
            cand --quiet 'Say less on stderr'
            cand -v 'Say more on stderr'
            cand --verbose 'Say more on stderr'
            cand -h 'Print help'
            cand --help 'Print help'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'srvls;help'= {
            cand deploy 'To be written'
            cand destroy 'To be written'
            cand status 'Show whether the stage is deployed and healthy'
            cand outputs 'Show the stack''s outputs, or one of them bare'
            cand local 'To be written'
            cand user 'To be written'
            cand table 'To be written'
            cand logs 'Read the functions'' logs'
            cand alarms 'Show the stack''s alarms, those that fire first'
            cand completions 'Print a shell''s completion script'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'srvls;help;deploy'= {
        }
        &'srvls;help;destroy'= {
        }
        &'srvls;help;status'= {
        }
        &'srvls;help;outputs'= {
        }
        &'srvls;help;local'= {
            cand todo 'To be written'
        }
        &'srvls;help;local;todo'= {
        }
        &'srvls;help;user'= {
            cand todo 'To be written'
        }
        &'srvls;help;user;todo'= {
        }
        &'srvls;help;table'= {
            cand todo 'To be written'
        }
        &'srvls;help;table;todo'= {
        }
        &'srvls;help;logs'= {
            cand tail 'Show what functions logged, merged in time order'
        }
        &'srvls;help;logs;tail'= {
        }
        &'srvls;help;alarms'= {
            cand show 'Show one alarm, what it means and what to do first'
            cand history 'Show what happened to one alarm, newest first'
        }
        &'srvls;help;alarms;show'= {
        }
        &'srvls;help;alarms;history'= {
        }
        &'srvls;help;completions'= {
        }
        &'srvls;help;help'= {
        }
    ]
    $completions[$command]
}
