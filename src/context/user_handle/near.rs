//! Who comes near a handle that no user has.

use super::Handle;
use crate::{
    aws::users::{PoolId, Searchable, Selection, User, Users},
    privacy::Privacy,
};

/// As similar as one slip of the hand leaves an address.
const SIMILAR: f64 = 0.9;
const MOST_NAMED: usize = 3;

impl Handle {
    /// The users whose address or name comes near, the nearest first, as a hint; `None` if there is none, or if they
    /// could not be read: it is no part of the answer.
    pub(crate) async fn near(&self, users: &impl Users, pool: &PoolId) -> Option<String> {
        let text = self.text.to_lowercase();
        let start: String = text.chars().take_while(|c| *c != '@').take(2).collect();
        let selection = Selection::Prefix(Searchable::Email, start.clone());
        let page = users.page(pool, &selection, None).await.ok()??;
        let mut near: Vec<(f64, &User)> =
            page.users.iter().filter_map(|user| Some((similarity(&text, user)?, user))).collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.sub.cmp(&b.1.sub)));
        let named: Vec<String> = near.iter().take(MOST_NAMED).map(|(_, user)| named(user)).collect();
        (!named.is_empty()).then(|| format!("near it: {}", named.join("; ")))
    }
}

fn similarity(text: &str, user: &User) -> Option<f64> {
    let email = user.email.as_ref()?.to_lowercase();
    // Without the domain, which many users share, or of which a slip makes another.
    let local = |address: &str| address.split('@').next().unwrap_or_default().to_owned();
    let similarity = strsim::jaro_winkler(&local(text), &local(&email));
    (similarity >= SIMILAR).then_some(similarity)
}

fn named(user: &User) -> String {
    let email = user.email.as_deref().map(|email| Privacy::Masked.show(email)).unwrap_or_default();
    format!("`srvls user lookup {}` ({email}, {})", user.sub, user.status.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::users::fake::{FakeUsers, ada};

    #[tokio::test]
    async fn a_slip_of_the_hand_is_near_and_others_are_not() {
        let with = |sub: &str, email: &str| User { sub: sub.into(), email: Some(email.into()), ..ada() };
        let users =
            vec![with("1", "lovelace@example.com"), with("2", "lovelock@example.com"), with("3", "lo@example.com")];
        let users = FakeUsers { users, ..FakeUsers::default() };
        let near = async |text: &str| Handle::new(text, None).near(&users, &PoolId("p".into())).await;

        let hint = near("Lovelcae@exmaple.com").await.expect("near");

        assert!(hint.starts_with("near it: `srvls user lookup 1` (l***@e***.com, CONFIRMED)"), "{hint}");
        assert!(!hint.contains("lookup 3"), "{hint}");
        assert_eq!(near("grace@example.com").await, None);
    }
}
