//! A user of a file who is imported into a pool: created and completed, or compared with the one who is there.

use std::{cell::Cell, time::Duration};

use jiff::{SignedDuration, Timestamp};

use super::{
    console_csv::sign_in_name,
    difference::{Difference, settable},
    outcome::{End, Imported, Incomplete, OnConflict, SignIn, is_about_the_row},
    requests::Requests,
    row::Account,
};
use crate::{
    aws::{
        AwsError,
        users::{
            AccountChange, Created, Edits, Group, Lasting, NewUser, PoolId, PoolSettings, Searchable, User, UserStatus,
            Users,
        },
    },
    commands::user::random_password::random_password,
    context::guard::Permit,
    error::Error,
};

/// The pool that is imported into.
pub(super) struct Target<'a, U> {
    pub(super) users: &'a U,
    pub(super) pool: &'a PoolId,
    pub(super) settings: PoolSettings,
    pub(super) on_conflict: OnConflict,
    pub(super) requests: Requests,
    /// When the import began, of however many runs.
    pub(super) begun_at: Timestamp,
}

/// How far this machine's clock and AWS's may be apart.
const SKEW: SignedDuration = SignedDuration::from_mins(10);
/// How long to wait for Cognito's list to show a user who exists.
const LIST_LAG: [u64; 3] = [1, 2, 5];

