//! Prepares one stack's template: the location of its code, the stage's parameters, traffic shifting.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    choice::Pace,
    packaged_stage::{PackagedStack, template_key},
};
use crate::{
    aws::{
        artifacts::{Artifacts as _, Bucket},
        change_sets::TemplateSource,
    },
    context::Context,
    error::Error,
    local::NO_CODEDEPLOY,
    template::{AT_ONCE, CodeLocation, TRAFFIC_SHIFTING, Template},
};

/// A template adapted to the stage, with the location of its code.
pub(crate) struct StackTemplate<'a> {
    template: &'a Template,
    value: Value,
    parameters: BTreeMap<String, String>,
    /// Keys in the artifact bucket.
    code: Vec<String>,
    awaited: Vec<String>,
}

impl<'a> StackTemplate<'a> {
    /// Takes the stage's parameters that the template declares, and `own`, which srvls sets itself.
    pub(crate) fn of(
        cx: &Context,
        template: &'a Template,
        code: &BTreeMap<String, CodeLocation>,
        own: Option<(String, String)>,
    ) -> Self {
        let declared: BTreeSet<&str> = template.parameter_names().collect();
        let given = cx.stage.settings.parameters.clone().into_iter().chain(own);
        let given = given.filter(|(name, _)| declared.contains(name.as_str()));
        let value = template.with_artifacts(code);
        let code = code.values().map(|location| location.key.clone()).collect();
        let Some(local) = &cx.local else {
            return Self { template, value, parameters: given.collect(), code, awaited: Vec::new() };
        };
        let adapted = local.adapt(value);
        for left_out in &adapted.left_out {
            cx.progress.note(format_args!("local stage: {left_out}"));
        }
        let parameters = adapted.parameters.into_iter().chain(given).collect();
        Self { template, value: adapted.template, parameters, code, awaited: Vec::new() }
    }

    /// Has functions with an alias publish a version of every change.
    pub(crate) fn with_versions(mut self) -> Self {
        self.value = self.template.with_versions(self.value, &self.parameters);
        self
    }

    /// Adds the stage's canary: traffic moves to new code gradually.
    pub(crate) fn with_traffic_shifting(mut self, cx: &Context, pace: Pace) -> Result<Self, Error> {
        let Some(canary) = cx.stage.settings.canary else { return Ok(self) };
        self.value = self.template.with_canary(self.value, canary, &self.parameters)?;
        if pace == Pace::AtOnce {
            self.parameters.insert(TRAFFIC_SHIFTING.to_owned(), AT_ONCE.to_owned());
        }
        if cx.local.is_some() {
            cx.progress.note(format_args!("local stage: {NO_CODEDEPLOY}"));
        }
        Ok(self)
    }

    /// Marks the parameters that the API stack's outputs of the same names will provide.
    pub(crate) fn with_outputs_of(mut self, api: &Template) -> Self {
        let declared: BTreeSet<&str> = self.template.parameter_names().collect();
        let outputs = api.output_names().filter(|name| declared.contains(name) && !self.parameters.contains_key(*name));
        self.awaited = outputs.map(str::to_owned).collect();
        self
    }

    /// The packaged stack, and the template that belongs into the bucket: for CloudFormation in the same region, and for
    /// a later rollback.
    pub(super) fn packaged(
        self,
        cx: &Context,
        bucket: &Bucket,
        read: Delivery,
    ) -> Result<(PackagedStack, StoredTemplate), Error> {
        let packaged = self.template.package(self.value.clone(), &self.parameters)?;
        let key = template_key(&packaged.sha256);
        let stored = StoredTemplate { key: key.clone(), json: packaged.json.clone() };
        let secret = self.template.secret_parameters();
        let secret = self.parameters.keys().filter(|name| secret.contains(name.as_str())).cloned().collect();
        let packaged = PackagedStack {
            template: match read {
                Delivery::Url => TemplateSource::Url(cx.aws.artifacts.url(bucket, &key)),
                Delivery::Request => TemplateSource::Body(packaged.json),
            },
            template_sha256: packaged.sha256,
            parameters: self.parameters,
            secret,
            code: self.code,
            awaited: self.awaited,
            body: self.value,
        };
        Ok((packaged, stored))
    }
}

/// A packaged template in the artifact bucket.
pub(super) struct StoredTemplate {
    key: String,
    json: String,
}

impl StoredTemplate {
    /// `None` if the bucket has it.
    pub(super) async fn unless_stored(self, cx: &Context, bucket: &Bucket) -> Result<Option<Self>, Error> {
        Ok((!cx.aws.artifacts.has(bucket, &self.key).await?).then_some(self))
    }

    pub(super) async fn upload(self, cx: &Context, bucket: &Bucket) -> Result<(), Error> {
        Ok(cx.aws.artifacts.put(bucket, &self.key, "application/json", self.json.into_bytes()).await?)
    }
}

/// How CloudFormation gets a template.
pub(crate) enum Delivery {
    Url,
    /// In the request itself, because the bucket may be in another region.
    Request,
}
