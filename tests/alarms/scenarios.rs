//! What can happen in a stage, and which alarms ring then.

use super::world::{
    Access::{IndexWrites, Reads, Writes},
    Outcome::{Answered, Blocked, Busy, Failed, OverQuota, Refused, Throttled, Unreachable},
    World,
};

/// Something that lasts for some minutes, between healthy traffic before and after it.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) minutes: usize,
    /// A minute in which all is well.
    pub(crate) healthy: fn(&mut World),
    /// The nth minute of what happens, from 0.
    pub(crate) happens: fn(&mut World, usize),
    pub(crate) rings: &'static [&'static str],
}

const GET: &str = "GetProfileFunction";
const LIST: &str = "ListDataFunction";
const HOUR: usize = 60;

/// 60 requests a minute.
fn busy(world: &mut World) {
    world.requests(GET, 20, Answered, 40.0);
    world.requests(LIST, 40, Answered, 60.0);
    world.units("UserProfilesTable", 20, 5);
    world.units("AppDataTable", 80, 10);
    world.concurrency(12);
    world.queue("ErasuresQueue", 0, 0);
}

/// Three requests an hour.
fn young(world: &mut World) {
    if world.minute.is_multiple_of(20) {
        world.requests(GET, 1, Answered, 40.0);
        world.units("UserProfilesTable", 1, 0);
    }
}

fn nothing(_: &mut World) {}

/// As [`busy`], but every request to one operation ends like this.
fn one_operation(world: &mut World, outcome: super::world::Outcome) {
    world.requests(GET, 20, outcome, 40.0);
    world.requests(LIST, 40, Answered, 60.0);
}

/// As [`busy`], and this happens besides.
fn besides(world: &mut World, event: impl FnOnce(&mut World)) {
    busy(world);
    event(world);
}

