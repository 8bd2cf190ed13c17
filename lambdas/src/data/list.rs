//! `GET /data/{userId}`: lists a user's entries, newest first, for the owner and for admins.

use std::str::FromStr;

use lambda_http::Request;
use lambda_runtime::Error;
use serde::Serialize;

use super::cursor::CursorKey;
use crate::{
    domain::{Caller, Entry, EntryQuery, UserId},
    http::{self, ApiError, Endpoint, Reply},
    store::{AppData, AppDataTable},
};

/// The maximum number of entries on a page.
#[derive(Debug, Clone, Copy)]
struct Limit(usize);

impl Limit {
    const DEFAULT: Self = Self(20);
    const MAX: usize = 100;
}

#[derive(Debug, thiserror::Error)]
#[error("must be a number from 1 to 100")]
struct InvalidLimit;

impl FromStr for Limit {
    type Err = InvalidLimit;

    fn from_str(text: &str) -> Result<Self, InvalidLimit> {
        text.parse().ok().filter(|limit| (1..=Self::MAX).contains(limit)).map(Self).ok_or(InvalidLimit)
    }
}

struct PageRequest {
    query: EntryQuery,
    limit: Limit,
    next: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct DataPage {
    items: Vec<Entry>,
    /// The cursor of the next page.
    next: Option<String>,
}

async fn list_data(
    data: &impl AppData,
    cursors: &CursorKey,
    caller: &Caller,
    page_request: PageRequest,
) -> Result<DataPage, ApiError> {
    let PageRequest { query, limit, next } = page_request;
    // 404 rather than 403, so that the response does not reveal whether the user exists.
    if !caller.may_act_for(&query.user_id) {
        return Err(ApiError::NotFound("user"));
    }
    if let (Some(from), Some(to)) = (query.from, query.to)
        && from >= to
    {
        return Err(ApiError::invalid("from", "must be before `to`"));
    }
    let after = match next {
        None => None,
        Some(cursor) => Some(cursors.open(&cursor, &query).ok_or_else(|| {
            ApiError::invalid("next", "must be the `next` of the previous page, with the same filters")
        })?),
    };
    let page = data.page(&query, after, limit.0).await?;
    let next = page.last_position.map(|position| cursors.seal(&position, &query)).transpose()?;
    Ok(DataPage { items: page.entries, next })
}

pub(crate) struct ListData<D> {
    pub(crate) data: D,
    pub(crate) cursors: CursorKey,
}

impl<D: AppData> Endpoint for ListData<D> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let caller = http::caller(request)?;
        let page_request = PageRequest {
            query: EntryQuery {
                user_id: UserId::new(http::path_parameter(request, "userId")),
                category: http::query_parameter(request, "category")?,
                from: http::query_parameter(request, "from")?,
                to: http::query_parameter(request, "to")?,
            },
            limit: http::query_parameter(request, "limit")?.unwrap_or(Limit::DEFAULT),
            next: http::query_parameter(request, "next")?,
        };
        Ok(Reply::ok(&list_data(&self.data, &self.cursors, &caller, page_request).await?))
    }
}

pub fn serve_list_data() -> Result<(), Error> {
    http::serve_rate_limited(async {
        let cursors = CursorKey::from_env().await?;
        Ok(ListData { data: AppDataTable::from_env().await?, cursors })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::fake::{admin, user},
        store::fake::{FakeAppData, entry},
    };

    fn page_request(user_id: &str, limit: usize, next: Option<String>) -> PageRequest {
        let query = EntryQuery { user_id: UserId::new(user_id), category: None, from: None, to: None };
        PageRequest { query, limit: Limit(limit), next }
    }

    fn cursors() -> CursorKey {
        CursorKey::new(b"key")
    }

    fn ids(page: &DataPage) -> Vec<&str> {
        page.items.iter().map(|entry| entry.data_id.as_str()).collect()
    }

    #[tokio::test]
    async fn pages_are_newest_first_and_the_last_has_no_next() {
        let data = FakeAppData::holding([entry("ada", 1), entry("ada", 2), entry("ada", 3), entry("grace", 4)]);

        let first = list_data(&data, &cursors(), &user("ada"), page_request("ada", 2, None)).await.expect("a page");
        let second = list_data(&data, &cursors(), &user("ada"), page_request("ada", 2, first.next.clone()))
            .await
            .expect("a page");

        assert_eq!(ids(&first), ["3", "2"]);
        assert_eq!(ids(&second), ["1"]);
        assert_eq!(second.next, None);
    }

    #[tokio::test]
    async fn another_users_entries_are_not_found() {
        let data = FakeAppData::holding([entry("ada", 1)]);

        let result = list_data(&data, &cursors(), &user("mallory"), page_request("ada", 2, None)).await;

        assert!(matches!(result, Err(ApiError::NotFound("user"))));
    }

    #[tokio::test]
    async fn an_admin_sees_everyones_entries() {
        let data = FakeAppData::holding([entry("ada", 1)]);

        let page = list_data(&data, &cursors(), &admin("grace"), page_request("ada", 2, None)).await.expect("a page");

        assert_eq!(ids(&page), ["1"]);
    }

    #[tokio::test]
    async fn a_forged_cursor_is_rejected_by_field() {
        let data = FakeAppData::default();

        let result = list_data(&data, &cursors(), &user("ada"), page_request("ada", 2, Some("forged".into()))).await;

        assert!(matches!(result, Err(ApiError::InvalidRequest { field, .. }) if field == http::Field::new("next")));
    }

    #[tokio::test]
    async fn a_range_that_ends_before_it_begins_is_rejected() {
        let mut page_request = page_request("ada", 2, None);
        page_request.query.from = "2026-11-22T00:00:00Z".parse().ok();
        page_request.query.to = page_request.query.from;

        let result = list_data(&FakeAppData::default(), &cursors(), &user("ada"), page_request).await;

        assert!(matches!(result, Err(ApiError::InvalidRequest { field, .. }) if field == http::Field::new("from")));
    }

    #[test]
    fn a_limit_is_a_number_from_1_to_100() {
        for text in ["0", "101", "-1", "ten", "", "1e2"] {
            assert!(text.parse::<Limit>().is_err(), "{text}");
        }
        assert!("100".parse::<Limit>().is_ok());
    }
}
