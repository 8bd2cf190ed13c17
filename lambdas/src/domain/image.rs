//! The key of an image in its bucket: `images/{user}/{ulid}.{extension}`, which sorts by age.

use std::{fmt, str::FromStr};

use serde::Deserialize;
use ulid::Ulid;

use super::UserId;

/// The image types that every browser shows and that can't carry a script.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize)]
pub(crate) enum ImageType {
    #[default]
    #[serde(rename = "image/jpeg")]
    Jpeg,
    #[serde(rename = "image/png")]
    Png,
    #[serde(rename = "image/webp")]
    Webp,
}

impl ImageType {
    const ALL: [Self; 3] = [Self::Jpeg, Self::Png, Self::Webp];

    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
        }
    }

    /// Whether a file that begins with these bytes is of this type, whatever its declared type.
    pub(crate) fn matches_signature(self, bytes: &[u8]) -> bool {
        match self {
            Self::Jpeg => bytes.starts_with(&[0xFF, 0xD8, 0xFF]),
            Self::Png => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
            Self::Webp => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ImageKey {
    pub(crate) user_id: UserId,
    pub(crate) id: Ulid,
    pub(crate) kind: ImageType,
}

impl ImageKey {
    /// The path of the image in a profile.
    pub(crate) fn url(&self) -> String {
        format!("/{self}")
    }

    pub(crate) fn of_url(url: &str) -> Option<Self> {
        url.strip_prefix('/')?.parse().ok()
    }
}

impl fmt::Display for ImageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "images/{}/{}.{}", self.user_id.as_str(), self.id, self.kind.extension())
    }
}

#[derive(Debug, thiserror::Error)]
#[error("not the key of an image")]
pub(crate) struct InvalidImageKey;

impl FromStr for ImageKey {
    type Err = InvalidImageKey;

    fn from_str(text: &str) -> Result<Self, InvalidImageKey> {
        let (user_id, name) =
            text.strip_prefix("images/").and_then(|rest| rest.split_once('/')).ok_or(InvalidImageKey)?;
        let (id, extension) = name.split_once('.').ok_or(InvalidImageKey)?;
        let kind = ImageType::ALL.into_iter().find(|kind| kind.extension() == extension).ok_or(InvalidImageKey)?;
        let key = Self { user_id: UserId::new(user_id), id: id.parse().map_err(|_| InvalidImageKey)?, kind };
        if user_id.is_empty() || key.to_string() != text { Err(InvalidImageKey) } else { Ok(key) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_parses_as_it_is_written() {
        for kind in ImageType::ALL {
            let key = ImageKey { user_id: UserId::new("ada"), id: Ulid(7), kind };

            assert_eq!(key.to_string().parse::<ImageKey>().expect("a key"), key);
            assert_eq!(ImageKey::of_url(&key.url()), Some(key));
        }
    }

    #[test]
    fn any_other_text_is_not_a_key() {
        for text in [
            "images/ada/00000000000000000000000007.gif",
            "images/ada/0000000000000000000000000z.png",
            "images//00000000000000000000000007.png",
            "images/ada/x/00000000000000000000000007.png",
            "images/ada/7.png",
            "other/ada/00000000000000000000000007.png",
            "",
        ] {
            assert!(text.parse::<ImageKey>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_type_is_recognised_by_its_first_bytes() {
        let jpeg: &[u8] = &[0xFF, 0xD8, 0xFF, 0xE0, 0, 16, b'J', b'F', b'I', b'F', 0, 1];
        let png: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        let webp: &[u8] = b"RIFF\x24\0\0\0WEBPVP8 ";
        let files = [(ImageType::Jpeg, jpeg), (ImageType::Png, png), (ImageType::Webp, webp)];

        for kind in ImageType::ALL {
            for (real, bytes) in files {
                assert_eq!(kind.matches_signature(bytes), kind == real, "{kind:?} {real:?}");
            }
            assert!(!kind.matches_signature(b"<svg onload=alert(1)>"), "{kind:?}");
            assert!(!kind.matches_signature(b""), "{kind:?}");
        }
    }
}
