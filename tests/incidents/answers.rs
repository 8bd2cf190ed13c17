//! What the first step of each alarm answers, in a scenario that makes it fire.

/// An alarm, the scenario, and what the answer of the first command says in it.
pub(crate) struct Answer {
    pub(crate) alarm: &'static str,
    pub(crate) scenario: &'static str,
    pub(crate) says: &'static [&'static str],
}

const fn answer(alarm: &'static str, scenario: &'static str, says: &'static [&'static str]) -> Answer {
    Answer { alarm, scenario, says }
}

const ALL_FAIL: &str = "every request of get_profile fails for 15 minutes";
const NO_TABLE: &[&str] = &["get_profile", "could not read a profile: ResourceNotFoundException"];

pub(crate) const ANSWERS: &[Answer] = &[
    answer("api-5xx", ALL_FAIL, NO_TABLE),
    answer("api-failures", "a young app: three requests an hour, and all fail", NO_TABLE),
    answer("api-4xx", "someone guesses passwords", &["/auth/signin", "401"]),
    answer("api-slow", "the database takes three seconds for ten minutes", &["get_profile", "3 s", "in DynamoDB"]),
    answer("slo-fast-burn", ALL_FAIL, NO_TABLE),
    answer("slo-slow-burn", "one request in 150 fails for eight hours", &["list_data", "could not list data"]),
    answer("lambda-throttles", "the account has no concurrency left", &["get_profile"]),
    answer("lambda-concurrency", "the account uses 85 % of its concurrency", &["get_profile", "list_data"]),
    answer("authorizer-spillover", "the authorizer needs more than its provisioned concurrency", &["api.requests"]),
    answer(
        "UserProfiles-throttling",
        "UserProfiles throttles a write in one minute",
        &["1x UserProfiles: a throttled read or write", "raise TableMaxReadUnits or TableMaxWriteUnits"],
    ),
    answer(
        "AppData-throttling",
        "AppData throttles, and the handlers answer 503",
        &["AppData: a throttled read or write", "could not read a profile: ThrottlingException"],
    ),
    answer(
        "cognito-throttling",
        "sign-ins exceed the quota of Cognito",
        &["sign_in: could not sign in a user: TooManyRequestsException", "sign-ins: refused by Cognito"],
    ),
    answer("RateLimits-throttling", "RateLimits throttles in one minute", &["RateLimits"]),
    answer(
        "UserProfiles-capacity",
        "sign-ups write UserProfiles at 90 % of its write units",
        &["UserProfiles", " of 1000"],
    ),
    answer("AppData-capacity", "a crawler reads AppData at 90 % of its read units", &["AppData", " of 2000"]),
    answer("post_confirmation-errors", "the trigger fails once, at night", &["could not create a profile"]),
    answer("post_confirmation-slow", "the database takes three seconds for ten minutes", &["took 4500 ms"]),
    answer(
        "mails-unsent",
        "Cognito's own sender has sent its mails of the day",
        &["sign_up: could not send a code: LimitExceededException", "ops sets it in the stage's `parameters`"],
    ),
    answer(
        "uploads-lost",
        "an uploaded image can't be shown; two hours later it is redriven",
        &["image_uploaded", "could not show an image"],
    ),
    answer(
        "erasures-stuck",
        "an erasure fails five times; two hours later it is redriven",
        &["erase_user", "could not erase a user"],
    ),
    answer("erasures-late", "erasures do not run for two hours", &["no lines match in that time range"]),
    answer("cdn-5xx", "the edge does not reach the API", &["edge-cdn-5xx", "are well"]),
    answer("cdn-failures", "a young app whose edge does not reach the API", &["edge-cdn-failures", "are well"]),
    answer("cdn-4xx", "an attack that the web ACL blocks", &["SizeRestrictions_QUERYSTRING"]),
    answer("blocked", "an attack that the web ACL blocks", &["SizeRestrictions_QUERYSTRING"]),
];
