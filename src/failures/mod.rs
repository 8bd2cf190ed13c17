//! What failed in a stage, by its logs: failures of the same shape are counted together.
//!
//! [`find`] reads the logs of functions and the API's access log at once, newest first, as far as a [`Limit`] allows. A
//! request that failed leaves lines in both; it counts once. What was not read is said.

mod access_log;
mod earlier;
mod fingerprint;
mod function_log;
mod occurrence;
mod reading;
mod shape;
#[cfg(test)]
mod tests;

use std::{cell::Cell, collections::BTreeMap, time::Duration};

use futures_util::future::join_all;
use serde::{Serialize, Serializer};
use tokio::time::Instant;

#[cfg(test)]
pub(crate) use self::shape::Sample;
use self::{
    access_log::AccessLog,
    reading::{Budget, End, Read, read},
    shape::shapes,
};
pub(crate) use self::{
    access_log::Refused,
    earlier::Earlier,
    shape::{Shape, ShapeKey, users_text},
};
use crate::{
    aws::{
        AwsError,
        logs::{EventOrder, EventQuery, Logs, Pattern},
    },
    context::deployed_stack::DeployedStack,
    error::Error,
    log_lines::{API, ERRORS, Source, Writer, sources},
    stage::FunctionName,
    time::{Window, patient},
};

/// Where to look for failures, and when.
#[derive(Debug, Clone)]
pub(crate) struct Search {
    sources: Vec<Source>,
    /// The functions by route: API Gateway's log names routes.
    routes: BTreeMap<String, FunctionName>,
    /// Failures of no other.
    only: Option<FunctionName>,
    pub(crate) window: Window,
    /// Why there is none, where there is none.
    no_access_log: &'static str,
}

/// How much one search may read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    pub(crate) time: Duration,
    pub(crate) events: usize,
}

impl Default for Limit {
    fn default() -> Self {
        Self { time: patient(Duration::from_secs(20)), events: 50_000 }
    }
}

impl Limit {
    /// For what an answer can do without.
    pub(crate) fn half(self) -> Self {
        Self { time: self.time / 2, events: self.events / 2 }
    }
}

#[derive(Debug)]
pub(crate) struct Failures {
    /// The most frequent first.
    pub(crate) shapes: Vec<Shape>,
    /// `None` if the access log was not read.
    pub(crate) refused: Option<Refused>,
    pub(crate) not_read: Vec<NotRead>,
}

/// A log that was not read, or only in part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotRead {
    /// A function, or `api`.
    pub(crate) log: String,
    pub(crate) why: String,
}

/// The reason is no part of an answer.
impl Serialize for NotRead {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.log.serialize(serializer)
    }
}

impl Search {
    /// Of all functions, or of the one called `function`. Without `routes`, what only API Gateway knows has no function.
    ///
    /// # Errors
    /// When there is no such function.
    pub(crate) fn of(
        deployed: &DeployedStack,
        routes: BTreeMap<String, FunctionName>,
        function: Option<&str>,
        window: Window,
    ) -> Result<Self, Error> {
        let all = sources(deployed, &[])?;
        let only = deployed.functions_called(&function.map(str::to_owned).into_iter().collect::<Vec<_>>())?;
        let only = only.into_iter().next().filter(|_| function.is_some());
        let is_wanted = |source: &Source| source.name.0 == API || only.as_ref().is_none_or(|only| source.name == *only);
        Ok(Self {
            sources: all.into_iter().filter(is_wanted).collect(),
            routes,
            only,
            window,
            no_access_log: deployed.no_access_log(),
        })
    }

    fn query(&self, source: &Source) -> EventQuery {
        let expressions = match source.writer {
            // Also what was refused, which is counted.
            Writer::Api => r"status\W+0*[45]".to_owned(),
            Writer::Function | Writer::Firewall => {
                ERRORS.into_iter().chain([r"status\W+5"]).collect::<Vec<_>>().join("|")
            }
        };
        let pattern = Some(Pattern::Expression(expressions));
        EventQuery { group: source.group.clone(), window: self.window, pattern, order: EventOrder::Newest }
    }
}

/// The failures in the window of the search.
///
/// # Errors
/// When no log at all could be read.
pub(crate) async fn find(logs: &impl Logs, search: &Search, limit: Limit) -> Result<Failures, AwsError> {
    let budget = Budget { until: Instant::now() + limit.time, events: Cell::new(limit.events) };
    let reads = search.sources.iter().map(async |source| read(logs, &search.query(source), &budget).await);
    let read = join_all(reads).await;
    let mut found = Failures { shapes: Vec::new(), refused: None, not_read: Vec::new() };
    let (mut occurrences, mut access, mut last_error) = (Vec::new(), None, None);
    let was_read = |read: &Read| !read.events.is_empty() || matches!(read.end, End::Complete | End::Early(_));
    let any_was_read = read.iter().any(was_read);
    for (source, Read { events, end }) in search.sources.iter().zip(read) {
        let lines = events.iter().map(|event| source.line(event)).collect();
        match source.writer {
            Writer::Api => access = Some(AccessLog::of(lines, &search.routes, search.only.as_ref())),
            // What it blocks is no failure: it is not searched.
            Writer::Firewall => {}
            Writer::Function => occurrences.extend(function_log::occurrences(lines)),
        }
        if let Some(why) = why_not_all(&end, source.writer, search.no_access_log) {
            found.not_read.push(NotRead { log: source.name.0.clone(), why });
        }
        if let End::Failed(error) = end {
            last_error = Some(error);
        }
    }
    if let Some(error) = last_error.filter(|_| !any_was_read) {
        return Err(error);
    }
    match &mut access {
        Some(log) => occurrences.iter_mut().for_each(|occurrence| log.complete(occurrence)),
        None => found.not_read.push(NotRead { log: API.to_owned(), why: search.no_access_log.to_owned() }),
    }
    let refused = access.as_ref().map(|log| log.refused);
    found.refused = refused.filter(|_| found.not_read.iter().all(|unread| unread.log != API));
    occurrences.extend(access.into_iter().flat_map(|log| log.unexplained(&search.routes)));
    if let Some(only) = &search.only {
        occurrences.retain(|occurrence| occurrence.function.as_ref() == Some(only));
    }
    found.shapes = shapes(occurrences);
    Ok(found)
}

fn why_not_all(end: &End, writer: Writer, no_access_log: &str) -> Option<String> {
    match end {
        End::Complete => None,
        // A function that never ran may not have its log yet.
        End::NoLog => (writer == Writer::Api).then(|| no_access_log.to_owned()),
        End::Early(Some(since)) => {
            Some(format!("too much to read: only since {}", since.strftime("%Y-%m-%d %H:%M:%SZ")))
        }
        End::Early(None) => Some("not read in time".to_owned()),
        End::Failed(error) => Some(format!("{error}: {}", error.message())),
    }
}
