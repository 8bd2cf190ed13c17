//! The functions and layers of a template: the code and the architecture of each.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use serde_json::Value;

use super::{Architecture, Template, TemplateError};
use crate::stage::FunctionName;

/// A function or layer whose code is on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CodeSource {
    pub(crate) logical_id: String,
    pub(crate) name: FunctionName,
    pub(crate) code: Code,
    pub(crate) architecture: Architecture,
}

/// Where the code of a function or layer comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Code {
    /// A binary that cargo builds, of the package in this folder.
    Binary { name: String, folder: PathBuf },
    /// A folder that is zipped as it is.
    Folder(PathBuf),
    /// A zip or jar file.
    Archive(PathBuf),
}

/// A type whose code srvls ships.
struct Shipped {
    kind: &'static str,
    /// Its part of `Globals`.
    globals: Option<&'static str>,
    /// The property that says where its code is.
    code: &'static str,
    architectures: &'static str,
    /// Languages whose folder is the code, although `sam build` has a method for them.
    as_they_are: &'static [&'static str],
}

const FUNCTION: Shipped = Shipped {
    kind: "AWS::Serverless::Function",
    globals: Some("Function"),
    code: "CodeUri",
    architectures: "Architectures",
    // Their methods install dependencies, and leave the sources as they are.
    as_they_are: &["nodejs", "python", "ruby"],
};

const LAYER: Shipped = Shipped {
    kind: "AWS::Serverless::LayerVersion",
    globals: None,
    code: "ContentUri",
    architectures: "CompatibleArchitectures",
    // Their methods put everything into a folder of the language's name.
    as_they_are: &[],
};

fn shipped(resource: &Value) -> Option<&'static Shipped> {
    [&FUNCTION, &LAYER].into_iter().find(|shipped| resource["Type"] == shipped.kind)
}

/// The property of a resource that says where its code is, where srvls ships that.
pub(crate) fn code_property(resource: &Value) -> Option<&'static str> {
    shipped(resource).map(|shipped| shipped.code)
}

impl Template {
    /// The functions and layers whose code we build or zip, in the order of the template. Not those whose code is in the
    /// template, in S3 or in a container image.
    ///
    /// `parameters` are the stage's: `Architectures` may refer to one.
    pub(crate) fn code_sources(&self, parameters: &BTreeMap<String, String>) -> Result<Vec<CodeSource>, TemplateError> {
        self.resources()
            .filter_map(|(id, resource)| self.code_source(id, resource, shipped(resource)?, parameters).transpose())
            .collect()
    }

    fn code_source(
        &self,
        logical_id: &str,
        resource: &Value,
        shipped: &Shipped,
        parameters: &BTreeMap<String, String>,
    ) -> Result<Option<CodeSource>, TemplateError> {
        let wrong = |what| TemplateError::Function { path: self.path.clone(), function: logical_id.to_owned(), what };
        let globals = shipped.globals.map_or(&Value::Null, |section| &self.source.value["Globals"][section]);
        let property = |key: &str| match &resource["Properties"][key] {
            Value::Null => &globals[key],
            own => own,
        };
        if !property("InlineCode").is_null() || property("PackageType") == "Image" {
            return Ok(None);
        }
        let code_uri = match property(shipped.code) {
            Value::String(uri) if uri.starts_with("s3://") => return Ok(None),
            Value::String(uri) => uri,
            // A bucket and a key, or what only CloudFormation resolves.
            Value::Object(_) => return Ok(None),
            _ => return Err(wrong("does not say where its code is")),
        };
        let architecture = match self.resolved(&property(shipped.architectures)[0], parameters).as_deref() {
            None | Some("x86_64") => Architecture::X86_64,
            Some("arm64") => Architecture::Arm64,
            Some(_) => return Err(wrong("has an architecture that Lambda does not support")),
        };
        let path = self.beside(code_uri);
        let code = self.code(&resource["Metadata"], property("Runtime"), shipped, &path).map_err(wrong)?;
        Ok(Some(CodeSource {
            logical_id: logical_id.to_owned(),
            name: FunctionName::of_logical_id(logical_id),
            code,
            architecture,
        }))
    }

