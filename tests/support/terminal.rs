//! The binary in a terminal of a given width, as a person sees it.

use std::{
    io::{Read as _, Write as _},
    num::NonZeroU16,
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::{PATIENCE, srvls};

pub(crate) const CTRL_C: &str = "\x03";
const ROWS: NonZeroU16 = NonZeroU16::new(40).expect("not zero");

/// A run of srvls in a terminal provided by `script` of util-linux.
pub(crate) struct Terminal {
    child: Child,
    screen: Arc<Mutex<vt100::Parser>>,
    reader: Option<JoinHandle<()>>,
    columns: u16,
}

impl Terminal {
    pub(crate) fn run(folder: &Path, columns: u16, command: &Command) -> Self {
        Self::of(folder, columns, ROWS, command)
    }

    /// Of so many rows.
    pub(crate) fn of_size(folder: &Path, (columns, rows): (u16, u16), command: &Command) -> Self {
        Self::of(folder, columns, NonZeroU16::new(rows).expect("not zero"), command)
    }

    /// Asks srvls to end, as a supervisor does.
    pub(crate) fn terminate(&self) {
        let script = self.child.id();
        let children = std::fs::read_to_string(format!("/proc/{script}/task/{script}/children")).expect("Linux");
        let pid = children.split_whitespace().next().expect("srvls runs");
        let ended = Command::new("kill").args(["-TERM", pid]).status().expect("kill");
        assert!(ended.success());
    }

    /// As high as a long answer.
    pub(crate) fn tall(folder: &Path, columns: u16, command: &Command) -> Self {
        Self::of(folder, columns, NonZeroU16::new(100).expect("not zero"), command)
    }

    fn of(folder: &Path, columns: u16, rows: NonZeroU16, command: &Command) -> Self {
        let words = [command.get_program()].into_iter().chain(command.get_args());
        let words: Vec<String> = words.map(|word| format!("'{}'", word.to_string_lossy())).collect();
        let line = format!("stty rows {rows} cols {columns}; exec {}", words.join(" "));
        let mut script = Command::new("env");
        // A test that was started in the background ignores Ctrl-C, and so would what it starts.
        script
            .args([
                "--default-signal=INT,QUIT",
                "script",
                "--quiet",
                "--return",
                "--flush",
                "--command",
                &line,
                "/dev/null",
            ])
            .current_dir(folder);
        srvls::without_own_settings(&mut script);
        for (name, value) in command.get_envs().filter_map(|(name, value)| Some((name, value?))) {
            script.env(name, value);
        }
        script.env("TERM", "xterm-256color").env("SHELL", "/bin/sh").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = script.spawn().expect("util-linux's script");
        let mut output = child.stdout.take().expect("piped");
        let width = NonZeroU16::new(columns).expect("not zero");
        let screen = Arc::new(Mutex::new(vt100::Parser::new(rows, width, 0)));
        let shown = Arc::clone(&screen);
        let reader = thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count) = output.read(&mut bytes) {
                if count == 0 {
                    return;
                }
                shown.lock().expect("not poisoned").process(&bytes[..count]);
            }
        });
        Self { child, screen, reader: Some(reader), columns }
    }

    pub(crate) fn press(&mut self, keys: &str) {
        let keyboard = self.child.stdin.as_mut().expect("piped");
        keyboard.write_all(keys.as_bytes()).and_then(|()| keyboard.flush()).expect("the terminal is there");
    }

    /// Presses the keys until the screen shows the text: a program may drop what is typed while it handles a signal.
    #[track_caller]
    pub(crate) fn press_until(&mut self, keys: &str, text: &str) {
        let since = Instant::now();
        while !self.contents().contains(text) {
            assert!(since.elapsed() < PATIENCE, "{text:?} is not on the screen:\n{}", self.contents());
            self.press(keys);
            thread::sleep(Duration::from_millis(200));
        }
    }

    /// The screen, once it shows all of these texts.
    #[track_caller]
    pub(crate) fn showing(&self, texts: &[&str]) -> String {
        let since = Instant::now();
        loop {
            let screen = self.contents();
            assert!(since.elapsed() < PATIENCE, "{texts:?} is not on the screen:\n{screen}");
            thread::sleep(Duration::from_millis(20));
            // What is still being drawn is not what the user sees.
            if texts.iter().all(|text| screen.contains(text)) && screen == self.contents() {
                return screen;
            }
        }
    }

    /// The screen at the end, and the exit code.
    pub(crate) fn end(mut self) -> (String, i32) {
        let since = Instant::now();
        while self.child.try_wait().expect("a child").is_none() {
            assert!(since.elapsed() < PATIENCE, "it does not end:\n{}", self.contents());
            thread::sleep(Duration::from_millis(20));
        }
        let code = self.child.wait().expect("a child").code().unwrap_or(-1);
        self.reader.take().into_iter().for_each(|reader| reader.join().expect("read to its end"));
        (self.contents(), code)
    }

    fn contents(&self) -> String {
        // Row by row, because a full row would be joined with the next one.
        let screen = self.screen.lock().expect("not poisoned");
        let rows = screen.screen().rows(0, self.columns).map(|row| row.trim_end().to_owned());
        rows.collect::<Vec<_>>().join("\n").trim_end().to_owned()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