pub(crate) const SCENARIOS: &[Scenario] = &[
    // All is well: no alarm may ring.
    Scenario {
        name: "healthy traffic",
        minutes: 12 * HOUR,
        healthy: busy,
        happens: |world, _| busy(world),
        rings: &[],
    },
    Scenario { name: "a quiet night", minutes: 8 * HOUR, healthy: busy, happens: |_, _| {}, rings: &[] },
    Scenario {
        name: "one failed request among ten thousand",
        minutes: 170,
        healthy: busy,
        happens: |world, minute| {
            busy(world);
            world.requests(GET, u32::from(minute == 80), Failed, 40.0);
        },
        rings: &[],
    },
    Scenario {
        name: "one failed request of a young app",
        minutes: 3 * HOUR,
        healthy: young,
        happens: |world, minute| {
            young(world);
            world.requests(GET, u32::from(minute == 90), Failed, 40.0);
        },
        rings: &[],
    },
    Scenario {
        name: "a cold start of six seconds at night",
        minutes: 5,
        healthy: young,
        happens: |world, minute| world.requests(GET, u32::from(minute == 2), Answered, 6000.0),
        rings: &[],
    },
    Scenario {
        name: "an erasure of an hour's worth of data, in several turns",
        minutes: 50,
        healthy: busy,
        happens: |world, minute| {
            besides(world, |world| {
                world.event("EraseUserFunction", false, 45_000.0);
                world.queue("ErasuresQueue", 1, 60 * minute as u32);
            });
        },
        rings: &[],
    },
    // The API fails.
    Scenario {
        name: "every request of get_profile fails for 15 minutes",
        minutes: 15,
        healthy: busy,
        happens: |world, _| one_operation(world, Failed),
        rings: &["api-5xx", "slo-fast-burn", "slo-slow-burn", "cdn-5xx"],
    },
    Scenario {
        name: "a deployment whose every request fails, for five minutes",
        minutes: 5,
        healthy: busy,
        happens: |world, _| world.requests(LIST, 60, Failed, 40.0),
        rings: &["api-5xx", "slo-fast-burn", "slo-slow-burn", "cdn-5xx"],
    },
    Scenario {
        name: "one request in 150 fails for eight hours",
        minutes: 8 * HOUR,
        healthy: busy,
        happens: |world, minute| {
            world.requests(GET, 59, Answered, 40.0);
            world.requests(LIST, 1, if minute % 5 < 2 { Failed } else { Answered }, 40.0);
        },
        rings: &["slo-slow-burn"],
    },
    Scenario {
        name: "a young app: three requests an hour, and all fail",
        minutes: 3 * HOUR,
        healthy: young,
        happens: |world, minute| world.requests(GET, u32::from(minute.is_multiple_of(20)), Failed, 40.0),
        rings: &["api-failures", "cdn-failures"],
    },
    Scenario {
        name: "a young app: a page of nine requests fails",
        minutes: 1,
        healthy: young,
        happens: |world, _| world.requests(GET, 9, Failed, 40.0),
        rings: &["api-failures"],
    },
    Scenario {
        name: "the database takes three seconds for ten minutes",
        minutes: 10,
        healthy: busy,
        happens: |world, minute| {
            world.requests(GET, 60, Answered, 3000.0);
            if minute.is_multiple_of(3) {
                world.event("PostConfirmationFunction", false, 4500.0);
            }
        },
        rings: &["api-slow", "post_confirmation-slow"],
    },
    // Callers are refused.
    Scenario {
        name: "someone guesses passwords",
        minutes: 10,
        healthy: busy,
        happens: |world, _| besides(world, |world| world.requests("SignInFunction", 200, Refused, 300.0)),
        rings: &["api-4xx", "cdn-4xx"],
    },
    Scenario {
        name: "CloudFront sends a secret that the API does not accept",
        minutes: 10,
        healthy: busy,
        happens: |world, _| world.requests(GET, 60, Refused, 2.0),
        rings: &["api-4xx", "cdn-4xx"],
    },
    Scenario {
        name: "an attack that the web ACL blocks",
        minutes: 10,
        healthy: busy,
        happens: |world, _| besides(world, |world| world.requests(GET, 600, Blocked, 1.0)),
        rings: &["cdn-4xx", "blocked"],
    },
    // The edge fails.
    Scenario {
        name: "the edge does not reach the API",
        minutes: 10,
        healthy: busy,
        happens: |world, _| world.requests(GET, 60, Unreachable, 0.0),
        rings: &["cdn-5xx"],
    },
    Scenario {
        name: "a young app whose edge does not reach the API",
        minutes: 3 * HOUR,
        healthy: young,
        happens: |world, minute| world.requests(GET, u32::from(minute.is_multiple_of(20)), Unreachable, 0.0),
        rings: &["cdn-failures"],
    },
    // Lambda and DynamoDB reach their limits.
    Scenario {
        name: "the account has no concurrency left",
        minutes: 10,
        healthy: busy,
        happens: |world, _| {
            world.requests(GET, 30, Answered, 40.0);
            world.requests(GET, 30, Throttled, 5.0);
            world.concurrency(1000);
        },
        rings: &["api-5xx", "slo-fast-burn", "slo-slow-burn", "lambda-throttles", "lambda-concurrency", "cdn-5xx"],
    },
    Scenario {
        name: "the account uses 85 % of its concurrency",
        minutes: 10,
        healthy: busy,
        happens: |world, _| besides(world, |world| world.concurrency(850)),
        rings: &["lambda-concurrency"],
    },
    Scenario {
        name: "the authorizer needs more than its provisioned concurrency",
        minutes: 10,
        healthy: busy,
        happens: |world, _| besides(world, |world| world.spillover(4)),
        rings: &["authorizer-spillover"],
    },
    Scenario {
        name: "a hot key: UserProfiles throttles a read in one minute",
        minutes: 1,
        healthy: busy,
        happens: |world, _| besides(world, |world| world.throttling("UserProfilesTable", Reads, 1)),
        rings: &["UserProfiles-throttling"],
    },
    Scenario {
        name: "UserProfiles throttles a write in one minute",
        minutes: 1,
        healthy: busy,
        happens: |world, _| besides(world, |world| world.throttling("UserProfilesTable", Writes, 1)),
        rings: &["UserProfiles-throttling"],
    },
    Scenario {
        name: "the index of UserProfiles throttles a write in one minute",
        minutes: 1,
        healthy: busy,
        happens: |world, _| {
            besides(world, |world| world.throttling("UserProfilesTable", IndexWrites("email-index"), 1));
        },
        rings: &["UserProfiles-throttling"],
    },
    Scenario {
        name: "AppData throttles, and the handlers answer 503",
        minutes: 10,
        healthy: busy,
        happens: |world, _| {
            one_operation(world, Busy);
            world.throttling("AppDataTable", Writes, 60);
        },
        rings: &["api-5xx", "slo-fast-burn", "slo-slow-burn", "AppData-throttling", "cdn-5xx"],
    },
    Scenario {
        name: "a young app: AppData throttles in one minute, then no one calls",
        minutes: 1,
        healthy: nothing,
        happens: |world, _| world.throttling("AppDataTable", Reads, 3),
        rings: &["AppData-throttling"],
    },
    Scenario {
        name: "RateLimits throttles in one minute",
        minutes: 1,
        healthy: busy,
        happens: |world, _| besides(world, |world| world.throttling("RateLimitsTable", Writes, 5)),
        rings: &["RateLimits-throttling"],
    },
    Scenario {
        name: "sign-ins exceed the quota of Cognito",
        minutes: 10,
        healthy: busy,
        happens: |world, _| {
            besides(world, |world| {
                world.requests("SignInFunction", 90, Answered, 300.0);
                world.requests("SignInFunction", 30, OverQuota, 300.0);
                world.refused_by_cognito(30, 2, 5);
            });
        },
        rings: &["cognito-throttling"],
    },
    Scenario {
        name: "a crawler reads AppData at 90 % of its read units",
        minutes: 10,
        healthy: busy,
        happens: |world, _| besides(world, |world| world.units("AppDataTable", 108_000, 0)),
        rings: &["AppData-capacity"],
    },
    Scenario {
        name: "sign-ups write UserProfiles at 90 % of its write units",
        minutes: 10,
        healthy: busy,
        happens: |world, _| besides(world, |world| world.units("UserProfilesTable", 0, 54_000)),
        rings: &["UserProfiles-capacity"],
    },
    // What no caller waits for.
    Scenario {
        name: "Cognito's own sender has sent its mails of the day",
        minutes: 30,
        healthy: busy,
        happens: |world, _| besides(world, |world| world.unsent_mails(1)),
        rings: &["mails-unsent"],
    },
    Scenario {
        name: "the trigger fails once, at night",
        minutes: 1,
        healthy: young,
        happens: |world, _| world.event("PostConfirmationFunction", true, 20.0),
        rings: &["post_confirmation-errors"],
    },
    Scenario {
        name: "an uploaded image can't be shown; two hours later it is redriven",
        minutes: 2 * HOUR,
        healthy: young,
        happens: |world, minute| {
            if minute < 3 {
                world.event("ImageUploadedFunction", true, 20.0);
            }
            world.queue("UploadsDeadLetterQueue", u32::from(minute >= 3), 60 * minute as u32);
        },
        rings: &["uploads-lost"],
    },
    Scenario {
        name: "an erasure fails five times; two hours later it is redriven",
        minutes: 150,
        healthy: young,
        happens: |world, minute| {
            let given_up = minute >= 30;
            if !given_up && minute.is_multiple_of(6) {
                world.event("EraseUserFunction", true, 20.0);
            }
            world.queue("ErasuresQueue", 0, if given_up { 0 } else { 60 * minute as u32 });
            world.queue("ErasuresDeadLetterQueue", u32::from(given_up), if given_up { 60 * minute as u32 } else { 0 });
        },
        rings: &["erasures-stuck"],
    },
    Scenario {
        name: "erasures do not run for two hours",
        minutes: 2 * HOUR,
        healthy: young,
        happens: |world, minute| world.queue("ErasuresQueue", 1, 60 * minute as u32),
        rings: &["erasures-late"],
    },
];
