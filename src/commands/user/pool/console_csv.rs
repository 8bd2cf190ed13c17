//! The csv of Cognito's own import: a comma in a value has a backslash before it, and quotes are part of the value.
//!
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool-csv-header.html>

use std::collections::BTreeMap;

use super::row::Account;
use crate::{
    aws::users::{Attribute, Searchable},
    copies::FileFormat,
    error::Error,
};

/// The standard attributes, as `GetCSVHeader` lists them.
const STANDARD: [&str; 19] = [
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "email",
    "email_verified",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "phone_number",
    "phone_number_verified",
    "address",
    "updated_at",
];
/// Cognito's template has it for jobs that are given an algorithm of hashes, which ours are not.
const PASSWORD_HASH: &str = "password_hash";
pub(super) const MFA: &str = "cognito:mfa_enabled";
const USERNAME: &str = "cognito:username";

/// What `GetCSVHeader` answers for a pool with this schema: all of it has to be in the file.
pub(super) fn columns(schema: &[Attribute]) -> Vec<String> {
    let custom = schema.iter().map(|attribute| attribute.name.as_str()).filter(|name| name.contains(':'));
    STANDARD.into_iter().chain(custom).chain([MFA, USERNAME]).map(str::to_owned).collect()
}

/// # Errors
/// When a column is no attribute of the pool.
pub(super) fn checked_columns(header: &str, format: FileFormat, schema: &[Attribute]) -> Result<Vec<String>, Error> {
    if format == FileFormat::Jsonl {
        return Ok(Vec::new());
    }
    let named = cells(header);
    let known = columns(schema);
    match named.iter().find(|column| !known.contains(column) && *column != PASSWORD_HASH) {
        None => Ok(named),
        Some(unknown) => Err(Error::usage(
            format!("the pool has no attribute `{unknown}`, which is a column of the file"),
            "the first line needs the names of Cognito's csv, such as `email,email_verified,cognito:username`",
        )),
    }
}

pub(super) fn header(columns: &[String]) -> String {
    format!("{}\n", columns.join(","))
}

/// A value that this csv has no way to write.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unwritable {
    pub(super) column: String,
    pub(super) why: &'static str,
}

/// A row, with its line break.
pub(super) fn row(account: &Account, columns: &[String], signs_in_with: &[Searchable]) -> Result<String, Unwritable> {
    let cells: Result<Vec<String>, Unwritable> =
        columns.iter().map(|column| cell(column, value(account, column, signs_in_with))).collect();
    Ok(format!("{}\n", cells?.join(",")))
}

fn value<'a>(account: &'a Account, column: &str, signs_in_with: &[Searchable]) -> &'a str {
    match column {
        // It is about messages to a phone, and the user sets that up again, unless the row says otherwise.
        MFA => account.attributes.get(MFA).map_or("false", String::as_str),
        USERNAME => sign_in_name(account, signs_in_with).unwrap_or(&account.username),
        "email_verified" | "phone_number_verified" => account.attributes.get(column).map_or("false", String::as_str),
        _ => account.attributes.get(column).map_or("", String::as_str),
    }
}

/// What a user signs in with where that is an attribute.
pub(super) fn sign_in_name<'a>(account: &'a Account, signs_in_with: &[Searchable]) -> Option<&'a str> {
    let values = signs_in_with.iter().filter_map(|attribute| account.attributes.get(attribute.name()));
    values.map(String::as_str).find(|value| !value.is_empty())
}

fn cell(column: &str, value: &str) -> Result<String, Unwritable> {
    let unwritable = |why| Unwritable { column: column.to_owned(), why };
    if value.contains(['\n', '\r']) {
        return Err(unwritable("a line break"));
    }
    if value.ends_with('\\') {
        return Err(unwritable("a backslash at its end"));
    }
    if is_quoted(value) {
        return Err(unwritable("quotes around it"));
    }
    Ok(value.replace(',', "\\,"))
}

fn is_quoted(cell: &str) -> bool {
    cell.len() > 1 && cell.starts_with('"') && cell.ends_with('"')
}

/// The cells of a line.
pub(super) fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut rest = line.trim_end_matches(['\n', '\r']).chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' if rest.peek() == Some(&',') => cells.last_mut().into_iter().for_each(|cell| cell.push(',')),
            ',' => {
                cells.push(String::new());
                continue;
            }
            c => {
                cells.last_mut().into_iter().for_each(|cell| cell.push(c));
                continue;
            }
        }
        rest.next();
    }
    cells
}

