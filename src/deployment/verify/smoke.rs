//! The first calls after a deployment, without any secret: does the API answer, does its authorizer refuse, does sign-in
//! reach the users, is the way around the edge closed, and does Lambda take every function for ready?

use std::{collections::BTreeMap, time::Duration};

use reqwest::{Client, Method};
use serde::Serialize;
use serde_json::json;

use crate::{
    aws::functions::{FunctionConfiguration, Functions},
    context::{Context, deployed_stack::DeployedStack},
    error::Error,
    http,
    stage::FunctionName,
    template::{Guard, Template},
    terminal::output::counted,
};
use futures_util::future::join_all;

/// How often a call is repeated: a fresh stage, and a fresh firewall above all, take their time.
const MAX_ATTEMPTS: u32 = 30;
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(10);

/// What was looked at after a deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Smoke {
    pub(crate) ok: bool,
    checks: Vec<Check>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Check {
    check: String,
    expected: String,
    actual: String,
    ok: bool,
}

/// A call, and the status that its answer must have.
#[derive(Debug, PartialEq, Eq)]
struct Probe {
    method: Method,
    url: String,
    /// What the sender shows.
    variant: ProbeVariant,
    expected: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ProbeVariant {
    WithoutToken,
    /// API Gateway refuses a missing token by itself; this one gets as far as the authorizer.
    WithBadToken,
    /// Cognito has to be asked to know that there is no such user.
    UnknownUser,
    BypassingEdge,
}

/// Calls the API in `outputs`, through the edge where there is one. Nothing for a stack that has neither.
pub(crate) async fn probe(cx: &Context, outputs: &BTreeMap<String, String>) -> Vec<Check> {
    if !["ApiUrl", "CdnUrl"].iter().any(|name| outputs.contains_key(*name)) {
        return Vec::new();
    }
    let contract = match Template::read(&cx.config.template_path()) {
        Ok(template) => Contract::of(&template),
        Err(error) => {
            cx.progress.warn(format_args!("could not read the API's operations, so the API was not called: {error}"));
            return Vec::new();
        }
    };
    let probes = probes(outputs, &contract);
    let _step = (!probes.is_empty()).then(|| cx.progress.step("Calling the API"));
    let api = outputs.get("ApiUrl").map(String::as_str).unwrap_or_default();
    let Ok(client) = http::client_for(api).timeout(RESPONSE_TIMEOUT).build() else { return Vec::new() };
    join_all(probes.into_iter().map(|probe| probe.call(cx, &client))).await
}

/// What of the API can be called without any secret, and what it then answers.
#[derive(Debug, Default)]
struct Contract {
    /// The path of an operation that only reads, and refuses a caller without a token.
    guarded: Option<String>,
    /// Whether the guard of that operation answers 401 to a token that it does not know. A function may choose otherwise.
    refuses_bad_tokens: bool,
    signs_in: bool,
}

impl Contract {
    fn of(template: &Template) -> Self {
        let signs_in = template.routes().contains_key("POST /auth/signin");
        let guarded = template.guarded_read();
        Self {
            refuses_bad_tokens: signs_in || guarded.as_ref().is_some_and(|(_, guard)| *guard == Guard::UserPool),
            guarded: guarded.map(|(path, _)| path),
            signs_in,
        }
    }
}

fn probes(outputs: &BTreeMap<String, String>, contract: &Contract) -> Vec<Probe> {
    let (direct, edge) = (outputs.get("ApiUrl"), outputs.get("CdnUrl"));
    let Some(front) = edge.or(direct) else { return Vec::new() };
    let probe = |method, base: &str, path: &str, variant, expected| Probe {
        method,
        url: format!("{}{path}", base.trim_end_matches('/')),
        variant,
        expected,
    };
    let mut probes = Vec::new();
    if let Some(guarded) = &contract.guarded {
        probes.push(probe(Method::GET, front, guarded, ProbeVariant::WithoutToken, 401));
        if contract.refuses_bad_tokens {
            probes.push(probe(Method::GET, front, guarded, ProbeVariant::WithBadToken, 401));
        }
    }
    if contract.signs_in {
        probes.push(probe(Method::POST, front, "/auth/signin", ProbeVariant::UnknownUser, 401));
    }
    if let (Some(direct), Some(_), Some(guarded)) = (direct, edge, &contract.guarded) {
        probes.push(probe(Method::GET, direct, guarded, ProbeVariant::BypassingEdge, 403));
    }
    probes
}

impl Probe {
    async fn call(self, cx: &Context, client: &Client) -> Check {
        let mut status = None;
        for _ in 0..MAX_ATTEMPTS {
            status = self.send(client).await;
            if status == Some(self.expected) {
                break;
            }
            tokio::time::sleep(cx.poll_interval()).await;
        }
        self.check(status)
    }