impl<U: Users + Edits> Target<'_, U> {
    /// The user that the row asks for.
    ///
    /// # Errors
    /// When this pool takes no such user: the reason.
    pub(super) fn new_user(&self, account: &Account, groups: &[Group]) -> Result<NewUser, String> {
        if account.status == Some(UserStatus::ExternalProvider) {
            return Err("the user signs in through another provider: Cognito creates them when they next do".into());
        }
        let is_id = |sub: &String| sub.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !account.sub.iter().all(is_id) {
            return Err("`sub` is no id".into());
        }
        if let Some(missing) = account.groups.iter().find(|name| !groups.iter().any(|group| group.name == **name)) {
            return Err(format!("the pool has no group `{missing}`"));
        }
        let username = if self.settings.signs_in_with.is_empty() {
            account.username.clone()
        } else {
            let name = sign_in_name(account, &self.settings.signs_in_with);
            let needed = self.settings.signs_in_with.iter().map(|attribute| attribute.name()).collect::<Vec<_>>();
            name.map(str::to_owned).ok_or_else(|| format!("the user has no {} to sign in with", needed.join(" or ")))?
        };
        let attributes = settable(account);
        // Every pool has the standard attributes, and Cognito knows them best.
        let known = |name: &String| {
            !name.contains(':') || self.settings.attributes.iter().any(|attribute| attribute.name == *name)
        };
        if let Some(unknown) = attributes.keys().find(|name| !known(name)) {
            return Err(format!("the pool has no attribute `{unknown}`"));
        }
        Ok(NewUser { username, attributes, invite: false })
    }

    /// Creates the user, or compares them with the one who is there. Of a row that is `in_doubt`, a run that was killed
    /// may have created the user already.
    pub(super) async fn import(
        &self,
        _permit: &Permit,
        account: &Account,
        new: &NewUser,
        in_doubt: bool,
    ) -> Result<Imported, Error> {
        let in_doubt = Cell::new(in_doubt);
        let create = async || {
            let created = self.users.create(self.pool, new).await;
            // Cognito may have done it all the same.
            in_doubt.set(in_doubt.get() || created.as_ref().is_err_and(AwsError::is_transient));
            created
        };
        match self.requests.send(create).await {
            Ok(Created::New(user)) => self.complete(account, &user, &account.groups).await,
            Ok(Created::Exists) => self.existing(account, new, in_doubt.get()).await,
            Err(error) if is_about_the_row(&error) => Ok(Imported::rejected(error.message())),
            Err(error) => Err(error.into()),
        }
    }

    /// What creating does not do: groups, a state in which the user can set a password, and disabling.
    async fn complete(&self, account: &Account, user: &User, groups: &[String]) -> Result<Imported, Error> {
        let sign_in = sign_in(account);
        match self.completed(account, user, groups, sign_in).await {
            Ok(()) => Ok(Imported { sign_in: Some(sign_in), ..Imported::of(End::Created, user) }),
            Err(Incomplete::Refused(reason)) => {
                let reason = format!("the user was created, but not as the row says: {reason}");
                Ok(Imported::of(End::Rejected(reason), user))
            }
            Err(Incomplete::Failed(error)) => Err(error),
        }
    }

    async fn completed(
        &self,
        account: &Account,
        user: &User,
        groups: &[String],
        sign_in: SignIn,
    ) -> Result<(), Incomplete> {
        self.add_to_groups(user, groups).await?;
        if sign_in == SignIn::ForgottenPassword && user.status == UserStatus::ForceChangePassword {
            // Cognito sends no code to a user who was only invited.
            let password = random_password().map_err(|error| Incomplete::Failed(error.into()))?;
            let set = async || self.users.set_password(self.pool, &user.username, &password, Lasting::ForGood).await;
            self.requests.send(set).await?;
        }
        if !account.enabled && user.enabled {
            let disable = async || self.users.change(self.pool, &user.username, AccountChange::Disable).await;
            self.requests.send(disable).await?;
        }
        Ok(())
    }

    async fn add_to_groups(&self, user: &User, groups: &[String]) -> Result<(), Incomplete> {
        for group in groups {
            let add = async || self.users.add_to_group(self.pool, &user.username, group).await;
            self.requests.send(add).await?;
        }
        Ok(())
    }

    async fn existing(&self, account: &Account, new: &NewUser, in_doubt: bool) -> Result<Imported, Error> {
        let Some(user) = self.find(new).await? else {
            return Ok(Imported::rejected(
                "a user of this name exists, but Cognito's list does not show them yet: import the row again",
            ));
        };
        let groups = if account.groups.is_empty() {
            Vec::new()
        } else {
            self.requests.send(async || self.users.groups_of(self.pool, &user.username).await).await?
        };
        let difference = Difference::of(account, new, &user, &groups);
        let is_recent = user.created_at.is_some_and(|created| created >= self.begun_at - SKEW);
        if in_doubt && is_recent && difference.attributes.is_empty() {
            return self.complete(account, &user, &difference.groups).await;
        }
        if difference.is_none() {
            return Ok(Imported::of(End::Identical, &user));
        }
        match self.on_conflict {
            OnConflict::Fail => {
                let reason = format!("the pool has this user, who differs in: {}", difference.words());
                Ok(Imported::of(End::Rejected(reason), &user))
            }
            OnConflict::Skip => Ok(Imported::of(End::Skipped, &user)),
            OnConflict::Update => match self.update(account, &user, &difference).await {
                Ok(()) => Ok(Imported::of(End::Updated, &user)),
                Err(Incomplete::Refused(reason)) => Ok(Imported::of(End::Rejected(reason), &user)),
                Err(Incomplete::Failed(error)) => Err(error),
            },
        }
    }

    async fn find(&self, new: &NewUser) -> Result<Option<User>, Error> {
        let attribute = match self
            .settings
            .signs_in_with
            .iter()
            .find(|attribute| new.attributes.get(attribute.name()).is_some_and(|value| *value == new.username))
        {
            Some(attribute) => *attribute,
            None => Searchable::Username,
        };
        let mut pauses = LIST_LAG.into_iter();
        loop {
            let find = async || self.users.matching(self.pool, attribute, &new.username).await;
            let found = self.requests.send(find).await?.into_iter().next();
            match (found, pauses.next()) {
                (None, Some(pause)) => tokio::time::sleep(Duration::from_secs(pause)).await,
                (found, _) => return Ok(found),
            }
        }
    }

    async fn update(&self, account: &Account, user: &User, difference: &Difference) -> Result<(), Incomplete> {
        let is_fixed = |name: &String| {
            self.settings.attributes.iter().any(|attribute| attribute.name == *name && !attribute.mutable)
        };
        if let Some(fixed) = difference.attributes.keys().find(|name| is_fixed(name)) {
            return Err(Incomplete::Refused(format!("`{fixed}` can't be changed, and the pool has another value")));
        }
        if !difference.attributes.is_empty() {
            let set = async || self.users.set(self.pool, &user.username, &difference.attributes).await;
            self.requests.send(set).await?;
        }
        self.add_to_groups(user, &difference.groups).await?;
        if difference.enabled {
            let change = if account.enabled { AccountChange::Enable } else { AccountChange::Disable };
            self.requests.send(async || self.users.change(self.pool, &user.username, change).await).await?;
        }
        Ok(())
    }
}