/// The user in a line under these columns.
pub(super) fn account(line: &str, columns: &[String]) -> Result<Account, String> {
    let cells = cells(line);
    if cells.len() != columns.len() {
        return Err(format!(
            "it has {} cells, not {}: a comma in a value is written `\\,`",
            cells.len(),
            columns.len()
        ));
    }
    let mut attributes = BTreeMap::new();
    let mut username = None;
    for (column, cell) in columns.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
        if is_quoted(&cell) {
            return Err(format!("`{column}` is in quotes, which would be part of the value"));
        }
        match column.as_str() {
            MFA => {}
            PASSWORD_HASH => return Err("hashes of passwords are not supported: leave the cell empty".into()),
            USERNAME => username = Some(cell),
            _ => drop(attributes.insert(column.clone(), cell)),
        }
    }
    let username = username.ok_or_else(|| format!("`{USERNAME}` is missing"))?;
    let (sub, status, created_at) = (None, None, None);
    Ok(Account { sub, username, status, enabled: true, created_at, attributes, groups: Vec::new() })
}

/// Whether the user in a line under these columns gets codes by messages to their phone.
pub(super) fn has_mfa(line: &str, columns: &[String]) -> bool {
    let at = columns.iter().position(|column| column == MFA);
    at.and_then(|at| cells(line).into_iter().nth(at)).is_some_and(|cell| cell.trim().eq_ignore_ascii_case("true"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::aws::users::fake::settings;

    fn with(attributes: &[(&str, &str)]) -> Account {
        let attributes = attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let (sub, status, created_at) = (None, None, None);
        Account { sub, username: "ada".into(), status, enabled: true, created_at, attributes, groups: Vec::new() }
    }

    #[test]
    fn the_header_is_that_of_the_documentation_and_what_the_pool_has_besides() {
        assert_eq!(
            header(&columns(&settings().attributes)),
            "name,given_name,family_name,middle_name,nickname,preferred_username,profile,picture,website,email,\
             email_verified,gender,birthdate,zoneinfo,locale,phone_number,phone_number_verified,address,updated_at,\
             custom:level,custom:born,cognito:mfa_enabled,cognito:username\n"
        );
    }

    #[test]
    fn a_user_signs_in_with_their_address_where_the_pool_says_so() {
        let columns: Vec<String> = ["email", "email_verified", MFA, USERNAME].map(str::to_owned).into();
        let ada = with(&[("email", "ada@example.com"), ("email_verified", "true")]);

        assert_eq!(
            row(&ada, &columns, &[Searchable::Email]).as_deref(),
            Ok("ada@example.com,true,false,ada@example.com\n")
        );
        assert_eq!(row(&ada, &columns, &[]).as_deref(), Ok("ada@example.com,true,false,ada\n"));
    }

    #[test]
    fn what_it_can_not_write_is_said_and_what_would_be_misread_refused() {
        let columns: Vec<String> = ["name", USERNAME].map(str::to_owned).into();
        for (value, why) in [("a\nb", "a line break"), ("a\\", "a backslash at its end"), ("\"a\"", "quotes around it")]
        {
            let unwritable = row(&with(&[("name", value)]), &columns, &[]).expect_err(value);
            assert_eq!(unwritable, Unwritable { column: "name".into(), why });
        }
        assert!(account("\"Lovelace\",ada", &columns).expect_err("quoted").contains("`name` is in quotes"));
        assert!(account("\"Lovelace, Ada\",ada", &columns).expect_err("quoted").contains("it has 3 cells, not 2"));
        assert!(account("Ada,", &columns).expect_err("nameless").contains("`cognito:username` is missing"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_it_writes_comes_back(name in ".*", note in "[,\\\\\"a]*") {
            let columns: Vec<String> = ["name", "custom:note", USERNAME].map(str::to_owned).into();
            let ada = with(&[("name", &name), ("custom:note", &note)]);
            if let Ok(row) = row(&ada, &columns, &[]) {
                let mut read = account(&row, &columns).expect("a user");
                // Nothing stands for an empty value and for none.
                for name in ["name", "custom:note"] {
                    read.attributes.entry(name.to_owned()).or_default();
                }
                prop_assert_eq!(read, ada, "{}", row);
            }
        }
    }
}