    /// How the code at `path` becomes a deployment package, or what is missing for it.
    fn code(&self, metadata: &Value, runtime: &Value, shipped: &Shipped, path: &Path) -> Result<Code, &'static str> {
        let binary = metadata["BuildProperties"]["Binary"].as_str();
        let method = metadata["BuildMethod"].as_str();
        let is_built = self.is_built_by_sam();
        // A package without sources at hand is taken at its word: cargo says what is missing.
        let is_rust = binary.is_some() || method == Some("rust-cargolambda");
        if !is_built && is_rust && shipped.kind == FUNCTION.kind {
            let name = binary.map(str::to_owned).or_else(|| only_binary(path));
            let name = name.ok_or("does not name its binary, and its package has more than one")?;
            return Ok(Code::Binary { name, folder: path.to_owned() });
        }
        if !is_built
            && method.is_some_and(|method| !shipped.as_they_are.iter().any(|language| method.starts_with(language)))
        {
            return Err("is built by a method that srvls does not run");
        }
        if path.is_file() {
            return Ok(Code::Archive(path.to_owned()));
        }
        let needs_bootstrap = runtime.as_str().is_some_and(|runtime| runtime.starts_with("provided"));
        if needs_bootstrap && !path.join("bootstrap").is_file() {
            return Err("has no `bootstrap` in its CodeUri, and does not say how to build it");
        }
        Ok(Code::Folder(path.to_owned()))
    }

    /// Whether the template is what `sam build` left, whose folders have everything in them.
    pub(super) fn is_built_by_sam(&self) -> bool {
        self.path.parent().is_some_and(|folder| folder.ends_with(".aws-sam/build"))
    }
}

#[derive(Deserialize)]
struct Manifest {
    package: Option<Named>,
    #[serde(default)]
    bin: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

/// The binary of the package in `folder`, if it has just one.
fn only_binary(folder: &Path) -> Option<String> {
    let manifest: Manifest = toml::from_str(&fs::read_to_string(folder.join("Cargo.toml")).ok()?).ok()?;
    let has_others = folder.join("src/bin").is_dir();
    match manifest.bin.as_slice() {
        [] if !has_others => Some(manifest.package?.name),
        [only] => Some(only.name.clone()),
        _ => None,
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
        let functions = template(TEMPLATE).code_sources(&BTreeMap::new()).expect("valid");

        let [function] = functions.as_slice() else { panic!("one function: {functions:?}") };
        assert_eq!(function.name.0, "get_profile");
        let folder = PathBuf::from("/app/templates/../lambdas");
        assert_eq!(function.code, Code::Binary { name: "get_profile".into(), folder });
        assert_eq!(function.architecture, Architecture::Arm64);
    }

    #[test]
    fn the_stage_chooses_the_architecture() {
        let parameters = BTreeMap::from([("Architecture".to_owned(), "x86_64".to_owned())]);

        let functions = template(TEMPLATE).code_sources(&parameters).expect("valid");

        assert_eq!(functions[0].architecture, Architecture::X86_64);
    }

    fn refusal(text: &str, path: &Path) -> String {
        Template::of(&path.join("template.yaml").to_string_lossy(), text)
            .code_sources(&BTreeMap::new())
            .expect_err("refused")
            .to_string()
    }

    #[test]
    fn a_handler_that_is_not_in_rust_is_its_folder_or_its_archive() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("src")).expect("a folder");
        fs::write(folder.path().join("app.jar"), "zip").expect("a file");
        let text = "
Resources:
  Hello: {Type: AWS::Serverless::Function, Properties: {CodeUri: src/, Runtime: python3.12}}
  JavaFunction: {Type: AWS::Serverless::Function, Properties: {CodeUri: app.jar, Runtime: java21}}
  InlineFunction: {Type: AWS::Serverless::Function, Properties: {InlineCode: pass, Runtime: python3.12}}
  ImageFunction: {Type: AWS::Serverless::Function, Properties: {PackageType: Image}}
  S3Function: {Type: AWS::Serverless::Function, Properties: {CodeUri: 's3://bucket/key'}}
";
        let template = Template::of(&folder.path().join("template.yaml").to_string_lossy(), text);

