//! Where srvls.toml is to be, and what is there already.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{error::StageFileError, text::NewStages};
use crate::{
    config::{Config, ConfigError, DEFAULT_TEMPLATE, FILE_NAME, broken_name_rule},
    error::{Error, FileError},
    options::GlobalArgs,
    template::Template,
};

/// Where SAM's own tools look for a template.
const TEMPLATES_ELSEWHERE: [&str; 2] = ["template.yaml", "template.yml"];
const ALARM_EMAIL: &str = "AlarmEmail";

pub(super) struct Place {
    path: PathBuf,
    here: PathBuf,
    former: Option<Former>,
}

/// A file that is there.
struct Former {
    text: String,
    config: Config,
}

impl Place {
    /// Here, or where `--config` says: not in a folder above.
    pub(super) fn find(global: &GlobalArgs) -> Result<Self, Error> {
        let here = std::env::current_dir().map_err(FileError::WorkingDirectory)?;
        let path = here.join(global.config.as_deref().unwrap_or(Path::new(FILE_NAME)));
        let former = match fs::read_to_string(&path) {
            Ok(text) => Some(Former { config: Config::parse(&text, &path)?, text }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(source) => return Err(ConfigError::Read { path, source }.into()),
        };
        Ok(Self { path, here, former })
    }

    pub(super) fn exists(&self) -> bool {
        self.former.is_some()
    }

    pub(super) fn app(&self) -> Option<&str> {
        self.former.as_ref().map(|former| former.config.app.as_str())
    }

    /// As a person would write it.
    pub(super) fn shown(&self) -> String {
        self.path.strip_prefix(&self.here).unwrap_or(&self.path).display().to_string()
    }

    /// # Errors
    /// When the file that is there has the stage, or another app.
    pub(super) fn check(&self, stage: &str, app: Option<&str>) -> Result<(), StageFileError> {
        let Some(former) = &self.former else { return Ok(()) };
        if former.config.stage_names().any(|name| name == stage) {
            return Err(StageFileError::StageExists { file: self.shown(), stage: stage.to_owned() });
        }
        match app.filter(|app| *app != former.config.app) {
            None => Ok(()),
            Some(given) => {
                let there = former.config.app.clone();
                Err(StageFileError::OtherApp { file: self.shown(), there, given: given.to_owned() })
            }
        }
    }

    /// The file above that a new one here would hide.
    pub(super) fn shadowed(&self) -> Option<PathBuf> {
        let above = self.path.parent().into_iter().flat_map(Path::ancestors).skip(1);
        let mut files = above.map(|folder| folder.join(FILE_NAME));
        files.find(|file| file.is_file()).filter(|_| !self.exists())
    }

    /// Whether its stages are strict, so that a new one is, too.
    pub(super) fn is_strict(&self) -> bool {
        self.former.as_ref().is_some_and(|former| former.config.has_strict_stage())
    }

    /// The name of the folder, as far as it can be the name of an app.
    pub(super) fn default_app(&self) -> String {
        let folder = self.path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
        app_of(&folder)
    }

    /// The template where SAM's own tools look, unless there is one in the usual place.
    pub(super) fn template_elsewhere(&self) -> Option<String> {
        let folder = self.path.parent().unwrap_or(&self.here);
        if folder.join(DEFAULT_TEMPLATE).is_file() {
            return None;
        }
        TEMPLATES_ELSEWHERE.into_iter().find(|name| folder.join(name).is_file()).map(str::to_owned)
    }

    /// Whether alarms can be mailed: by a template that is not here yet, too.
    ///
    /// # Errors
    /// When an address is given, and the template has no parameter for it.
    pub(super) fn template_takes_email(&self, given: Option<&str>) -> Result<bool, StageFileError> {
        let path = match &self.former {
            Some(former) => former.config.template_path(),
            None => {
                let folder = self.path.parent().unwrap_or(&self.here);
                folder.join(self.template_elsewhere().as_deref().unwrap_or(DEFAULT_TEMPLATE))
            }
        };
        let Ok(template) = Template::read(&path) else { return Ok(true) };
        let takes = template.parameter_names().any(|name| name == ALARM_EMAIL);
        if given.is_some() && !takes { Err(StageFileError::NoEmailParameter(path)) } else { Ok(takes) }
    }

    pub(super) fn text_with(&self, new: &NewStages) -> String {
        self.former.as_ref().map_or_else(|| new.file(), |former| new.added_to(&former.text))
    }

    /// The configuration as every command will read it.
    ///
    /// # Errors
    /// When it is none, or a name would get too long on AWS.
    pub(super) fn config_with(&self, new: &NewStages) -> Result<Config, Error> {
        let config = Config::parse(&self.text_with(new), &self.path).map_err(|error| match error {
            // The file that is there parses.
            ConfigError::Parse { .. } if self.exists() => StageFileError::OtherForm(self.shown()).into(),
            error => Error::from(error),
        })?;
        for name in new.names() {
            config.check_names(&config.stage(Some(name))?, None)?;
        }
        Ok(config)
    }

    /// Whether what is there is what was there.
    pub(super) fn is_unchanged(&self) -> bool {
        let now = fs::read_to_string(&self.path).ok();
        now.as_deref() == self.former.as_ref().map(|former| former.text.as_str())
    }

    /// The folder and the name of the file itself, behind a link.
    pub(super) fn target(&self) -> (PathBuf, String) {
        let path = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (path.parent().map(Path::to_owned).unwrap_or_default(), name)
    }
}

fn app_of(folder: &str) -> String {
    let mut name = String::new();
    for c in folder.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => name.push(c),
            _ if !name.is_empty() && !name.ends_with('-') => name.push('-'),
            _ => {}
        }
    }
    let name = name.trim_start_matches(|c: char| !c.is_ascii_lowercase());
    let name: String = name.chars().take(20).collect();
    let name = name.trim_end_matches('-');
    // S3 reserves the other.
    if broken_name_rule(name).is_none() && name != "sthree" { name.to_owned() } else { "app".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_the_app_its_name_as_far_as_it_can() {
        for (folder, app) in [
            ("shop", "shop"),
            ("My_Shop 2.0", "my-shop-2-0"),
            ("2024-shop", "shop"),
            ("a-very-long-name-of-a-folder", "a-very-long-name-of"),
            ("상점", "app"),
            ("caf\u{e9}", "caf"),
            ("xn--shop", "xn-shop"),
            ("sthree", "app"),
            ("", "app"),
            ("123", "app"),
        ] {
            assert_eq!(app_of(folder), app, "{folder}");
        }
    }
}
