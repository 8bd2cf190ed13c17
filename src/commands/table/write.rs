//! What writing one item and deleting one have in common: the key, the question, the item that is kept, the answer.

use std::{
    collections::BTreeMap,
    fs::{self, DirBuilder, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    time::{Duration, UNIX_EPOCH},
};

use aws_lc_rs::rand;
use etcetera::BaseStrategy as _;
use serde::Serialize;

use crate::{
    audit::{PseudonymKey, is_sealed, opened, sealed},
    aws::{
        AwsError, AwsErrorKind,
        identity::Caller,
        tables::{Item, KeySchema, Operand, Typed, TypedItem, item_to_json},
    },
    context::Context,
    digest::hex,
    error::{Error, Failure, FileError},
    privacy::{Privacy, Withheld},
    terminal::{
        output::{Report, Tone, View, cell, fields},
        pasteable::quoted,
    },
    time::clock,
};

/// Someone else wrote the item at the same time, or before.
#[derive(Debug, thiserror::Error)]
pub(super) enum Conflict {
    #[error("an item with this key is there already: nothing was written")]
    Exists,
    #[error("the item was changed by someone else since it was read: nothing was written")]
    Changed,
    #[error("the item was deleted by someone else since it was read: nothing was written")]
    Gone,
}

impl Failure for Conflict {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Exists => "run the command without `--if-absent` to replace it".into(),
            Self::Changed | Self::Gone => "look at it as it is now, and run the same command again".into(),
        })
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Exists => "item_exists",
            Self::Changed | Self::Gone => "item_changed",
        }
    }
}

/// What a file has cannot be read without the stage's key.
#[derive(Debug, thiserror::Error)]
#[error("the stage's key does not fit, with which the undo is sealed")]
pub(super) struct NoKey;

impl Failure for NoKey {
    fn hint(&self) -> Option<String> {
        Some("an undo is for the stage that it was printed for, with the permission to read its key".into())
    }

    fn code(&self) -> &'static str {
        "no_key"
    }
}

/// `text` as it was before [`Kept`] sealed it, if it did.
pub(super) async fn unsealed(cx: &Context, caller: &Caller, text: String) -> Result<String, Error> {
    if !is_sealed(&text) {
        return Ok(text);
    }
    let key = PseudonymKey::read(&cx.aws.artifacts, &cx.artifact_bucket(caller)).await?;
    Ok(key.and_then(|key| opened(&key, &text)).ok_or(NoKey)?)
}

/// The key of an item, as operands and as it is written on a command line.
#[derive(Debug, PartialEq)]
pub(super) struct Key {
    pub(super) operands: BTreeMap<String, Operand>,
    /// In the order of the schema.
    pub(super) texts: Vec<String>,
}

impl Key {
    /// Of an item whose keys have the types of the schema.
    pub(super) fn of(item: &TypedItem, keys: &KeySchema) -> Option<Self> {
        let mut key = Self { operands: BTreeMap::new(), texts: Vec::new() };
        for attribute in keys.attributes() {
            let operand = match item.get(&attribute.name)? {
                Typed::String(text) => Operand::String(text.clone()),
                Typed::Number(digits) => Operand::Number(digits.clone()),
                Typed::Binary(bytes) => Operand::Binary(bytes.clone()),
                _ => return None,
            };
            key.texts.push(operand.key_text()?);
            key.operands.insert(attribute.name.clone(), operand);
        }
        Some(key)
    }

    /// `ada/note-1`, as far as it may be shown.
    pub(super) fn shown(&self, privacy: Privacy) -> String {
        self.texts.iter().map(|text| privacy.show_handle(text)).collect::<Vec<_>>().join("/")
    }

    /// As arguments; `None` if they would show personal data.
    pub(super) fn arguments(&self, privacy: Privacy) -> Option<String> {
        let shows_all = self.texts.iter().all(|text| privacy.show_handle(text) == *text);
        let quoted = self.texts.iter().map(|text| quoted(text).into_owned());
        // A value with a hyphen in front would be a flag.
        let flags = self.texts.iter().any(|text| text.starts_with('-'));
        let arguments = quoted.collect::<Vec<_>>().join(" ");
        shows_all.then(|| if flags { format!("-- {arguments}") } else { arguments })
    }
}

