//! The functions of a template: the code and the architecture of each.

use std::{collections::BTreeMap, path::PathBuf};

use serde_json::Value;

use super::{Architecture, Template, TemplateError};
use crate::stage::FunctionName;

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

impl Template {
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
}

#[cfg(test)]
mod tests {
    use std::path::Path;

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
}
