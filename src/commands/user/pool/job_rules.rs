//! Which users an import job of Cognito takes, and how its csv has them.
//!
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool-csv-header.html>

use std::{
    collections::{BTreeMap, HashSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use super::{
    console_csv::{self, MFA, sign_in_name},
    difference::settable,
    row::Account,
};
use crate::aws::users::{MfaRequirement, PoolSettings, Searchable, UserStatus};

/// In characters.
const LONGEST_ROW: usize = 16_000;

pub(super) struct Rules<'a> {
    /// As Cognito answers them.
    columns: Vec<String>,
    settings: &'a PoolSettings,
    /// The names of the users so far. By their hashes: half a million names would fill the memory of a small machine.
    names: HashSet<u64>,
}

impl<'a> Rules<'a> {
    pub(super) fn of(columns: Vec<String>, settings: &'a PoolSettings) -> Self {
        Self { columns, settings, names: HashSet::new() }
    }

    pub(super) fn header(&self) -> String {
        console_csv::header(&self.columns)
    }

    /// The user as a line of the csv.
    ///
    /// # Errors
    /// When Cognito would not import this user, or not as the row says: the reason.
    pub(super) fn line(&mut self, account: &Account, has_mfa: bool) -> Result<String, String> {
        if account.status == Some(UserStatus::ExternalProvider) {
            return Err("the user signs in through another provider: Cognito creates them when they next do".into());
        }
        if !account.enabled {
            return Err("the user is disabled, and a job would enable them".into());
        }
        let mut attributes = settable(account);
        self.check(&attributes)?;
        if let Some(birthdate) = attributes.get_mut("birthdate") {
            *birthdate = american(birthdate)?;
        }
        let has_mfa = match self.settings.mfa {
            MfaRequirement::Off => false,
            MfaRequirement::Optional => has_mfa,
            MfaRequirement::Required => true,
        };
        attributes.insert(MFA.to_owned(), has_mfa.to_string());
        let name = self.name(account)?;
        let account = Account { username: name, attributes, ..account.clone() };
        let line = console_csv::row(&account, &self.columns, &self.settings.signs_in_with)
            .map_err(|unwritable| format!("`{}` has {}, which csv can't hold", unwritable.column, unwritable.why))?;
        if line.chars().count() > LONGEST_ROW {
            return Err(format!("its row has more than {LONGEST_ROW} characters"));
        }
        let name = account.username;
        let name = if self.settings.is_case_sensitive { name } else { name.to_lowercase() };
        if self.names.insert(hash(&name)) { Ok(line) } else { Err("an earlier row has the same user".into()) }
    }

    fn name(&self, account: &Account) -> Result<String, String> {
        let by = &self.settings.signs_in_with;
        let name = if by.is_empty() { Some(account.username.as_str()) } else { sign_in_name(account, by) };
        let needed = || by.iter().map(|attribute| attribute.name()).collect::<Vec<_>>().join(" or ");
        let name = name.ok_or_else(|| format!("the user has no {} to sign in with", needed()))?;
        if name.is_empty() || name.contains(char::is_whitespace) {
            return Err("the user's name is empty, or has a blank in it".into());
        }
        Ok(name.to_owned())
    }

    fn check(&self, attributes: &BTreeMap<String, String>) -> Result<(), String> {
        if let Some(unknown) = attributes.keys().find(|name| !self.columns.contains(name)) {
            return Err(format!("the pool has no attribute `{unknown}`"));
        }
        let has = |name: &str| attributes.get(name).is_some_and(|value| !value.trim().is_empty());
        // Cognito gives out the sub.
        let needed = self.settings.attributes.iter().filter(|attribute| attribute.required && attribute.name != "sub");
        if let Some(missing) = needed.map(|attribute| attribute.name.as_str()).find(|name| !has(name)) {
            return Err(format!("`{missing}` is missing, which the pool requires"));
        }
        let is_verified = |attribute: &Searchable| {
            let flag = attributes.get(&format!("{}_verified", attribute.name()));
            has(attribute.name()) && flag.is_some_and(|value| value.trim().eq_ignore_ascii_case("true"))
        };
        if !self.settings.verifies.iter().any(is_verified) {
            let names = self.settings.verifies.iter().map(|attribute| attribute.name()).collect::<Vec<_>>();
            return Err(format!("the {} is not verified, and a job imports no such user", names.join(" or the ")));
        }
        let is_number = |value: &String| value.trim().chars().all(|c| c.is_ascii_digit());
        if !attributes.get("updated_at").is_none_or(is_number) {
            return Err("`updated_at` is no number of seconds".into());
        }
        Ok(())
    }
}

fn hash(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

/// The csv has another order than the attribute: `02/01/1985` for `1985-02-01`.
fn american(date: &str) -> Result<String, String> {
    let unreadable = || "`birthdate` is no date such as 1985-02-01 or 02/01/1985".to_owned();
    let digits = |part: &str, count| part.len() == count && part.chars().all(|c| c.is_ascii_digit());
    let (dashed, slashed): (Vec<&str>, Vec<&str>) = (date.split('-').collect(), date.split('/').collect());
    match (dashed.as_slice(), slashed.as_slice()) {
        ([year, month, day], _) if digits(year, 4) && digits(month, 2) && digits(day, 2) => {
            Ok(format!("{month}/{day}/{year}"))
        }
        (_, [month, day, year]) if digits(year, 4) && digits(month, 2) && digits(day, 2) => Ok(date.to_owned()),
        _ => Err(unreadable()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::users::{Attribute, fake::settings};

    fn account(pairs: &[(&str, &str)]) -> Account {
        let mut attributes: BTreeMap<String, String> =
            [("email", "ada@example.com"), ("email_verified", "true"), ("name", "Ada, Countess")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into();
        attributes.extend(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        Account {
            sub: Some("1".into()),
            username: "1".into(),
            status: Some(UserStatus::Confirmed),
            enabled: true,
            created_at: None,
            attributes,
            groups: vec!["admin".into()],
        }
    }

    fn columns() -> Vec<String> {
        ["name", "email", "email_verified", "birthdate", "updated_at", "cognito:mfa_enabled", "cognito:username"]
            .map(str::to_owned)
            .into()
    }

    fn line(settings: &PoolSettings, account: &Account, has_mfa: bool) -> Result<String, String> {
        Rules::of(columns(), settings).line(account, has_mfa)
    }

    #[test]
    fn a_user_is_written_as_cognito_reads_them() {
        let pool = settings();

        let written = line(&pool, &account(&[("birthdate", "1815-12-10"), ("identities", "[]")]), false);

        let row = "Ada\\, Countess,ada@example.com,true,12/10/1815,,false,ada@example.com\n";
        assert_eq!(written.as_deref(), Ok(row));
        assert_eq!(line(&pool, &account(&[("birthdate", "12/10/1815")]), false).as_deref(), Ok(row));
    }

    #[test]
    fn second_factors_are_as_the_pool_demands() {
        let factor = |mfa, has_mfa| {
            let line = line(&PoolSettings { mfa, ..settings() }, &account(&[]), has_mfa).expect("a row");
            line.split(',').nth_back(1) == Some("true")
        };

        assert!(!factor(MfaRequirement::Off, true) && factor(MfaRequirement::Required, false));
        assert!(factor(MfaRequirement::Optional, true) && !factor(MfaRequirement::Optional, false));
    }

    #[test]
    fn whom_cognito_would_not_import_as_the_row_says_is_refused_with_the_reason() {
        let pool = settings();
        let reason = |account: &Account| line(&pool, account, false).expect_err("refused");

        let disabled = Account { enabled: false, ..account(&[]) };
        assert_eq!(reason(&disabled), "the user is disabled, and a job would enable them");
        let federated = Account { status: Some(UserStatus::ExternalProvider), ..account(&[]) };
        assert!(reason(&federated).contains("another provider"));
        for (name, value, why) in [
            ("email_verified", "false", "the email is not verified"),
            ("email", "", "`email` is missing"),
            ("email", "a da@example.com", "has a blank in it"),
            ("custom:team", "x", "no attribute `custom:team`"),
            ("birthdate", "yesterday", "`birthdate` is no date"),
            ("updated_at", "2026-11-01", "`updated_at` is no number"),
            ("name", "a\nb", "`name` has a line break"),
            ("name", &"x".repeat(16_000), "more than 16000 characters"),
        ] {
            assert!(reason(&account(&[(name, value)])).contains(why), "{name}={value}: {why}");
        }
    }

    #[test]
    fn a_pool_verifies_what_its_settings_say_and_requires_what_they_say() {
        let both = PoolSettings { verifies: vec![Searchable::Email, Searchable::Phone], ..settings() };
        let phone = PoolSettings { verifies: vec![Searchable::Phone], ..settings() };

        assert!(line(&both, &account(&[]), false).is_ok());
        let reason = line(&phone, &account(&[]), false).expect_err("refused");
        assert!(reason.starts_with("the phone_number is not verified"), "{reason}");
        let required = |attribute: Attribute| Attribute { required: true, ..attribute };
        let all = PoolSettings { attributes: settings().attributes.into_iter().map(required).collect(), ..settings() };
        assert!(line(&all, &account(&[]), false).expect_err("refused").contains("which the pool requires"));
    }

    #[test]
    fn a_name_stands_for_one_user() {
        let pool = settings();
        let mut rules = Rules::of(columns(), &pool);

        assert!(rules.line(&account(&[]), false).is_ok());
        let again = rules.line(&account(&[("email", "ADA@example.com")]), false);

        assert_eq!(again, Err("an earlier row has the same user".into()));
        let sensitive = PoolSettings { is_case_sensitive: true, ..settings() };
        let mut rules = Rules::of(columns(), &sensitive);
        assert!(rules.line(&account(&[]), false).is_ok());
        assert!(rules.line(&account(&[("email", "ADA@example.com")]), false).is_ok(), "another user");
        assert!(rules.line(&account(&[]), false).is_err());
    }
}
