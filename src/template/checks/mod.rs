//! Our own checks: mistakes that pass CloudFormation, cfn-lint and SAM, and then fail or do harm on AWS.
//!
//! Each check has a stable id, to which suppressions and `tests/mutations.md` refer. To suppress a finding, give the
//! reason on its resource: `Metadata: {srvls: {Suppress: [{Id: SRV803, Reason: …}]}}`.

mod alarm_direction;
mod alarm_windows;
mod alarms;
mod api;
mod block_responses;
mod cache;
mod check;
mod commands;
mod edge;
mod expiry;
mod firewall;
mod firewall_logs;
mod functions;
mod local_files;
mod metrics;
mod network;
mod null_values;
mod origin;
mod permissions;
mod references;
mod roles;
mod storage;
mod subject;
mod suppressions;
mod topics;
mod users;

use serde::Serialize;

use self::{
    check::{Check, Faults},
    subject::Subject,
};
use super::{
    Template, TemplateError,
    error::Mistakes,
    expand::Expanded,
    finding::{Finding, Severity, Strictness},
    functions::code_property,
    handlers::Handlers,
};

/// A check that ran, and its number of findings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct CheckOutcome {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) severity: Severity,
    pub(crate) findings: usize,
}

/// The results of all checks on one template.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) checks: Vec<CheckOutcome>,
    pub(crate) findings: Vec<Finding>,
}

fn all() -> impl Iterator<Item = &'static Check> {
    let families = [
        references::CHECKS,
        local_files::CHECKS,
        null_values::CHECKS,
        api::CHECKS,
        cache::CHECKS,
        alarms::CHECKS,
        alarm_windows::CHECKS,
        alarm_direction::CHECKS,
        topics::CHECKS,
        commands::CHECKS,
        metrics::CHECKS,
        users::CHECKS,
        storage::CHECKS,
        expiry::CHECKS,
        edge::CHECKS,
        firewall::CHECKS,
        firewall_logs::CHECKS,
        origin::CHECKS,
        block_responses::CHECKS,
        functions::CHECKS,
        network::CHECKS,
        roles::CHECKS,
        permissions::CHECKS,
    ];
    families.into_iter().flatten()
}

impl Template {
    /// Every finding, in the order of the template.
    ///
    /// # Errors
    /// When the sources of its functions cannot be read.
    pub(crate) fn check(&self) -> Result<Findings, TemplateError> {
        let expanded = self.expand();
        let handlers = Handlers::read(&self.code_folders())?;
        let shipped = self.resources().filter(|(_, resource)| code_property(resource).is_some());
        let shipped = shipped.map(|(id, _)| id.as_str()).collect();
        let subject = Subject::new(&expanded.body, &handlers).shipping(shipped);
        let mut suppressed = suppressions::Suppressions::of(&subject);
        let mut result = Findings::default();
        for check in all() {
            let mut faults = Faults::default();
            (check.run)(&subject, &mut faults);
            faults.0.retain(|fault| !suppressed.covers(check.id, expanded.resource(&fault.pointer)));
            result.add(check, faults, &expanded);
        }
        let mut faults = Faults::default();
        suppressed.unneeded(&mut faults);
        result.add(&suppressions::UNNEEDED, faults, &expanded);
        result.findings.sort_by(|a, b| (&a.file, a.line, a.id).cmp(&(&b.file, b.line, b.id)));
        Ok(result)
    }

    /// The findings that don't stop a deployment.
    ///
    /// # Errors
    /// When one does: see [`Severity::blocks`].
    pub(crate) fn refuse_mistakes(&self, strictness: Strictness) -> Result<Vec<Finding>, TemplateError> {
        let findings = self.check()?.findings.into_iter();
        let (mistakes, advice): (Vec<_>, _) = findings.partition(|finding| finding.severity.blocks(strictness));
        if mistakes.is_empty() {
            return Ok(advice);
        }
        Err(TemplateError::Mistakes { path: self.path.clone(), source: Mistakes(mistakes) })
    }

    /// The folders of the functions' code.
    fn code_folders(&self) -> Vec<std::path::PathBuf> {
        let globals = &self.source.value["Globals"]["Function"]["CodeUri"];
        let own = self.resources().map(|(_, resource)| &resource["Properties"]["CodeUri"]);
        let mut folders: Vec<_> =
            own.chain([globals]).filter_map(|uri| uri.as_str()).map(|uri| self.beside(uri)).collect();
        folders.sort();
        folders.dedup();
        folders
    }
}

impl Findings {
    fn add(&mut self, check: &Check, faults: Faults, expanded: &Expanded<'_>) {
        self.checks.push(CheckOutcome {
            id: check.id,
            name: check.name,
            severity: check.severity,
            findings: faults.0.len(),
        });
        self.findings.extend(faults.0.into_iter().map(|fault| {
            let (file, line) = expanded.written(&fault.pointer);
            Finding {
                id: check.id,
                check: check.name,
                severity: check.severity,
                file: file.display().to_string(),
                line,
                resource: expanded.resource(&fault.pointer).map(str::to_owned),
                message: fault.message,
                fix: fault.fix,
            }
        }));
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;
    use crate::error::Failure as _;

    /// What a check finds is written there, once.
    #[test]
    fn the_page_of_the_checks_has_each_with_its_severity() {
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/checks.md");
        let page = fs::read_to_string(page).expect("the page");
        let documented: BTreeSet<String> = page
            .lines()
            .filter(|line| line.starts_with("| SRV"))
            .map(|line| line.rsplitn(3, '|').nth(2).unwrap_or_default().trim_end().to_owned())
            .collect();

        let checks = all().chain([&suppressions::UNNEEDED]);
        let checks = checks.map(|Check { id, name, severity, .. }| format!("| {id} | {name} | {}", severity.name()));

        assert_eq!(documented, checks.collect::<BTreeSet<_>>());
    }

    /// Its table is not retained, and its function has no log group: a loss of data, and advice.
    const LOSS_AND_ADVICE: &str = "
Resources:
  Table: {Type: AWS::Serverless::SimpleTable}
  GetFunction: {Type: AWS::Serverless::Function, Properties: {InlineCode: pass}}
";

    fn refused(text: &str, strictness: Strictness) -> Result<Vec<&'static str>, TemplateError> {
        let advice = Template::of("t.yaml", text).refuse_mistakes(strictness)?;
        Ok(advice.into_iter().map(|finding| finding.id).collect())
    }

    #[test]
    fn an_error_stops_every_deployment_and_advice_that_of_a_strict_stage() {
        let advice = LOSS_AND_ADVICE.replace("  Table: {Type: AWS::Serverless::SimpleTable}\n", "");

        let error = refused(LOSS_AND_ADVICE, Strictness::Lenient).expect_err("data is lost").hint();
        assert!(error.is_some_and(|hint| !hint.contains("strict")));
        assert_eq!(refused(&advice, Strictness::Lenient).expect("only advice"), ["SRV703"]);
        let strict = refused(&advice, Strictness::Strict).expect_err("strict");
        assert!(strict.hint().is_some_and(|hint| hint.contains("strict = true")));
    }
}
