//! The logs of a stage: of its functions, and of the requests to its API.

use crate::{
    aws::logs::LogEvent,
    context::deployed_stack::DeployedStack,
    error::Error,
    stage::{FunctionName, StackName},
};

use super::{access_log, line::LogLine, parse::parse};

/// What the log of the API's requests is called, beside the names of functions.
pub(crate) const API: &str = "api";

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    /// A function, or [`API`].
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
}

impl Source {
    pub(crate) fn function(name: FunctionName, stack: &StackName) -> Self {
        Self { group: name.log_group(stack), name, writer: Writer::Function }
    }

    pub(crate) fn api(stack: &StackName) -> Self {
        Self { name: FunctionName(API.to_owned()), group: format!("/aws/apigateway/{stack}"), writer: Writer::Api }
    }

    pub(crate) fn line(&self, event: &LogEvent) -> LogLine {
        match self.writer {
            Writer::Function => parse(&self.name, event),
            Writer::Api => access_log::parse(&self.name, event),
        }
    }
}

/// The logs called `names`; without names, all of them.
///
/// # Errors
/// When the stack has no function of one of the names, or no access log although one is asked for.
pub(crate) fn sources(deployed: &DeployedStack, names: &[String]) -> Result<Vec<Source>, Error> {
    let functions: Vec<String> = names.iter().filter(|name| *name != API).cloned().collect();
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
    let of_functions = of_functions.into_iter().map(|name| Source::function(name, &deployed.name));
    Ok(of_functions.chain(api).collect())
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
    fn each_source_has_its_own_log_group() {
        let stack = StackName("srvls-dev".into());

        let of_function = Source::function(FunctionName("get_profile".into()), &stack);

        assert_eq!(of_function.group, "/aws/lambda/srvls-dev-get_profile");
        assert_eq!(Source::api(&stack).group, "/aws/apigateway/srvls-dev");
    }
}
