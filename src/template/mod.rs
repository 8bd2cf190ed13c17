//! The SAM template: its functions, its checks, and the packaged form that CloudFormation gets.

mod canary;
mod checks;
mod expand;
mod handlers;
mod intrinsics;
mod lines;
mod package;
mod redeploy;
mod yaml;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use self::yaml::Document;
pub(crate) use self::{
    canary::{AT_ONCE, TRAFFIC_SHIFTING},
    checks::{CheckOutcome, Finding, Severity},
    package::CodeLocation,
};
use crate::{error::Failure, exit::Exit, stage::FunctionName};

/// A template as written, with the files it includes.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    path: PathBuf,
    source: Document,
    /// The local files that `AWS::Include` names, by their `Location`.
    includes: BTreeMap<String, Document>,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum TemplateError {
    #[error("could not read {}", .path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("{} is not a valid template", .path.display())]
    Parse { path: PathBuf, source: yaml::YamlError },
    #[error("{} is not valid Rust", .path.display())]
    Rust { path: PathBuf, source: syn::Error },
    #[error("{} has mistakes that AWS reports only at deployment, or never", .path.display())]
    Mistakes { path: PathBuf, source: Mistakes },
    #[error("{}: function `{function}` {what}", .path.display())]
    Function { path: PathBuf, function: String, what: &'static str },
    #[error("{}: there is no parameter `{name}`", .path.display())]
    UnknownParameter { path: PathBuf, name: String, nearest: Option<String> },
    #[error("{}: the API calls no function of the template, so there is no traffic to shift", .path.display())]
    NothingToShift { path: PathBuf },
    #[error("{}: CanaryAlarms names `{name}`, which is not an AWS::CloudWatch::Alarm of this template", .path.display())]
    NoSuchAlarm { path: PathBuf, name: String },
    #[error("{} could not be encoded", .path.display())]
    Encode { path: PathBuf, source: serde_json::Error },
}

impl TemplateError {
    fn is_missing(&self) -> bool {
        matches!(self, Self::Read { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

impl Failure for TemplateError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Function { function, .. } => Some(format!(
                "give {function} `Metadata: {{BuildMethod: rust-cargolambda, BuildProperties: {{Binary: NAME}}}}` \
                 and a `CodeUri` that is the folder of its Cargo.toml"
            )),
            Self::UnknownParameter { nearest: Some(nearest), .. } => Some(format!("did you mean `{nearest}`?")),
            Self::UnknownParameter { .. } => Some("see `Parameters:` in the template".into()),
            Self::Mistakes { .. } => Some(
                "`srvls template check` shows how to fix each; to accept one, give the reason on its resource: \
                 `Metadata: {srvls: {Suppress: [{Id: ID, Reason: WHY}]}}`"
                    .into(),
            ),
            Self::NothingToShift { .. } => Some("remove `canary` from the stage in srvls.toml".into()),
            Self::NoSuchAlarm { .. } => Some(
                "list metric alarms under `Metadata: {srvls: {CanaryAlarms: [...]}}`: CodeDeploy supports no others"
                    .into(),
            ),
            _ if self.is_missing() => {
                Some("give the path of an existing file; `template` in srvls.toml is relative to srvls.toml".into())
            }
            Self::Parse { .. } => Some(
                "correct that line: indent with spaces, not tabs, and quote text that contains `: ` or ` #`".into(),
            ),
            Self::Read { .. } | Self::Rust { .. } | Self::Encode { .. } => None,
        }
    }

    fn code(&self) -> &'static str {
        "bad_template"
    }

    fn exit(&self) -> Exit {
        // Its path comes from srvls.toml or from the command line.
        if self.is_missing() { Exit::Usage } else { Exit::Failure }
    }
}

/// The findings of `srvls template check`, one line each.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.iter().map(finding_line).collect::<Vec<_>>().join("; "))]
pub(crate) struct Mistakes(Vec<Finding>);

fn finding_line(finding: &Finding) -> String {
    let Finding { id, file, line, message, .. } = finding;
    format!("{file}:{line}: {message} ({id})")
}

/// The code of one function: a binary of a cargo package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FunctionSource {
    pub(crate) logical_id: String,
    pub(crate) name: FunctionName,
    pub(crate) binary: String,
    /// The folder of its Cargo.toml.
    pub(crate) folder: PathBuf,
    pub(crate) architecture: Architecture,
}

/// Lambda's instruction sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Architecture {
    #[serde(rename = "x86_64")]
    X86_64,
    #[serde(rename = "arm64")]
    Arm64,
}

impl fmt::Display for Architecture {
    /// The name that Lambda uses.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::X86_64 => "x86_64",
            Self::Arm64 => "arm64",
        })
    }
}

