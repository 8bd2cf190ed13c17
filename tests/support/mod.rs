//! What the tests lean on.

pub(crate) mod backend;
pub(crate) mod client;
pub(crate) mod project;
pub(crate) mod srvls;
pub(crate) mod tools;

use libtest_mimic::Trial;

/// A test that fails by panicking, like libtest's.
pub(crate) fn trial(name: &str, test: impl FnOnce() + Send + 'static) -> Trial {
    Trial::test(name, move || {
        test();
        Ok(())
    })
}

/// The repository.
pub(crate) const ROOT: &str = env!("CARGO_MANIFEST_DIR");
