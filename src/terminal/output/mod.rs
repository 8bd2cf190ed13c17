//! stdout: the answer, in the format asked for. With `progress`, the only writers to the terminal.

mod error;
mod failure;
#[cfg(test)]
mod fuzz;
mod hint;
mod layout;
mod pager;
mod painted;
mod records;
mod refresh;
mod rows;
mod slow_reader;
mod text;
mod usage;
mod verdict;
mod view;
mod words;

use std::{
    cell::{Cell, OnceCell},
    io::{self, IsTerminal as _, Write as _},
    path::Path,
};

use anstream::ColorChoice;
use serde::Serialize;
use serde_json::Value;

pub(crate) use self::{
    error::OutputError,
    hint::hint_line,
    records::{cell, may_be_formula},
    rows::Rows,
    text::{Text, Tone},
    usage::usage,
    verdict::Verdict,
    view::{Drawing, Table, View, counted, excerpt, fields, listed, size},
    words::wrapped,
};
use self::{painted::painted, records::Cells};
use super::{
    columns,
    pasteable::{self, AwsCli, SrvlsCommand},
    signals::Stop,
    waiting,
};
use crate::{
    error::Error,
    exit::Exit,
    options::{Color, Format, GlobalArgs},
};

/// A command's answer: shown as a view, or as data through its fields.
pub(crate) trait Report: Serialize {
    /// The field that holds the list, for the formats that print one record per line.
    const ROWS: Option<&'static str> = None;

    fn view(&self) -> View;

    /// Its records for csv, where those of [`Self::ROWS`] are not flat.
    fn flat(&self) -> Option<Value> {
        None
    }

    fn exit(&self) -> Exit {
        Exit::Success
    }

    /// What to run next, said after the answer; commands in backticks can be pasted.
    fn hints(&self) -> Vec<String> {
        Vec::new()
    }

    /// What failed, where the answer is about something that did.
    fn failures(&self) -> Vec<Error> {
        Vec::new()
    }
}

/// One piece of an endless answer.
pub(crate) trait Line: Serialize {
    fn line(&self) -> Text;
}

pub(crate) struct Output {
    format: Format,
    query: Option<String>,
    csv_raw: bool,
    annotate: bool,
    quiet: bool,
    /// For the commands that hints name.
    srvls: Cell<SrvlsCommand>,
    aws: OnceCell<AwsCli>,
    /// Whether an endless answer has begun.
    begun: Cell<bool>,
    /// Whether all is done but to print the answer.
    answers: Cell<bool>,
}

