//! What the tests share.

pub(crate) mod backend;
pub(crate) mod browser;
pub(crate) mod client;
pub(crate) mod colleague;
pub(crate) mod expansion;
pub(crate) mod faulty;
pub(crate) mod mint;
pub(crate) mod openapi;
pub(crate) mod overloaded;
pub(crate) mod project;
pub(crate) mod raw;
pub(crate) mod scripted;
pub(crate) mod shop;
pub(crate) mod small;
pub(crate) mod srvls;
pub(crate) mod tables;
pub(crate) mod terminal;
pub(crate) mod tools;
pub(crate) mod totp;
pub(crate) mod transcript;

use std::{sync::Arc, time::Duration};

use libtest_mimic::Trial;

/// Registers test functions, each as `module::function`, like libtest: `trials![a, b]`, or `trials!(backend, [a, b])`
/// for functions that borrow what the `Arc` holds. rustc reports a function that is not registered as dead code.
macro_rules! trials {
    ($shared:ident, [$($test:path),+ $(,)?]) => {
        vec![$($crate::support::trial_with($shared, concat!(module_path!(), "::", stringify!($test)), $test)),+]
    };
    ($($test:path),+ $(,)?) => {
        vec![$($crate::support::trial(concat!(module_path!(), "::", stringify!($test)), $test)),+]
    };
}
pub(crate) use trials;

/// A test that fails by panicking, like libtest's.
pub(crate) fn trial(path: &str, test: impl FnOnce() + Send + 'static) -> Trial {
    let name = path.strip_prefix(concat!(env!("CARGO_CRATE_NAME"), "::")).unwrap_or(path);
    Trial::test(name, move || {
        test();
        Ok(())
    })
}

/// A test on the deployed backend, or the emulator, that it shares with others.
pub(crate) fn trial_with<T: Send + Sync + 'static>(shared: &Arc<T>, path: &str, test: fn(&T)) -> Trial {
    let shared = Arc::clone(shared);
    trial(path, move || test(&shared))
}

/// The longest wait; only a failing test takes that long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

/// The repository.
pub(crate) const ROOT: &str = env!("CARGO_MANIFEST_DIR");
