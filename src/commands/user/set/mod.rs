//! `srvls user set`: a user's attributes, as far as the pool's schema lets them change.

mod value;

use std::collections::BTreeMap;

use serde_json::json;

use self::value::{Assignment, assignment};
use super::{edit_report::EditReport, subject::subject};
use crate::{
    aws::users::{Edits as _, PoolId, PoolSettings, Pools as _, Searchable, User, UserStatus, Users},
    context::Context,
    error::Error,
    terminal::pasteable::quoted,
};

/// Set a user's attributes
///
/// KEY is an attribute of the pool: email, name, phone_number, email_verified, or a custom one, with or without
/// `custom:`. An empty value removes the attribute.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls user set ada@exmaple.com email=ada@example.com --verified --reason T-1
  srvls user set 6e0fd3e7-4a27-4ffd-97f2-3469b3a7e766 name='Ada Lovelace' --reason T-1")]
pub(crate) struct SetArgs {
    /// Exact e-mail, sub, phone (+821012345678) or user name
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    handle: String,
    /// What to set, such as name='Ada Lovelace'
    #[arg(value_name = "KEY=VALUE", required = true, value_parser = assignment)]
    values: Vec<Assignment>,
    /// Mark the new e-mail or phone as verified; no code is sent
    #[arg(long)]
    verified: bool,
}

type Attributes = BTreeMap<String, String>;

pub(super) async fn run(cx: &Context, args: &SetArgs) -> Result<EditReport, Error> {
    let users = &cx.aws.users;
    let subject = subject(cx, &args.handle).await?;
    let settings = users.settings(&subject.app.pool).await?;
    let mut attributes = checked(&args.values, &settings)?;
    if args.verified {
        verify(&mut attributes)?;
    }
    refuse_removal(&subject.user, &attributes)?;
    refuse_taken(users, &subject.app.pool, &subject.user, &attributes).await?;
    let names: Vec<&str> = attributes.keys().map(String::as_str).collect();
    let (_permit, app, user) = subject.confirmed(Some(&format!("Set {} of", names.join(", ")))).await?;
    users.set(&app.pool, &user.username, &attributes).await?;
    Ok(report(&user, &attributes, &settings, cx.global.reveal).for_stage(cx))
}

fn checked(values: &[Assignment], settings: &PoolSettings) -> Result<Attributes, Error> {
    let mut attributes = Attributes::new();
    for value in values {
        let (name, value) = value.check(&settings.attributes)?;
        if attributes.insert(name.clone(), value).is_some() {
            return Err(Error::usage(format!("`{name}` is set twice"), "give each attribute one value"));
        }
    }
    Ok(attributes)
}

/// Has every new address count as the user's own.
fn verify(attributes: &mut Attributes) -> Result<(), Error> {
    let is_new = |name: &&str| attributes.get(*name).is_some_and(|value| !value.is_empty());
    let verified: Vec<String> =
        ["email", "phone_number"].iter().filter(|name| is_new(name)).map(|name| format!("{name}_verified")).collect();
    if verified.is_empty() {
        return Err(Error::usage(
            "`--verified` needs a new e-mail or phone number",
            "set it at the same time: `email=ADDRESS --verified`; `srvls user verify-email` verifies the current one",
        ));
    }
    attributes.extend(verified.into_iter().map(|name| (name, "true".to_owned())));
    Ok(())
}

/// A user whose name Cognito generated signs in with the address, although the schema does not require it.
fn refuse_removal(user: &User, attributes: &Attributes) -> Result<(), Error> {
    let signs_in_with = if user.email.is_some() { "email" } else { "phone_number" };
    if user.username == user.sub && attributes.get(signs_in_with).is_some_and(String::is_empty) {
        return Err(Error::usage(
            format!("`{signs_in_with}` can't be removed: the user signs in with it"),
            format!("give it another value: `{signs_in_with}=…`"),
        ));
    }
    Ok(())
}

/// Two users of one address can't both sign in with it, and Cognito only says that the alias exists.
async fn refuse_taken(users: &impl Users, pool: &PoolId, user: &User, attributes: &Attributes) -> Result<(), Error> {
    for (name, attribute, what) in
        [("email", Searchable::Email, "e-mail address"), ("phone_number", Searchable::Phone, "phone number")]
    {
        let Some(value) = attributes.get(name).filter(|value| !value.is_empty()) else { continue };
        let others = users.matching(pool, attribute, value).await?;
        if let Some(other) = others.iter().find(|other| other.sub != user.sub) {
            return Err(Error::usage(
                format!("user {} has this {what} already", other.sub),
                format!("see whose it is: `srvls user lookup {}`", other.sub),
            ));
        }
    }
    Ok(())
}

