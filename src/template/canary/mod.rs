//! Gradual traffic shifting: the API calls its functions through an alias, and CodeDeploy shifts the alias to the new
//! version step by step.
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/automating-updates-to-serverless-apps.html>

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{
    Template, TemplateError,
    intrinsics::{reference, sub, walk},
    version_settings::{self, digest},
};
use crate::canary::Canary;

/// The parameter that sets how traffic shifts, in every template prepared for a canary.
pub(crate) const TRAFFIC_SHIFTING: &str = "TrafficShifting";
/// Its value for an urgent fix or a rollback: the alarm that made it necessary is firing, and must not stop it.
pub(crate) const AT_ONCE: &str = "AllAtOnce";

/// The condition under which alarms watch the shift.
const IS_GRADUAL: &str = "ShiftsTrafficGradually";

impl Template {
    /// Prepares `body`, a packaged template, for a stage with a canary.
    ///
    /// # Errors
    /// When the API calls no function of the template, or `CanaryAlarms` names an alarm that it doesn't have.
    pub(crate) fn with_canary(
        &self,
        mut body: Value,
        canary: Canary,
        given: &BTreeMap<String, String>,
    ) -> Result<Value, TemplateError> {
        let called = called(&body);
        if called.is_empty() {
            return Err(TemplateError::NothingToShift { path: self.path.clone() });
        }
        let common = self.common_alarms(&body)?;
        let version = |id: &String| {
            let alarms = own_alarms(&body, id).chain(common.iter().cloned()).chain([version_alarm(id)]).collect();
            (id.clone(), Version { alarms, settings: digest(&body, id, given) })
        };
        let versions: BTreeMap<String, Version> = called.iter().map(version).collect();
        for (id, resource) in resources(&mut body) {
            let is_permission = resource["Type"] == "AWS::Lambda::Permission";
            let Some(properties) = resource.get_mut("Properties") else { continue };
            if let Some(version) = versions.get(id) {
                version.publish(properties);
            } else if is_permission {
                permit_alias(properties, &called);
            } else if let Some(definition) = properties.get_mut("DefinitionBody") {
                call_aliases(definition, &called);
            }
        }
        let notified = common.first().map(|name| body["Resources"][name]["Properties"].clone()).unwrap_or_default();
        for id in versions.keys() {
            body["Resources"][version_alarm(id)] = errors_of_the_new_version(id, &notified);
        }
        body["Parameters"][TRAFFIC_SHIFTING] = json!({
            "Type": "String",
            "Description": "How the traffic of the API moves to new code",
            "AllowedValues": [canary.preference(), AT_ONCE],
            "Default": canary.preference(),
        });
        body["Conditions"][IS_GRADUAL] =
            json!({ "Fn::Not": [{ "Fn::Equals": [{ "Ref": TRAFFIC_SHIFTING }, AT_ONCE] }] });
        Ok(body)
    }

    /// The alarms that roll back the shift of any function: those that the template lists as `CanaryAlarms`.
    fn common_alarms(&self, body: &Value) -> Result<Vec<String>, TemplateError> {
        let named = body["Metadata"]["srvls"]["CanaryAlarms"].as_array().map(Vec::as_slice).unwrap_or_default();
        let names: Vec<String> = named.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        // CodeDeploy supports metric alarms only.
        let is_alarm = |name: &&String| body["Resources"][name.as_str()]["Type"] == ALARM;
        match names.iter().find(|name| !is_alarm(name)) {
            Some(name) => Err(TemplateError::NoSuchAlarm { path: self.path.clone(), name: name.clone() }),
            None => Ok(names),
        }
    }
}

const ALARM: &str = "AWS::CloudWatch::Alarm";

/// The alarms on errors of the function `id`.
fn own_alarms(body: &Value, id: &str) -> impl Iterator<Item = String> {
    let of_function = move |dimension: &Value| {
        dimension["Name"] == "FunctionName" && reference(&dimension["Value"]).is_some_and(|referred| referred == id)
    };
    let counts_errors = move |alarm: &Value| {
        let mut counts = false;
        walk(&alarm["Properties"], "", &mut |_, metric| {
            let dimensions = metric["Dimensions"].as_array().into_iter().flatten();
            counts |= metric["MetricName"] == "Errors" && dimensions.into_iter().any(of_function);
        });
        counts
    };
    let resources = body["Resources"].as_object().into_iter().flat_map(Map::iter);
    resources.filter(move |(_, alarm)| alarm["Type"] == ALARM && counts_errors(alarm)).map(|(name, _)| name.clone())
}

/// The logical id of the alarm that [`errors_of_the_new_version`] describes.
fn version_alarm(id: &str) -> String {
    format!("{id}NewVersionAlarm")
}

