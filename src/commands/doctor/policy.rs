//! `srvls doctor --persona`: the least that a persona has to be allowed.

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    PATIENCE, impatient_connection, machine,
    places::{Part, parts},
};
use crate::{
    aws::{Aws, identity::Identity, stacks::Stacks},
    context::Setup,
    error::Error,
    options::GlobalArgs,
    personas::{OnBehalf, Persona, Policy, on_behalf, own_policy},
    stage::StackName,
    terminal::output::{Report, View},
};

#[derive(Debug, Serialize)]
pub(super) struct PolicyReport {
    persona: Persona,
    stage: String,
    stack: StackName,
    /// Each is one to attach.
    policies: Vec<Policy>,
    /// What to know before attaching them.
    pub(super) notes: Vec<String>,
}

pub(super) async fn print(global: &GlobalArgs, persona: Persona) -> Result<PolicyReport, Error> {
    let setup = Setup::load(global)?;
    let parts = found(&setup, global).await?;
    let mut report = report(persona, setup.stage.name.clone(), &parts);
    report.notes.extend(setup.config.alike(&setup.stage).into_iter().map(|other| {
        format!(
            "it holds for stage `{other}` too, whose name begins with `{}-`: another account or name",
            setup.stage.name
        )
    }));
    Ok(report)
}

/// The stage's stacks, as far as the configuration and AWS tell: a policy is wanted before there are credentials, too.
async fn found(setup: &Setup, global: &GlobalArgs) -> Result<Vec<Part>, Error> {
    let settings = &setup.stage.settings;
    let written = parts(setup, settings.region.as_deref(), settings.account.as_deref())?;
    if machine::sleeping(Some(setup)).await.is_some() {
        return Ok(written);
    }
    let asked = async {
        let aws = Aws::connect(&impatient_connection(Some(setup), global)).await.ok()?;
        let caller = aws.identity.caller().await.ok();
        let deployed = aws.stacks.find(&setup.stage.stack_name()).await.ok().flatten();
        let account = settings.account.clone().or_else(|| Some(caller?.account));
        let mut parts = parts(setup, Some(&aws.region), account.as_deref()).ok()?;
        let user_pool = deployed.and_then(|stack| stack.outputs.get("UserPoolId").cloned());
        parts.iter_mut().for_each(|part| part.place.user_pool.clone_from(&user_pool));
        Some(parts)
    };
    Ok(tokio::time::timeout(PATIENCE, asked).await.ok().flatten().unwrap_or(written))
}

fn report(persona: Persona, stage: String, parts: &[Part]) -> PolicyReport {
    let place = &parts[0].place;
    let mut policies = vec![own_policy(persona, place)];
    let mut notes = Vec::new();
    if persona == Persona::Ops {
        let found: Vec<OnBehalf> =
            parts.iter().map(|part| on_behalf(part.kinds.iter().map(String::as_str), &part.place)).collect();
        let unknown: Vec<&str> = found.iter().flat_map(|found| found.unknown.iter().map(String::as_str)).collect();
        if !unknown.is_empty() {
            notes.push(format!("nothing is known about what CloudFormation calls for {}", unknown.join(", ")));
        }
        policies.extend(found.into_iter().flat_map(|found| found.policies));
        notes.push(format!(
            "{} policies: `{}` is what srvls calls; the others are what CloudFormation calls with the deployer's \
             permissions, as srvls passes no service role. They follow from the types of resources in the templates, \
             those under a condition too. `jq '.[0].document'` takes the first one's document out of the list.",
            policies.len(),
            policies[0].name,
        ));
        notes.push(
            "whoever makes roles can make one that is allowed more: put a permissions boundary on ops where that matters"
                .into(),
        );
    }
    if place.account == "*" || place.region == "*" {
        notes.push("`*` stands for an account or region that neither srvls.toml nor AWS told".into());
    }
    if persona != Persona::Oncall && place.user_pool.is_none() {
        notes.push(
            "`userpool/*`: the pool's id is known once the stage is deployed; print the policy again then".into(),
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
        View::new().text(text)
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
    fn ops_are_told_what_cloudformation_does_for_them() {
        let report = report_of(Persona::Ops, &Place::of_test());

        let names: Vec<&str> = report.policies.iter().map(|policy| policy.name.as_str()).collect();
        assert_eq!(names[..2], ["srvls-dev-ops", "srvls-dev-cloudformation-1"]);
        assert!(report.notes[0].contains("srvls passes no service role"), "{}", report.notes[0]);
        let list: Vec<Value> = serde_json::from_str(&report.view().render(Some(80)).unstyled()).expect("one list");
        let of_list: Vec<&str> = list.iter().filter_map(|policy| policy["name"].as_str()).collect();
        assert_eq!((of_list, &list[0]["document"]), (names, &report.policies[0].document));
    }

    #[test]
    fn what_is_not_known_is_said() {
        let place = Place { account: "*".into(), user_pool: None, ..Place::of_test() };

        let report = report_of(Persona::Support, &place);

        assert_eq!(report.notes.len(), 2, "{:?}", report.notes);
    }
}