fn report(user: &User, attributes: &Attributes, settings: &PoolSettings, reveal: bool) -> EditReport {
    let sub = &user.sub;
    let before = |name: &String| user.attributes.get(name).map(String::as_str).unwrap_or_default();
    let changed: Vec<&String> =
        attributes.iter().filter(|(name, value)| before(name) != **value).map(|it| it.0).collect();
    let removed = attributes.iter().filter(|(_, value)| value.is_empty()).count();
    let names = attributes.keys().cloned().collect::<Vec<_>>().join(", ");
    // The former values are personal data.
    let undo = (reveal && !changed.is_empty()).then(|| {
        let former = changed.iter().map(|name| quoted(&format!("{name}={}", before(name))).into_owned());
        format!("srvls user set {sub} {}", former.collect::<Vec<_>>().join(" "))
    });
    let mut notes = Vec::new();
    let is_new = |name: &str| changed.iter().any(|changed| *changed == name) && !attributes[name].is_empty();
    if is_new("email") && attributes.get("email_verified").map(String::as_str) != Some("true") {
        notes.push(unverified_address(user, settings));
    }
    if is_new("email") {
        notes.push("the profile keeps the address that it has".to_owned());
    }
    if undo.is_none() && !changed.is_empty() {
        notes.push("with `--reveal`, the answer has the undo, in which the former values are".to_owned());
    }
    EditReport {
        action: "set",
        sub: sub.clone(),
        changed: !changed.is_empty(),
        result: match (changed.len(), removed) {
            (0, _) => format!("nothing to do: {names} had this value"),
            (_, removed) if removed == attributes.len() => format!("{names} removed"),
            _ => format!("{names} set"),
        },
        undo,
        note: (!notes.is_empty()).then(|| notes.join("; ")),
        details: [("attributes".to_owned(), json!(attributes.keys().collect::<Vec<_>>()))].into_iter().collect(),
        ..EditReport::default()
    }
}

/// What becomes of an address that the user has not proved to be theirs.
fn unverified_address(user: &User, settings: &PoolSettings) -> String {
    let sub = &user.sub;
    if settings.kept_until_verified.iter().any(|name| name == "email") && user.status != UserStatus::Unconfirmed {
        return "Cognito mails a code to the new address, and the old one stays until the user enters it; with \
                `--verified`, it is theirs at once"
            .to_owned();
    }
    match user.status {
        UserStatus::Unconfirmed => {
            format!("`srvls user resend {sub}` sends the code of the sign-up to the new address")
        }
        _ => format!("the new address is not verified: `srvls user verify-email {sub}` if it is the user's own"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::users::fake::{FakeUsers, ada, settings};

    fn attributes(pairs: &[(&str, &str)]) -> Attributes {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn ada_with_attributes() -> User {
        User { attributes: attributes(&[("email", "ada@example.com"), ("name", "Ada's")]), ..ada() }
    }

    #[tokio::test]
    async fn an_address_of_someone_else_is_refused_and_names_them() {
        let bob = User { sub: "2".into(), email: Some("bob@example.com".into()), ..ada() };
        let users = FakeUsers { users: vec![ada(), bob], ..FakeUsers::default() };
        let refused = async |email: &str| {
            refuse_taken(&users, &PoolId("p".into()), &ada(), &attributes(&[("email", email)])).await
        };

        let taken = refused("bob@example.com").await.expect_err("taken");

        assert_eq!(taken.hint().as_deref(), Some("see whose it is: `srvls user lookup 2`"));
        assert!(refused("ada@example.com").await.is_ok(), "their own");
        assert!(refused("new@example.com").await.is_ok());
    }

    #[test]
    fn the_undo_has_the_former_values_and_only_who_may_see_them_gets_it() {
        let new = attributes(&[("name", "Ada"), ("email", "ada@example.com")]);

        let masked = report(&ada_with_attributes(), &new, &settings(), false);
        let revealed = report(&ada_with_attributes(), &new, &settings(), true);

        let sub = ada().sub;
        assert_eq!(masked.undo, None);
        assert!(!serde_json::to_string(&masked).expect("JSON").contains("Ada's"));
        assert_eq!(revealed.undo, Some(format!(r#"srvls user set {sub} "name=Ada's""#)), "the address did not change");
    }

    #[test]
    fn a_new_address_says_what_becomes_of_it() {
        let note = |status, pairs: &[(&str, &str)]| {
            let user = User { status, ..ada_with_attributes() };
            report(&user, &attributes(pairs), &settings(), true).note.expect("a note")
        };
        let new = ("email", "new@example.com");

        assert!(note(UserStatus::Confirmed, &[new]).contains("the old one stays until"));
        assert!(note(UserStatus::Unconfirmed, &[new]).contains("`srvls user resend "));
        let verified = note(UserStatus::Confirmed, &[new, ("email_verified", "true")]);
        assert_eq!(verified, "the profile keeps the address that it has");
    }

    #[test]
    fn only_a_new_address_can_be_set_as_verified() {
        let mut email = attributes(&[("email", "new@example.com"), ("phone_number", "")]);

        verify(&mut email).expect("a new address");

        assert_eq!(
            email,
            attributes(&[("email", "new@example.com"), ("email_verified", "true"), ("phone_number", "")]),
            "a number that is removed is not verified"
        );
        assert!(verify(&mut attributes(&[("name", "Ada")])).is_err());
    }

    #[test]
    fn the_address_that_a_user_signs_in_with_stays() {
        let named = User { username: "ada".into(), ..ada() };
        let none = attributes(&[("email", "")]);

        assert!(refuse_removal(&ada(), &none).is_err());
        assert!(refuse_removal(&named, &none).is_ok());
        assert!(refuse_removal(&ada(), &attributes(&[("name", "")])).is_ok());
    }

    #[test]
    fn setting_what_is_set_changes_nothing() {
        let again = report(&ada_with_attributes(), &attributes(&[("name", "Ada's")]), &settings(), true);

        assert_eq!((again.changed, again.undo, again.note), (false, None, None));
        assert_eq!(again.result, "nothing to do: name had this value");
    }

    #[test]
    fn an_attribute_has_one_value() {
        let twice = ["name=a", "name=b"].map(|text| assignment(text).expect("an assignment"));

        assert!(checked(&twice, &settings()).is_err());
    }
}
