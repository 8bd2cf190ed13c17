//! What cfn-lint makes of the templates, as written and as SAM expands them.

use std::path::Path;

use libtest_mimic::Trial;

use crate::support::{
    ROOT,
    expansion::expand,
    tools::{run, tool},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        cfn_lint_passes_on_the_template_as_written,
        cfn_lint_passes_on_the_edge,
        cfn_lint_passes_on_the_expanded_template,
        cfn_lint_finds_a_missing_resource_in_the_expanded_template
    ]
}

fn template() -> std::path::PathBuf {
    Path::new(ROOT).join("templates/template.yaml")
}

fn cfn_lint_passes_on_the_template_as_written() {
    run(tool("cfn-lint").arg(template()));
}

/// The edge is plain CloudFormation, so there is nothing to expand.
fn cfn_lint_passes_on_the_edge() {
    run(tool("cfn-lint").arg(template().with_file_name("edge.yaml")));
}

fn cfn_lint_passes_on_the_expanded_template() {
    let folder = tempfile::tempdir().unwrap();

    let expanded = folder.path().join("expanded.json");
    expand(&template(), &expanded);

    run(tool("cfn-lint").arg(expanded));
}

/// cfn-lint no longer expands SAM itself: without our expansion this mistake would go unnoticed.
fn cfn_lint_finds_a_missing_resource_in_the_expanded_template() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("template.yaml");
    let text = std::fs::read_to_string(template()).unwrap();
    std::fs::write(
        &broken,
        text.replacen("USER_PROFILES_TABLE: !Ref UserProfilesTable", "USER_PROFILES_TABLE: !Ref Gone", 1),
    )
    .unwrap();
    std::fs::copy(template().with_file_name("openapi.yaml"), folder.path().join("openapi.yaml")).unwrap();

    let expanded = folder.path().join("expanded.json");
    expand(&broken, &expanded);
    let output = tool("cfn-lint").arg(expanded).output().unwrap();

    assert!(String::from_utf8_lossy(&output.stdout).contains("Gone"), "{output:?}");
}
