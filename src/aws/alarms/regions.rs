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

impl Alarms for Regions<'_> {
    async fn named(&self, names: &[String]) -> Result<Vec<Alarm>, AwsError> {
        let mut alarms = self.home.named(names).await?;
        if let Some(edge) = self.edge {
            alarms.extend(edge.named(names).await?);
        }
        Ok(alarms)
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
        let mut mutes = self.home.mutes(now).await?;
        if let Some(edge) = self.edge {
            mutes.extend(edge.mutes(now).await?);
        }
        Ok(mutes)
    }
}
