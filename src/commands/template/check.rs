//! `srvls template check`: finds mistakes in the templates before they reach AWS.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::templates::Templates;
use crate::{
    error::Error,
    exit::Exit,
    options::GlobalArgs,
    template::{CheckOutcome, Finding, Severity, Strictness, Template},
    terminal::output::{Report, Table, Text, Tone, View},
};

/// Find mistakes in the templates before you deploy them
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls template check
  srvls template check templates/template.yaml")]
pub(crate) struct CheckArgs {
    /// Templates [default: the app's, and edge.yaml next to it]
    files: Vec<PathBuf>,
}

pub(super) fn run(global: &GlobalArgs, args: &CheckArgs) -> Result<CheckReport, Error> {
    let templates = Templates::given(global, &args.files)?;
    let strict = templates.strictness == Strictness::Strict;
    let mut report = CheckReport { files: Vec::new(), strict, blocking: 0, checks: Vec::new(), findings: Vec::new() };
    for path in &templates.paths {
        let found = Template::read(path)?.check()?;
        report.files.push(templates.shown(path));
        if report.checks.is_empty() {
            report.checks = found.checks;
        } else {
            report.checks.iter_mut().zip(found.checks).for_each(|(sum, more)| sum.findings += more.findings);
        }
        let blocks = |finding: &&Finding| finding.severity.blocks(templates.strictness);
        report.blocking += found.findings.iter().filter(blocks).count();
        let findings = found.findings.into_iter();
        report
            .findings
            .extend(findings.map(|finding| Finding { file: templates.shown(Path::new(&finding.file)), ..finding }));
    }
    Ok(report)
}

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct CheckReport {
    files: Vec<String>,
    /// Whether advice stops the stage's deployments, too.
    strict: bool,
    /// The findings that stop a deployment of the stage.
    blocking: usize,
    checks: Vec<CheckOutcome>,
    findings: Vec<Finding>,
}

impl Report for CheckReport {
    const ROWS: Option<&'static str> = Some("findings");

    fn view(&self) -> View {
        let view = self.files_with_findings().into_iter().fold(View::new(), |view, file| {
            view.text(file).table(table(self.findings.iter().filter(|finding| finding.file == file)))
        });
        let summary = format!("{} checks of {}", self.checks.len(), self.files.join(", "));
        let view = if self.findings.is_empty() { view } else { view.text(self.consequence()) };
        view.text(match self.findings.len() {
            0 => format!("{summary}: no findings"),
            1 => format!("{summary}: 1 finding"),
            count => format!("{summary}: {count} findings"),
        })
    }

    fn exit(&self) -> Exit {
        if self.findings.is_empty() { Exit::Success } else { Exit::Findings }
    }
}

impl CheckReport {
    /// What a deployment makes of the findings.
    fn consequence(&self) -> String {
        let strict = if self.strict { ", as the stage is `strict`" } else { "" };
        let advice = self.findings.len() - self.blocking;
        match (self.blocking, advice) {
            (0, _) => "none stops a deployment; it shows them as warnings".to_owned(),
            (_, 0) => format!("a deployment is refused until they are fixed or suppressed{strict}"),
            (blocking, advice) => {
                format!(
                    "{} a deployment; {} advice",
                    counted_verb(blocking, "stops", "stop"),
                    counted_verb(advice, "is", "are")
                )
            }
        }
    }

    fn files_with_findings(&self) -> Vec<&str> {
        let mut files: Vec<&str> = self.findings.iter().map(|finding| finding.file.as_str()).collect();
        files.dedup();
        files
    }
}

fn counted_verb(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

fn table<'a>(findings: impl Iterator<Item = &'a Finding>) -> Table {
    let mut table = Table::new(["LINE", "SEVERITY", "CHECK", "FINDING AND FIX"]);
    for finding in findings {
        let tone = match finding.severity {
            Severity::Error => Tone::Bad,
            Severity::Warning => Tone::Warning,
        };
        let resource = finding.resource.as_ref().map(|resource| format!("{resource}: ")).unwrap_or_default();
        let lines = [format!("{resource}{}", finding.message), format!("fix: {}", finding.fix)];
        table.row([
            (finding.line.to_string().into(), Tone::Plain),
            (finding.severity.name().into(), tone),
            (Text::from(format!("{} {}", finding.id, finding.check)), Tone::Plain),
            (Text::lines(lines), Tone::Plain),
        ]);
    }
    table
}
