//! `srvls user export`: everything that the stage has of one user, in one archive.

mod archive;

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use serde::Serialize;
use serde_json::{Value, json};

use self::archive::{Archive, ArchiveError, Entry};
use super::{
    account::{Account, Mfa},
    pool,
    stores::{Readers, Stores, profile},
};
use crate::{
    audit::Target,
    aws::{
        images::{ImageVersion, Images},
        tables::{Operand, Reading, Search, Tables},
        users::{User, Users},
    },
    context::{Context, remembered_outputs::StackOutputs},
    copies::FileFormat,
    error::Error,
    exit::Exit,
    terminal::output::{Output, Report, Text, Tone, View, counted, fields, size},
    time::clock,
};

/// Export everything of one user as an archive, or the accounts of all
///
/// The archive has the account, the profile, every item and every version of every image, unmasked, and a manifest with
/// the SHA-256 of each file. It is recorded like a `--reveal`, and readable only by you.
///
/// With `--all`, the file has the pool's groups and users, for `srvls user import`: a line of JSON each, or csv in the
/// form of Cognito's own import, which has no groups and no state. Neither has passwords or second factors:
/// Cognito does not export them. After an interruption, or a kill, the same command goes on.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls user export ada@example.com --out ada.zip --reason T-1
  srvls user export --all --out users.jsonl --reason T-1")]
pub(crate) struct ExportArgs {
    /// Exact e-mail, sub, phone (+821012345678) or user name
    #[arg(required_unless_present = "all", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    handle: Option<String>,
    /// Export the groups and users of the pool
    #[arg(long, conflicts_with = "handle")]
    all: bool,
    /// Write to this file [default: SUB.zip or users.jsonl]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// With --all, the format of the file [default: by its name]
    #[arg(long, value_enum, value_name = "FORMAT", requires = "all")]
    format: Option<FileFormat>,
    /// With --all, send at most this many requests a second [default: 25]
    #[arg(long, value_name = "N", requires = "all", value_parser = clap::value_parser!(u32).range(1..))]
    rate: Option<u32>,
}

pub(super) async fn run(cx: &Context, args: &ExportArgs, out: &Output) -> Result<Exit, Error> {
    match &args.handle {
        Some(handle) => out.emit(&one(cx, handle, args.out.as_deref()).await?).await,
        None => out.emit(&pool::export(cx, args.out.clone(), args.format, args.rate).await?).await,
    }
}

async fn one(cx: &Context, handle: &str, out: Option<&Path>) -> Result<ExportReport, Error> {
    let users = &cx.aws.users;
    let handle = cx.handle(handle);
    let find = async |known: &StackOutputs| handle.find(users, &Stores::of(&known.outputs)?.pool).await;
    let (stack, found) = cx.read_by_outputs(find).await?;
    let (stores, user) = (Stores::of(&stack.outputs)?, found?);
    cx.record_disclosure(&Target::user(&user.sub)).await?;
    let target = out.map_or_else(|| PathBuf::from(format!("{}.zip", user.sub)), Path::to_owned);
    let mut archive = Archive::create(&target)?;
    let step = cx.progress.step("Exporting");
    let readers = Readers { tables: &cx.aws.tables, images: &cx.aws.artifacts, stores: &stores };
    let filled = fill(&mut archive, users, &readers, &user, &cx.stage.name).await;
    drop(step);
    filled?;
    let files = archive.entries().to_vec();
    let size_bytes = archive.finish()?;
    Ok(ExportReport { sub: user.sub, file: target.display().to_string(), size_bytes, files })
}

async fn fill<T: Tables, I: Images>(
    archive: &mut Archive,
    users: &impl Users,
    from: &Readers<'_, T, I>,
    user: &User,
    stage: &str,
) -> Result<(), Error> {
    let Readers { tables, images, stores } = from;
    let (pool, sub) = (&stores.pool, user.sub.as_str());
    let (groups, factors, profile, versions) = tokio::join!(
        users.groups_of(pool, &user.username),
        users.second_factors(pool, &user.username),
        profile(*tables, stores, sub),
        images.versions(&stores.images, sub),
    );
    let account = Account { user: user.clone(), groups: Some(groups?), mfa: Mfa::of(Some(factors?)) };
    let account = json!({ "account": account, "attributes": user.attributes });
    archive.add_bytes("account.json", pretty(&account).as_bytes()).await?;
    archive.add_bytes("profile.json", pretty(&json!(profile?)).as_bytes()).await?;
    // What an idempotency key stands for is kept for a day, in a partition of its own.
    for (file, partition) in [("data.jsonl", sub.to_owned()), ("idempotency.jsonl", format!("idempotency#{sub}"))] {
        let search = partition_of(stores, &partition);
        archive
            .add(file, async |to| {
                let mut reading = Reading::new(*tables, &search, None);
                while let Some(items) = reading.next().await? {
                    for item in items {
                        let line = Value::Object(item).to_string();
                        let written = writeln!(to, "{line}");
                        written.map_err(|source| ArchiveError::Write { file: file.to_owned(), source })?;
                    }
                }
                Ok(())
            })
            .await?;
    }
    for version in &versions? {
        let bytes = images.content(&stores.images, version).await?;
        archive.add_bytes(&image_name(version), &bytes).await?;
    }
    let manifest = json!({
        "format": 1,
        "stage": stage,
        "sub": sub,
        "created_at": clock::now(),
        "srvls": env!("CARGO_PKG_VERSION"),
        "files": archive.entries(),
        "not_included": [
            "the password: Cognito hands none out",
            "log lines, which name the user by the sub, until they expire",
            "backups of the tables",
        ],
    });
    archive.add_bytes("manifest.json", pretty(&manifest).as_bytes()).await
}

