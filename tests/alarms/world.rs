//! What AWS publishes about a stage in which something happens: a request counts at the edge, at the API and at the
//! function, and a throttled table counts where it throttles.
//!
//! - <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html>
//! - <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html>
//! - <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html>
//! - <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html>
//! - <https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html>
//! - <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html>

use super::{
    alarm::STACK,
    cloudwatch::{CloudWatch, Series},
};

/// How requests end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Outcome {
    Answered,
    /// With a 4XX response: by API Gateway, the authorizer or the handler.
    Refused,
    /// The function fails, and API Gateway answers 500.
    Failed,
    /// The handler answers 503, which is a success for Lambda.
    Busy,
    /// The web ACL answers 403.
    Blocked,
    /// CloudFront answers 502: it does not reach the API.
    Unreachable,
    /// Lambda does not start the function, and API Gateway answers 500.
    Throttled,
    /// Cognito refuses the call because of its quota, and the handler answers 429.
    OverQuota,
}

/// One of the tables, and what is throttled.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Access {
    Reads,
    Writes,
    /// Writes that an index throttles.
    IndexWrites(&'static str),
}

/// Something that a function did, or should have done.
#[derive(Debug, Clone)]
pub(crate) struct Happened {
    pub(crate) minute: usize,
    /// By its logical id.
    pub(crate) function: String,
    pub(crate) what: What,
    pub(crate) times: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum What {
    Request {
        outcome: Outcome,
        milliseconds: u32,
    },
    /// An event that no caller waits for, and whether the function failed.
    Event {
        failed: bool,
        milliseconds: u32,
    },
    UnsentMail,
}

/// A stage at one minute of its life.
#[derive(Debug, Default)]
pub(crate) struct World {
    pub(crate) cloudwatch: CloudWatch,
    pub(crate) minute: usize,
    /// So far, in order.
    pub(crate) happened: Vec<Happened>,
}

impl World {
    fn put(&mut self, namespace: &str, name: &str, dimensions: &[(&str, &str)], value: f64, count: f64) {
        let dimensions = dimensions.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let series = Series { namespace: namespace.into(), name: name.into(), dimensions };
        self.cloudwatch.put(series, self.minute, value, count);
    }

    fn note(&mut self, function: &str, what: What, times: u32) {
        self.happened.push(Happened { minute: self.minute, function: function.to_owned(), what, times });
    }

    /// Requests to one operation, which take `milliseconds` each.
    pub(crate) fn requests(&mut self, function: &str, count: u32, outcome: Outcome, milliseconds: f64) {
        use Outcome::{Answered, Blocked, Busy, Failed, OverQuota, Refused, Throttled, Unreachable};
        if count == 0 {
            return;
        }
        self.note(function, What::Request { outcome, milliseconds: milliseconds as u32 }, count);
        let count = f64::from(count);
        let is = |outcomes: &[Outcome]| f64::from(u8::from(outcomes.contains(&outcome)));
        let server_error = is(&[Failed, Busy, Throttled]);
        let distribution = [("DistributionId", "Distribution"), ("Region", "Global")];
        self.put("AWS/CloudFront", "Requests", &distribution, 1.0, count);
        self.put("AWS/CloudFront", "4xxErrorRate", &distribution, 100.0 * is(&[Refused, OverQuota, Blocked]), count);
        self.put("AWS/CloudFront", "5xxErrorRate", &distribution, 100.0 * server_error.max(is(&[Unreachable])), count);
        if outcome == Blocked {
            self.put("AWS/WAFV2", "BlockedRequests", &[("WebACL", STACK), ("Rule", "ALL")], 1.0, count);
        }
        if [Blocked, Unreachable].contains(&outcome) {
            return;
        }
        let api = [("ApiName", STACK), ("Stage", "v1")];
        self.put("AWS/ApiGateway", "Count", &api, 1.0, count);
        self.put("AWS/ApiGateway", "4XXError", &api, is(&[Refused, OverQuota]), count);
        self.put("AWS/ApiGateway", "5XXError", &api, server_error, count);
        self.put("AWS/ApiGateway", "Latency", &api, milliseconds, count);
        match outcome {
            Answered | Busy | Failed | OverQuota => self.invocations(function, count, outcome == Failed, milliseconds),
            Throttled => self.throttled(function, count),
            Refused | Blocked | Unreachable => {}
        }
    }

