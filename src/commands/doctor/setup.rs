//! Checks of the configuration and the templates, without AWS.

use super::{check::Check, new_account::MAIL};
use crate::{
    context::Setup,
    error::Error,
    template::{Severity, Strictness, Template, TemplateError},
};

pub(super) const CONFIGURATION: &str = "configuration";
pub(super) const TEMPLATES: &str = "templates";

pub(super) fn configuration(setup: &Result<Setup, Error>) -> Check {
    match setup {
        Ok(setup) => {
            let on = if setup.stage.settings.emulator { "on the local emulator" } else { "on AWS" };
            let file = setup.config.root.join("srvls.toml");
            Check::pass(CONFIGURATION, format!("{}: stage `{}`, {on}", file.display(), setup.stage.name))
        }
        Err(error) => Check::failed(CONFIGURATION, error).explained(
            "srvls.toml names the app and its stages; without it, srvls knows neither account nor region. The checks \
             below that need no stage still run.",
        ),
    }
}

pub(super) fn templates(setup: Option<&Setup>) -> Check {
    let Some(setup) = setup else { return Check::skip(TEMPLATES, "needs a valid configuration") };
    let found: Result<Vec<_>, TemplateError> =
        setup.config.template_paths().iter().map(|path| Template::read(path)?.check()).collect();
    match found.and_then(|found| parameters(setup).map(|()| found)) {
        Err(error) => Check::failed(TEMPLATES, &error.into()),
        Ok(found) => {
            let checks: usize = found.first().map(|found| found.checks.len()).unwrap_or_default();
            let findings: Vec<_> = found.iter().flat_map(|found| &found.findings).collect();
            let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
            templates_check(checks, errors, findings.len() - errors, setup.stage.settings.strict.into())
        }
    }
}

/// The limit of Cognito's own sender, where the stage names no identity of SES.
///
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html>
pub(super) fn mail(setup: Option<&Setup>) -> Option<Check> {
    let setup = setup.filter(|setup| !setup.stage.settings.emulator)?;
    let template = Template::read(&setup.config.template_path()).ok()?;
    let identity = template.parameter("EmailIdentityArn", &setup.stage.settings.parameters)?;
    identity.is_empty().then(|| cognitos_sender(setup.stage.settings.protected))
}

fn cognitos_sender(protected: bool) -> Check {
    let detail = "Cognito's own sender stops at 50 mails a day";
    if !protected {
        return Check::pass(MAIL, format!("{detail}, which is for trying out"));
    }
    Check::warn(MAIL, detail)
        .fixed_by("set `parameters = { EmailIdentityArn = \"arn:aws:ses:…\" }` of the stage to an identity of SES")
        .explained(
            "After the 50th mail of a day, users can't sign up or reset a password. Verify a domain in SES, ask AWS to move \
             the account out of SES's sandbox, and deploy with the parameters EmailIdentityArn and EmailFrom.",
        )
}

/// # Errors
/// When the stage gives a parameter that no template has.
fn parameters(setup: &Setup) -> Result<(), TemplateError> {
    let paths = setup.config.template_paths();
    let templates = paths.iter().map(|path| Template::read(path)).collect::<Result<Vec<_>, _>>()?;
    Template::check_parameters(&templates.iter().collect::<Vec<_>>(), &setup.stage.settings.parameters)
}

fn templates_check(checks: usize, errors: usize, warnings: usize, strictness: Strictness) -> Check {
    let strict = strictness == Strictness::Strict;
    let of_stage = if strict { ", and the stage is strict" } else { "" };
    let detail = format!("{checks} checks: {errors} errors, {warnings} warnings{of_stage}");
    if errors == 0 && (warnings == 0 || !strict) {
        return Check::pass(TEMPLATES, detail);
    }
    Check::fail(TEMPLATES, detail)
        .fixed_by("run `srvls template check` to see each finding with its line and fix")
        .explained(
            "An error would fail or do damage on AWS; `srvls deploy` refuses the template before it builds anything. On a \
             stage with `strict = true`, it refuses warnings, too.",
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{commands::doctor::check::Verdict, config::ConfigError};

    #[test]
    fn a_broken_configuration_fails_with_its_hint() {
        let check = configuration(&Err(ConfigError::Missing.into()));

        assert_eq!((check.result, check.fix.is_some()), (Verdict::Fail, true));
    }

    #[test]
    fn a_protected_stage_without_a_sender_of_its_own_is_warned_of() {
        assert_eq!(cognitos_sender(true).result, Verdict::Warn);
        assert!(cognitos_sender(true).fix.is_some_and(|fix| fix.contains("EmailIdentityArn")));
        assert_eq!(cognitos_sender(false).result, Verdict::Pass);
    }

    #[test]
    fn only_errors_of_a_template_fail() {
        assert_eq!(templates_check(51, 0, 3, Strictness::Lenient).result, Verdict::Pass);
        assert_eq!(templates_check(51, 1, 0, Strictness::Lenient).result, Verdict::Fail);
    }

    #[test]
    fn on_a_strict_stage_advice_fails_too() {
        assert_eq!(templates_check(51, 0, 3, Strictness::Strict).result, Verdict::Fail);
        assert_eq!(templates_check(51, 0, 0, Strictness::Strict).result, Verdict::Pass);
    }
}
