//! What the templates of a plan say otherwise than the deployed ones: who may call what, limits, alarms, retention.
//!
//! A change set lists properties. Whether a change of one is meant, a reviewer sees in the sentence that it changes.

use serde::Serialize;
use serde_json::Value;

use super::{Plan, Secrets, change_set::StackChangeSet};
use crate::{
    aws::AwsError,
    stage::StackName,
    template::{PostureChange, Template},
    terminal::output::{Table, Text, Tone, View, wrapped},
};

/// The changed sentences of one chapter on one stack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct PlannedPosture {
    pub(crate) stack: StackName,
    #[serde(flatten)]
    pub(crate) change: PostureChange,
}

/// What the template `desired` says otherwise than the deployed one, `live`.
pub(super) fn posture_changes(
    live: Result<Option<Value>, AwsError>,
    desired: &Value,
    secrets: &Secrets,
) -> Result<Vec<PostureChange>, String> {
    let live = live.map_err(|error| error.to_string())?.ok_or("the deployed template is not from srvls")?;
    let template = |body: Value| Template::packaged(secrets.hide_in_template(body));
    Ok(template(desired.clone()).posture_changes(&template(live)))
}

const HEADING: &str = "What the templates say";
/// Of a line in a comment on a pull request, which does not wrap inside a block.
const COMMENT_WIDTH: usize = 100;

impl Plan {
    pub(super) fn add_posture(&mut self, stack_changes: &StackChangeSet<'_>) {
        let stack = &stack_changes.target.name;
        match &stack_changes.posture {
            Ok(changes) => {
                let of_stack = |change: &PostureChange| PlannedPosture { stack: stack.clone(), change: change.clone() };
                self.posture.extend(changes.iter().map(of_stack));
            }
            Err(why) => self.not_checked.push(format!("what the template of {stack} says otherwise: {why}")),
        }
    }

    /// Each chapter with its changed sentences, the stack in its title where there are several.
    fn posture_chapters(&self) -> impl Iterator<Item = (String, &PostureChange)> {
        self.posture.iter().map(|PlannedPosture { stack, change }| match self.changing.len() {
            0 | 1 => (change.chapter.to_owned(), change),
            _ => (format!("{}, {stack}", change.chapter), change),
        })
    }

    pub(super) fn add_posture_to(&self, view: View) -> View {
        if self.posture.is_empty() {
            return view;
        }
        let mut table = Table::new(["", HEADING]);
        for (title, change) in self.posture_chapters() {
            table.row([(Text::default(), Tone::Plain), (title.as_str().into(), Tone::Faint)]);
            for (mark, sentence) in change.lines() {
                let tone = if mark == '-' { Tone::Bad } else { Tone::Good };
                table.row([(mark.to_string().into(), tone), (Text::one_line(sentence), tone)]);
            }
        }
        view.table(table)
    }