fn partition_of(stores: &Stores, partition: &str) -> Search {
    Search {
        table: stores.app_data.clone(),
        key_condition: Some("#user = :user".into()),
        names: [("#user".to_owned(), "userId".to_owned())].into(),
        values: [(":user".to_owned(), Operand::String(partition.to_owned()))].into(),
        ..Search::default()
    }
}

/// `images/7.png`; a version that was replaced has its id as well.
fn image_name(version: &ImageVersion) -> String {
    let name = Path::new(&version.key).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    match (&version.version_id, version.is_latest) {
        (Some(id), false) => format!("images/replaced/{id}/{name}"),
        _ => format!("images/{name}"),
    }
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct ExportReport {
    sub: String,
    file: String,
    size_bytes: u64,
    files: Vec<Entry>,
}

impl Report for ExportReport {
    fn view(&self) -> View {
        let what = format!("{}, {}", counted(self.files.len(), "file"), size(self.size_bytes));
        fields([
            ("User", Some((Text::from(self.sub.as_str()), Tone::Plain))),
            ("Written", Some((Text::from(self.file.as_str()), Tone::Good))),
            ("With", Some((Text::from(what), Tone::Plain))),
            ("Note", Some((Text::from("it is not masked: hand it to the user alone, then delete it"), Tone::Warning))),
        ])
        .into()
    }
}

#[cfg(test)]
mod tests {
    use std::{fs::File, io::Read as _};

    use zip::ZipArchive;

    use super::*;
    use crate::{
        aws::{
            images::{ImageTotals, fake::FakeImages},
            tables::fake::FakeTables,
            users::fake::{FakeUsers, ada},
        },
        digest::sha256,
    };

    fn stores() -> Stores {
        let outputs = ["UserPoolId", "UserProfilesTable", "AppDataTable", "ImagesBucket"];
        Stores::of(&outputs.map(|name| (name.to_owned(), name.to_owned())).into()).expect("complete")
    }

    #[tokio::test]
    async fn the_archive_has_everything_and_the_digest_of_each_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("ada.zip");
        let mut archive = Archive::create(&target).expect("created");
        let users = FakeUsers { mfa_methods: Some(vec![]), groups: vec!["admin".into()], ..FakeUsers::default() };
        let mut tables = FakeTables::default();
        tables.found.items = serde_json::from_value(json!([{ "dataId": "1", "content": "이도" }])).expect("items");
        let images = FakeImages(ImageTotals { objects: 1, ..ImageTotals::default() });
        let stores = stores();
        let readers = Readers { tables: &tables, images: &images, stores: &stores };

        fill(&mut archive, &users, &readers, &ada(), "dev").await.expect("filled");
        archive.finish().expect("finished");

        let mut zip = ZipArchive::new(File::open(&target).expect("opened")).expect("an archive");
        let mut text = |name: &str| {
            let mut text = String::new();
            zip.by_name(name).expect(name).read_to_string(&mut text).expect("text");
            text
        };
        let manifest: Value = serde_json::from_str(&text("manifest.json")).expect("JSON");
        let files = manifest["files"].as_array().expect("a list");
        assert_eq!(files.len(), 5, "{manifest}");
        for file in files {
            let name = file["name"].as_str().expect("a name");
            assert_eq!(file["sha256"], sha256(text(name).as_bytes()), "{name}");
        }
        assert!(text("account.json").contains("ada@example.com") && text("data.jsonl").contains("이도"));
        assert_eq!(text("images/0.png"), "png");
    }

    #[test]
    fn versions_of_one_image_are_files_of_their_own() {
        let version = |is_latest| ImageVersion {
            key: "images/ada/7.png".into(),
            version_id: Some("v1".into()),
            size_bytes: 1,
            modified_at: None,
            is_latest,
        };

        assert_eq!(image_name(&version(true)), "images/7.png");
        assert_eq!(image_name(&version(false)), "images/replaced/v1/7.png");
    }
}
