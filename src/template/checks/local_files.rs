//! Files of this machine where AWS reads from S3: srvls uploads the code of functions and layers, and includes definitions.

use super::{
    check::{Check, Faults},
    subject::{Subject, options},
};

pub(super) const CHECKS: &[Check] = &[Check::error("SRV104", "local-file", local_files)];

const DEFINITION: &str = "write it into the template, or upload it and give its `s3://` address";
const NESTED: &str = "write its resources into this template, or upload it and give its address";
const FILE: &str = "upload it with `aws s3 cp`, and give its address";

/// The properties of which `aws cloudformation package` and `sam package` upload the file, as
/// [the AWS CLI lists them](https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html), and what to do
/// instead.
const PROPERTIES: [(&str, &str, &str); 19] = [
    ("AWS::ApiGateway::RestApi", "BodyS3Location", DEFINITION),
    ("AWS::ApiGateway::RestApi", "DefinitionUri", DEFINITION),
    ("AWS::ApiGatewayV2::Api", "BodyS3Location", DEFINITION),
    ("AWS::ApiGatewayV2::Api", "DefinitionUri", DEFINITION),
    ("AWS::AppSync::FunctionConfiguration", "CodeS3Location", FILE),
    ("AWS::AppSync::FunctionConfiguration", "RequestMappingTemplateS3Location", FILE),
    ("AWS::AppSync::FunctionConfiguration", "ResponseMappingTemplateS3Location", FILE),
    ("AWS::AppSync::GraphQLSchema", "DefinitionS3Location", DEFINITION),
    ("AWS::AppSync::Resolver", "CodeS3Location", FILE),
    ("AWS::AppSync::Resolver", "RequestMappingTemplateS3Location", FILE),
    ("AWS::AppSync::Resolver", "ResponseMappingTemplateS3Location", FILE),
    ("AWS::CloudFormation::Stack", "TemplateURL", NESTED),
    ("AWS::ElasticBeanstalk::ApplicationVersion", "SourceBundle", FILE),
    ("AWS::Lambda::Function", "Code", "make it an AWS::Serverless::Function, whose `CodeUri` srvls uploads"),
    (
        "AWS::Lambda::LayerVersion",
        "Content",
        "make it an AWS::Serverless::LayerVersion, whose `ContentUri` srvls uploads",
    ),
    ("AWS::Serverless::GraphQLApi", "SchemaUri", FILE),
    ("AWS::Serverless::StateMachine", "DefinitionUri", DEFINITION),
    ("AWS::StepFunctions::StateMachine", "DefinitionS3Location", DEFINITION),
    ("AWS::StepFunctions::StateMachine", "DefinitionUri", DEFINITION),
];

fn local_files(subject: &Subject<'_>, faults: &mut Faults) {
    for resource in subject.resources() {
        for (_, property, fix) in PROPERTIES.iter().filter(|(kind, ..)| *kind == resource.kind) {
            let value = &resource.properties[property];
            if value.is_string() && subject.ships(resource.id) {
                continue;
            }
            for file in options(value).into_iter().filter_map(|value| value.as_str()) {
                if !["s3://", "https://", "http://"].iter().any(|scheme| file.starts_with(scheme)) {
                    let what = format!("`{file}` is a file of this machine, and srvls does not upload it");
                    faults.add(resource.at(&format!("/{property}")), what, *fix);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::template::Template;

    fn found(resource: &str) -> Vec<String> {
        let template = Template::of("/app/template.yaml", &format!("Resources:\n  A: {resource}"));
        let findings = template.check().expect("no handlers").findings.into_iter();
        findings.filter(|finding| finding.id == "SRV104").map(|finding| finding.message).collect()
    }

    #[test]
    fn a_file_that_only_another_tool_uploads_is_refused() {
        for resource in [
            "{Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: nested.yaml}}",
            "{Type: AWS::Serverless::Application, Properties: {Location: ./nested.yaml}}",
            "{Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: !If [B, layer/, 's3://b/layer.zip']}}",
            "{Type: AWS::Lambda::LayerVersion, Properties: {Content: layer.zip}}",
            "{Type: AWS::Lambda::Function, Properties: {Code: src/}}",
        ] {
            assert_eq!(found(resource).len(), 1, "{resource}");
        }
    }

    #[test]
    fn what_aws_reads_from_s3_and_what_srvls_uploads_is_fine() {
        for resource in [
            "{Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://b.s3.amazonaws.com/nested.yaml'}}",
            "{Type: AWS::Serverless::Application, Properties: {Location: {ApplicationId: a, SemanticVersion: 1.0.0}}}",
            "{Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layer/}}",
            "{Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: 's3://bucket/layer.zip'}}",
            "{Type: AWS::Lambda::LayerVersion, Properties: {Content: {S3Bucket: b, S3Key: layer.zip}}}",
            "{Type: AWS::Lambda::Function, Properties: {Code: {ZipFile: pass}}}",
            "{Type: AWS::Serverless::Function, Properties: {CodeUri: src/}}",
            "{Type: AWS::Serverless::Function, Properties: {CodeUri: 's3://b/src.zip'}}",
        ] {
            assert_eq!(found(resource), [""; 0], "{resource}");
        }
    }
}
