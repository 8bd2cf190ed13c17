//! The record of this run in the stage's audit trail: begun before the first write or reveal, completed at the end.

use super::{
    Context,
    prompt::{Declined, NeedsAnswer},
};
use crate::{
    audit::{KeyError, Outcome, Record, Target, Trail, Unrecorded, recorded_target},
    aws::{identity::Caller, logs::CloudWatchLogs},
    error::{Error, Failure},
    exit::Exit,
    terminal::{output::OutputError, signals},
    time::clock,
};

/// A protected stage acts only on the record.
#[derive(Debug, thiserror::Error)]
#[error("refused: stage `{stage}` is protected, and this could not be recorded in its audit log")]
pub(crate) struct AuditUnavailable {
    stage: String,
    source: Unrecorded,
}

impl Failure for AuditUnavailable {
    fn hint(&self) -> Option<String> {
        let of_aws = || self.source.aws().and_then(Failure::hint);
        match &self.source {
            Unrecorded::NoGroup { .. } => {
                Some("`srvls deploy` creates it, with the permissions that `srvls doctor --persona ops` prints".into())
            }
            Unrecorded::Target(KeyError::Unreadable(_)) => {
                let deployed = "`srvls deploy` creates the key if there is none";
                Some(of_aws().map_or_else(|| deployed.to_owned(), |hint| format!("{hint}; {deployed}")))
            }
            Unrecorded::Target(damaged @ KeyError::Damaged { .. }) => damaged.hint(),
            Unrecorded::Append { .. } | Unrecorded::Late | Unrecorded::NoRandomness => of_aws(),
        }
    }

    fn code(&self) -> &'static str {
        "audit_unavailable"
    }

    fn exit(&self) -> Exit {
        Exit::Refused
    }

    fn aws_code(&self) -> Option<&str> {
        self.source.aws().and_then(Failure::aws_code)
    }

    fn request_id(&self) -> Option<&str> {
        self.source.aws().and_then(Failure::request_id)
    }
}

impl Context {
    fn trail(&self) -> Trail<'_, CloudWatchLogs> {
        Trail { log: &self.aws.logs, group: self.stage.audit_log_group(), tags: &self.stage.settings.tags }
    }

    pub(super) fn is_recorded(&self) -> bool {
        self.record.with(|begun| begun.is_some())
    }

    /// Begins the record of this run. Without it, a protected stage refuses, and any other warns.
    pub(super) async fn begin_record(&self, caller: &Caller, target: &Target) -> Result<(), Error> {
        let target = recorded_target(target, &self.aws.artifacts, &self.artifact_bucket(caller)).await;
        let target = self.unless_protected(target)?.flatten();
        let record = Record {
            id: String::new(),
            at: clock::now(),
            who: caller.arn.clone(),
            stage: self.stage.name.clone(),
            command: format!("{}{}", self.record.command, if self.global.reveal { " --reveal" } else { "" }),
            target,
            reason: self.global.masked_reason(),
            outcome: Outcome::Begun,
            code: None,
            ended_at: None,
            srvls: env!("CARGO_PKG_VERSION").to_owned(),
        };
        if let Some(begun) = self.unless_protected(self.trail().begin(record).await)? {
            self.record.with(|record| *record = Some(begun));
            signals::catch();
        }
        Ok(())
    }

    /// `None`, with a warning, for what an unprotected stage can do without.
    fn unless_protected<T>(&self, recorded: Result<T, Unrecorded>) -> Result<Option<T>, AuditUnavailable> {
        match recorded {
            Ok(recorded) => Ok(Some(recorded)),
            Err(source) if self.stage.settings.protected => {
                Err(AuditUnavailable { stage: self.stage.name.clone(), source })
            }
            Err(error) => {
                self.progress.warn(format_args!("not fully recorded in the audit log: {}", sentence(&error)));
                Ok(None)
            }
        }
    }

    /// Names what the record is about more closely, once that is known and is no personal data.
    pub(crate) fn record_target(&self, kind: &str, name: &str) {
        self.record.with(|begun| {
            if let Some(record) = begun {
                record.target = Some(format!("{kind}:{name}"));
            }
        });
    }

    /// Names the user whom the record turned out to be about, beside what it was about before.
    pub(crate) async fn record_user(&self, caller: &Caller, sub: &str) {
        let named = recorded_target(&Target::user(sub), &self.aws.artifacts, &self.artifact_bucket(caller)).await;
        match named {
            Ok(Some(named)) => self.record.with(|begun| {
                if let Some(record) = begun {
                    let before =
                        record.target.as_deref().and_then(|target| target.split_once(':')).map(|(_, name)| name);
                    record.target = Some(before.map_or_else(|| named.clone(), |before| format!("{named}/{before}")));
                }
            }),
            Ok(None) => {}
            Err(error) => {
                self.progress.warn(format_args!("not fully recorded in the audit log: {}", sentence(&error)));
            }
        }
    }

    /// Completes the record, if one has begun. What happened has happened: a failure is a warning.
    /// A second call does nothing.
    pub(crate) async fn complete_record(&self, ended: &Result<Exit, Error>) {
        let Some(begun) = self.record.with(|begun| begun.clone()) else { return };
        let (outcome, code) = outcome(ended);
        let now = clock::now();
        let record = Record { outcome, code: code.map(str::to_owned), ended_at: Some(now), ..begun };
        if let Err(error) = self.trail().complete(&record, now).await {
            let words = outcome.words();
            self.progress.warn(format_args!("the audit log does not say that this was {words}: {}", sentence(&error)));
        }
        // Only now: if a signal stops this run before that, the record is completed as interrupted.
        self.record.with(|begun| *begun = None);
    }
}

