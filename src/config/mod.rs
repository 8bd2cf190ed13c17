//! `srvls.toml`: the app's stages, and the path of its template.

mod error;
mod names;
mod syntax;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;

pub(crate) use self::{
    error::{ConfigError, FILE_NAME},
    names::broken_name_rule,
};
use crate::{
    stage::{Stage, StageSettings, is_region},
    template::Template,
};

/// A parsed `srvls.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) app: String,
    default_stage: String,
    /// The SAM template, relative to this file.
    #[serde(default = "default_template")]
    template: PathBuf,
    #[serde(default)]
    stages: BTreeMap<String, StageSettings>,
    /// The folder that holds the file.
    #[serde(skip)]
    pub(crate) root: PathBuf,
    #[serde(skip)]
    path: PathBuf,
}

/// Where the template is by default, relative to srvls.toml.
pub(crate) const DEFAULT_TEMPLATE: &str = "templates/template.yaml";

fn default_template() -> PathBuf {
    PathBuf::from(DEFAULT_TEMPLATE)
}

impl Config {
    /// Reads `file`, or the first `srvls.toml` in `here` or the folders above it.
    pub(crate) fn load(file: Option<&Path>, here: &Path) -> Result<Self, ConfigError> {
        let path = match file {
            Some(file) => here.join(file),
            None => here
                .ancestors()
                .map(|folder| folder.join(FILE_NAME))
                .find(|p| p.is_file())
                .ok_or(ConfigError::Missing)?,
        };
        let text = fs::read_to_string(&path).map_err(|source| ConfigError::Read { path: path.clone(), source })?;
        Self::parse(&text, &path)
    }

    /// The configuration that `text` is, as the file at `path`.
    pub(crate) fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let mut config: Self = toml::from_str(text).map_err(|error| ConfigError::Parse {
            path: path.to_owned(),
            hint: syntax::hint_of(error.message()),
            source: syntax::SyntaxError::new(&error, text),
        })?;
        config.root = path.parent().map(Path::to_owned).unwrap_or_default();
        config.path = path.to_owned();
        names::check_name("app", &config.app, path)?;
        for (name, settings) in &config.stages {
            names::check_name("stage", name, path)?;
            names::check_settings(name, settings, path)?;
            names::check_lengths(&config.stage_of(name, settings), None, &[], path)?;
        }
        if let Some((stage, (tag, rule))) =
            config.stages.iter().find_map(|(name, settings)| Some((name, settings.bad_tag()?)))
        {
            let (stage, tag) = (stage.clone(), tag.to_owned());
            return Err(ConfigError::Tag { path: path.to_owned(), stage, tag, rule });
        }
        check_edge_names(&config.stages, path)?;
        Ok(config)
    }

    /// The stage called `name`, or the default one.
    pub(crate) fn stage(&self, name: Option<&str>) -> Result<Stage, ConfigError> {
        let name = name.unwrap_or(&self.default_stage);
        let settings = self.stages.get(name).ok_or_else(|| ConfigError::UnknownStage {
            name: name.to_owned(),
            known: self.stages.keys().cloned().collect(),
        })?;
        Ok(self.stage_of(name, settings))
    }

    pub(crate) fn stage_names(&self) -> impl Iterator<Item = &str> {
        self.stages.keys().map(String::as_str)
    }

    /// Whether advice on the templates stops a deployment of some stage.
    pub(crate) fn has_strict_stage(&self) -> bool {
        self.stages.values().any(|settings| settings.strict)
    }

    fn stage_of(&self, name: &str, settings: &StageSettings) -> Stage {
        Stage { app: self.app.clone(), name: name.to_owned(), settings: settings.clone() }
    }

    /// Checks what the stage's resources will be called: the artifact bucket in `region`, if one was chosen in place of
    /// the stage's, and those of the templates, as far as they can be read.
    ///
    /// # Errors
    /// When a name is longer than its service allows, or the region is none.
    pub(crate) fn check_names(&self, stage: &Stage, region: Option<&str>) -> Result<(), ConfigError> {
        // The emulator has a region of its own.
        let region = region.filter(|region| !region.is_empty() && !stage.settings.emulator);
        if let Some(region) = region.filter(|region| !is_region(region)) {
            return Err(ConfigError::Region { region: region.to_owned() });
        }
        let read = |path: Option<PathBuf>| path.and_then(|path| Template::read(&path).ok());
        let templates = [
            read(Some(self.template_path())).map(|template| (stage.stack_name(), template)),
            read(self.edge_template_path()).map(|template| (stage.edge_stack_name(), template)),
        ];
        let parameters = &stage.settings.parameters;
        let named = templates.iter().flatten().flat_map(|(stack, template)| template.physical_names(stack, parameters));
        names::check_lengths(stage, region, &named.collect::<Vec<_>>(), &self.path)
    }

    /// Other stages that may share the account of `stage`, and whose resources match its IAM patterns too.
    pub(crate) fn overlapping(&self, stage: &Stage) -> Vec<&str> {
        let prefix = format!("{}-", stage.name);
        let others = self.stages.iter().filter(|(name, _)| name.starts_with(&prefix));
        let near = others.filter(|(_, settings)| may_share_an_account(&stage.settings, settings));
        near.map(|(name, _)| name.as_str()).collect()
    }

    pub(crate) fn template_path(&self) -> PathBuf {
        self.root.join(&self.template)
    }

    /// The edge's template, if there is one next to the app's.
    pub(crate) fn edge_template_path(&self) -> Option<PathBuf> {
        let template = self.template_path();
        let edge = template.with_file_name("edge").with_extension(template.extension().unwrap_or_default());
        Some(edge).filter(|edge| edge.is_file())
    }

    /// The same configuration with another template, and the edge template next to it.
    pub(crate) fn with_template(&self, path: PathBuf) -> Self {
        Self { template: path, ..self.clone() }
    }

    /// All templates of the app.
    pub(crate) fn template_paths(&self) -> Vec<PathBuf> {
        [self.template_path()].into_iter().chain(self.edge_template_path()).collect()
    }
}

/// The edge of a stage `dev` is the stack `<app>-dev-edge`: a stage `dev-edge` of the same account would be that stack.
fn check_edge_names(stages: &BTreeMap<String, StageSettings>, path: &Path) -> Result<(), ConfigError> {
    for (name, settings) in stages {
        let edge = format!("{name}-edge");
        if stages.get(&edge).is_some_and(|other| may_share_an_account(settings, other)) {
            return Err(ConfigError::EdgeNameClash { path: path.to_owned(), shorter: name.clone(), longer: edge });
        }
    }
    Ok(())
}

/// An emulator counts as an account of its own.
fn may_share_an_account(one: &StageSettings, other: &StageSettings) -> bool {
    match (&one.account, &other.account) {
        _ if one.emulator || other.emulator => false,
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}