    /// Lambda publishes of each function, and of the account.
    fn invocations(&mut self, function: &str, count: f64, failed: bool, milliseconds: f64) {
        let of_function = [("FunctionName", function)];
        for dimensions in [&of_function[..], &[]] {
            self.put("AWS/Lambda", "Invocations", dimensions, 1.0, count);
            self.put("AWS/Lambda", "Errors", dimensions, f64::from(u8::from(failed)), count);
            self.put("AWS/Lambda", "Throttles", dimensions, 0.0, count);
            self.put("AWS/Lambda", "Duration", dimensions, milliseconds, count);
            self.put("AWS/Lambda", "ConcurrentExecutions", dimensions, 1.0, count);
        }
    }

    fn throttled(&mut self, function: &str, count: f64) {
        for dimensions in [&[("FunctionName", function)][..], &[]] {
            self.put("AWS/Lambda", "Throttles", dimensions, 1.0, count);
        }
    }

    /// An event that no caller waits for.
    pub(crate) fn event(&mut self, function: &str, failed: bool, milliseconds: f64) {
        self.note(function, What::Event { failed, milliseconds: milliseconds as u32 }, 1);
        self.invocations(function, 1.0, failed, milliseconds);
    }

    /// Functions of the account that run at the same time.
    pub(crate) fn concurrency(&mut self, running: u32) {
        self.put("AWS/Lambda", "ConcurrentExecutions", &[], f64::from(running), 1.0);
    }

    /// Invocations of the authorizer beyond its provisioned concurrency.
    pub(crate) fn spillover(&mut self, count: u32) {
        let alias = [("FunctionName", "AuthorizerFunction"), ("Resource", "AuthorizerFunction:live")];
        self.put("AWS/Lambda", "ProvisionedConcurrencySpilloverInvocations", &alias, 1.0, f64::from(count));
    }

    pub(crate) fn units(&mut self, table: &str, reads: u32, writes: u32) {
        for (name, units) in [("ConsumedReadCapacityUnits", reads), ("ConsumedWriteCapacityUnits", writes)] {
            if units > 0 {
                self.put("AWS/DynamoDB", name, &[("TableName", table)], 1.0, f64::from(units));
            }
        }
    }

    /// DynamoDB publishes nothing while nothing is throttled.
    pub(crate) fn throttling(&mut self, table: &str, access: Access, count: u32) {
        let of_table = [("TableName", table)];
        match access {
            Access::Reads => self.put("AWS/DynamoDB", "ReadThrottleEvents", &of_table, 1.0, f64::from(count)),
            Access::Writes => self.put("AWS/DynamoDB", "WriteThrottleEvents", &of_table, 1.0, f64::from(count)),
            Access::IndexWrites(index) => {
                let of_index = [("TableName", table), ("GlobalSecondaryIndexName", index)];
                self.put("AWS/DynamoDB", "WriteThrottleEvents", &of_index, 1.0, f64::from(count));
            }
        }
    }

    /// What Cognito refuses because of its quotas, a minute. It publishes every five minutes, and nothing while it refuses
    /// nothing.
    /// <https://docs.aws.amazon.com/cognito/latest/developerguide/tracking-quotas-and-usage-in-cloud-watch-and-service-quotas.html>
    pub(crate) fn refused_by_cognito(&mut self, sign_ins: u32, sign_ups: u32, refreshes: u32) {
        const MINUTES: usize = 5;
        if !self.minute.is_multiple_of(MINUTES) {
            return;
        }
        let of_client = [("UserPool", "UserPool"), ("UserPoolClient", "UserPoolClient")];
        for (name, count) in
            [("SignInThrottles", sign_ins), ("SignUpThrottles", sign_ups), ("TokenRefreshThrottles", refreshes)]
        {
            self.put("AWS/Cognito", name, &of_client, 1.0, f64::from(count) * MINUTES as f64);
        }
    }

    /// Lines that a metric filter counts: the handlers answer 202 all the same.
    pub(crate) fn unsent_mails(&mut self, count: u32) {
        self.note("SignUpFunction", What::UnsentMail, count);
        self.put("srvls", &format!("{STACK}-unsent-mails"), &[], 1.0, f64::from(count));
    }

    /// A queue that was used within the last hours.
    pub(crate) fn queue(&mut self, queue: &str, visible: u32, oldest_seconds: u32) {
        let of_queue = [("QueueName", queue)];
        self.put("AWS/SQS", "ApproximateNumberOfMessagesVisible", &of_queue, f64::from(visible), 1.0);
        self.put("AWS/SQS", "ApproximateAgeOfOldestMessage", &of_queue, f64::from(oldest_seconds), 1.0);
    }
}