impl Architecture {
    /// The architecture of this machine, and so of the local stage.
    pub(crate) const HOST: Self = if cfg!(target_arch = "aarch64") { Self::Arm64 } else { Self::X86_64 };

    pub(crate) fn rust_target(self) -> &'static str {
        match self {
            Self::X86_64 => "x86_64-unknown-linux-gnu",
            Self::Arm64 => "aarch64-unknown-linux-gnu",
        }
    }
}

impl Template {
    /// Reads a template and the local files that it includes.
    ///
    /// # Errors
    /// When a file is missing, or is not valid YAML.
    pub(crate) fn read(path: &Path) -> Result<Self, TemplateError> {
        let source = read_yaml(path)?;
        let mut template = Self { path: path.to_owned(), source, includes: BTreeMap::new() };
        for location in package::local_includes(&template.source.value) {
            let included = read_yaml(&template.beside(&location))?;
            template.includes.insert(location, included);
        }
        Ok(template)
    }

    /// A template that was packaged earlier, and so has no file of its own.
    pub(crate) fn packaged(value: Value) -> Self {
        let source = Document { value, ..Document::default() };
        Self { path: PathBuf::new(), source, includes: BTreeMap::new() }
    }

    /// # Errors
    /// When a check finds an error. Warnings pass.
    pub(crate) fn refuse_mistakes(&self) -> Result<(), TemplateError> {
        let mut findings = self.check()?.findings;
        findings.retain(|finding| finding.severity == Severity::Error);
        if findings.is_empty() {
            return Ok(());
        }
        Err(TemplateError::Mistakes { path: self.path.clone(), source: Mistakes(findings) })
    }

    /// The path of `location`, which is relative to the template.
    fn beside(&self, location: &str) -> PathBuf {
        self.path.parent().unwrap_or(Path::new(".")).join(location)
    }

    /// The functions that we build, in the order of the template.
    ///
    /// `parameters` are the stage's: `Architectures` may refer to one.
    pub(crate) fn functions(
        &self,
        parameters: &BTreeMap<String, String>,
    ) -> Result<Vec<FunctionSource>, TemplateError> {
        self.resources()
            .filter(|(_, resource)| resource["Type"] == "AWS::Serverless::Function")
            .map(|(logical_id, resource)| self.function(logical_id, resource, parameters))
            .collect()
    }

    fn function(
        &self,
        logical_id: &str,
        resource: &Value,
        parameters: &BTreeMap<String, String>,
    ) -> Result<FunctionSource, TemplateError> {
        let wrong = |what| TemplateError::Function { path: self.path.clone(), function: logical_id.to_owned(), what };
        let name = FunctionName::from_logical_id(logical_id)
            .ok_or_else(|| wrong("has a logical id that does not end with `Function`"))?;
        let binary = resource["Metadata"]["BuildProperties"]["Binary"]
            .as_str()
            .ok_or_else(|| wrong("does not name its binary"))?;
        let globals = &self.source.value["Globals"]["Function"];
        let property = |key: &str| match &resource["Properties"][key] {
            Value::Null => &globals[key],
            own => own,
        };
        let code_uri = property("CodeUri").as_str().ok_or_else(|| wrong("has no CodeUri"))?;
        let architecture = match self.resolved(&property("Architectures")[0], parameters).as_deref() {
            None | Some("x86_64") => Architecture::X86_64,
            Some("arm64") => Architecture::Arm64,
            Some(_) => return Err(wrong("has an architecture that Lambda does not support")),
        };
        Ok(FunctionSource {
            logical_id: logical_id.to_owned(),
            name,
            binary: binary.to_owned(),
            folder: self.beside(code_uri),
            architecture,
        })
    }

    /// A literal, or the value of the parameter it refers to.
    fn resolved(&self, value: &Value, parameters: &BTreeMap<String, String>) -> Option<String> {
        if let Some(literal) = value.as_str() {
            return Some(literal.to_owned());
        }
        self.parameter(value["Ref"].as_str()?, parameters)
    }

    /// # Errors
    /// When none of the templates declares one of the parameters.
    pub(crate) fn check_parameters(templates: &[&Self], given: &BTreeMap<String, String>) -> Result<(), TemplateError> {
        let declared: Vec<&str> = templates.iter().flat_map(|template| template.parameter_names()).collect();
        match given.keys().find(|name| !declared.contains(&name.as_str())) {
            None => Ok(()),
            Some(name) => Err(TemplateError::UnknownParameter {
                path: templates.first().map(|template| template.path.clone()).unwrap_or_default(),
                name: name.clone(),
                nearest: crate::nearest::nearest(name, declared).map(str::to_owned),
            }),
        }
    }

    /// The names of the resources of this type.
    pub(crate) fn logical_ids(&self, kind: &str) -> Vec<String> {
        self.resources().filter(|(_, resource)| resource["Type"] == kind).map(|(id, _)| id.clone()).collect()
    }