impl Output {
    pub(crate) fn new(global: &GlobalArgs) -> Self {
        // Without `--color`, anstream decides by NO_COLOR, CLICOLOR_FORCE and the terminal.
        match global.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        }
        .write_global();
        let format = match (&global.query, global.output) {
            (Some(_), Format::Table) => Format::Json,
            (_, format) => format,
        };
        let (query, annotate, srvls) = (global.query.clone(), global.annotate, SrvlsCommand::of(global));
        Self {
            format,
            query,
            csv_raw: global.csv_raw,
            annotate,
            quiet: global.quiet,
            srvls: Cell::new(srvls),
            aws: OnceCell::new(),
            begun: Cell::new(false),
            answers: Cell::new(false),
        }
    }

    /// From here on hints name commands of the AWS CLI for what srvls reaches.
    pub(crate) fn reaches(&self, aws: AwsCli) {
        // One run reaches one place: there is no other to keep.
        let _ = self.aws.set(aws);
    }

    /// From here on hints name commands that ship the package in `folder` again.
    pub(crate) fn ships(&self, folder: &Path) {
        self.srvls.set(self.srvls.get().shipping(folder));
    }

    fn hint(&self, error: &Error) -> Option<String> {
        error.hint().map(|hint| pasteable::in_text(&hint, self.srvls.get(), self.aws.get()))
    }

    /// # Errors
    /// When `--query` is no JMESPath: said before any work is done.
    pub(crate) fn check_query(&self) -> Result<(), Error> {
        self.query.as_deref().map_or(Ok(()), |query| compile(query).map(drop))
    }

    /// Prints a command's whole answer. While a reader is slow, it waits where a signal can end it.
    pub(crate) async fn emit<R: Report>(&self, report: &R) -> Result<Exit, Error> {
        self.answers.set(true);
        report.failures().iter().for_each(|failure| self.annotate(failure));
        match self.format {
            Format::Table => self.answer(&shown(&report.view().render(columns::of(&io::stdout())))).await?,
            format => {
                let value = serde_json::to_value(report).map_err(|error| OutputError::Encode(error.into()))?;
                let flat = report.flat().filter(|_| format == Format::Csv);
                let text = match (self.filter(value.clone())?, flat) {
                    (Some(records), _) | (None, Some(records)) => records::print(format, &records, None, self.cells())?,
                    (None, None) => records::print(format, &value, R::ROWS, self.cells())?,
                };
                self.answer(line(&text).as_bytes()).await?
            }
        };
        self.hints(&report.hints());
        Ok(report.exit())
    }

    /// Shows an answer that is read again and again: on a terminal, in place of the one before; otherwise as the next
    /// piece of an endless answer. `false` once the reader has closed stdout.
    pub(crate) async fn refresh<R: Report>(&self, report: &R, is_first: bool) -> Result<bool, Error> {
        if self.format != Format::Table {
            let value = serde_json::to_value(report).map_err(|error| OutputError::Encode(error.into()))?;
            return self.write_piece(value).await;
        }
        let stdout = io::stdout();
        let text = report.view().render(columns::of(&stdout));
        if !stdout.is_terminal() {
            return self.show(&(text + "\n")).await;
        }
        self.send(&refresh::frame(&text.to_string(), columns::rows_of(&stdout), is_first)).await
    }

    /// Whether an answer that is read again is shown in place of the one before.
    pub(crate) fn refreshes(&self) -> bool {
        self.format == Format::Table && io::stdout().is_terminal()
    }

    /// Rings the terminal's bell. `false` once the reader has closed stdout.
    pub(crate) async fn ring(&self) -> Result<bool, Error> {
        self.send(b"\x07").await
    }

    /// What a request to stop means for the command: once it answers, its work is done.
    pub(crate) fn stopped(&self, stop: Stop) -> Error {
        if self.answers.get() { OutputError::Unread(stop).into() } else { stop.into() }
    }

    /// Says what to run next, after an answer.
    pub(crate) fn hints(&self, hints: &[String]) {
        for hint in hints.iter().filter(|_| !self.quiet) {
            // A closed stderr is no reason to fail.
            let _ = writeln!(anstream::stderr(), "{}", hint_line(hint, self.srvls.get(), self.aws.get()));
        }
    }

    /// Prints one piece of an endless answer. `false` once the reader has closed stdout.
    pub(crate) async fn emit_line(&self, line: &impl Line) -> Result<bool, Error> {
        if self.format == Format::Table {
            return self.show(&line.line()).await;
        }
        self.write_piece(serde_json::to_value(line).map_err(|error| OutputError::Encode(error.into()))?).await
    }

    async fn write_piece(&self, value: Value) -> Result<bool, Error> {
        let value = self.filter(value.clone())?.unwrap_or(value);
        self.write(&piece(self.format, value, !self.begun.replace(true), self.cells())?).await
    }

    /// Shows `text`, coloured where that is wanted. `false` once the reader has closed the pipe, which is a normal end.
    async fn show(&self, text: &Text) -> Result<bool, Error> {
        self.send(&shown(text)).await
    }

    /// Writes `data` as it is: no terminal sequence is looked for in it. `false` as for an answer to people.
    pub(crate) async fn write(&self, data: &str) -> Result<bool, Error> {
        self.send(line(data).as_bytes()).await
    }

    /// Gives a whole answer to the reader, in their pager where it is too long for their terminal.
    async fn answer(&self, bytes: &[u8]) -> Result<bool, Error> {
        if let Some(pager) = pager::wanted(bytes) {
            waiting::make_way();
            // On the heap: a command's own future has one of these for each answer that it may give.
            let shown = Box::pin(pager::show(&pager, bytes));
            if shown.await.map_err(|stop| self.stopped(stop))? {
                return Ok(true);
            }
        }
        self.send(bytes).await
    }

    async fn send(&self, bytes: &[u8]) -> Result<bool, Error> {
        waiting::make_way();
        match slow_reader::write(io::stdout(), bytes).await {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
            Err(error) => Err(OutputError::Write(error).into()),
        }
    }

    /// How csv cells are written.
    fn cells(&self) -> Cells {
        match (io::stdout().is_terminal(), self.csv_raw) {
            (true, _) => Cells::Visible,
            (false, false) => Cells::Inert,
            (false, true) => Cells::Raw,
        }
    }

    fn filter(&self, value: Value) -> Result<Option<Value>, Error> {
        let Some(query) = &self.query else { return Ok(None) };
        let found = compile(query)?.search(value).map_err(|error| query_error(query, &error))?;
        serde_json::to_value(&*found).map(Some).map_err(|error| OutputError::Encode(error.into()).into())
    }
}

