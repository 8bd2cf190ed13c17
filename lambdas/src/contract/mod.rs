//! Contract tests: the template, the OpenAPI document, the binaries and the handlers must agree.

mod alarms;
mod dashboard;
mod names;
mod origin;
mod policies;
mod replies;
mod requests;
mod sources;
mod time_outs;
mod wiring;

use std::{fs, path::Path, sync::LazyLock};

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Map, Value, json};

const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];

static OPENAPI: LazyLock<Value> = LazyLock::new(|| yaml(&file("../templates/openapi.yaml")));
static TEMPLATE: LazyLock<Value> = LazyLock::new(|| yaml(&file("../templates/template.yaml")));

/// A file, by its path from this package. Read when the tests run, so that they follow an edit without being compiled.
fn file(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// One operation of the OpenAPI document.
struct Operation {
    id: &'static str,
    path: &'static str,
    method: &'static str,
    description: &'static Value,
}

fn operations() -> impl Iterator<Item = Operation> {
    let paths = OPENAPI["paths"].as_object().expect("paths");
    paths.iter().flat_map(|(path, methods)| {
        METHODS.iter().filter_map(move |method| {
            let description = methods.get(method)?;
            let id = description["operationId"].as_str().expect("an operationId");
            Some(Operation { id, path, method, description })
        })
    })
}

/// The operations that a function handles; API Gateway handles the others itself.
fn handled() -> impl Iterator<Item = Operation> {
    operations().filter(|operation| operation.description["x-amazon-apigateway-integration"]["type"] != "mock")
}

fn operation(id: &str) -> Operation {
    operations().find(|operation| operation.id == id).expect("an operation of this name")
}

/// The resources of one type in the template, by logical id.
fn resources(kind: &'static str) -> impl Iterator<Item = (&'static str, &'static Value)> {
    let resources = TEMPLATE["Resources"].as_object().expect("resources");
    resources.iter().filter(move |(_, resource)| resource["Type"] == kind).map(|(id, resource)| (id.as_str(), resource))
}

/// Validates values against a schema of the contract.
struct Validator {
    schemas: Schemas,
    root: SchemaIndex,
}

impl Validator {
    fn is_valid(&self, value: &Value) -> bool {
        self.schemas.validate(value, self.root).is_ok()
    }

    /// The validation error of a value, if any.
    fn problem(&self, value: &Value) -> Option<String> {
        self.schemas.validate(value, self.root).err().map(|problem| problem.to_string())
    }
}

fn validator(schema: &Value) -> Validator {
    const ADDRESS: &str = "contract:schema";
    let mut root = json!({ "allOf": [schema], "components": OPENAPI["components"] });
    allow_null_where_nullable(&mut root);
    let mut schemas = Schemas::new();
    let mut compiler = Compiler::new();
    compiler.add_resource(ADDRESS, root).expect("a new address");
    let root = compiler.compile(ADDRESS, &mut schemas).expect("a valid schema");
    Validator { schemas, root }
}

/// OpenAPI 3.0 says `nullable` where JSON Schema lists `null` among the types.
fn allow_null_where_nullable(value: &mut Value) {
    if value["nullable"] == true {
        value["type"] = json!([value["type"], "null"]);
    }
    match value {
        Value::Object(members) => members.values_mut().for_each(allow_null_where_nullable),
        Value::Array(items) => items.iter_mut().for_each(allow_null_where_nullable),
        _ => {}
    }
}

/// The target of the value if it is a reference, or the value itself.
fn resolved(value: &'static Value) -> &'static Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => OPENAPI.pointer(reference.trim_start_matches('#')).expect("a reference to something"),
        None => value,
    }
}

/// Parses YAML and reads the short forms of intrinsic functions (`!Ref Name`) as their argument (`Name`).
fn yaml(text: &str) -> Value {
    Value::Object(serde_saphyr::from_str::<Map<String, Value>>(text).expect("YAML"))
}
