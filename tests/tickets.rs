//! The tickets of a support desk, each solved by what the screen of `srvls user lookup` proposes, in two commands at most.

use std::sync::Arc;

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
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    trials!(backend, [the_invitation_does_not_work, it_says_that_i_am_disabled,])
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
        }
        let mut lines: Vec<String> = text.lines().map(|line| without_times(line.trim_end())).collect();
        // A line that stands twice in a row is one.
        lines.dedup();
        lines.join("\n")
    }
}

/// Every digit of a time becomes a letter.
fn without_times(line: &str) -> String {
    const SHAPES: [(&str, &str); 2] =
        [("####-##-## ##:##Z", "YYYY-MM-DD HH:MMZ"), ("####-##-##T##:##", "YYYY-MM-DDTHH:MM")];
    let mut letters: Vec<char> = line.chars().collect();
    for (shape, name) in SHAPES {
        let (shape, name): (Vec<char>, Vec<char>) = (shape.chars().collect(), name.chars().collect());
        let fits =
            |(letter, wanted): (&char, &char)| if *wanted == '#' { letter.is_ascii_digit() } else { letter == wanted };
        for start in 0..letters.len().saturating_sub(shape.len() - 1) {
            if letters[start..start + shape.len()].iter().zip(&shape).all(fits) {
                letters.splice(start..start + shape.len(), name.iter().copied());
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
            Some(command) if is_full => command.push_str(line),
            _ if line.starts_with("  ") => commands.push(line.trim().to_owned()),
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