/// Coloured where that is wanted.
fn shown(text: &Text) -> Vec<u8> {
    painted(&line(&text.to_string()))
}

fn line(text: &str) -> String {
    format!("{}\n", text.trim_end_matches('\n'))
}

/// One piece of a stream. It has no end to close a JSON array with, so JSON is JSON lines; YAML is a growing list.
fn piece(format: Format, value: Value, first: bool, cells: Cells) -> Result<String, Error> {
    match format {
        Format::Yaml => records::print(format, &Value::Array(vec![value]), None, cells),
        Format::Csv if !first => records::csv_row(&value, cells),
        Format::Csv => records::print(format, &value, None, cells),
        _ => records::print(Format::Jsonl, &value, None, cells),
    }
}

fn compile(query: &str) -> Result<jmespath::Expression<'static>, Error> {
    jmespath::compile(query).map_err(|error| query_error(query, &error))
}

fn query_error(query: &str, error: &jmespath::JmespathError) -> Error {
    Error::usage(
        format!("`--query {query}` is not JMESPath: {}", error.reason),
        "see https://jmespath.org/tutorial.html",
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn stream(format: Format) -> String {
        let pieces = [json!({ "a": 1, "b": "x\ny" }), json!({ "a": 2, "b": "z" })].into_iter().enumerate();
        pieces.map(|(index, value)| piece(format, value, index == 0, Cells::Raw).expect("printed")).collect()
    }

    #[test]
    fn a_stream_of_csv_has_one_header() {
        assert_eq!(stream(Format::Csv), "a,b\n1,\"x\ny\"\n2,z\n");
        let rows = [1, 2].map(|row| piece(Format::Csv, json!({ "x\ny": row }), row == 1, Cells::Raw).expect("printed"));
        assert_eq!(rows, ["\"x\ny\"\n1\n", "2\n"]);
    }

    #[test]
    fn a_stream_of_yaml_is_one_list() {
        let list: Value = serde_saphyr::from_str(&stream(Format::Yaml)).expect("YAML");

        assert_eq!(list, json!([{ "a": 1, "b": "x\ny" }, { "a": 2, "b": "z" }]));
    }

    #[test]
    fn a_hostile_piece_does_not_end_the_list_of_a_yaml_stream() {
        let pieces = [json!({ "m": "one \u{202e}\u{fffe}" }), json!({ "m": "two" })];
        let print = |(index, piece): (usize, &Value)| super::piece(Format::Yaml, piece.clone(), index == 0, Cells::Raw);
        let stream: String = pieces.iter().enumerate().map(|piece| print(piece).expect("printed")).collect();

        let list: Value = serde_saphyr::from_str(&stream).expect("YAML");

        assert_eq!(list, json!(pieces), "{stream}");
    }

    #[test]
    fn a_stream_of_json_is_json_lines() {
        assert_eq!(stream(Format::Json), "{\"a\":1,\"b\":\"x\\ny\"}\n{\"a\":2,\"b\":\"z\"}\n");
    }
}
