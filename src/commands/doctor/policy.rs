//! `srvls doctor --persona`: prints a persona's least-privilege policy.

use serde::Serialize;
use serde_json::{Value, json};

use super::timeout::{check_timeout, short_timeout_connection};
use crate::{
    aws::{Aws, identity::Identity},
    context::Setup,
    error::Error,
    options::GlobalArgs,
    personas::{OnBehalf, Part, Persona, Policy, deployed, on_behalf, own_policies, parts},
    stage::StackName,
    terminal::output::{Report, View},
};

#[derive(Debug, Serialize)]
pub(super) struct PolicyReport {
    persona: Persona,
    stage: String,
    stack: StackName,
    /// The policies to attach.
    policies: Vec<Policy>,
    /// What to know before attaching them.
    pub(super) notes: Vec<String>,
}

pub(super) async fn print(global: &GlobalArgs, persona: Persona) -> Result<PolicyReport, Error> {
    let setup = Setup::load(global)?;
    let parts = stack_parts(&setup, global).await?;
    let mut report = report(persona, setup.stage.name.clone(), &parts);
    report.notes.extend(setup.config.overlapping(&setup.stage).into_iter().map(|other| {
        format!(
            "it also covers stage `{other}`, whose name starts with `{}-`: rename it or move it to another account",
            setup.stage.name
        )
    }));
    Ok(report)
}

/// The stage's stacks, from the configuration and, if it responds, from AWS: you need a policy before you have credentials.
async fn stack_parts(setup: &Setup, global: &GlobalArgs) -> Result<Vec<Part>, Error> {
    let settings = &setup.stage.settings;
    let configured = parts(setup, settings.region.as_deref(), settings.account.as_deref())?;
    if let Some(local) = &setup.local
        && local.answering().await.is_err()
    {
        return Ok(configured);
    }
    let queried = async {
        let aws = Aws::connect(&short_timeout_connection(Some(setup), global)).await.ok()?;
        let caller = aws.identity.caller().await.ok();
        let account = settings.account.clone().or_else(|| Some(caller?.account));
        let parts = parts(setup, Some(&aws.region), account.as_deref()).ok()?;
        Some(deployed(parts.clone(), &aws.stacks).await.unwrap_or(parts))
    };
    Ok(tokio::time::timeout(check_timeout(), queried).await.ok().flatten().unwrap_or(configured))
}

fn report(persona: Persona, stage: String, parts: &[Part]) -> PolicyReport {
    let place = &parts[0].place;
    let mut policies = own_policies(persona, place);
    let mut notes = Vec::new();
    if persona == Persona::Ops {
        let found: Vec<OnBehalf> =
            parts.iter().map(|part| on_behalf(part.kinds.iter().map(String::as_str), &part.place)).collect();
        let unknown: Vec<&str> = found.iter().flat_map(|found| found.unknown.iter().map(String::as_str)).collect();
        if !unknown.is_empty() {
            notes.push(format!("srvls does not know what CloudFormation calls for {}", unknown.join(", ")));
        }
        policies.extend(found.into_iter().flat_map(|found| found.policies));
        notes.push(format!(
            "{} policies: `{}` allows what srvls calls; the others allow what CloudFormation calls with the deployer's \
             permissions, because srvls passes no service role, and allow it to CloudFormation only. They are derived \
             from the resource types in the templates, including conditional ones. `jq '.[0].document'` extracts the \
             first document from the list.",
            policies.len(),
            policies[0].name,
        ));
        notes.push(
            "ops can create roles with more permissions than its own: attach a permissions boundary to ops to prevent that"
                .into(),
        );
    }
    if place.account == "*" || place.region == "*" {
        notes.push("`*` stands for an account or region that is in neither srvls.toml nor AWS's responses".into());
    }
    if persona != Persona::Oncall && place.user_pool.is_none() {
        notes.push(
            "`userpool/*`: the pool has no id until the stage is deployed; print the policy again after that".into(),
        );
    }
    PolicyReport { persona, stage, stack: place.stack.clone(), policies, notes }
}

impl Report for PolicyReport {
    const ROWS: Option<&'static str> = Some("policies");

    /// One piece of JSON: the document that `aws iam create-policy --policy-document file://…` takes; where there are
    /// several, a list of them with their names.
    fn view(&self) -> View {
        let named = |policy: &Policy| json!({ "name": policy.name, "document": policy.document });
        let text = match self.policies.as_slice() {
            [one] => format!("{:#}", one.document),
            several => format!("{:#}", Value::from_iter(several.iter().map(named))),
        };
        View::new().verbatim(text)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{personas::Place, template::Template};

    fn report_of(persona: Persona, place: &Place) -> PolicyReport {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/template.yaml");
        let kinds = Template::read(&path).expect("valid").resource_types().into_iter().collect();
        report(persona, "dev".into(), &[Part { place: place.clone(), kinds }])
    }

    #[test]
    fn support_and_oncall_need_one_document_each() {
        for persona in [Persona::Support, Persona::Oncall] {
            let report = report_of(persona, &Place::of_test());

            assert_eq!(report.policies.len(), 1);
            assert_eq!(report.notes, Vec::<String>::new());
            let text = report.view().render(Some(80)).unstyled();
            assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), report.policies[0].document);
        }
    }

    #[test]
    fn ops_also_gets_what_cloudformation_calls() {
        let report = report_of(Persona::Ops, &Place::of_test());

        let names: Vec<&str> = report.policies.iter().map(|policy| policy.name.as_str()).collect();
        assert_eq!(names[..3], ["srvls-dev-ops", "srvls-dev-ops-2", "srvls-dev-cloudformation-1"]);
        assert!(report.notes[0].contains("srvls passes no service role"), "{}", report.notes[0]);
        let list: Vec<Value> = serde_json::from_str(&report.view().render(Some(80)).unstyled()).expect("one list");
        let of_list: Vec<&str> = list.iter().filter_map(|policy| policy["name"].as_str()).collect();
        assert_eq!((of_list, &list[0]["document"]), (names, &report.policies[0].document));
    }

    #[test]
    fn unknown_parts_are_noted() {
        let place = Place { account: "*".into(), user_pool: None, ..Place::of_test() };

        let report = report_of(Persona::Support, &place);

        assert_eq!(report.notes.len(), 2, "{:?}", report.notes);
    }
}
