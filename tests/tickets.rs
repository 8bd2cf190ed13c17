//! The tickets of a support desk, each solved by what the screen of `srvls user lookup` proposes, in two commands at most.

use std::{fs, sync::Arc};

use libtest_mimic::Trial;
use serde_json::json;

use crate::{
    support::{
        backend::{Backend, Deployed},
        client::{PASSWORD, User},
        terminal::Terminal,
        trials,
    },
    user_desk::invited,
    user_lookups::eventually,
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    trials!(
        backend,
        [
            the_sign_up_was_never_confirmed,
            the_invitation_does_not_work,
            it_says_that_i_am_disabled,
            i_lost_the_phone_with_the_codes,
            my_address_was_mistyped,
            no_mail_arrives,
            my_data_is_gone,
            my_data_is_with_another_account,
            what_do_you_know_of_me,
            delete_me,
            my_account_does_strange_things
        ]
    )
}

/// A terminal in front of the deployed stage, and what was on it.
struct Desk<'a> {
    deployed: &'a Deployed,
    columns: u16,
    /// What differs each time, and what stands for it: of the same length, so that lines break at the same place.
    subs: Vec<(String, String)>,
    shown: Vec<String>,
}

impl<'a> Desk<'a> {
    fn new(deployed: &'a Deployed, columns: u16) -> Self {
        Self { deployed, columns, subs: Vec::new(), shown: Vec::new() }
    }

    /// From here on the sub stands in transcripts under this name.
    fn knows(&mut self, sub: &str, name: &str) {
        self.subs.push((sub.to_owned(), format!("{name:~^36}")));
    }

    /// Runs a command of srvls, and answers its question.
    fn run(&mut self, command: &str, answer: Option<&str>) -> String {
        let words: Vec<&str> = command.split(' ').skip(1).collect();
        let mut terminal = Terminal::tall(self.deployed.folder(), self.columns, &self.deployed.command(&words));
        if let Some(answer) = answer {
            terminal.showing(&[if answer == "y" { "[y/N]" } else { "Type " }]);
            terminal.press(&format!("{answer}\n"));
        }
        let (screen, code) = terminal.end();
        self.shown.push(format!("$ {command}\n{screen}\n"));
        assert_eq!(code, 0, "{command}: {screen}");
        screen
    }

    fn lookup(&mut self, handle: &str) -> String {
        self.run(&format!("srvls user lookup {handle}"), None)
    }

    fn transcript(self) -> String {
        let mut text = self.shown.join("\n");
        for (sub, name) in &self.subs {
            text = text.replace(sub, name);
            // Of what a person types, the terminal breaks a line that is full.
            for at in 1..sub.len() {
                let broken = |text: &str| format!("{}\n{}", &text[..at], &text[at..]);
                text = text.replace(&broken(sub), &broken(name));
            }
        }
        let mut lines: Vec<String> = text.lines().map(|line| without_what_differs(line.trim_end())).collect();
        // A line that stands twice in a row is one.
        lines.dedup();
        lines.join("\n")
    }
}

/// Every digit of a time and of a size becomes a letter, and the id of a request a word.
fn without_what_differs(line: &str) -> String {
    const SHAPES: [(&str, &str); 4] = [
        ("#.## KiB", "N.NN KiB"),
        ("####-##-## ##:##", "YYYY-MM-DD HH:MM"),
        ("####-##-##T##:##", "YYYY-MM-DDTHH:MM"),
        ("xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", "~~~~~~~~~~~~~~REQUEST~~~~~~~~~~~~~~~"),
    ];
    let mut letters: Vec<char> = line.chars().collect();
    for (shape, name) in SHAPES {
        let (shape, name): (Vec<char>, Vec<char>) = (shape.chars().collect(), name.chars().collect());
        let fits = |(letter, wanted): (&char, &char)| match wanted {
            '#' => letter.is_ascii_digit(),
            'x' => letter.is_ascii_hexdigit(),
            _ => letter == wanted,
        };
        for start in 0..letters.len().saturating_sub(shape.len() - 1) {
            if letters[start..start + shape.len()].iter().zip(&shape).all(fits) {
                letters.splice(start..start + shape.len(), name.iter().copied());
                // The seconds, where the time has them.
                for letter in &mut letters[start + shape.len()..] {
                    match letter {
                        ':' | '.' => {}
                        '0'..='9' => *letter = 'S',
                        _ => break,
                    }
                }
            }
        }
    }
    letters.into_iter().collect()
}

