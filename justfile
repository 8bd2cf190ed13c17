# The commands people run. `just` lists them; each is one line that also works by hand.

# List the commands
default:
    @just --list --unsorted

# Deploy the whole backend to the local emulator
up:
    cargo run -- deploy --yes

# Stop the local emulator; its data stays
down:
    cargo run -- local down

# Type-check everything
check:
    cargo check --workspace --all-targets --locked

# Run the unit tests, or those whose name contains FILTER
unit FILTER="":
    cargo test --locked --bins --lib {{ FILTER }}

# Run the tests of the built binary, or those whose name contains FILTER
test FILTER="":
    cargo test --locked --test srvls -- {{ FILTER }}

# Check the templates, offline
templates:
    cargo run -- template check

# Rewrite the committed shell completions
completions:
    UPDATE_COMPLETIONS=1 cargo test --locked --bins completion

# Check dependencies: advisories, licences, sources
deny:
    cargo deny check

# Run everything that has to pass before a change lands
ci:
    bash .ci/run
