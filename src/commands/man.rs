//! `srvls man`: the manual pages, for packagers.

use std::{fs, io, path::PathBuf};

use clap::Command;
use clap_mangen::{
    Man,
    roff::{Roff, line_break, roman},
};
use serde::Serialize;

use crate::{
    error::{Error, FileError},
    terminal::output::{Report, View, counted},
};

/// Write the manual pages into a folder
#[derive(Debug, clap::Args)]
#[command(
    hide = true,
    after_help = "\
Examples:
  srvls man /usr/local/share/man/man1"
)]
pub(crate) struct ManArgs {
    /// The folder, which is created
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(crate) fn run(args: &ManArgs, srvls: Command) -> Result<ManReport, Error> {
    let unwritable = |source| FileError::Write { name: args.folder.display().to_string(), source };
    fs::create_dir_all(&args.folder).map_err(unwritable)?;
    let pages = pages(srvls).map_err(unwritable)?;
    for (name, page) in &pages {
        fs::write(args.folder.join(name), page).map_err(unwritable)?;
    }
    Ok(ManReport { folder: args.folder.clone(), pages: pages.into_iter().map(|(name, _)| name).collect() })
}

/// The page of every command, by its file name.
fn pages(mut srvls: Command) -> io::Result<Vec<(String, Vec<u8>)>> {
    srvls.build();
    let mut pages = Vec::new();
    add_pages(&srvls, &mut pages)?;
    Ok(pages)
}

fn add_pages(command: &Command, pages: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    let page = Man::new(command.clone()).source(concat!("srvls ", env!("CARGO_PKG_VERSION"))).manual("srvls");
    pages.push((page.get_filename(), text(&page, command)?));
    command.get_subcommands().filter(|below| !below.is_hide_set()).try_for_each(|below| add_pages(below, pages))
}

/// The sections that clap's help has, too. clap_mangen would have the examples in a section EXTRA.
fn text(page: &Man, command: &Command) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    page.render_title(&mut text)?;
    page.render_name_section(&mut text)?;
    page.render_synopsis_section(&mut text)?;
    page.render_description_section(&mut text)?;
    page.render_options_section(&mut text)?;
    if command.has_subcommands() {
        page.render_subcommands_section(&mut text)?;
    }
    let examples = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    if let Some(examples) = examples.strip_prefix("Examples:\n") {
        let mut roff = Roff::new();
        roff.control("SH", ["EXAMPLES"]).control("nf", []);
        roff.text(examples.lines().flat_map(|line| [roman(line), line_break()]).collect::<Vec<_>>());
        roff.control("fi", []);
        roff.to_writer(&mut text)?;
    }
    Ok(text)
}

#[derive(Debug, Serialize)]
pub(crate) struct ManReport {
    folder: PathBuf,
    /// The names of the files.
    pages: Vec<String>,
}

impl Report for ManReport {
    const ROWS: Option<&'static str> = Some("pages");

    fn view(&self) -> View {
        View::new().text(format!("{} in {}", counted(self.pages.len(), "page"), self.folder.display()))
    }
}
