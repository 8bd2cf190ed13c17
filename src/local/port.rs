//! Whether a port is free, or held by a given process.

use std::{io, net::TcpListener};

use super::{LocalError, port_owner::owners};

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
}
