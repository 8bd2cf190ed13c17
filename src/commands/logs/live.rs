//! `srvls logs tail --live`: lines as CloudWatch Logs takes them in, sooner than by polling, but sampled and paid for.

use std::time::{Duration, Instant};

use super::{
    filter::Filter,
    line_view::{Layout, LineView},
};
use crate::{
    aws::{
        live_tail::{LiveTail, LiveUpdate, MOST_GROUPS},
        logs::Pattern,
        stacks::Stack,
    },
    context::Context,
    error::{Error, Failure as _},
    exit::Exit,
    log_lines::{Source, Writer},
    prices::{self, Item, price, thousands},
    privacy::Privacy,
    terminal::{output::Output, progress::Progress, signals::Signals},
};

/// What a live tail shows, and how.
pub(super) struct Live {
    pub(super) sources: Vec<Source>,
    pub(super) pattern: Option<Pattern>,
    pub(super) filter: Filter,
    pub(super) layout: Layout,
    pub(super) privacy: Privacy,
}

/// # Errors
/// When a live tail can't show these logs together.
pub(super) fn check(sources: &[Source]) -> Result<(), Error> {
    if sources.iter().any(|source| source.writer == Writer::Firewall) {
        let hint = "`srvls logs tail waf -f` polls it instead";
        return Err(Error::usage("a live tail is of one region, and the firewall's log is in the edge's", hint));
    }
    if sources.len() > MOST_GROUPS {
        let problem = format!("a live tail shows {MOST_GROUPS} logs at most, and these are {}", sources.len());
        return Err(Error::usage(
            problem,
            "name some, as in `srvls logs tail get_profile api --live`, or poll all with `-f`",
        ));
    }
    Ok(())
}

/// The ARN of a log group in the stack's account and region.
fn arn(stack: &Stack, group: &str) -> String {
    let mut parts = stack.id.split(':').skip(1);
    let (partition, _, region, account) = (parts.next(), parts.next(), parts.next(), parts.next());
    let [partition, region, account] = [partition, region, account].map(Option::unwrap_or_default);
    format!("arn:{partition}:logs:{region}:{account}:log-group:{group}")
}

impl Live {
    pub(super) async fn run(&self, cx: &Context, stack: &Stack, out: &Output) -> Result<Exit, Error> {
        let groups = self.sources.iter().map(|source| arn(stack, &source.group)).collect();
        let mut tail = cx.aws.logs.live_tail(groups, self.pattern.as_ref()).await?;
        if cx.local.is_none() {
            cx.progress.note(rate(&cx.aws.region));
        }
        let begun = Instant::now();
        let shown = Signals::listen().unless_stopped(self.show(&mut tail, cx.progress, out)).await;
        if cx.local.is_none() {
            cx.progress.note(cost(begun.elapsed(), &cx.aws.region));
        }
        match shown {
            Ok(ended) => ended,
            // Ctrl-C is how a live tail ends: not a failure.
            Err(stop) => Ok(stop.exit()),
        }
    }

    async fn show(&self, tail: &mut LiveTail, progress: Progress, out: &Output) -> Result<Exit, Error> {
        let mut was_sampled = false;
        loop {
            let update = match tail.next().await {
                Ok(Some(update)) => update,
                Ok(None) => {
                    progress.warn("AWS has ended the live tail, as it does after three hours: start it again to go on");
                    return Ok(Exit::Success);
                }
                Err(error) => return Err(error.into()),
            };
            if update.sampled && !was_sampled {
                progress.warn("more than 500 lines a second match: these are a sample; `-f` shows every line");
            }
            was_sampled = update.sampled;
            if !self.print(update, out).await? {
                return Ok(Exit::Success);
            }
        }
    }

    /// `false` once the reader of stdout is gone.
    async fn print(&self, update: LiveUpdate, out: &Output) -> Result<bool, Error> {
        for (group, event) in update.events {
            let Some(source) = self.sources.iter().find(|source| source.group == group) else { continue };
            let line = source.line(&event);
            if !self.filter.keeps(&line, &self.layout) {
                continue;
            }
            let line = line.masked(self.privacy);
            if !out.emit_line(&LineView { line: &line, layout: &self.layout }).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn rate(region: &str) -> String {
    let free = thousands(f64::from(prices::free(Item::LiveTailMinute)));
    match price(Item::LiveTailMinute, region) {
        Some(price) => format!("live: {} a minute, after {free} free minutes a month", price.words()),
        None => format!("live: AWS charges for each minute, after {free} free ones a month"),
    }
}

/// Every minute that has begun counts.
fn cost(lasted: Duration, region: &str) -> String {
    let minutes = lasted.as_secs() / 60 + 1;
    #[expect(clippy::cast_precision_loss, reason = "a price")]
    let dollars = price(Item::LiveTailMinute, region).map(|price| price.of(minutes as f64));
    let dollars = dollars.map(|dollars| format!(": ${dollars:.2} at most")).unwrap_or_default();
    format!("{minutes} min of live tail{dollars}")
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;
    use crate::{aws::stacks::fake::ready_stack, stage::FunctionName};

    #[test]
    fn a_live_tail_takes_the_logs_of_one_region_and_not_all_of_them() {
        let function =
            |number: usize| Source::function(FunctionName(number.to_string()), &format!("srvls-dev-{number}"));
        let many: Vec<Source> = (0..11).map(function).collect();

        assert!(check(&many[..10]).is_ok());
        assert!(check(&many).expect_err("too many").to_string().contains("10 logs at most, and these are 11"));
        let firewall = Source { writer: Writer::Firewall, ..function(1) };
        assert!(check(&[firewall]).is_err());
    }

    #[test]
    fn a_log_group_is_named_by_its_arn() {
        let id = "arn:aws:cloudformation:eu-west-1:123456789012:stack/srvls-dev/1";
        let stack = Stack { id: id.into(), ..ready_stack(&[]) };

        assert_eq!(arn(&stack, "/aws/lambda/a"), "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/a");
    }

    #[test]
    fn the_price_is_that_of_the_docs_and_every_begun_minute_counts() {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/operating.md");
        let docs = fs::read_to_string(docs).expect("text");

        let rate = rate("us-east-1");
        let words = rate.strip_prefix("live: ").unwrap_or_default();
        assert!(docs.contains(words), "{words}");
        assert_eq!(cost(Duration::from_secs(61), "us-east-1"), "2 min of live tail: $0.02 at most");
        assert_eq!(cost(Duration::from_secs(61), "eu-central-1"), "2 min of live tail");
    }
}