    async fn send(&self, client: &Client) -> Option<u16> {
        let request = client.request(self.method.clone(), &self.url);
        let request = match self.variant {
            ProbeVariant::WithoutToken | ProbeVariant::BypassingEdge => request,
            ProbeVariant::WithBadToken => request.bearer_auth("of.a.stranger"),
            ProbeVariant::UnknownUser => {
                request.json(&json!({ "email": "nobody@smoke.invalid", "password": "Nobody-signs-in-4-real" }))
            }
        };
        request.send().await.ok().map(|answer| answer.status().as_u16())
    }

    fn check(&self, status: Option<u16>) -> Check {
        let variant = match self.variant {
            ProbeVariant::WithoutToken => "without a token",
            ProbeVariant::WithBadToken => "with a bad token",
            ProbeVariant::UnknownUser => "as an unknown user",
            ProbeVariant::BypassingEdge => "bypassing the edge",
        };
        Check {
            check: format!("{} {} {variant}", self.method, self.url),
            expected: self.expected.to_string(),
            actual: status.map_or_else(|| "no answer".into(), |status| status.to_string()),
            ok: status == Some(self.expected),
        }
    }
}

/// `None` where there are no functions, or they can't be looked at: that is no fault of the new version.
pub(crate) async fn functions(
    cx: &Context,
    deployed: impl Future<Output = Result<DeployedStack, Error>>,
) -> Option<Check> {
    let read = async {
        let deployed = deployed.await?;
        let asked = deployed.functions().into_iter().map(|(name, resource)| async move {
            Ok::<_, Error>((name, when_ready(cx, &resource.physical_id).await?))
        });
        join_all(asked).await.into_iter().collect::<Result<Vec<_>, _>>()
    };
    match read.await {
        Ok(functions) => functions_check(&functions),
        Err(error) => {
            cx.progress.warn(format_args!("could not read the functions: {error}"));
            None
        }
    }
}

/// A function once Lambda has taken its change in, which may take a while after CloudFormation is done.
async fn when_ready(cx: &Context, physical_id: &str) -> Result<Option<FunctionConfiguration>, Error> {
    let mut found = cx.aws.functions.configuration(physical_id).await?;
    for _ in 0..MAX_ATTEMPTS {
        if found.as_ref().is_none_or(|found| found.state != "Pending") {
            break;
        }
        tokio::time::sleep(cx.poll_interval()).await;
        found = cx.aws.functions.configuration(physical_id).await?;
    }
    Ok(found)
}

fn functions_check(functions: &[(FunctionName, Option<FunctionConfiguration>)]) -> Option<Check> {
    let state = |configuration: &Option<FunctionConfiguration>| match configuration {
        None => Some("missing".to_owned()),
        Some(found) if found.update_failed => Some("update failed".to_owned()),
        // Idle ones sleep, and wake up when they are called.
        Some(found) if matches!(found.state.as_str(), "Active" | "Inactive") => None,
        Some(found) => Some(found.state.to_lowercase()),
    };
    let bad = functions.iter().filter_map(|(name, found)| Some(format!("{name} {}", state(found)?)));
    let bad: Vec<String> = bad.collect();
    (!functions.is_empty()).then(|| Check {
        check: counted(functions.len(), "function"),
        expected: "ready".into(),
        ok: bad.is_empty(),
        actual: if bad.is_empty() { "ready".into() } else { bad.join(", ") },
    })
}

impl Smoke {
    /// `None` where nothing was looked at.
    pub(crate) fn of(checks: impl IntoIterator<Item = Check>) -> Option<Self> {
        let checks: Vec<Check> = checks.into_iter().collect();
        (!checks.is_empty()).then(|| Self { ok: checks.iter().all(|check| check.ok), checks })
    }

