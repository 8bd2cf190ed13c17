//! An answer in place of the one before it on the terminal.

use super::painted::painted;

/// Takes the cursor home, without clearing what is about to be overwritten: that would flicker.
const HOME: &[u8] = b"\x1b[H";
const CLEAR: &[u8] = b"\x1b[2J";
const CLEAR_LINE: &[u8] = b"\x1b[K";
const CLEAR_BELOW: &[u8] = b"\x1b[J";

/// The bytes that show `text`, escaped already, from the top of a terminal with so many rows. What does not fit is
/// counted: a terminal that scrolls has no place to come back to.
pub(super) fn frame(text: &str, rows: Option<u16>, is_first: bool) -> Vec<u8> {
    let lines: Vec<&str> = text.trim_end_matches('\n').lines().collect();
    // The last row is where the cursor ends up.
    let room = rows.map_or(usize::MAX, |rows| usize::from(rows).saturating_sub(1).max(1));
    let shown = if lines.len() > room { room - 1 } else { lines.len() };
    let more = (lines.len() > room).then(|| format!("... {} more lines", lines.len() - shown));
    let mut bytes = if is_first { [CLEAR, HOME].concat() } else { HOME.to_vec() };
    for line in lines[..shown].iter().copied().chain(more.as_deref()) {
        bytes.extend(painted(line));
        bytes.extend_from_slice(CLEAR_LINE);
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(CLEAR_BELOW);
    bytes
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU16;

    use super::*;

    #[test]
    fn a_frame_replaces_the_one_before_and_never_scrolls() {
        let size = |cells| NonZeroU16::new(cells).expect("not zero");
        let mut terminal = vt100::Parser::new(size(4), size(20), 0);
        terminal
            .process(&[b"$ srvls metrics -w\r\n".to_vec(), lines(frame("one\ntwo\nthree", Some(4), true))].concat());
        assert_eq!(terminal.screen().contents(), "one\ntwo\nthree");

        terminal.process(&lines(frame("four", Some(4), false)));
        assert_eq!(terminal.screen().contents(), "four");

        terminal.process(&lines(frame("1\n2\n3\n4\n5", Some(4), false)));
        assert_eq!(terminal.screen().contents(), "1\n2\n... 3 more lines");
    }

    /// With the carriage returns that a terminal in its usual mode adds.
    fn lines(bytes: Vec<u8>) -> Vec<u8> {
        bytes.into_iter().flat_map(|byte| if byte == b'\n' { vec![b'\r', b'\n'] } else { vec![byte] }).collect()
    }
}
