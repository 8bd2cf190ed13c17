//! A user pool with one user, who has a profile and no data, and a table with 10,000 items.

use serde_json::{Value, json};

use super::{
    ACCOUNT, Endpoint,
    http::{Request, Response},
};

pub(crate) const SUB: &str = "7a0c4e52-0000-4000-8000-000000000001";

/// How many items a page of the table has, of which there are ten.
const PAGE: u64 = 1000;

impl Endpoint {
    /// The user never got the code of the sign-up: Cognito's own sender has sent its mails of the day.
    pub(crate) fn send_no_more_mails(&self) {
        self.world().has_no_mails = true;
    }
}

/// What Cognito answers then, in its words.
const NO_MAILS: &str = "Exceeded daily email limit for the operation or the account. If a higher limit is required, please \
    configure your user pool to use your own Amazon SES configuration for sending email.";

/// `items` is what DynamoDB counts.
pub(super) fn answer(operation: &str, request: &Request, items: u64, has_no_mails: bool) -> Response {
    let status = if has_no_mails { "UNCONFIRMED" } else { "CONFIRMED" };
    let attribute = |name: &str, value: &str| json!({ "Name": name, "Value": value });
    let user = || {
        json!({
            "Username": SUB, "UserStatus": status, "Enabled": true,
            "Attributes": [attribute("sub", SUB), attribute("email", "ada@example.com")],
        })
    };
    let answer: Value = match operation {
        "ListUsers" => json!({ "Users": [user()] }),
        "AdminListGroupsForUser" | "ListGroups" => json!({ "Groups": [] }),
        "AdminGetUserAuthFactors" => json!({ "Username": SUB, "ConfiguredUserAuthFactors": [] }),
        "DescribeUserPool" => json!({ "UserPool": {
            "Id": "eu-west-1_a", "Name": "people", "MfaConfiguration": "OPTIONAL", "AutoVerifiedAttributes": ["email"],
            "SchemaAttributes": [{ "Name": "custom:team", "AttributeDataType": "String", "Mutable": true }],
        } }),
        "AdminListUserAuthEvents" => {
            return Response::json(400, &json!({ "__type": "UserPoolAddOnNotEnabledException" }));
        }
        "GetItem" => json!({ "Item": { "userId": { "S": SUB } } }),
        "Query" => json!({ "Items": [], "Count": 0, "ScannedCount": 0 }),
        "DescribeUserPoolClient" => json!({ "UserPoolClient": { "ClientId": "client", "ClientSecret": "secret" } }),
        "ResendConfirmationCode" if has_no_mails => {
            let answer = json!({ "__type": "LimitExceededException", "message": NO_MAILS });
            return Response::json(400, &answer);
        }
        "DescribeTable" => table(items),
        "Scan" => page(&serde_json::from_slice(&request.body).expect("JSON")),
        _ => return Response::json(400, &json!({ "__type": "UnknownOperationException" })),
    };
    Response::json(200, &answer)
}

fn table(items: u64) -> Value {
    let attribute =
        |name: &str, kind: &str| json!({ "AttributeName": name, kind: if kind == "KeyType" { "HASH" } else { "S" } });
    json!({ "Table": {
        "TableName": "app-data", "TableArn": format!("arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/app-data"),
        "TableStatus": "ACTIVE", "ItemCount": items, "KeySchema": [attribute("id", "KeyType")],
        "AttributeDefinitions": [attribute("id", "AttributeType")],
    } })
}

/// A page after the item that the request names.
fn page(request: &Value) -> Value {
    let first =
        request["ExclusiveStartKey"]["id"]["S"].as_str().map_or(0, |id| id.parse::<u64>().expect("a number") + 1);
    let item = |id: u64| json!({ "id": { "S": id.to_string() }, "content": { "S": "x".repeat(300) } });
    let items: Vec<Value> = (first..first + PAGE).map(item).collect();
    let mut page = json!({
        "Items": items, "Count": PAGE, "ScannedCount": PAGE, "ConsumedCapacity": { "CapacityUnits": 40.5 },
    });
    if first + PAGE < 10 * PAGE {
        page["LastEvaluatedKey"] = json!({ "id": { "S": (first + PAGE - 1).to_string() } });
    }
    page
}
