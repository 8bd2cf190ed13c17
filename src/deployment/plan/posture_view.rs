//! The changed sentences of the templates, as a person and as a pull request reads them.

use super::{Plan, posture::PlannedPosture};
use crate::{
    template::PostureChange,
    terminal::output::{Table, Text, Tone, View, wrapped},
};

const HEADING: &str = "What the templates say";
/// Of a line in a comment on a pull request, which does not wrap inside a block.
const COMMENT_WIDTH: usize = 100;

impl Plan {
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
    use super::*;
    use crate::stage::StackName;

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