/// Who was never more than invited stays so; and no code goes to an address that is not verified.
fn sign_in(account: &Account) -> SignIn {
    let is_true = |name: &str| account.attributes.get(name).is_some_and(|value| value == "true");
    let had_password = matches!(account.status, None | Some(UserStatus::Confirmed | UserStatus::ResetRequired));
    if had_password && (is_true("email_verified") || is_true("phone_number_verified")) {
        SignIn::ForgottenPassword
    } else {
        SignIn::Invitation
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{
        aws::users::fake::{FakeUsers, ada, settings},
        terminal::progress::Progress,
    };

    fn attributes(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn account(status: UserStatus, enabled: bool) -> Account {
        Account {
            sub: Some("old".into()),
            username: "old".into(),
            status: Some(status),
            enabled,
            created_at: None,
            attributes: attributes(&[("email", "ada@example.com"), ("email_verified", "true"), ("identities", "[]")]),
            groups: vec!["admin".into()],
        }
    }

    fn there() -> User {
        User {
            attributes: attributes(&[("email", "ada@example.com"), ("email_verified", "true"), ("name", "Ada")]),
            ..ada()
        }
    }

    fn groups() -> Vec<Group> {
        vec![Group { name: "admin".into(), description: None, precedence: None }]
    }

    async fn imported(users: &FakeUsers, account: &Account, on_conflict: OnConflict, in_doubt: bool) -> Imported {
        let pool = PoolId("p".into());
        let target = Target {
            users,
            pool: &pool,
            settings: settings(),
            on_conflict,
            requests: Requests::at(Some(1000), Progress::QUIET),
            begun_at: "2026-11-01T00:05:00Z".parse().expect("a time"),
        };
        let new = target.new_user(account, &groups()).expect("a user of this pool");
        target.import(&Permit::of_test(), account, &new, in_doubt).await.expect("imported")
    }

    #[tokio::test]
    async fn a_confirmed_user_is_created_without_a_mail_and_gets_a_password_by_forgetting_it() {
        let users = FakeUsers::default();

        let created = imported(&users, &account(UserStatus::Confirmed, false), OnConflict::Fail, false).await;

        assert_eq!((&created.end, created.sign_in), (&End::Created, Some(SignIn::ForgottenPassword)));
        assert_eq!(created.sub, Some(ada().sub));
        assert_eq!(
            *users.edits.borrow(),
            ["create ada@example.com invite=false", "add to admin", "password of 20 characters, ForGood"]
        );
        assert_eq!(*users.changes.borrow(), [AccountChange::Disable]);
    }

    #[tokio::test]
    async fn who_was_only_invited_or_has_no_verified_address_waits_for_an_invitation() {
        let unverified = |mut account: Account| {
            account.attributes.insert("email_verified".into(), "false".into());
            account
        };
        for account in
            [account(UserStatus::ForceChangePassword, true), unverified(account(UserStatus::Confirmed, true))]
        {
            let users = FakeUsers::default();
            let created = imported(&users, &account, OnConflict::Fail, false).await;

            assert_eq!(created.sign_in, Some(SignIn::Invitation));
            assert!(!users.edits.borrow().iter().any(|edit| edit.contains("password")));
        }
    }

    #[tokio::test]
    async fn a_user_who_is_there_is_compared_and_changed_only_when_asked_for() {
        let same = Account { groups: vec![], ..account(UserStatus::Confirmed, true) };
        let mut other = Account { enabled: false, groups: vec!["admin".into()], ..same.clone() };
        other.attributes.insert("name".into(), "Grace".into());
        let run = async |account: &Account, on_conflict| {
            let users = FakeUsers { users: vec![there()], ..FakeUsers::default() };
            let end = imported(&users, account, on_conflict, false).await;
            (end.end, users.edits.take(), users.changes.take())
        };

        assert_eq!(run(&same, OnConflict::Fail).await, (End::Identical, vec![], vec![]));
        let (end, edits, _) = run(&other, OnConflict::Fail).await;
        let reason = "the pool has this user, who differs in: name, group admin, whether they are disabled";
        assert_eq!((end, edits), (End::Rejected(reason.into()), vec![]));
        assert_eq!(run(&other, OnConflict::Skip).await, (End::Skipped, vec![], vec![]));
        let updated = [r#"set {"name": "Grace"}"#.to_owned(), "add to admin".to_owned()].to_vec();
        assert_eq!(run(&other, OnConflict::Update).await, (End::Updated, updated, vec![AccountChange::Disable]));
    }

    #[tokio::test]
    async fn a_user_whom_a_killed_run_created_is_completed() {
        let half = User { status: UserStatus::ForceChangePassword, ..there() };
        let users = FakeUsers { users: vec![half.clone()], ..FakeUsers::default() };
        let account = account(UserStatus::Confirmed, false);

        let created = imported(&users, &account, OnConflict::Fail, true).await;

        assert_eq!((created.end, created.sign_in), (End::Created, Some(SignIn::ForgottenPassword)));
        assert_eq!(*users.edits.borrow(), ["add to admin", "password of 20 characters, ForGood"]);
        let earlier = User { created_at: "2026-10-01T00:00:00Z".parse().ok(), ..half };
        let users = FakeUsers { users: vec![earlier], ..FakeUsers::default() };
        let other = imported(&users, &account, OnConflict::Fail, true).await;
        assert!(matches!(other.end, End::Rejected(_)), "someone who was there before");
    }

    #[test]
    fn a_user_whom_the_pool_does_not_take_is_rejected_before_anything_is_written() {
        let users = FakeUsers::default();
        let pool = PoolId("p".into());
        let target = Target {
            users: &users,
            pool: &pool,
            settings: settings(),
            on_conflict: OnConflict::Fail,
            requests: Requests::at(None, Progress::QUIET),
            begun_at: Timestamp::UNIX_EPOCH,
        };
        let reason = |account: &Account| target.new_user(account, &groups()).expect_err("refused");
        let ada = account(UserStatus::Confirmed, true);
        let with = |name: &str, value: &str| {
            let mut account = ada.clone();
            account.attributes.insert(name.into(), value.into());
            account
        };

        assert_eq!(reason(&with("custom:team", "x")), "the pool has no attribute `custom:team`");
        assert_eq!(reason(&with("email", "")), "the user has no email to sign in with");
        let unknown = Account { groups: vec!["admins".into()], ..ada.clone() };
        assert_eq!(reason(&unknown), "the pool has no group `admins`");
        let federated = Account { status: Some(UserStatus::ExternalProvider), ..ada.clone() };
        assert!(reason(&federated).contains("another provider"));
        assert_eq!(target.new_user(&ada, &groups()).expect("a user").attributes.len(), 2, "no identities");
    }
}
