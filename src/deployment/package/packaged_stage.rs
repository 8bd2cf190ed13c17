//! What a deployment ships: the packaged stacks of the stage, and the code of its functions.

use std::collections::BTreeMap;

use serde_json::Value;

pub(crate) use crate::releases::ReleasedFunction;
use crate::{
    aws::change_sets::TemplateSource, deployment::failure::DeployError, releases::ReleasedStack, stage::StackName,
};

/// All that CloudFormation needs; nothing refers to local files.
pub(crate) struct PackagedStage {
    pub(crate) api: PackagedStack,
    /// `None` where the stage leaves the edge out.
    pub(crate) edge: Option<PackagedStack>,
    pub(crate) functions: Vec<ReleasedFunction>,
}

/// The desired state of a stack.
pub(crate) struct PackagedStack {
    pub(crate) template: TemplateSource,
    pub(crate) template_sha256: String,
    /// The values of the template's parameters.
    pub(crate) parameters: BTreeMap<String, String>,
    /// Names of the parameters whose values stay hidden.
    pub(crate) secret: Vec<String>,
    /// Keys of its functions' code in the artifact bucket.
    pub(crate) code: Vec<String>,
    /// Required parameters whose values come from another stack's outputs.
    pub(crate) awaited: Vec<String>,
    /// What the template says, for a plan.
    pub(crate) body: Value,
}

/// The key of a packaged template in the artifact bucket.
pub(crate) fn template_key(sha256: &str) -> String {
    format!("templates/{sha256}.json")
}

impl PackagedStack {
    /// Its record in the ledger: everything a rollback needs, except secrets.
    pub(crate) fn record(&self, name: StackName) -> ReleasedStack {
        let mut parameters = self.parameters.clone();
        parameters.retain(|name, _| !self.secret.contains(name));
        ReleasedStack {
            name,
            template_key: template_key(&self.template_sha256),
            template_sha256: self.template_sha256.clone(),
            parameters,
            secret_parameters: self.secret.clone(),
            code: self.code.clone(),
            awaited: self.awaited.clone(),
        }
    }

    /// All parameters, the awaited ones taken from `outputs`; `None` if one is missing there.
    pub(crate) fn parameters_from(&self, outputs: &BTreeMap<String, String>) -> Option<BTreeMap<String, String>> {
        let mut parameters = self.parameters.clone();
        for name in &self.awaited {
            parameters.insert(name.clone(), outputs.get(name)?.clone());
        }
        Some(parameters)
    }

    /// # Errors
    /// When `outputs` lack a parameter of the template.
    pub(crate) fn complete_parameters(
        &self,
        outputs: &BTreeMap<String, String>,
    ) -> Result<BTreeMap<String, String>, DeployError> {
        self.parameters_from(outputs).ok_or_else(|| DeployError::NoOutput {
            names: self.awaited.iter().filter(|name| !outputs.contains_key(*name)).cloned().collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge() -> PackagedStack {
        PackagedStack {
            template: TemplateSource::Body("{}".into()),
            template_sha256: String::new(),
            parameters: BTreeMap::from([("AlarmEmail".to_owned(), "ops@example.com".to_owned())]),
            secret: vec!["AlarmEmail".into()],
            code: Vec::new(),
            awaited: vec!["ApiUrl".into()],
            body: Value::Null,
        }
    }

    #[test]
    fn an_output_of_one_stack_is_the_parameter_of_that_name_in_the_other() {
        let outputs = BTreeMap::from([("ApiUrl".to_owned(), "https://api".to_owned()), ("Other".into(), "x".into())]);

        let parameters = edge().parameters_from(&outputs).expect("all are there");

        assert_eq!(parameters.into_values().collect::<Vec<_>>(), ["ops@example.com", "https://api"]);
    }

    #[test]
    fn a_missing_output_is_named() {
        assert_eq!(edge().parameters_from(&BTreeMap::new()), None);

        let error = edge().complete_parameters(&BTreeMap::new()).expect_err("missing");
        assert_eq!(
            error.to_string(),
            "the API stack has no output ApiUrl, which the edge template needs as a parameter"
        );
    }

    #[test]
    fn the_record_has_no_secrets() {
        let record = edge().record(StackName("srvls-dev-edge".into()));

        assert_eq!((record.parameters.len(), record.secret_parameters), (0, vec!["AlarmEmail".to_owned()]));
    }
}
