//! A user pool and tables with one user, who has a profile and no data.

use serde_json::{Value, json};

use super::http::Response;

pub(crate) const SUB: &str = "7a0c4e52-0000-4000-8000-000000000001";

pub(super) fn answer(operation: &str) -> Response {
    let attribute = |name: &str, value: &str| json!({ "Name": name, "Value": value });
    let user = || {
        json!({
            "Username": SUB, "UserStatus": "CONFIRMED", "Enabled": true,
            "Attributes": [attribute("sub", SUB), attribute("email", "ada@example.com")],
        })
    };
    let answer: Value = match operation {
        "ListUsers" => json!({ "Users": [user()] }),
        "AdminListGroupsForUser" => json!({ "Groups": [] }),
        "AdminGetUserAuthFactors" => json!({ "Username": SUB, "ConfiguredUserAuthFactors": [] }),
        "GetItem" => json!({ "Item": { "userId": { "S": SUB } } }),
        "Query" => json!({ "Items": [], "Count": 0, "ScannedCount": 0 }),
        _ => return Response::json(400, &json!({ "__type": "UnknownOperationException" })),
    };
    Response::json(200, &answer)
}
