//! Which query to run over which logs: a saved one by its name, or one that was typed.

use crate::{
    context::deployed_stack::{DeployedStack, not_found},
    error::Error,
    log_lines::{Source, sources},
    template::SavedQuery,
};

/// Insights takes no more log groups in one query.
const MOST_GROUPS: usize = 50;

/// What the emulator runs of a query; of the rest it returns lines that it did nothing with.
const ON_EMULATOR: [&str; 4] = ["fields", "filter", "sort", "limit"];

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Chosen {
    /// `None` for a query that was typed.
    pub(super) name: Option<String>,
    pub(super) text: String,
    pub(super) groups: Vec<String>,
}

/// # Errors
/// When there is no saved query or no log of this name.
pub(super) fn choose(
    query: &str,
    logs: &[String],
    saved: &[SavedQuery],
    deployed: &DeployedStack,
) -> Result<Chosen, Error> {
    let found = saved.iter().find(|saved| saved.name == query);
    if found.is_none() && is_name(query) {
        return Err(not_found("saved query", query, saved.iter().map(|saved| saved.name.as_str())));
    }
    let own = found.map(|saved| saved.groups.as_slice()).filter(|own| logs.is_empty() && !own.is_empty());
    let groups: Vec<String> = match own {
        Some(own) => {
            let resources = deployed.resources.iter();
            resources.filter(|it| own.contains(&it.logical_id)).map(|it| it.physical_id.clone()).collect()
        }
        None if logs.is_empty() => Source::functions(deployed).into_iter().map(|source| source.group).collect(),
        None => sources(deployed, logs)?.into_iter().map(|source| source.group).collect(),
    };
    if groups.is_empty() {
        let hint = Some("ask ops to deploy the template that has it: `srvls deploy`".to_owned());
        return Err(Error::not_found("log group of the query", query, hint));
    }
    if groups.len() > MOST_GROUPS {
        let problem = format!("a query covers {MOST_GROUPS} log groups at most, and these are {}", groups.len());
        return Err(Error::usage(problem, "choose some with `--log get_profile --log api`"));
    }
    let text = found.map_or_else(|| query.to_owned(), |saved| saved.text.clone());
    Ok(Chosen { name: found.map(|saved| saved.name.clone()), text, groups })
}

/// A query has a blank in it, a name has none.
fn is_name(query: &str) -> bool {
    !query.contains(char::is_whitespace) && !query.contains('|')
}

impl Chosen {
    /// # Errors
    /// When the emulator would pass over a part of the query, and show lines as if they were its result.
    pub(super) fn check_on_emulator(&self) -> Result<(), Error> {
        let lines = self.text.lines().filter(|line| !line.trim_start().starts_with('#'));
        let text = lines.collect::<Vec<_>>().join("\n");
        let verbs = text.split('|').filter_map(|part| part.split_whitespace().next());
        match verbs.into_iter().find(|verb| !ON_EMULATOR.contains(verb)) {
            None => Ok(()),
            Some(verb) => Err(Error::usage(
                format!("the local emulator has no `{verb}`: of Logs Insights it runs {}", ON_EMULATOR.join(", ")),
                "run it on a stage in AWS with `-s STAGE`; here, `srvls logs errors` and `srvls logs tail` read the same lines",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::deployed_stack::fake::deployed;

    fn stack() -> DeployedStack {
        deployed(&[
            ("AWS::Lambda::Function", "GetProfileFunction", "srvls-dev-get_profile"),
            ("AWS::Lambda::Function", "ListDataFunction", "srvls-dev-list_data"),
            ("AWS::Logs::LogGroup", "ApiLogs", "/aws/apigateway/srvls-dev"),
        ])
    }

    fn saved() -> Vec<SavedQuery> {
        let query = |name: &str, groups: &[&str]| SavedQuery {
            name: name.into(),
            about: "about".into(),
            text: "# about\nstats count(*) by resource".into(),
            groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        };
        vec![query("slowest", &["ApiLogs"]), query("cold-starts", &[])]
    }

    fn chosen(query: &str, logs: &[&str]) -> Result<Chosen, Error> {
        let logs: Vec<String> = logs.iter().map(|log| (*log).to_owned()).collect();
        choose(query, &logs, &saved(), &stack())
    }

    const FUNCTIONS: [&str; 2] = ["/aws/lambda/srvls-dev-get_profile", "/aws/lambda/srvls-dev-list_data"];

    #[test]
    fn a_saved_query_has_its_own_logs_unless_others_are_asked_for() {
        assert_eq!(chosen("slowest", &[]).expect("saved").groups, ["/aws/apigateway/srvls-dev"]);
        assert_eq!(chosen("cold-starts", &[]).expect("saved").groups, FUNCTIONS);
        assert_eq!(chosen("cold-starts", &["list_data"]).expect("saved").groups, FUNCTIONS[1..]);
    }

    #[test]
    fn what_is_typed_is_a_query_and_a_wrong_name_is_none() {
        let typed = chosen("fields @message | limit 5", &["api"]).expect("a query");
        assert_eq!((typed.name, typed.groups), (None, vec!["/aws/apigateway/srvls-dev".to_owned()]));

        let error = chosen("slowst", &[]).expect_err("no such query");
        assert_eq!(error.hint().as_deref(), Some("did you mean `slowest`?"));
    }

    #[test]
    fn the_emulator_shows_no_lines_for_a_result_that_it_cannot_compute() {
        let error = chosen("slowest", &[]).expect("saved").check_on_emulator().expect_err("stats");

        assert!(error.to_string().starts_with("the local emulator has no `stats`"), "{error}");
        let plain = chosen("# stats\nfields @message\n| filter @message like /x/ | limit 5", &[]).expect("a query");
        assert!(plain.check_on_emulator().is_ok());
    }
}
