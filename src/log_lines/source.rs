//! The logs of a stage: of its functions, of the requests to its API, and of its firewall.

use crate::{
    aws::{logs::LogEvent, stage_logs::FIREWALL_PREFIX},
    context::deployed_stack::DeployedStack,
    error::Error,
    stage::{FunctionName, StackName},
};

use super::{access_log, firewall, line::LogLine, parse::parse};

/// What the log of the API's requests is called, beside the names of functions.
pub(crate) const API: &str = "api";
/// And that of the firewall before it.
pub(crate) const FIREWALL: &str = "waf";

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    /// A function, [`API`] or [`FIREWALL`].
    pub(crate) name: FunctionName,
    pub(crate) group: String,
    pub(crate) writer: Writer,
}

/// Who writes a log, which decides its format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writer {
    Function,
    /// API Gateway: a line for each request.
    Api,
    /// The edge's web ACL: a line for each request that it blocks or counts.
    Firewall,
}

impl Source {
    /// Of a function that writes where Lambda has it write by default.
    pub(crate) fn function(name: FunctionName, physical_name: &str) -> Self {
        Self { group: format!("/aws/lambda/{physical_name}"), name, writer: Writer::Function }
    }

    /// Of all functions of a stack.
    pub(crate) fn functions(deployed: &DeployedStack) -> Vec<Self> {
        let functions = deployed.functions().into_iter();
        functions.map(|(name, resource)| Self::function(name, &resource.physical_id)).collect()
    }

    pub(crate) fn api(stack: &StackName) -> Self {
        Self { name: FunctionName(API.to_owned()), group: format!("/aws/apigateway/{stack}"), writer: Writer::Api }
    }

    pub(crate) fn line(&self, event: &LogEvent) -> LogLine {
        match self.writer {
            Writer::Function => parse(&self.name, event),
            Writer::Api => access_log::parse(&self.name, event),
            Writer::Firewall => firewall::parse(&self.name, event),
        }
    }
}

/// The logs called `names`; without names, all of them but the firewall's, which is elsewhere and about other requests.
///
/// # Errors
/// When the stack has no function of one of the names, or no such log although one is asked for.
pub(crate) fn sources(deployed: &DeployedStack, names: &[String]) -> Result<Vec<Source>, Error> {
    let functions: Vec<String> = names.iter().filter(|name| *name != API && *name != FIREWALL).cloned().collect();
    let of_functions =
        if names.is_empty() || !functions.is_empty() { deployed.functions_called(&functions)? } else { Vec::new() };
    let api = Source::api(&deployed.name);
    let is_there =
        |group: &str| deployed.resources.iter().any(|it| it.kind == "AWS::Logs::LogGroup" && it.physical_id == group);
    let api = match (is_there(&api.group), names.iter().any(|name| name == API)) {
        (true, asked) => Some(api).filter(|_| asked || names.is_empty()),
        (false, false) => None,
        (false, true) => {
            let hint = format!("the stack has no log group `{}`: its API writes no access log", api.group);
            return Err(Error::not_found("log", API, Some(hint)));
        }
    };
    let firewall = if names.iter().any(|name| name == FIREWALL) { Some(firewall_log(deployed)?) } else { None };
    let of_functions = Source::functions(deployed).into_iter().filter(|source| of_functions.contains(&source.name));
    Ok(of_functions.chain(api).chain(firewall).collect())
}

/// # Errors
/// When the stage has no edge, or its edge logs nothing.
fn firewall_log(deployed: &DeployedStack) -> Result<Source, Error> {
    let groups = deployed.resources.iter().filter(|it| it.kind == "AWS::Logs::LogGroup").map(|it| &it.physical_id);
    let group = groups.into_iter().find(|group| group.starts_with(FIREWALL_PREFIX));
    let source = |group: &String| Source {
        name: FunctionName(FIREWALL.to_owned()),
        group: group.clone(),
        writer: Writer::Firewall,
    };
    let hint = "the stage has no edge with a firewall that logs: `edge` in srvls.toml, and `srvls template describe`";
    group.map(source).ok_or_else(|| Error::not_found("log", FIREWALL, Some(hint.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::deployed_stack::fake::deployed;

    fn names(resources: &[(&str, &str, &str)], asked: &[&str]) -> Result<Vec<String>, Error> {
        let asked: Vec<String> = asked.iter().map(|name| (*name).to_owned()).collect();
        let found = sources(&deployed(resources), &asked)?;
        Ok(found.into_iter().map(|source| source.name.0).collect())
    }

    #[test]
    fn the_requests_to_the_api_are_among_the_logs_of_a_stage() {
        let function = ("AWS::Lambda::Function", "GetProfileFunction", "srvls-dev-get_profile");
        let api = ("AWS::Logs::LogGroup", "ApiLogs", "/aws/apigateway/srvls-dev");
        let both = [function, api];

        assert_eq!(names(&both, &[]).expect("all"), ["get_profile", "api"]);
        assert_eq!(names(&both, &["api"]).expect("one"), ["api"]);
        assert_eq!(names(&both, &["get_profile"]).expect("one"), ["get_profile"]);
        assert_eq!(names(&both, &["api", "get_profile"]).expect("two"), ["get_profile", "api"]);
        assert_eq!(names(&[function], &[]).expect("no access log"), ["get_profile"]);
        let error = names(&[function], &["api"]).expect_err("no access log");
        assert_eq!(error.to_string(), "there is no log `api`");
    }

    #[test]
    fn the_firewalls_log_is_read_only_if_asked_for() {
        let function = ("AWS::Lambda::Function", "GetProfileFunction", "srvls-dev-get_profile");
        let edge = [function, ("AWS::Logs::LogGroup", "WebAclLogs", "aws-waf-logs-srvls-dev-edge")];

        assert_eq!(names(&edge, &[]).expect("all"), ["get_profile"]);
        assert_eq!(names(&edge, &["waf"]).expect("one"), ["waf"]);
        assert_eq!(names(&[function], &["waf"]).expect_err("no edge").to_string(), "there is no log `waf`");
    }

    #[test]
    fn each_source_has_its_own_log_group() {
        let stack = StackName("srvls-dev".into());

        let hello = ("AWS::Lambda::Function", "HelloFunction", "srvls-dev-HelloFunction-1A2B3C");
        let of_function = Source::functions(&deployed(&[hello]));

        assert_eq!(of_function[0].group, "/aws/lambda/srvls-dev-HelloFunction-1A2B3C");
        assert_eq!(Source::api(&stack).group, "/aws/apigateway/srvls-dev");
    }
}
