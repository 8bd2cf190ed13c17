//! A view that is drawn again in its place, in a terminal.

use std::io::{self, IsTerminal as _};

use rustix::termios::tcgetwinsize;

use super::{Output, Text, View, painted};
use crate::{error::Error, options::Format, terminal::columns};

/// What is drawn at the moment.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    lines: usize,
}

/// Whether the terminal makes itself heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bell {
    Silent,
    Rings,
}

/// To the first column of the first of `{}` lines, and clear from there.
fn back_over(lines: usize) -> String {
    if lines == 0 { String::new() } else { format!("\x1b[{lines}F\x1b[J") }
}

impl Output {
    /// Whether a view can be drawn again in its place.
    pub(crate) fn redraws(&self) -> bool {
        self.format == Format::Table && io::stdout().is_terminal()
    }

    /// Shows `view` in the place of what is drawn. `false` once the reader has closed stdout.
    pub(crate) async fn redraw(&self, drawn: &mut Drawn, view: View, bell: Bell) -> Result<bool, Error> {
        let rows = tcgetwinsize(io::stdout()).map_or(0, |size| usize::from(size.ws_row));
        let text = fitted(&view.render(columns::of(&io::stdout())), rows);
        let mut bytes = back_over(drawn.lines).into_bytes();
        bytes.extend(painted(&format!("{text}\n")));
        if bell == Bell::Rings {
            bytes.push(b'\x07');
        }
        drawn.lines = text.to_string().lines().count();
        self.send(&bytes).await
    }
}

/// The lines that a terminal of so many rows shows at once; of 0, it does not say how many.
fn fitted(text: &Text, rows: usize) -> Text {
    let all = text.to_string();
    let lines: Vec<String> = all.trim_end_matches('\n').lines().map(str::to_owned).collect();
    // The cursor stands below the last line.
    let room = rows.saturating_sub(1);
    if rows == 0 || lines.len() <= room {
        return Text::of_lines(&lines);
    }
    let shown = room.saturating_sub(1);
    Text::of_lines(&lines[..shown]) + format!("\n{} more lines", lines.len() - shown).as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(count: usize) -> Text {
        Text::lines((1..=count).map(|line| line.to_string()))
    }

    #[test]
    fn a_view_is_drawn_over_the_one_before() {
        assert_eq!((back_over(0), back_over(3)), (String::new(), "\x1b[3F\x1b[J".to_owned()));
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        assert_eq!(fitted(&lines(4), 5).unstyled(), "1\n2\n3\n4");
        assert_eq!(fitted(&lines(9), 5).unstyled(), "1\n2\n3\n6 more lines");
        assert_eq!(fitted(&lines(9), 0).unstyled().lines().count(), 9, "unknown");
    }
}