/// The commands beside or below a label, as a person copies them: a terminal breaks a command only where its row is full.
#[track_caller]
pub(crate) fn proposed(screen: &str, columns: u16, label: &str) -> Vec<String> {
    let is_labelled =
        |line: &&str| line.strip_prefix(label).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    let mut lines = screen.lines().skip_while(|line| !is_labelled(line));
    let first = lines.next().unwrap_or_else(|| panic!("nothing is proposed for {label:?}:\n{screen}"));
    let mut commands = vec![first[label.len()..].trim().to_owned()];
    let mut is_full = false;
    for line in lines {
        match commands.last_mut() {
            // A row with a label has a gap behind it.
            Some(command) if is_full && !line.contains("  ") => command.push_str(line),
            _ if line.starts_with(' ') => commands.push(line.trim().to_owned()),
            _ => break,
        }
        is_full = line.len() == usize::from(columns);
    }
    commands.retain(|command| !command.is_empty());
    commands
}

/// Solves a ticket in front of a narrow terminal and of a wide one, each with a user of its own.
fn solve(backend: &Backend, name: &str, solve: impl Fn(&mut Desk<'_>, &str)) {
    for columns in [80, 120] {
        let mut desk = Desk::new(backend.get(), columns);
        // As long in both.
        solve(&mut desk, &format!("{name}-{columns:03}@example.com"));
        insta::assert_snapshot!(format!("{name}_{columns}"), desk.transcript());
    }
}

fn signs_in(deployed: &Deployed, email: &str, password: &str) -> bool {
    let answer = deployed.client().post("/auth/signin", json!({ "email": email, "password": password }));
    answer.body["accessToken"].is_string()
}

/// A user with this address, who has signed up and set a password.
fn user(desk: &mut Desk<'_>, email: &str) -> User {
    let client = desk.deployed.client();
    let user = client.user_with(email);
    desk.knows(&user.sub, "SUB");
    user
}

fn account(desk: &Desk<'_>, user: &User) -> serde_json::Value {
    json!({ "UserPoolId": desk.deployed.output("UserPoolId"), "Username": user.sub })
}

fn the_sign_up_was_never_confirmed(backend: &Backend) {
    solve(backend, "never-confirmed", |desk, email| {
        let sign_up = json!({ "email": email, "password": PASSWORD, "name": "Ada" });
        assert_eq!(desk.deployed.client().post("/auth/signup", sign_up).status, 202);
        let listed = desk.deployed.run(&["user", "lookup", email, "-o", "json"]).json();
        desk.knows(listed["user"]["sub"].as_str().expect("a sub"), "SUB");

        let screen = desk.lookup(email);
        let commands = proposed(&screen, desk.columns, "Next");
        desk.run(&commands[0], Some("y"));
        desk.run(&commands[1], Some("y"));

        assert!(signs_in(desk.deployed, email, PASSWORD));
    });
}

fn the_invitation_does_not_work(backend: &Backend) {
    solve(backend, "invited", |desk, email| {
        let sub = invited(desk.deployed, email);
        desk.knows(&sub, "SUB");

        let screen = desk.lookup(email);
        let sent = desk.run(&proposed(&screen, desk.columns, "new mail")[0], Some("y"));

        assert!(sent.contains("sent again to i***@e***.com"), "{sent}");
    });
}

fn it_says_that_i_am_disabled(backend: &Backend) {
    solve(backend, "disabled", |desk, email| {
        let user = user(desk, email);
        let disabled = desk.deployed.run(&["user", "disable", &user.sub, "--yes", "--reason", "T-7"]);
        assert_eq!(disabled.code, 0, "{}", disabled.stderr);
        assert!(!signs_in(desk.deployed, email, PASSWORD));

        let screen = desk.lookup(email);
        desk.run(&proposed(&screen, desk.columns, "Next")[0], Some("y"));

        assert!(signs_in(desk.deployed, email, PASSWORD));
    });
}

fn i_lost_the_phone_with_the_codes(backend: &Backend) {
    solve(backend, "lost-phone", |desk, email| {
        let user = user(desk, email);
        let mut request = account(desk, &user);
        request["SoftwareTokenMfaSettings"] = json!({ "Enabled": true, "PreferredMfa": true });
        desk.deployed.cognito("AdminSetUserMFAPreference", request);
        assert!(!signs_in(desk.deployed, email, PASSWORD));

        let screen = desk.lookup(email);
        desk.run(&proposed(&screen, desk.columns, "lost phone")[0], Some("y"));

        assert!(signs_in(desk.deployed, email, PASSWORD));
    });
}

fn my_address_was_mistyped(backend: &Backend) {
    solve(backend, "mistyped", |desk, email| {
        let user = user(desk, email);
        let right = email.replace("mistyped", "welltyped");

        // A user with a mistyped address is found by the sub.
        let screen = desk.lookup(&user.sub);
        let command = proposed(&screen, desk.columns, "new address")[0].replace("ADDRESS", &right);
        desk.run(&command, Some("y"));

        assert!(signs_in(desk.deployed, &right, PASSWORD));
    });
}

fn no_mail_arrives(backend: &Backend) {
    solve(backend, "no-mail", |desk, email| {
        user(desk, email);

        let screen = desk.lookup(email);
        let printed = desk.run(&proposed(&screen, desk.columns, "no mail (ops)")[0], Some("y"));

        let password = printed.lines().find_map(|line| line.strip_prefix("Password")).expect("a password").trim();
        let answer = desk.deployed.client().post("/auth/signin", json!({ "email": email, "password": password }));
        assert_eq!(answer.body["challenge"], "NEW_PASSWORD_REQUIRED");
        desk.knows(password, "PASSWORD");
    });
}

fn my_data_is_gone(backend: &Backend) {
    solve(backend, "gone", |desk, email| {
        let client = desk.deployed.client();
        let user = user(desk, email);
        let entry = json!({ "content": { "n": 1 }, "category": "notes" });
        let created = user.call(&client, "POST", "/data", Some(entry));
        let id = created.body["dataId"].as_str().unwrap_or_else(|| panic!("{created:?}")).to_owned();
        desk.subs.push((id.clone(), format!("{:~^width$}", "DATA", width = id.len())));
        let deleted = user.call(&client, "DELETE", &format!("/data/{}/{id}", user.sub), None);
        assert_eq!(deleted.status, 204, "{deleted:?}");
        let timeline = || desk.deployed.run(&["user", "timeline", &user.sub, "-o", "json"]).json();
        eventually(timeline, |timeline| timeline.to_string().contains("DELETE /data/"));

        let screen = desk.lookup(email);
        let history = desk.run(&proposed(&screen, desk.columns, "history")[0], None);

        assert!(screen.contains("0 entries"), "{screen}");
        assert!(history.contains("DELETE /data/"), "{history}");
    });
}

fn my_data_is_with_another_account(backend: &Backend) {
    solve(backend, "two-of-me", |desk, email| {
        let client = desk.deployed.client();
        let old = client.user_with(&email.replace("two-of-me", "old-of-me"));
        let entry = json!({ "content": { "n": 1 }, "category": "notes" });
        assert_eq!(old.call(&client, "POST", "/data", Some(entry)).status, 201);
        let new = user(desk, email);
        desk.knows(&old.sub, "OLD");
        let mut request = account(desk, &old);
        request["UserAttributes"] = json!([{ "Name": "email", "Value": email }]);
        desk.deployed.cognito("AdminUpdateUserAttributes", request);

        let screen = desk.lookup(&new.sub);
        let other = desk.run(&proposed(&screen, desk.columns, "Next")[0], None);

        assert!(other.contains("1 entry"), "{other}");
    });
}

fn what_do_you_know_of_me(backend: &Backend) {
    solve(backend, "all-of-it", |desk, email| {
        let user = user(desk, email);

        let screen = desk.lookup(email);
        desk.run(&proposed(&screen, desk.columns, "all of it")[0], None);

        let archive = desk.deployed.folder().join(format!("{}.zip", user.sub));
        assert!(fs::metadata(&archive).is_ok_and(|file| file.len() > 0));
        fs::remove_file(archive).unwrap();
    });
}

fn delete_me(backend: &Backend) {
    solve(backend, "delete-me", |desk, email| {
        let user = user(desk, email);

        let screen = desk.lookup(email);
        desk.run(&proposed(&screen, desk.columns, "erase (ops)")[0], Some(&user.sub));

        assert_eq!(desk.deployed.run(&["user", "lookup", &user.sub]).code, 5);
    });
}

fn my_account_does_strange_things(backend: &Backend) {
    solve(backend, "stolen", |desk, email| {
        user(desk, email);

        let screen = desk.lookup(email);
        desk.run(&proposed(&screen, desk.columns, "history")[0], None);
        desk.run(&proposed(&screen, desk.columns, "stolen")[0], Some("y"));

        assert!(!signs_in(desk.deployed, email, PASSWORD));
    });
}
