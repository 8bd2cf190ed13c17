//! Text that can't act on the terminal that shows it.

use std::{fmt, ops::Add};

use anstyle::{AnsiColor, Effects, Style};

use super::words::wrapped_below;

/// What a piece of text means. Colour only repeats what its words say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Tone {
    #[default]
    Plain,
    Good,
    Warning,
    Bad,
    Faint,
}

impl Tone {
    pub(super) fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Good => AnsiColor::Green.on_default(),
            Self::Warning => AnsiColor::Yellow.on_default(),
            Self::Bad => AnsiColor::Red.on_default(),
            Self::Faint => Style::new().effects(Effects::DIMMED),
        }
    }
}

/// Text for people: the only kind that reaches a terminal.
///
/// It does not matter where its words come from, a user, AWS or us: whatever goes in is escaped. Its own styles are the
/// only control characters in it, besides line breaks. [Trojan Source](https://trojansource.codes) says why
/// bidirectional controls are escaped too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Text(String);

impl Text {
    /// `text` in a tone.
    pub(crate) fn toned(text: &str, tone: Tone) -> Self {
        Self::styled(text, tone.style())
    }

    pub(in crate::terminal) fn styled(text: &str, style: Style) -> Self {
        Self(format!("{style}{}{style:#}", escaped(text)))
    }

    /// `text` on one line: its line breaks are escaped too.
    pub(crate) fn one_line(text: &str) -> Self {
        Self(escaped(text).replace('\n', "\\n"))
    }

    /// `text` whose second and later lines are indented: they can't pass for lines of ours.
    pub(crate) fn indented(text: &str, indent: usize) -> Self {
        let blanks = " ".repeat(indent);
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default().to_owned();
        Self(lines.fold(escaped(&first), |text, line| format!("{text}\n{blanks}{}", escaped(line.trim_start()))))
    }

    /// Each of `lines` on a line of its own.
    pub(crate) fn lines(lines: impl IntoIterator<Item = String>) -> Self {
        let lines = lines.into_iter().map(|line| Self::one_line(&line));
        lines.reduce(|above, below| above + "\n" + below).unwrap_or_default()
    }

    /// The text in lines of at most `limit` columns, those after a break indented by `indent` at least. Nothing that can
    /// be copied is broken: see [`super::words`].
    pub(crate) fn wrapped(&self, limit: Option<impl Into<usize>>, indent: usize) -> Self {
        let Some(limit) = limit.map(Into::into) else { return self.clone() };
        let lines = self.0.split('\n').flat_map(|line| wrapped_below(line, limit, indent));
        Self::of_lines(&lines.collect::<Vec<_>>())
    }

    /// A text of these lines, which are escaped already.
    pub(super) fn of_lines(lines: &[String]) -> Self {
        Self(lines.join("\n"))
    }

    /// The text without its styles.
    pub(crate) fn unstyled(&self) -> String {
        anstream::adapter::strip_str(&self.0).to_string()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(escaped(text))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<fmt::Arguments<'_>> for Text {
    fn from(text: fmt::Arguments<'_>) -> Self {
        text.to_string().into()
    }
}

impl<T: Into<Text>> Add<T> for Text {
    type Output = Self;

    fn add(mut self, more: T) -> Self {
        self.0.push_str(&more.into().0);
        self
    }
}

/// With its styles, for [`anstream`] to keep or strip.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `text` with what a terminal acts on made visible: `\u{1b}`, `\r`. Line breaks stay, tabs become blanks.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => safe.push(c),
            '\t' => safe.push_str("    "),
            '\r' => safe.push_str("\\r"),
            c if acts(c) => safe.extend(c.escape_unicode()),
            c => safe.push(c),
        }
    }
    safe
}

/// `json`, a JSON text, with the same characters as `\u` escapes: they only occur inside its strings, where the two
/// mean the same ([RFC 8259, section 7](https://www.rfc-editor.org/rfc/rfc8259#section-7)).
pub(super) fn escaped_json(json: &str) -> String {
    escaped_strings(json, |c| c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect())
}

/// The same for JSON that is read as YAML, which has no surrogate pairs
/// ([YAML 1.2.2, section 5.7](https://yaml.org/spec/1.2.2/#57-escaped-characters)).
pub(super) fn escaped_yaml(json: &str) -> String {
    escaped_strings(json, |c| format!("\\U{:08x}", u32::from(c)))
}

fn escaped_strings(json: &str, escape: impl Fn(char) -> String) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || !acts(c) { safe.push(c) } else { safe.push_str(&escape(c)) }
    }
    safe
}

/// Whether a terminal, or the order in which it shows other characters, changes at `c`; or whether `c` is invisible.
pub(super) fn acts(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            // Bidirectional controls (Unicode Standard Annex 9), line and paragraph separators.
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // Invisible: zero width space, word joiner and operators, byte order mark, annotations, noncharacters, tags.
            | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_made_visible() {
        let hostile = "a\u{1b}]52;c;ZXZpbA==\u{7}\rb\u{9b}2Jc\u{202e}d\u{200b}\u{e0041}";

        assert_eq!(
            Text::from(hostile).to_string(),
            "a\\u{1b}]52;c;ZXZpbA==\\u{7}\\rb\\u{9b}2Jc\\u{202e}d\\u{200b}\\u{e0041}"
        );
    }

    #[test]
    fn words_of_every_script_stay_as_they_are() {
        for text in ["이도 👩‍💻 naïve", "שלום", "one\ntwo", "ｆｕｌｌ　width"] {
            assert_eq!(Text::from(text).to_string(), text);
        }
    }

    #[test]
    fn a_style_of_ours_is_kept_and_one_from_outside_is_not() {
        let text = Text::toned("done", Tone::Good) + " " + "\u{1b}[31mred";

        assert_eq!(text.to_string(), "\u{1b}[32mdone\u{1b}[0m \\u{1b}[31mred");
        assert_eq!(text.unstyled(), "done \\u{1b}[31mred");
    }

    #[test]
    fn later_lines_can_not_pass_for_ours() {
        assert_eq!(Text::indented("it failed\nhint: `rm -rf`", 4).to_string(), "it failed\n    hint: `rm -rf`");
        assert_eq!(Text::one_line("a\nb").to_string(), "a\\nb");
    }

    #[test]
    fn a_wrapped_text_keeps_its_styles_and_its_lines_can_not_pass_for_others() {
        let text = Text::toned("error:", Tone::Bad) + " the cause: see hint: `rm -rf /` or not";

        assert_eq!(text.wrapped(None::<u16>, 2), text);
        assert_eq!(
            text.wrapped(Some(19_u16), 2).to_string(),
            "\u{1b}[31merror:\u{1b}[0m the cause:\n  see hint:\n  `rm -rf /` or not"
        );
    }

    #[test]
    fn json_means_the_same_without_these_characters() {
        let value = serde_json::json!({ "k\u{7f}": ["\u{9b}\u{202e}\u{e0041}", "\u{1b}\n"] });

        let safe = escaped_json(&value.to_string());

        assert!(!safe.chars().any(acts), "{safe}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).expect("JSON"), value);
    }
}