fn outcome(ended: &Result<Exit, Error>) -> (Outcome, Option<&'static str>) {
    match ended {
        Ok(Exit::Interrupted | Exit::Terminated) => (Outcome::Interrupted, None),
        Ok(_) => (Outcome::Done, None),
        // It was done; only the answer could not be printed.
        Err(error) if error.is::<OutputError>() => (Outcome::Done, Some(error.code())),
        Err(error) => {
            let outcome = match error.exit() {
                Exit::Interrupted | Exit::Terminated => Outcome::Interrupted,
                Exit::Refused => Outcome::Refused,
                _ if error.is::<Declined>() || error.is::<NeedsAnswer>() => Outcome::Refused,
                _ => Outcome::Failed,
            };
            (outcome, Some(error.code()))
        }
    }
}

/// The error and its causes on one line.
fn sentence(error: &Unrecorded) -> String {
    let causes = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{aws::AwsError, context::guard::Refusal, terminal::signals::Stop};

    #[test]
    fn every_end_has_its_outcome_and_the_code_of_its_error() {
        let failed = AwsError::service("cognito-idp:AdminDisableUser", "InternalErrorException");
        for (ended, expected) in [
            (Ok(Exit::Success), (Outcome::Done, None)),
            (Ok(Exit::Findings), (Outcome::Done, None)),
            (Ok(Exit::Interrupted), (Outcome::Interrupted, None)),
            (Err(failed.into()), (Outcome::Failed, Some("aws_error"))),
            (Err(Refusal::ReadOnly.into()), (Outcome::Refused, Some("read_only"))),
            (Err(Declined.into()), (Outcome::Refused, Some("declined"))),
            (Err(Stop::Interrupt.into()), (Outcome::Interrupted, Some("interrupted"))),
            (Err(Stop::Terminate.into()), (Outcome::Interrupted, Some("interrupted"))),
            (Err(OutputError::Write(std::io::Error::other("disk full")).into()), (Outcome::Done, Some("io"))),
            (Err(OutputError::Unread(Stop::Interrupt).into()), (Outcome::Done, Some("interrupted"))),
        ] {
            assert_eq!(outcome(&ended), expected, "{ended:?}");
        }
    }

    #[test]
    fn a_missing_log_group_names_who_creates_it() {
        let source = AwsError::refused("logs:CreateLogGroup", "AccessDeniedException", "made by a test");
        let source = Unrecorded::NoGroup { group: "/srvls/shop-prod/audit".into(), source };

        let error = AuditUnavailable { stage: "prod".into(), source };

        assert_eq!((error.code(), error.exit()), ("audit_unavailable", Exit::Refused));
        assert!(error.hint().is_some_and(|hint| hint.contains("--persona ops")));
    }
}
