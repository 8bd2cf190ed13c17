//! What the tests lean on.

pub(crate) mod backend;
pub(crate) mod client;
pub(crate) mod expansion;
pub(crate) mod mint;
pub(crate) mod openapi;
pub(crate) mod project;
pub(crate) mod raw;
pub(crate) mod scripted;
pub(crate) mod shop;
pub(crate) mod small;
pub(crate) mod srvls;
pub(crate) mod terminal;
pub(crate) mod tools;
pub(crate) mod transcript;

use std::{sync::Arc, time::Duration};

use libtest_mimic::Trial;

use self::{backend::Backend, small::Emulator};

/// A test that fails by panicking, like libtest's.
pub(crate) fn trial(name: &str, test: impl FnOnce() + Send + 'static) -> Trial {
    Trial::test(name, move || {
        test();
        Ok(())
    })
}

/// A test that asks the shared backend.
pub(crate) fn backend_trial(backend: &Arc<Backend>, name: &str, test: fn(&Backend)) -> Trial {
    let backend = Arc::clone(backend);
    trial(name, move || test(&backend))
}

/// A test that deploys small stacks to an emulator of their own.
pub(crate) fn emulator_trial(emulator: &Arc<Emulator>, name: &str, test: fn(&Emulator)) -> Trial {
    let emulator = Arc::clone(emulator);
    trial(name, move || test(&emulator))
}

/// Only a failing test waits this long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// The repository.
pub(crate) const ROOT: &str = env!("CARGO_MANIFEST_DIR");
