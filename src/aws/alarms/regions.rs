//! The alarms of a stage whose edge is in a different region from its API.

use jiff::Timestamp;

use super::{Alarm, Alarms, CloudWatch, HistoryItem, Mute};
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
