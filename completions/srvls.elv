
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
            cand status 'To be written'
            cand outputs 'Show the stack''s outputs, or one of them bare'
            cand local 'To be written'
            cand user 'Look after the users'
            cand table 'Read the stack''s tables'
            cand logs 'To be written'
            cand alarms 'To be written'
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
            cand lookup 'Show one user: account, profile, data, images'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'srvls;user;lookup'= {
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
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'srvls;user;help'= {
            cand lookup 'Show one user: account, profile, data, images'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'srvls;user;help;lookup'= {
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
            cand list 'List the stack''s tables'
            cand describe 'Show a table''s keys, indexes and protection'
            cand get 'Show one item'
            cand query 'Show the items of one partition'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'srvls;table;list'= {
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
        &'srvls;table;describe'= {
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
        &'srvls;table;get'= {
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
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'srvls;table;query'= {
            cand --index 'Index to read instead of the table'
            cand --sk 'Condition on the sort key'
            cand --where 'Conditions on other attributes'
            cand --limit 'Most items to show'
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
            cand --desc 'Highest sort key first'
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
        &'srvls;table;help'= {
            cand list 'List the stack''s tables'
            cand describe 'Show a table''s keys, indexes and protection'
            cand get 'Show one item'
            cand query 'Show the items of one partition'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'srvls;table;help;list'= {
        }
        &'srvls;table;help;describe'= {
        }
        &'srvls;table;help;get'= {
        }
        &'srvls;table;help;query'= {
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
            cand todo 'To be written'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'srvls;logs;todo'= {
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
        &'srvls;logs;help'= {
            cand todo 'To be written'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'srvls;logs;help;todo'= {
        }
        &'srvls;logs;help;help'= {
        }
        &'srvls;alarms'= {
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
            cand status 'To be written'
            cand outputs 'Show the stack''s outputs, or one of them bare'
            cand local 'To be written'
            cand user 'Look after the users'
            cand table 'Read the stack''s tables'
            cand logs 'To be written'
            cand alarms 'To be written'
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
            cand lookup 'Show one user: account, profile, data, images'
        }
        &'srvls;help;user;lookup'= {
        }
        &'srvls;help;table'= {
            cand list 'List the stack''s tables'
            cand describe 'Show a table''s keys, indexes and protection'
            cand get 'Show one item'
            cand query 'Show the items of one partition'
        }
        &'srvls;help;table;list'= {
        }
        &'srvls;help;table;describe'= {
        }
        &'srvls;help;table;get'= {
        }
        &'srvls;help;table;query'= {
        }
        &'srvls;help;logs'= {
            cand todo 'To be written'
        }
        &'srvls;help;logs;todo'= {
        }
        &'srvls;help;alarms'= {
        }
        &'srvls;help;completions'= {
        }
        &'srvls;help;help'= {
        }
    ]
    $completions[$command]
}