/// How long an item may be that the undo has on its command line.
const LONGEST_INLINE: usize = 200;
/// How long a kept item stays on this machine.
const KEPT: Duration = Duration::from_secs(7 * 24 * 3600);

/// The item that a write replaces or deletes, as the argument that brings it back.
#[derive(Debug)]
pub(super) enum Kept {
    Inline(String),
    /// Readable only by the user.
    File(PathBuf),
}

impl Kept {
    /// Keeps `item`: on the command line if it is short and shows nothing personal, otherwise in a file that takes the
    /// stage's key to read.
    pub(super) async fn keep(cx: &Context, caller: &Caller, item: &TypedItem) -> Result<Self, Error> {
        let mut shown = item_to_json(item);
        let json = serde_json::Value::Object(shown.clone()).to_string();
        let is_public = !cx.stage.settings.protected && Privacy::Masked.apply(&mut shown) == Withheld::default();
        if is_public && json.len() <= LONGEST_INLINE {
            return Ok(Self::Inline(json));
        }
        let key = PseudonymKey::read(&cx.aws.artifacts, &cx.artifact_bucket(caller)).await;
        let sealed = match key {
            Ok(key) => key.and_then(|key| sealed(&key, &json)),
            Err(error) if cx.stage.settings.protected => return Err(error.into()),
            Err(error) => {
                cx.progress.note(format_args!("{error}: the former item is kept unencrypted, readable only by you"));
                None
            }
        };
        if sealed.is_none() && cx.stage.settings.protected {
            return Err(NoKey.into());
        }
        // Without a key, only the file's mode protects it.
        let file = folder().and_then(|folder| store(&folder, &sealed.unwrap_or(json)));
        Ok(Self::File(file.map_err(|source| FileError::Write { name: "the item that the undo needs".into(), source })?))
    }

    pub(super) fn argument(&self) -> String {
        match self {
            Self::Inline(json) => quoted(json).into_owned(),
            Self::File(path) => quoted(&format!("@{}", path.display())).into_owned(),
        }
    }

    /// After a write that failed: the item stays as long as the write may have been made.
    pub(super) fn after_failure(self, cx: &Context, table: &str, error: &Error) {
        use AwsErrorKind::{TimedOut, Unavailable, Unreachable, Unreadable};
        let kind = error.downcast_ref::<AwsError>().map(|error| error.kind);
        if !matches!(kind, Some(TimedOut | Unavailable | Unreachable | Unreadable)) {
            return self.discard();
        }
        let undo = undo_line(cx, &format!("put {table} {}", self.argument()));
        cx.progress.note(format_args!("the write may have been made: `{undo}` brings the former item back"));
    }

    /// After a write that did not happen.
    pub(super) fn discard(self) {
        if let Self::File(path) = self {
            // What stays is removed with the next one.
            let _ = fs::remove_file(path);
        }
    }
}

fn folder() -> io::Result<PathBuf> {
    let strategy = etcetera::choose_base_strategy().map_err(|_| io::Error::other("there is no home folder"))?;
    Ok(strategy.state_dir().unwrap_or_else(|| strategy.cache_dir()).join("srvls/undo"))
}

fn store(folder: &Path, json: &str) -> io::Result<PathBuf> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    remove_old(folder);
    let mut random = [0; 8];
    rand::fill(&mut random).map_err(|_| io::Error::other("this machine has no random numbers"))?;
    let path = folder.join(format!("{}.json", hex(&random)));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
    file.write_all(json.as_bytes())?;
    file.sync_all()?;
    Ok(path)
}

