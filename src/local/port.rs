//! Which process listens on a port.

use std::{fmt, io, net::TcpListener};

use super::LocalError;

/// A process that listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(super) pid: i32,
    command: String,
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.command.contains("/srvls/launcher-") {
            write!(f, "the local emulator of another stage (process {})", self.pid)
        } else {
            let program = self.command.split_ascii_whitespace().next().unwrap_or("?");
            write!(f, "`{}` (process {})", program.rsplit('/').next().unwrap_or(program), self.pid)
        }
    }
}

/// # Errors
/// When another process listens on the port, or srvls is not allowed to.
pub(super) fn check_free(port: u16) -> Result<(), LocalError> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            Err(LocalError::PortTaken { port, owner: owners(port).into_iter().next() })
        }
        Err(source) => Err(LocalError::Port { port, source }),
    }
}

/// Whether `pid` is the listening process; also true when the system does not say.
pub(super) fn may_be_held_by(pid: i32, port: u16) -> bool {
    let owners = owners(port);
    owners.is_empty() || owners.iter().any(|owner| owner.pid == pid)
}

/// The listening processes, as far as this user may see them.
#[cfg(target_os = "linux")]
fn owners(port: u16) -> Vec<Owner> {
    use std::fs;

    let sockets: Vec<String> = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|table| fs::read_to_string(table).ok())
        .flat_map(|table| listening_sockets(&table, port))
        .collect();
    let holds_one = |pid: i32| {
        let files = fs::read_dir(format!("/proc/{pid}/fd")).into_iter().flatten().flatten();
        files
            .filter_map(|file| fs::read_link(file.path()).ok())
            .any(|target| target.to_str().is_some_and(|target| sockets.iter().any(|socket| socket == target)))
    };
    let pids = fs::read_dir("/proc").into_iter().flatten().flatten();
    pids.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|pid| !sockets.is_empty() && holds_one(*pid))
        .map(|pid| {
            let command = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            Owner { pid, command: String::from_utf8_lossy(&command).replace('\0', " ") }
        })
        .collect()
}

/// The sockets that listen on `port` in a table like `/proc/net/tcp`, as the files of `/proc/PID/fd` link to them.
/// See proc_pid_net(5).
#[cfg(target_os = "linux")]
fn listening_sockets(table: &str, port: u16) -> Vec<String> {
    const LISTEN: &str = "0A";
    let ending = format!(":{port:04X}");
    let rows = table.lines().skip(1).map(|row| row.split_ascii_whitespace().collect::<Vec<_>>());
    rows.filter(|row| row.get(1).is_some_and(|local| local.ends_with(&ending)) && row.get(3) == Some(&LISTEN))
        .filter_map(|row| Some(format!("socket:[{}]", row.get(9)?)))
        .collect()
}

/// The listening processes, as far as this user may see them.
#[cfg(not(target_os = "linux"))]
fn owners(port: u16) -> Vec<Owner> {
    use std::process::Command;

    let run = |program: &str, args: &[&str]| {
        let output = Command::new(program).args(args).output().ok()?;
        String::from_utf8(output.stdout).ok()
    };
    let pids = run("lsof", &["-nP", "-t", &format!("-iTCP:{port}"), "-sTCP:LISTEN"]).unwrap_or_default();
    pids.lines()
        .filter_map(|line| line.parse().ok())
        .map(|pid: i32| {
            let command = run("ps", &["-o", "command=", "-p", &pid.to_string()]).unwrap_or_default();
            Owner { pid, command }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_names_the_process_that_holds_it() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("its address").port();

        let error = check_free(port).expect_err("in use");

        let me = std::process::id();
        assert!(error.to_string().starts_with(&format!("port {port} is in use by `srvls")), "{error}");
        assert!(error.to_string().ends_with(&format!("(process {me})")), "{error}");
        assert!(may_be_held_by(i32::try_from(me).expect("a pid"), port));
        assert!(!may_be_held_by(1, port));
    }

    #[test]
    fn another_stages_emulator_is_described_as_such() {
        let command = "/home/a/.cache/srvls/emulator-1/bin/python -u /home/a/.cache/srvls/launcher-2/launcher.py";

        let owner = Owner { pid: 7, command: command.into() };

        assert_eq!(owner.to_string(), "the local emulator of another stage (process 7)");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn only_sockets_listening_on_that_port_count() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n\
            0: 0100007F:11D6 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0\n\
            1: 0100007F:11D6 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 222 1 0\n\
            2: 0100007F:11D7 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1 0\n";

        assert_eq!(listening_sockets(table, 4566), ["socket:[111]"]);
    }
}
