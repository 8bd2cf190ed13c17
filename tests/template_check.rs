//! `srvls template check`: our templates pass, and findings say where and how to fix them.

use std::{fs, path::Path};

use libtest_mimic::Trial;
use serde_json::Value;

use crate::support::{
    ROOT,
    project::Project,
    srvls::{run, srvls},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        our_own_templates_pass,
        the_posture_of_our_templates_is_the_committed_one,
        a_finding_names_file_line_and_fix,
        findings_are_grouped_by_file,
        a_finding_suppressed_with_a_reason_passes
    ]
}

fn our_own_templates_pass() {
    let run = run(srvls(ROOT.as_ref()).args(["template", "check", "--config", "srvls.toml"]));

    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert!(run.stdout.ends_with("no findings\n"), "{}", run.stdout);
}

/// The number of the line that has `text`, counted from one.
/// So that every change of what the templates say is a line in a review.
fn the_posture_of_our_templates_is_the_committed_one() {
    let posture = run(srvls(ROOT.as_ref()).args(["template", "describe"]));

    assert_eq!(posture.code, 0, "{}", posture.stderr);
    let committed = fs::read_to_string(Path::new(ROOT).join("docs/posture.md")).unwrap();
    assert!(posture.stdout == committed, "docs/posture.md is out of date: srvls template describe > docs/posture.md");
    let report = run(srvls(ROOT.as_ref()).args(["template", "describe", "-o", "json"])).json();
    let told = report["templates"].as_array().unwrap().iter();
    let told = told.flat_map(|template| template["sections"].as_array().unwrap());
    let sentences: usize = told.map(|section| section["sentences"].as_array().unwrap().len()).sum();
    assert_eq!(sentences, committed.lines().filter(|line| line.starts_with("- ")).count());
}

fn line_of(project: &Project, file: &str, text: &str) -> usize {
    let content = std::fs::read_to_string(project.file(file)).unwrap();
    content.lines().position(|line| line.contains(text)).expect("the text") + 1
}

fn a_finding_names_file_line_and_fix() {
    let project = Project::copy();
    project.edit(
        "templates/template.yaml",
        "USER_PROFILES_TABLE: !Ref UserProfilesTable",
        "USER_PROFILES_TABLE: !Ref Gone",
    );

    let run = run(srvls(project.path()).args(["template", "check", "-o", "json"]));

    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let finding = &report["findings"][0];
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert_eq!(finding["id"], "SRV101");
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["file"], "templates/template.yaml");
    assert_eq!(finding["line"], line_of(&project, "templates/template.yaml", "!Ref Gone"));
    assert_eq!(finding["message"], "`Gone` is neither a resource nor a parameter");
    assert!(finding["resource"].is_string() && finding["fix"].is_string(), "{finding}");
}

fn findings_are_grouped_by_file() {
    let project = Project::copy();
    project.edit("templates/openapi.yaml", "security: [{accessToken: []}]", "security: []");
    project.edit("templates/template.yaml", "DataTraceEnabled: false", "DataTraceEnabled: true");

    let run = run(srvls(project.path()).args(["template", "check"]));

    assert_eq!(run.code, 3, "{}", run.stderr);
    let (api, stage) = (run.stdout.find("templates/openapi.yaml\n"), run.stdout.find("templates/template.yaml\n"));
    assert!(api.is_some() && api < stage, "{}", run.stdout);
    assert!(run.stdout.contains("SRV201") && run.stdout.contains("SRV206"), "{}", run.stdout);
    let fixes = run.stdout.lines().filter(|line| line.trim_start().starts_with("fix: "));
    assert_eq!(fixes.count(), 2, "each on a line of its own: {}", run.stdout);
    assert!(run.stdout.ends_with(": 2 findings\n"), "{}", run.stdout);
}

fn a_finding_suppressed_with_a_reason_passes() {
    let project = Project::copy();
    let with_trace = "Metadata: {srvls: {Suppress: [{Id: SRV206, Reason: nobody signs in here}]}}\n    Properties:\n      Name: !Ref AWS::StackName\n      StageName: v1";
    project.edit("templates/template.yaml", "DataTraceEnabled: false", "DataTraceEnabled: true");
    project.edit(
        "templates/template.yaml",
        "Properties:\n      Name: !Ref AWS::StackName\n      StageName: v1",
        with_trace,
    );

    let run = run(srvls(project.path()).args(["template", "check"]));

    assert_eq!(run.code, 0, "{}", run.stdout);
}