fn remove_old(folder: &Path) {
    let now = Duration::from_secs(u64::try_from(clock::now().as_second()).unwrap_or_default());
    let is_old = |path: &Path| {
        let modified = fs::metadata(path).and_then(|metadata| metadata.modified()).ok()?;
        Some(now.saturating_sub(modified.duration_since(UNIX_EPOCH).ok()?) > KEPT)
    };
    let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    for old in files.filter(|path| is_old(path) == Some(true)) {
        let _ = fs::remove_file(old);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Action {
    Added,
    Replaced,
    /// The item was there already, just like this.
    Unchanged,
    Deleted,
}

#[derive(Debug, PartialEq, Serialize)]
pub(super) struct WriteReport {
    pub(super) action: Action,
    pub(super) table: String,
    /// Masked like every item.
    pub(super) key: Item,
    /// The command that reverts the write; `None` if nothing was written.
    pub(super) undo: Option<String>,
    pub(super) note: Option<String>,
    pub(super) consumed_capacity: f64,
}

impl WriteReport {
    pub(super) fn new(action: Action, table: &str, item: &TypedItem, keys: &KeySchema, privacy: Privacy) -> Self {
        let mut all = item_to_json(item);
        let mut key: Item = keys.attributes().filter_map(|key| all.shift_remove_entry(&key.name)).collect();
        privacy.apply(&mut key);
        Self { action, table: table.to_owned(), key, undo: None, note: None, consumed_capacity: 0.0 }
    }
}

impl Report for WriteReport {
    fn view(&self) -> View {
        let (result, tone) = match self.action {
            Action::Added => ("added", Tone::Good),
            Action::Replaced => ("replaced", Tone::Good),
            Action::Unchanged => ("nothing to do: the item is already like this", Tone::Plain),
            Action::Deleted => ("deleted", Tone::Good),
        };
        let key: Vec<String> = self.key.values().map(|value| cell(Some(value))).collect();
        fields([
            ("Item", Some((format!("{} of {}", key.join("/"), self.table), Tone::Plain))),
            ("Result", Some((result.to_owned(), tone))),
            ("Note", self.note.clone().map(|note| (note, Tone::Plain))),
            ("Undo", self.undo.clone().map(|undo| (undo, Tone::Plain))),
        ])
        .into()
    }
}

/// `command`, one of `table` that writes, as it can be pasted: with a reason where the stage asks for one.
pub(super) fn undo_line(cx: &Context, command: &str) -> String {
    let reason = cx.global.masked_reason().filter(|_| cx.stage.settings.protected);
    // In front, as a key can follow a `--`.
    let reason = reason.map(|reason| format!("--reason {} ", quoted(&format!("undo: {reason}")))).unwrap_or_default();
    cx.command_line(&format!("srvls {reason}table {command}"))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::aws::tables::{fake::app_data, item_of_json};

    fn item(text: &str) -> TypedItem {
        item_of_json(text, None).expect("an item")
    }

    #[test]
    fn a_key_is_shown_and_written_as_far_as_it_is_a_pseudonym() {
        let key = |user: &str, data: &str| {
            Key::of(&item(&format!(r#"{{"userId":"{user}","dataId":"{data}","x":1}}"#)), &app_data("t").keys)
                .expect("a key")
        };

        assert_eq!(key("u", "a b").shown(Privacy::Masked), "u/a b");
        assert_eq!(key("u", "a b").arguments(Privacy::Masked).as_deref(), Some("u 'a b'"));
        assert_eq!(key("u", "-x").arguments(Privacy::Masked).as_deref(), Some("-- u -x"));
        assert_eq!(key("ada@example.com", "d").shown(Privacy::Masked), "a***@e***.com/d");
        assert_eq!(key("ada@example.com", "d").arguments(Privacy::Masked), None);
        assert!(key("ada@example.com", "d").arguments(Privacy::Revealed).is_some());
    }

    #[test]
    fn a_kept_item_is_for_its_user_only_and_not_for_ever() {
        let folder = tempfile::tempdir().expect("a folder");
        let old = folder.path().join("old.json");
        fs::write(&old, "{}").expect("written");
        let long_ago = UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        fs::File::options().write(true).open(&old).and_then(|file| file.set_modified(long_ago)).expect("aged");

        let kept = store(folder.path(), "{\"a\":1}").expect("kept");

        assert_eq!(fs::read_to_string(&kept).expect("read"), "{\"a\":1}");
        assert_eq!(fs::metadata(&kept).expect("there").permissions().mode() & 0o777, 0o600);
        assert!(!old.exists());
    }

    #[test]
    fn the_answer_has_the_key_masked_and_the_undo() {
        let written = item(r#"{"userId":"ada@example.com","dataId":"d","content":"secret"}"#);

        let report = WriteReport::new(Action::Replaced, "AppData", &written, &app_data("t").keys, Privacy::Masked);
        let report = WriteReport { undo: Some("srvls table put AppData '{}'".into()), ..report };

        let shown = report.view().render(None).unstyled();
        assert_eq!(shown, "Item    a***@e***.com/d of AppData\nResult  replaced\nUndo    srvls table put AppData '{}'");
    }
}