/// An alarm on what fails in the version that traffic moves to. The common alarms count all versions: a tenth of the
/// traffic that fails is a tenth of their rate, and with little traffic nothing at all.
///
/// Lambda publishes the metrics of an alias that has two versions for each of them:
/// <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html>
fn errors_of_the_new_version(id: &str, notified: &Value) -> Value {
    let mut alarm = json!({
        "Type": ALARM,
        "Properties": {
            "AlarmName": { "Fn::Sub": format!("${{{id}}}-new-version") },
            "AlarmDescription": "critical: calls of the new version fail, and CodeDeploy moves its traffic back. \
                                 First: `srvls logs tail --level error`",
            "ComparisonOperator": "GreaterThanThreshold",
            "Threshold": 2,
            "EvaluationPeriods": 1,
            "DatapointsToAlarm": 1,
            "TreatMissingData": "notBreaching",
            "Namespace": "AWS/Lambda",
            "MetricName": "Errors",
            "Dimensions": [
                { "Name": "FunctionName", "Value": { "Ref": id } },
                { "Name": "Resource", "Value": { "Fn::Sub": format!("${{{id}}}:live") } },
                { "Name": "ExecutedVersion", "Value": { "Fn::GetAtt": [format!("{id}.Version"), "Version"] } },
            ],
            "Statistic": "Sum",
            "Period": 300,
        },
    });
    for actions in ["AlarmActions", "OKActions"] {
        if let Some(topics) = notified.get(actions) {
            alarm["Properties"][actions] = topics.clone();
        }
    }
    alarm
}

/// What SAM generates for a function besides the function itself.
struct Version {
    /// The alarms that roll it back.
    alarms: Vec<String>,
    /// A digest of its settings.
    settings: String,
}

fn resources(body: &mut Value) -> impl Iterator<Item = (&String, &mut Value)> {
    body["Resources"].as_object_mut().into_iter().flat_map(Map::iter_mut)
}

/// The functions of the template that its API calls.
fn called(body: &Value) -> BTreeSet<String> {
    let mut called = BTreeSet::new();
    for resource in body["Resources"].as_object().into_iter().flat_map(Map::values) {
        walk(&resource["Properties"]["DefinitionBody"], "", &mut |_, node| {
            called.extend(sub(node).into_iter().flat_map(invoked).map(str::to_owned));
        });
    }
    called.retain(|id| body["Resources"][id]["Type"] == "AWS::Serverless::Function");
    called
}

/// The logical ids in `…:path/2015-03-31/functions/${Id.Arn}/invocations`.
fn invoked(uri: &str) -> impl Iterator<Item = &str> {
    uri.split("/functions/${").skip(1).filter_map(|rest| rest.split_once("}/invocations")?.0.split('.').next())
}

impl Version {
    /// Makes SAM publish a version whenever the code or the settings of the function change.
    fn publish(&self, properties: &mut Value) {
        let alarms: Vec<Value> = self.alarms.iter().map(|name| json!({ "Ref": name })).collect();
        let alarms = json!({ "Fn::If": [IS_GRADUAL, alarms, [{ "Ref": "AWS::NoValue" }]] });
        let defaults = [
            ("AutoPublishAlias", json!("live")),
            ("DeploymentPreference", json!({ "Type": { "Ref": TRAFFIC_SHIFTING }, "Alarms": alarms })),
            // Lambda publishes no second version of the same code and settings: without this, a version that CodeDeploy
            // rolled back could not be deployed again.
            ("VersionDeletionPolicy", json!("Delete")),
        ];
        for (property, value) in defaults {
            if properties[property].is_null() {
                properties[property] = value;
            }
        }
        version_settings::set(properties, &self.settings);
    }
}

/// Lets the API call the alias of a function in place of the function.
fn permit_alias(permission: &mut Value, called: &BTreeSet<String>) {
    if permission["Principal"] != "apigateway.amazonaws.com" {
        return;
    }
    if let Some(id) = reference(&permission["FunctionName"]).filter(|id| called.contains(id)) {
        permission["FunctionName"] = json!({ "Ref": format!("{id}.Alias") });
    }
}

