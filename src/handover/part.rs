//! Something that is read beside other things: what could not be read is unknown, never none.

use serde::{Serialize, Serializer};

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part<T> {
    Read(T),
    /// Why it could not be read.
    Unread(String),
}

impl<T> Part<T> {
    pub(super) fn read(&self) -> Option<&T> {
        match self {
            Self::Read(read) => Some(read),
            Self::Unread(_) => None,
        }
    }

    /// Why it could not be read.
    pub(super) fn why_unread(&self) -> Option<&str> {
        match self {
            Self::Read(_) => None,
            Self::Unread(why) => Some(why),
        }
    }
}

/// What could not be read is null.
impl<T: Serialize> Serialize for Part<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.read().serialize(serializer)
    }
}
