//! Which function serves each route of a template's APIs.

use std::collections::BTreeMap;

use super::{
    Template,
    openapi::{called, operations},
};
use crate::stage::FunctionName;

const ALIAS: &str = "AWS::Lambda::Alias";

impl Template {
    /// The functions by method and path, such as `GET /user/profile`.
    pub(crate) fn routes(&self) -> BTreeMap<String, FunctionName> {
        let body = self.expand().body;
        let resources = body["Resources"].as_object().into_iter().flat_map(|resources| resources.values());
        let apis = resources.filter(|resource| resource["Type"] == "AWS::ApiGateway::RestApi");
        let operations = apis.flat_map(|api| operations(&api["Properties"]["Body"]));
        let served = operations.filter_map(|operation| {
            let called = called(&operation.integration()["uri"])?;
            // An alias is called like its function, with more after it.
            let id = called.split('.').next().unwrap_or(called);
            let alias = &body["Resources"][id];
            let id =
                alias["Properties"]["FunctionName"]["Ref"].as_str().filter(|_| alias["Type"] == ALIAS).unwrap_or(id);
            Some((operation.name(), FunctionName::of_logical_id(id)))
        });
        served.collect()
    }
}

/// Who looks at the token of a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guard {
    /// API Gateway asks the user pool.
    UserPool,
    /// API Gateway asks a function.
    Function,
}

impl Template {
    /// The path of the first operation that only reads, takes no parameters in its path, and needs a token.
    pub(crate) fn guarded_read(&self) -> Option<(String, Guard)> {
        let body = self.expand().body;
        let resources = body["Resources"].as_object()?.values();
        let mut apis = resources.filter(|resource| resource["Type"] == "AWS::ApiGateway::RestApi");
        apis.find_map(|api| {
            let operations = operations(&api["Properties"]["Body"]).into_iter();
            let mut reads = operations.filter(|operation| operation.method == "get" && !operation.path.contains('{'));
            reads.find_map(|operation| {
                let scheme = operation.schemes().into_iter().next()?;
                let declared = &operation.description["components"]["securitySchemes"][scheme];
                let guard = match declared["x-amazon-apigateway-authtype"].as_str()? {
                    "cognito_user_pools" => Guard::UserPool,
                    "awsSigv4" => return None,
                    _ => Guard::Function,
                };
                Some((operation.path.to_owned(), guard))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn each_route_has_its_function() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/template.yaml");
        let routes = Template::read(&path).expect("valid").routes();

        assert_eq!(routes.get("GET /user/profile"), Some(&FunctionName("get_profile".into())));
        assert_eq!(routes.get("GET /health"), None, "API Gateway answers it");
        assert!(routes.len() > 15, "{routes:?}");
    }
}