fn call_aliases(value: &mut Value, called: &BTreeSet<String>) {
    match value {
        Value::String(text) => {
            for id in called {
                *text = text.replace(&format!("/functions/${{{id}.Arn}}/"), &format!("/functions/${{{id}.Alias}}/"));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| call_aliases(item, called)),
        Value::Object(fields) => fields.values_mut().for_each(|field| call_aliases(field, called)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Failure as _;

    const TEMPLATE: &str = "
Metadata: {srvls: {CanaryAlarms: [ErrorsAlarm]}}
Globals: {Function: {Timeout: 10}}
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      DefinitionBody:
        uri: !Sub 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${GetFunction.Arn}/invocations'
  GetFunction: {Type: AWS::Serverless::Function, Properties: {Environment: {Variables: {TABLE: !Ref Table}}}}
  WorkFunction: {Type: AWS::Serverless::Function}
  GetPermission: {Type: AWS::Lambda::Permission, Properties: {Principal: apigateway.amazonaws.com, FunctionName: !Ref GetFunction}}
  TopicPermission: {Type: AWS::Lambda::Permission, Properties: {Principal: sns.amazonaws.com, FunctionName: !Ref GetFunction}}
  Table: {Type: AWS::DynamoDB::Table}
  ErrorsAlarm: {Type: AWS::CloudWatch::Alarm}
  GetErrorsAlarm:
    Type: AWS::CloudWatch::Alarm
    Properties: {MetricName: Errors, Dimensions: [{Name: FunctionName, Value: !Ref GetFunction}]}
  WorkErrorsAlarm:
    Type: AWS::CloudWatch::Alarm
    Properties: {MetricName: Errors, Dimensions: [{Name: FunctionName, Value: !Ref WorkFunction}]}
";

    fn shifted(text: &str) -> Result<Value, TemplateError> {
        let template = Template::of("t.yaml", text);
        template.with_canary(template.body().clone(), Canary::Canary5, &BTreeMap::new())
    }

    #[test]
    fn the_api_calls_functions_through_an_alias_that_codedeploy_shifts() {
        let body = shifted(TEMPLATE).expect("can shift");

        let function = &body["Resources"]["GetFunction"]["Properties"];
        assert_eq!(function["AutoPublishAlias"], "live");
        assert_eq!(function["DeploymentPreference"]["Type"], json!({ "Ref": "TrafficShifting" }));
        let alarms = &function["DeploymentPreference"]["Alarms"]["Fn::If"][1];
        let expected =
            ["GetErrorsAlarm", "ErrorsAlarm", "GetFunctionNewVersionAlarm"].map(|name| json!({ "Ref": name }));
        assert_eq!(*alarms, json!(expected));
        assert_eq!(body["Parameters"]["TrafficShifting"]["Default"], "Canary10Percent5Minutes");
        let uri = body["Resources"]["Api"]["Properties"]["DefinitionBody"]["uri"]["Fn::Sub"].as_str().expect("text");
        assert!(uri.ends_with("functions/${GetFunction.Alias}/invocations"), "{uri}");
        let permitted = |id: &str| body["Resources"][id]["Properties"]["FunctionName"]["Ref"].clone();
        assert_eq!(
            (permitted("GetPermission"), permitted("TopicPermission")),
            (json!("GetFunction.Alias"), json!("GetFunction"))
        );
    }

    /// Its dimensions are those of the alias and the version together, which have a metric while traffic shifts.
    #[test]
    fn an_alarm_counts_the_failures_of_the_new_version_alone() {
        let template = TEMPLATE.replace(
            "ErrorsAlarm: {Type: AWS::CloudWatch::Alarm}",
            "ErrorsAlarm: {Type: AWS::CloudWatch::Alarm, Properties: {AlarmActions: [!Ref Topic]}}",
        );
        let body = shifted(&template).expect("can shift");

        let alarm = &body["Resources"]["GetFunctionNewVersionAlarm"]["Properties"];
        assert_eq!((&alarm["MetricName"], &alarm["AlarmActions"]), (&json!("Errors"), &json!([{ "Ref": "Topic" }])));
        let dimensions = [
            ("FunctionName", json!({ "Ref": "GetFunction" })),
            ("Resource", json!({ "Fn::Sub": "${GetFunction}:live" })),
            ("ExecutedVersion", json!({ "Fn::GetAtt": ["GetFunction.Version", "Version"] })),
        ];
        let dimensions = dimensions.map(|(name, value)| json!({ "Name": name, "Value": value }));
        assert_eq!(alarm["Dimensions"], json!(dimensions));
        assert!(body["Resources"].get("WorkFunctionNewVersionAlarm").is_none(), "the API does not call it");
    }

    #[test]
    fn a_function_that_the_api_does_not_call_changes_at_once() {
        let body = shifted(TEMPLATE).expect("can shift");

        assert_eq!(body["Resources"]["WorkFunction"], json!({ "Type": "AWS::Serverless::Function" }));
    }

    #[test]
    fn an_alarm_that_is_not_there_is_named() {
        let error = shifted(&TEMPLATE.replace("[ErrorsAlarm]", "[ErorsAlarm]")).expect_err("no such alarm");

        assert_eq!(
            error.to_string(),
            "t.yaml: CanaryAlarms names `ErorsAlarm`, which is not an AWS::CloudWatch::Alarm of this template"
        );
    }

    #[test]
    fn a_template_without_an_api_has_nothing_to_shift() {
        let error = shifted("Resources: {Queue: {Type: AWS::SQS::Queue}}").expect_err("nothing to shift");

        assert!(error.hint().expect("a hint").contains("`canary`"));
    }
}