        let functions = template.code_sources(&BTreeMap::new()).expect("valid");

        let found: Vec<(&str, &Code)> =
            functions.iter().map(|function| (function.name.0.as_str(), &function.code)).collect();
        let (sources, jar) = (Code::Folder(folder.path().join("src/")), Code::Archive(folder.path().join("app.jar")));
        assert_eq!(found, [("Hello", &sources), ("java", &jar)]);
    }

    #[test]
    fn a_layer_is_its_folder_or_its_archive() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("common.zip"), "zip").expect("a file");
        let text = "
Resources:
  Common: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: common/, CompatibleArchitectures: [arm64]}}
  Zipped: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: common.zip}}
  Uploaded: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: 's3://bucket/key'}}
";
        let template = Template::of(&folder.path().join("template.yaml").to_string_lossy(), text);

        let layers = template.code_sources(&BTreeMap::new()).expect("valid");

        let found: Vec<(&str, &Code)> = layers.iter().map(|layer| (layer.name.0.as_str(), &layer.code)).collect();
        let (common, zipped) =
            (Code::Folder(folder.path().join("common/")), Code::Archive(folder.path().join("common.zip")));
        assert_eq!(found, [("Common", &common), ("Zipped", &zipped)]);
        assert_eq!(layers[0].architecture, Architecture::Arm64);
        let built = "
Resources:
  Common:
    Type: AWS::Serverless::LayerVersion
    Metadata: {BuildMethod: python3.12}
    Properties: {ContentUri: common/}
";
        assert!(refusal(built, folder.path()).ends_with("`Common` is built by a method that srvls does not run"));
    }

    #[test]
    fn a_rust_handler_without_a_named_binary_is_the_only_one_of_its_package() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("Cargo.toml"), "[package]\nname = 'greeter'").expect("a file");
        let text = "
Resources:
  GreetFunction:
    Type: AWS::Serverless::Function
    Metadata: {BuildMethod: rust-cargolambda}
    Properties: {CodeUri: ., Runtime: provided.al2023}
";
        let template = Template::of(&folder.path().join("template.yaml").to_string_lossy(), text);

        let functions = template.code_sources(&BTreeMap::new()).expect("valid");

        assert!(matches!(&functions[0].code, Code::Binary { name, .. } if name == "greeter"));
        fs::create_dir_all(folder.path().join("src/bin")).expect("a folder");
        assert!(refusal(text, folder.path()).ends_with("does not name its binary, and its package has more than one"));
    }

    #[test]
    fn what_only_sam_can_build_is_named_until_sam_built_it() {
        let text = "
Resources:
  WebFunction:
    Type: AWS::Serverless::Function
    Metadata: {BuildMethod: esbuild}
    Properties: {CodeUri: web, Runtime: nodejs22.x}
";
        let message = refusal(text, Path::new("/app"));
        assert_eq!(message, "/app/template.yaml: `WebFunction` is built by a method that srvls does not run");
        let built =
            Template::of("/app/.aws-sam/build/template.yaml", text).code_sources(&BTreeMap::new()).expect("built");
        assert_eq!(built[0].code, Code::Folder("/app/.aws-sam/build/web".into()));
        let go = text.replace("BuildMethod: esbuild", "Owner: me").replace("nodejs22.x", "provided.al2023");
        assert!(refusal(&go, Path::new("/app")).contains("has no `bootstrap` in its CodeUri"));
    }
}