    /// For a person: one line when all is well, else a line for each thing that is not.
    pub(crate) fn lines(&self) -> String {
        if self.ok {
            return format!("smoke checks: {} passed", self.checks.len());
        }
        let bad = self.checks.iter().filter(|check| !check.ok);
        let line = |Check { check, expected, actual, .. }: &Check| format!("{check}: {actual} instead of {expected}");
        bad.map(line).collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::functions::fake::active;

    fn outputs(urls: &[(&str, &str)]) -> BTreeMap<String, String> {
        urls.iter().map(|(name, url)| ((*name).to_owned(), (*url).to_owned())).collect()
    }

    fn ours() -> Contract {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/template.yaml");
        Contract::of(&Template::read(&path).expect("valid"))
    }

    #[test]
    fn an_api_is_called_by_its_own_operations() {
        let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let called = |name: &str| {
            let template = Template::read(&fixtures.join(name).join("template.yaml")).expect("valid");
            let probes = probes(&outputs(&[("ApiUrl", "http://api/v1")]), &Contract::of(&template));
            probes.into_iter().map(|probe| (probe.url, probe.variant)).collect::<Vec<_>>()
        };

        let notes = "http://api/v1/notes".to_owned();
        assert_eq!(called("notes"), [(notes.clone(), ProbeVariant::WithoutToken), (notes, ProbeVariant::WithBadToken)]);
        assert_eq!(called("hello-world"), [], "anyone may call it");
    }

    #[test]
    fn an_api_that_lets_a_stranger_in_is_not_fine() {
        let probes = probes(&outputs(&[("ApiUrl", "http://api/v1")]), &ours());

        let checks = vec![probes[0].check(Some(200)), probes[1].check(None), probes[2].check(Some(401))];
        let smoke = Smoke { ok: checks.iter().all(|check| check.ok), checks };

        assert!(!smoke.ok);
        assert_eq!(
            smoke.lines(),
            "GET http://api/v1/user/profile without a token: 200 instead of 401\n\
             GET http://api/v1/user/profile with a bad token: no answer instead of 401"
        );
    }

    #[test]
    fn an_edge_is_gone_through_and_the_way_around_it_has_to_be_closed() {
        let probes = probes(&outputs(&[("ApiUrl", "https://api/v1"), ("CdnUrl", "https://cdn/")]), &ours());

        let urls: Vec<(&str, u16)> = probes.iter().map(|probe| (probe.url.as_str(), probe.expected)).collect();
        let [.., around] = &urls[..] else { panic!("four probes") };
        assert!(urls[..3].iter().all(|(url, _)| url.starts_with("https://cdn/") && !url.contains("//user")));
        assert_eq!(around, &("https://api/v1/user/profile", 403));
    }

    #[test]
    fn a_stack_without_an_api_is_not_called() {
        assert_eq!(probes(&outputs(&[("Queue", "https://queue")]), &ours()), []);
    }

    #[test]
    fn functions_that_are_not_ready_are_named() {
        let named = |name: &str, found| (FunctionName(name.into()), found);
        let refused = FunctionConfiguration { update_failed: true, ..active() };
        let idle = FunctionConfiguration { state: "Inactive".into(), ..active() };

        let check = functions_check(&[named("a", Some(idle)), named("b", Some(refused)), named("c", None)]);

        assert_eq!(check.expect("functions").actual, "b update failed, c missing");
        assert!(functions_check(&[named("a", Some(active()))]).expect("a function").ok);
        assert_eq!(functions_check(&[]), None);
    }
}
