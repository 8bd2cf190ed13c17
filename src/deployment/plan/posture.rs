//! What the templates of a plan say that the deployed ones do not: who may call what, limits, alarms, retention.
//!
//! A change set lists properties. Whether a change of one is meant, a reviewer sees in the sentence that it changes.

use serde::Serialize;
use serde_json::Value;

use super::Secrets;
use crate::{
    aws::AwsError,
    stage::StackName,
    template::{PostureChange, Template},
};

/// The changed sentences of one chapter on one stack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct PlannedPosture {
    pub(crate) stack: StackName,
    #[serde(flatten)]
    pub(crate) change: PostureChange,
}

/// How the template `desired` differs from the deployed one, `live`.
pub(super) fn posture_changes(
    live: Result<Option<Value>, AwsError>,
    desired: &Value,
    secrets: &Secrets,
) -> Result<Vec<PostureChange>, String> {
    let live = live.map_err(|error| error.to_string())?.ok_or("the deployed template is not from srvls")?;
    let template = |body: Value| Template::packaged(secrets.hide_in_template(body));
    Ok(template(desired.clone()).posture_changes(&template(live)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn template(seconds: u16, key: &str) -> Value {
        json!({ "Resources": {
            "GetFunction": { "Type": "AWS::Lambda::Function", "Properties": {
                "Timeout": seconds, "Environment": { "Variables": { "DB_PASSWORD": key } },
            } },
        } })
    }

    #[test]
    fn a_deployed_template_is_compared_with_the_desired_one_without_its_secrets() {
        let live = || Ok(Some(template(5, "hunter2hunter2")));

        let changes = posture_changes(live(), &template(9, "correct horse"), &Secrets::default()).expect("compared");

        let said = |seconds| {
            vec![format!("`GetFunction` Timeout: {seconds}, Environment: [Variables: [DB_PASSWORD: (secret)]]")]
        };
        assert_eq!(changes, [PostureChange { chapter: "Functions", removed: said(5), added: said(9) }]);
        let same = posture_changes(live(), &template(5, "correct horse"), &Secrets::default());
        assert_eq!(same, Ok(Vec::new()));
    }

    #[test]
    fn a_template_that_could_not_be_read_is_unknown_and_not_unchanged() {
        let unknown = |live| posture_changes(live, &json!({}), &Secrets::default());
        let denied = AwsError::refused("cloudformation:GetTemplate", "AccessDenied", "no");

        assert_eq!(unknown(Err(denied)), Err("not allowed to call cloudformation:GetTemplate".into()));
        assert_eq!(unknown(Ok(None)), Err("the deployed template is not from srvls".into()));
    }
}