    /// A block that GitHub colours: <https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/creating-and-highlighting-code-blocks>
    pub(super) fn posture_markdown(&self) -> Option<String> {
        let mut lines = Vec::new();
        for (title, change) in self.posture_chapters() {
            lines.push(format!("@@ {title} @@"));
            for (mark, sentence) in change.lines() {
                // Three backticks would end the block.
                let sentence = sentence.replace('\n', " ").replace("```", "'''");
                let wrapped = wrapped(&sentence, COMMENT_WIDTH).into_iter().enumerate();
                lines.extend(wrapped.map(|(at, line)| format!("{mark} {}{line}", if at == 0 { "" } else { "  " })));
            }
        }
        (!lines.is_empty()).then(|| format!("**{HEADING}**\n\n```diff\n{}\n```", lines.join("\n")))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn template(seconds: u16, key: &str) -> Value {
        json!({ "Resources": {
            "GetFunction": { "Type": "AWS::Lambda::Function", "Properties": {
                "Timeout": seconds, "Environment": { "Variables": { "DB_PASSWORD": key } },
            } },
        } })
    }

    #[test]
    fn a_deployed_template_is_compared_with_the_desired_one_without_its_secrets() {
        let live = || Ok(Some(template(5, "hunter2hunter2")));

        let changes = posture_changes(live(), &template(9, "correct horse"), &Secrets::default()).expect("compared");

        let said = |seconds| {
            vec![format!("`GetFunction` Timeout: {seconds}, Environment: [Variables: [DB_PASSWORD: (secret)]]")]
        };
        assert_eq!(changes, [PostureChange { chapter: "Functions", removed: said(5), added: said(9) }]);
        let same = posture_changes(live(), &template(5, "correct horse"), &Secrets::default());
        assert_eq!(same, Ok(Vec::new()));
    }

    #[test]
    fn a_template_that_could_not_be_read_is_unknown_and_not_unchanged() {
        let unknown = |live| posture_changes(live, &json!({}), &Secrets::default());
        let denied = AwsError::refused("cloudformation:GetTemplate", "AccessDenied", "no");

        assert_eq!(unknown(Err(denied)), Err("not allowed to call cloudformation:GetTemplate".into()));
        assert_eq!(unknown(Ok(None)), Err("the deployed template is not from srvls".into()));
    }

    fn plan(stacks: &[&str]) -> Plan {
        let owned = |text: &str| vec![text.to_owned()];
        let posture = |stack: &&str| PlannedPosture {
            stack: StackName((*stack).into()),
            change: PostureChange {
                chapter: "Alarms",
                removed: owned(
                    "`ApiErrorsAlarm` api-5xx: 100 * errors / requests > 1, 3 of 5 × 60 s; no data is notBreaching; notifies CriticalTopic, also when it is over",
                ),
                added: owned(
                    "`ApiErrorsAlarm` api-5xx: 100 * errors / requests < 1, 3 of 5 × 60 s; no data is ```; notifies no one",
                ),
            },
        };
        let changing = stacks.iter().map(|stack| StackName((*stack).into())).collect();
        Plan { posture: stacks.iter().map(posture).collect(), changing, ..Plan::default() }
    }

    #[test]
    fn a_person_reads_the_old_sentence_above_the_new_one() {
        let text = plan(&["shop"]).add_posture_to(View::new()).render(Some(60)).unstyled();

        insta::assert_snapshot!(text, @"
           What the templates say
           Alarms
        -  `ApiErrorsAlarm` api-5xx: 100 * errors / requests > 1, 3
           of 5 × 60 s; no data is notBreaching; notifies
           CriticalTopic, also when it is over
        +  `ApiErrorsAlarm` api-5xx: 100 * errors / requests < 1, 3
           of 5 × 60 s; no data is ```; notifies no one
        ");
    }

    #[test]
    fn a_pull_request_gets_a_block_that_no_sentence_can_end() {
        let markdown = plan(&["shop", "shop-edge"]).posture_markdown().expect("changes");

        insta::assert_snapshot!(markdown, @"
        **What the templates say**

        ```diff
        @@ Alarms, shop @@
        - `ApiErrorsAlarm` api-5xx: 100 * errors / requests > 1, 3 of 5 × 60 s; no data is notBreaching;
        -   notifies CriticalTopic, also when it is over
        + `ApiErrorsAlarm` api-5xx: 100 * errors / requests < 1, 3 of 5 × 60 s; no data is '''; notifies no
        +   one
        @@ Alarms, shop-edge @@
        - `ApiErrorsAlarm` api-5xx: 100 * errors / requests > 1, 3 of 5 × 60 s; no data is notBreaching;
        -   notifies CriticalTopic, also when it is over
        + `ApiErrorsAlarm` api-5xx: 100 * errors / requests < 1, 3 of 5 × 60 s; no data is '''; notifies no
        +   one
        ```
        ");
        assert_eq!(plan(&[]).posture_markdown(), None);
    }
}