    pub(crate) fn resource_types(&self) -> BTreeSet<String> {
        self.resources().filter_map(|(_, resource)| resource["Type"].as_str()).map(str::to_owned).collect()
    }

    /// The value of a parameter: the given one, or else its default; `None` when there is neither.
    pub(crate) fn parameter(&self, name: &str, given: &BTreeMap<String, String>) -> Option<String> {
        let default = || match &self.source.value["Parameters"][name]["Default"] {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        given.get(name).cloned().or_else(default)
    }

    /// The template as written, with intrinsic functions in their long form.
    pub(crate) fn body(&self) -> &Value {
        &self.source.value
    }

    pub(crate) fn parameter_names(&self) -> impl Iterator<Item = &str> {
        keys(&self.source.value["Parameters"])
    }

    /// Parameters whose values must not be shown (`NoEcho`).
    pub(crate) fn secret_parameters(&self) -> BTreeSet<&str> {
        let parameters = self.source.value["Parameters"].as_object().into_iter().flat_map(Map::iter);
        let secret = parameters.filter(|(_, declared)| declared["NoEcho"] == true || declared["NoEcho"] == "true");
        secret.map(|(name, _)| name.as_str()).collect()
    }

    pub(crate) fn output_names(&self) -> impl Iterator<Item = &str> {
        keys(&self.source.value["Outputs"])
    }

    /// The logical id and type of each resource without a condition, as CloudFormation sees them after SAM.
    pub(crate) fn unconditional_resources(&self) -> Vec<(String, String)> {
        let body = self.expand().body;
        let resources = body["Resources"].as_object().into_iter().flat_map(Map::iter);
        let unconditional = resources.filter(|(_, resource)| resource["Condition"].is_null());
        unconditional.map(|(id, it)| (id.clone(), it["Type"].as_str().unwrap_or_default().to_owned())).collect()
    }

    fn resources(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.source.value["Resources"].as_object().into_iter().flat_map(Map::iter)
    }
}

fn keys(section: &Value) -> impl Iterator<Item = &str> {
    section.as_object().into_iter().flat_map(Map::keys).map(String::as_str)
}

fn read_yaml(path: &Path) -> Result<Document, TemplateError> {
    let text = fs::read_to_string(path).map_err(|source| TemplateError::Read { path: path.to_owned(), source })?;
    yaml::parse(&text).map_err(|source| TemplateError::Parse { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "
Parameters:
  Architecture: {Type: String, Default: arm64}
Globals:
  Function: {Architectures: [!Ref Architecture], CodeUri: ../lambdas}
Resources:
  GetProfileFunction:
    Type: AWS::Serverless::Function
    Metadata: {BuildMethod: rust-cargolambda, BuildProperties: {Binary: get_profile}}
    Properties: {MemorySize: 256}
  Table: {Type: AWS::DynamoDB::Table}
";

    impl Template {
        /// A template with `text`, as read from `path`.
        pub(super) fn of(path: &str, text: &str) -> Self {
            Self { path: path.into(), source: yaml::parse(text).expect("valid"), includes: BTreeMap::new() }
        }
    }

    fn template(text: &str) -> Template {
        Template::of("/app/templates/template.yaml", text)
    }

    #[test]
    fn a_function_inherits_the_globals() {
        let functions = template(TEMPLATE).functions(&BTreeMap::new()).expect("valid");

        let [function] = functions.as_slice() else { panic!("one function: {functions:?}") };
        assert_eq!(function.name.0, "get_profile");
        assert_eq!(function.folder, Path::new("/app/templates/../lambdas"));
        assert_eq!(function.architecture, Architecture::Arm64);
    }

    #[test]
    fn the_stage_chooses_the_architecture() {
        let parameters = BTreeMap::from([("Architecture".to_owned(), "x86_64".to_owned())]);

        let functions = template(TEMPLATE).functions(&parameters).expect("valid");

        assert_eq!(functions[0].architecture, Architecture::X86_64);
    }

    #[test]
    fn a_function_without_a_binary_is_named() {
        let error = template(&TEMPLATE.replace("Binary", "Bin")).functions(&BTreeMap::new()).expect_err("no binary");

        assert_eq!(
            error.to_string(),
            "/app/templates/template.yaml: function `GetProfileFunction` does not name its binary"
        );
    }

    #[test]
    fn a_mistyped_parameter_suggests_the_nearest() {
        let given = BTreeMap::from([("Architectur".to_owned(), "arm64".to_owned())]);

        let error = Template::check_parameters(&[&template(TEMPLATE)], &given).expect_err("unknown");

        assert_eq!(error.hint().as_deref(), Some("did you mean `Architecture`?"));
    }
}
