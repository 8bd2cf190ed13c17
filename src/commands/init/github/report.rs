//! What was written, and what is left to do by hand.

use serde::Serialize;

use super::{
    super::files::{NewFile, Outcome},
    pipeline::Pipeline,
    roles::{self, Roles},
};
use crate::terminal::output::{Report, Table, Text, Tone, View};

#[derive(Debug, Serialize)]
pub(crate) struct GithubReport {
    stage: String,
    repository: String,
    files: Vec<WrittenFile>,
    roles: Roles,
    /// What to do next, in this order.
    next: Vec<Step>,
}

#[derive(Debug, Serialize)]
struct WrittenFile {
    file: String,
    outcome: Outcome,
}

#[derive(Debug, Serialize)]
struct Step {
    what: String,
    /// Lines for a shell.
    commands: Vec<String>,
}

impl GithubReport {
    pub(super) fn new(pipeline: &Pipeline, files: &[NewFile], outcomes: &[Outcome], roles: Roles) -> Self {
        let written = files.iter().zip(outcomes);
        let written = written.map(|(file, outcome)| WrittenFile { file: file.name.clone(), outcome: *outcome });
        Self {
            stage: pipeline.stage.clone(),
            repository: pipeline.repository.to_string(),
            files: written.collect(),
            next: next(pipeline, &roles),
            roles,
        }
    }
}

fn next(pipeline: &Pipeline, Roles { preview, deploy, .. }: &Roles) -> Vec<Step> {
    let Pipeline { stage, stack, region, account, repository, branch, .. } = pipeline;
    let step = |what: String, commands: Vec<String>| Step { what, commands };
    let roles = [preview, deploy];
    vec![
        step(format!("Deploy the stage once by hand: the roles can't create it (srvls -s {stage} deploy)."), vec![]),
        step(
            format!(
                "Create the roles, as an administrator of account {account}. If the account has GitHub's identity provider, \
                 set IdentityProvider=present. If the repository was created or renamed since July 2026, pass its Subject with numbers: the last line \
                 prints it."
            ),
            vec![
                format!("aws cloudformation deploy --region {region} --stack-name github-{stack} \\"),
                format!("  --template-file {} --capabilities CAPABILITY_NAMED_IAM \\", roles::path(pipeline)),
                format!("  --parameter-overrides IdentityProvider=create Subject=repo:{repository}"),
                format!("gh api repos/{repository} --jq '\"repo:\\(.owner.login)@\\(.owner.id)/\\(.name)@\\(.id)\"'"),
            ],
        ),
        step(
            "Create the environments, and set the role of each.".into(),
            roles
                .iter()
                .flat_map(|role| {
                    let environment = &role.environment;
                    [
                        format!(
                            "gh api repos/{repository}/environments/{environment} --silent || gh api --method PUT repos/{repository}/environments/{environment} --silent"
                        ),
                        format!(
                            "gh variable set AWS_ROLE_ARN --repo {repository} --env {environment} --body {}",
                            role.arn
                        ),
                    ]
                })
                .collect(),
        ),
        step(
            format!(
                "Give environment `{}` required reviewers, and allow it branch `{branch}` only: without reviewers, a push \
                 deploys at once. Private repositories have required reviewers with GitHub Enterprise only.",
                deploy.environment
            ),
            vec![format!("https://github.com/{repository}/settings/environments")],
        ),
        step("Commit both files.".into(), vec![]),
    ]
}

impl Report for GithubReport {
    const ROWS: Option<&'static str> = Some("files");

    fn view(&self) -> View {
        let mut table = Table::new(["FILE", ""]);
        for file in &self.files {
            let (outcome, tone) = match file.outcome {
                Outcome::Created => ("created", Tone::Good),
                Outcome::Replaced => ("replaced", Tone::Warning),
                Outcome::Unchanged => ("unchanged", Tone::Faint),
            };
            table.row([(file.file.clone(), Tone::Plain), (outcome.to_owned(), tone)]);
        }
        let steps = self.next.iter().enumerate();
        steps.fold(View::new().table(table), |view, (index, step)| {
            let view = view.text(format!("{}. {}", index + 1, step.what));
            match step.commands.as_slice() {
                [] => view,
                commands => view.verbatim(Text::lines(commands.iter().map(|line| format!("   {line}")))),
            }
        })
    }
}
