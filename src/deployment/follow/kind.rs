//! Types of resources in plain words: `AWS::ApiGateway::Stage` is an "API Gateway stage".

/// Services whose name is not the one in the type.
const SERVICES: [(&str, &str); 16] = [
    ("ApiGateway", "API Gateway"),
    ("ApiGatewayV2", "API Gateway"),
    ("ApplicationAutoScaling", "auto scaling"),
    ("CertificateManager", "TLS"),
    ("CloudFormation", ""),
    ("CodeDeploy", "CodeDeploy"),
    ("CloudFront", "CloudFront"),
    ("CloudWatch", "CloudWatch"),
    ("DynamoDB", "DynamoDB"),
    ("ElasticLoadBalancingV2", "load balancer"),
    ("Events", "EventBridge"),
    ("Logs", "log"),
    ("Route53", "DNS"),
    ("SecretsManager", ""),
    ("StepFunctions", "Step Functions"),
    ("WAFv2", "firewall"),
];

/// Whole types that the rule would spell badly.
const TYPES: [(&str, &str); 9] = [
    ("AWS::CloudFormation::Stack", "stack"),
    ("AWS::CloudFormation::CustomResource", "custom resource"),
    ("AWS::CloudFront::OriginAccessControl", "CloudFront access to S3"),
    ("AWS::DynamoDB::GlobalTable", "DynamoDB table"),
    ("AWS::Logs::LogGroup", "log group"),
    ("AWS::Logs::MetricFilter", "metric of a log group"),
    ("AWS::Route53::RecordSet", "DNS record"),
    ("AWS::SSM::Parameter", "SSM parameter"),
    ("AWS::WAFv2::WebACL", "firewall"),
];

const ACRONYMS: [&str; 10] = ["ACL", "API", "ARN", "DB", "DNS", "ID", "IP", "REST", "URL", "VPC"];

/// A name that a person would give.
pub(crate) fn plain(kind: &str) -> String {
    if let Some((_, name)) = TYPES.iter().find(|(known, _)| *known == kind) {
        return (*name).to_owned();
    }
    let mut parts = kind.split("::");
    match (parts.next(), parts.next(), parts.next()) {
        (Some("Custom"), Some(name), _) => format!("custom resource {name}"),
        (Some("AWS"), Some(service), Some(resource)) => {
            let service = SERVICES.iter().find(|(known, _)| *known == service).map_or(service, |(_, name)| *name);
            format!("{service} {}", words(resource)).trim().to_owned()
        }
        _ => kind.to_owned(),
    }
}

/// `UserPoolClient` -> `user pool client`.
fn words(name: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for letter in name.chars() {
        match words.last_mut().filter(|_| !letter.is_uppercase() || before.is_uppercase()) {
            Some(word) => word.push(letter),
            None => words.push(letter.to_string()),
        }
        before = letter;
    }
    let cased = |word: String| {
        let upper = word.to_uppercase();
        if ACRONYMS.contains(&upper.as_str()) { upper } else { word.to_lowercase() }
    };
    words.into_iter().map(cased).collect::<Vec<_>>().join(" ")
}

/// How many seconds such a resource may well take, and why, where that is long.
pub(crate) fn expected_duration(kind: &str) -> (i64, Option<&'static str>) {
    match kind {
        "AWS::CloudFront::Distribution" => (900, Some("deploys to every edge location: 3 to 15 minutes")),
        "AWS::CertificateManager::Certificate" => (600, Some("waits for DNS validation")),
        "AWS::Cognito::UserPoolDomain" => (900, Some("creates its own distribution: up to 15 minutes")),
        "AWS::Lambda::Alias" => (6600, Some("may shift traffic step by step")),
        "AWS::DynamoDB::Table" | "AWS::DynamoDB::GlobalTable" => (300, Some("building an index takes minutes")),
        "AWS::OpenSearchService::Domain" => (1800, Some("takes 10 to 30 minutes")),
        "AWS::RDS::DBInstance" | "AWS::RDS::DBCluster" => (900, Some("takes 5 to 15 minutes")),
        "AWS::CloudFormation::CustomResource" => CUSTOM,
        kind if kind.starts_with("Custom::") => CUSTOM,
        _ => (90, None),
    }
}

const CUSTOM: (i64, Option<&str>) = (120, Some("its function has an hour to respond"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_reads_like_a_name() {
        let plain_names = [
            ("AWS::ApiGateway::Stage", "API Gateway stage"),
            ("AWS::ApiGateway::RestApi", "API Gateway REST API"),
            ("AWS::Cognito::UserPoolClient", "Cognito user pool client"),
            ("AWS::DynamoDB::Table", "DynamoDB table"),
            ("AWS::IAM::Role", "IAM role"),
            ("AWS::Lambda::Function", "Lambda function"),
            ("AWS::Logs::LogGroup", "log group"),
            ("AWS::S3::BucketPolicy", "S3 bucket policy"),
            ("AWS::WAFv2::IPSet", "firewall ipset"),
            ("Custom::Seed", "custom resource Seed"),
            ("Acme::Queue", "Acme::Queue"),
        ];

        for (kind, name) in plain_names {
            assert_eq!(plain(kind), name);
        }
    }
}
