//! Tables that one machine should not read: DynamoDB exports them to S3 itself, and makes new tables from there.

use super::{
    jobs::{JobReport, follow},
    table_name::StackTable,
};
use crate::{
    audit::Target,
    aws::tables::{JobKind, JobStatus, S3Folder, TableDescription, TableJobs as _, Tables as _, global_indexes},
    context::{
        Context,
        guard::{Danger, allow_write},
    },
    error::Error,
    terminal::output::size,
};

/// Past these, reading a table takes hours and capacity that the app needs.
const MOST_ITEMS: i64 = 10_000_000;
const MOST_BYTES: i64 = 10 * (1 << 30);

/// Whether a table is too large to be read from one machine, by DynamoDB's own count.
pub(super) fn is_large(table: &TableDescription) -> bool {
    table.item_count > MOST_ITEMS || table.size_bytes > MOST_BYTES
}

/// The same of a file.
pub(super) fn is_large_file(bytes: u64) -> bool {
    i64::try_from(bytes).is_ok_and(|bytes| bytes > MOST_BYTES)
}

/// Has DynamoDB export the table to the stage's artifact bucket, and follows it to its end.
pub(super) async fn export(
    cx: &Context,
    table: &StackTable,
    description: &TableDescription,
) -> Result<JobReport, Error> {
    if !cx.global.reveal {
        return Err(Error::usage(
            "DynamoDB's own export has personal data unmasked",
            "pass `--reveal` to export it, or `--here` to read a masked copy on this machine",
        ));
    }
    let clearance = allow_write(cx, Danger::Mild).await?;
    let earlier = cx.aws.tables.exports(&description.arn).await?;
    let earlier = match earlier.first() {
        Some(id) => Some(cx.aws.tables.job(JobKind::Export, id).await?),
        None => None,
    };
    let permit = clearance.begin(&Target::named("table", &table.name)).await?;
    if let Some(job) = earlier.filter(|job| job.status == JobStatus::InProgress) {
        cx.progress.note("an export of this table is under way already");
        return Ok(JobReport { job: follow(cx, job).await?, note: None });
    }
    if !cx.aws.tables.recovery(&description.name).await?.enabled {
        return Err(Error::usage(
            format!("{} has no point-in-time recovery, which DynamoDB's export needs", table.name),
            "enable it in the template, or pass `--here` to read the table on this machine",
        ));
    }
    let bucket = cx.artifact_bucket(&permit.caller);
    let to = S3Folder { bucket: bucket.name, owner: bucket.owner, prefix: format!("exports/{}", table.name) };
    let place = format!("s3://{}/{}", to.bucket, to.prefix);
    let (items, bytes) = (description.item_count, size(description.size_bytes));
    cx.confirm(&format!("Have DynamoDB export {} ({items} items, {bytes}) to {place}?", table.name)).await?;
    let job = cx.aws.tables.start_export(&description.arn, &to).await?;
    Ok(JobReport { job: follow(cx, job).await?, note: None })
}

/// Has DynamoDB make the table `suffix` from an export in S3, and follows it to its end.
pub(super) async fn import(
    cx: &Context,
    table: &StackTable,
    description: &TableDescription,
    from: &str,
    suffix: Option<&str>,
) -> Result<JobReport, Error> {
    let suffix = suffix.ok_or_else(|| {
        Error::usage(
            "DynamoDB imports from S3 only into a new table",
            "name it with `--as NAME`: it gets the keys and global indexes of this one",
        )
    })?;
    let clearance = allow_write(cx, Danger::Mild).await?;
    let permit = clearance.begin(&Target::named("table", &table.name)).await?;
    let (bucket, prefix) = from.split_once('/').unwrap_or((from, ""));
    let owner = cx.artifact_bucket(&permit.caller).owner;
    let from = S3Folder { bucket: bucket.to_owned(), owner, prefix: prefix.to_owned() };
    let name = format!("{}-{suffix}", table.stem());
    let running = cx.aws.tables.imports().await?.into_iter().find(|(_, table)| *table == name);
    if let Some((id, _)) = running {
        let job = cx.aws.tables.job(JobKind::Import, &id).await?;
        if job.status == JobStatus::InProgress {
            cx.progress.note("this import is under way already");
            return Ok(JobReport { job: follow(cx, job).await?, note: Some(lacks(description)) });
        }
    }
    cx.confirm(&format!("Have DynamoDB make the new table {name} from s3://{}/{}?", from.bucket, from.prefix)).await?;
    let job = cx.aws.tables.start_import(&from, &name, description).await?;
    Ok(JobReport { job: follow(cx, job).await?, note: Some(lacks(description)) })
}

/// What is not as in the table that it is like.
fn lacks(like: &TableDescription) -> String {
    let kept = global_indexes(like).count();
    let indexes = like.indexes.len() - kept;
    let indexes = if indexes > 0 { format!("{indexes} of {} indexes, ", like.indexes.len()) } else { String::new() };
    let key = if like.kms_key_arn.is_some() { "the KMS key, " } else { "" };
    format!(
        "a new table, on demand, outside of the stack: it lacks {indexes}{key}recovery, deletion protection and expiry"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::tables::fake::{app_data, user_profiles};

    #[test]
    fn a_large_table_is_one_of_many_items_or_many_bytes() {
        let sized = |item_count, size_bytes| is_large(&TableDescription { item_count, size_bytes, ..app_data("t") });

        assert!(!sized(10_000_000, 10 << 30) && sized(10_000_001, 0) && sized(0, (10 << 30) + 1));
        assert!(is_large_file((10 << 30) + 1) && !is_large_file(10 << 30));
    }

    #[test]
    fn what_an_imported_table_lacks_is_said() {
        assert!(lacks(&app_data("t")).contains("it lacks 1 of 1 indexes, recovery"));
        assert!(lacks(&user_profiles("t")).contains("it lacks recovery"));
    }
}
