//! The alarms of a stage whose edge is in a different region from its API.

use jiff::Timestamp;

use super::{Alarm, Alarms, CloudWatch, HistoryItem, Mute, MuteRule, Muting, RecordedMute};
use crate::aws::AwsError;

/// CloudWatch in the API's region, and in the edge's region if that is a different one.
#[derive(Clone, Copy)]
pub(crate) struct Regions<'a> {
    pub(crate) home: &'a CloudWatch,
    pub(crate) edge: Option<&'a CloudWatch>,
}

impl Regions<'_> {
    /// What both regions have, asked at once.
    async fn both<T>(&self, read: impl AsyncFn(&CloudWatch) -> Result<Vec<T>, AwsError>) -> Result<Vec<T>, AwsError> {
        let edge = async {
            match self.edge {
                Some(edge) => read(edge).await,
                None => Ok(Vec::new()),
            }
        };
        let (mut all, of_edge) = tokio::try_join!(read(self.home), edge)?;
        all.extend(of_edge);
        Ok(all)
    }
}

impl<'a> Regions<'a> {
    /// The one in this region.
    pub(crate) fn called(&self, region: &str) -> &'a CloudWatch {
        self.edge.filter(|edge| edge.region == region).unwrap_or(self.home)
    }

    /// Does `work` for the alarms of each region, those of the stage's own first.
    async fn each<T>(
        &self,
        alarms: &[Alarm],
        work: impl AsyncFn(&CloudWatch, &[Alarm]) -> Result<T, AwsError>,
    ) -> Result<Vec<T>, AwsError> {
        let is_edge = |alarm: &Alarm| self.edge.is_some_and(|edge| edge.region == alarm.region());
        let (of_edge, of_home): (Vec<Alarm>, Vec<Alarm>) = alarms.iter().cloned().partition(is_edge);
        let mut done = Vec::new();
        if !of_home.is_empty() {
            done.push(work(self.home, &of_home).await?);
        }
        if let Some(edge) = self.edge.filter(|_| !of_edge.is_empty()) {
            done.push(work(edge, &of_edge).await?);
        }
        Ok(done)
    }
}

impl Muting for Regions<'_> {
    async fn put_rule(&self, rule: &MuteRule) -> Result<bool, AwsError> {
        self.called(&rule.region).put_rule(rule).await
    }

    async fn delete_rule(&self, rule: &MuteRule) -> Result<(), AwsError> {
        self.called(&rule.region).delete_rule(rule).await
    }

    async fn disable_actions(&self, alarms: &[Alarm], mute: &RecordedMute) -> Result<(), AwsError> {
        self.each(alarms, async |region, alarms| region.disable_actions(alarms, mute).await).await.map(drop)
    }

    async fn enable_actions(&self, alarms: &[Alarm]) -> Result<(), AwsError> {
        self.each(alarms, async |region, alarms| region.enable_actions(alarms).await).await.map(drop)
    }

    async fn recorded_mutes(&self, alarms: &[Alarm]) -> Result<Vec<Mute>, AwsError> {
        let mutes = self.each(alarms, async |region, alarms| region.recorded_mutes(alarms).await).await?;
        Ok(mutes.into_iter().flatten().collect())
    }

    async fn set_alarm(&self, alarm: &Alarm, reason: &str) -> Result<(), AwsError> {
        self.called(alarm.region()).set_alarm(alarm, reason).await
    }
}

impl Alarms for Regions<'_> {
    async fn named(&self, names: &[String]) -> Result<Vec<Alarm>, AwsError> {
        self.both(async |region| region.named(names).await).await
    }

    async fn history(&self, name: &str, since: Timestamp) -> Result<Vec<HistoryItem>, AwsError> {
        let history = self.home.history(name, since).await?;
        match self.edge {
            // An alarm is in one region only: the other region has no history of it.
            Some(edge) if history.is_empty() => edge.history(name, since).await,
            _ => Ok(history),
        }
    }

    async fn mutes(&self, now: Timestamp) -> Result<Vec<Mute>, AwsError> {
        self.both(async |region| region.mutes(now).await).await
    }
}
