//! Where the emulator's environment and its data are kept.
