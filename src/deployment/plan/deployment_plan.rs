//! What a deployment would change, the most dangerous first, and the digest that names exactly these changes.

use serde::Serialize;

use super::{
    change::PlannedChange,
    change_set::{StackChangeSet, Verdict},
    digest::{DIGEST_LENGTH, digest},
    posture::PlannedPosture,
    risk::risk,
    secrets::Secrets,
    unaffected,
};
use crate::{
    aws::change_sets::Change,
    context::guard::allow_flags,
    deployment::drift::Drift,
    stage::{FunctionName, StackName},
    template::PostureChange,
    terminal::output::size,
};

/// The changes of a deployment in the order of its stacks, the most dangerous of each first.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(crate) struct Plan {
    /// Of everything that decides what the deployment does.
    pub(crate) digest: String,
    /// The stacks that change, whether or not CloudFormation lists what: it lists no outputs, metadata and conditions.
    pub(crate) changing: Vec<StackName>,
    pub(crate) changes: Vec<PlannedChange>,
    /// Listed by CloudFormation, yet sure to stay as they are.
    pub(crate) unaffected: Vec<String>,
    /// Functions that get other code.
    pub(crate) code: Vec<CodeChange>,
    /// What was changed behind CloudFormation's back: of all that this touches, and in a preview of everything.
    pub(crate) drift: Vec<Drift>,
    /// What the templates say otherwise than the deployed ones.
    pub(crate) posture: Vec<PlannedPosture>,
    /// Resources whose data would or may be lost: a deployment is refused unless `--allow` names each.
    pub(crate) to_allow: Vec<String>,
    /// What this plan does not cover, a sentence each.
    pub(crate) not_checked: Vec<String>,
    /// All functions, changed or not.
    #[serde(skip)]
    pub(crate) function_count: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct CodeChange {
    pub(crate) name: FunctionName,
    pub(crate) size_bytes: usize,
    /// Of the code that runs now; `None` for a new function.
    pub(crate) previous_size_bytes: Option<i64>,
}

impl Plan {
    pub(crate) fn of(stage_changes: &[&StackChangeSet<'_>]) -> Self {
        let changing =
            || stage_changes.iter().filter(|stack_changes| !matches!(stack_changes.verdict, Verdict::Unchanged));
        let stacks = changing().map(|stack_changes| {
            (stack_changes.target.name.clone(), stack_changes.changes().to_vec(), &stack_changes.secrets)
        });
        let mut plan = Self::of_stacks(stacks);
        plan.digest = digest(stage_changes);
        changing().for_each(|stack_changes| plan.add_posture(&stack_changes.target.name, &stack_changes.posture));
        plan
    }

    fn add_posture(&mut self, stack: &StackName, changes: &Result<Vec<PostureChange>, String>) {
        match changes {
            Ok(changes) => {
                let of_stack = |change: &PostureChange| PlannedPosture { stack: stack.clone(), change: change.clone() };
                self.posture.extend(changes.iter().map(of_stack));
            }
            Err(why) => {
                self.not_checked.push(format!("how the template of {stack} differs from the deployed one: {why}"))
            }
        }
    }

    fn of_stacks<'a>(stacks: impl IntoIterator<Item = (StackName, Vec<Change>, &'a Secrets)>) -> Self {
        let mut plan = Self::default();
        for (stack, changes, secrets) in stacks {
            let (mut changes, unaffected) = unaffected::split(changes);
            changes.sort_by_cached_key(|change| (risk(change), change.kind.clone(), change.logical_id.clone()));
            plan.changes.extend(changes.into_iter().map(|change| PlannedChange::of(&stack, change, secrets)));
            plan.unaffected.extend(unaffected);
            plan.changing.push(stack);
        }
        let lost = plan.changes.iter().filter(|planned| planned.loses_data());
        plan.to_allow = lost.map(|planned| planned.change.logical_id.clone()).collect();
        plan
    }

    /// The command that makes exactly these changes.
    pub(crate) fn command(&self) -> String {
        let deploy = format!("srvls deploy --plan {}", self.short_digest());
        [deploy, allow_flags(&self.to_allow)].join(" ").trim_end().to_owned()
    }

    /// Whether there is nothing to change.
    pub(crate) fn is_empty(&self) -> bool {
        self.changing.is_empty()
    }

    pub(crate) fn short_digest(&self) -> &str {
        self.digest.get(..DIGEST_LENGTH).unwrap_or_default()
    }

    /// Whether this is the plan of the (shortened) digest.
    pub(crate) fn is(&self, digest: &str) -> bool {
        digest.len() >= DIGEST_LENGTH && self.digest.starts_with(digest)
    }
}

impl CodeChange {
    pub(crate) fn line(&self) -> String {
        let now = size(self.size_bytes);
        match self.previous_size_bytes.and_then(|bytes| u64::try_from(bytes).ok()) {
            Some(before) => format!("{}  {} → {now}", self.name, size(before)),
            None => format!("{}  {now}, new", self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::{
        super::change::tests::{change, timeout},
        *,
    };
    use crate::{
        aws::change_sets::{Action, Detail, Replacement},
        deployment::drift::tests::drift,
    };

    fn stack(name: &str, changes: Vec<Change>) -> (StackName, Vec<Change>, &'static Secrets) {
        static NONE: LazyLock<Secrets> = LazyLock::new(Secrets::default);
        (StackName(name.into()), changes, &NONE)
    }

    fn text(plan: &Plan) -> String {
        shown(plan, 80)
    }

    fn shown(plan: &Plan, width: u16) -> String {
        plan.view().render(Some(width)).unstyled()
    }

    /// What a plan has that is long.
    fn long() -> Plan {
        let arn = "arn:aws:iam::000000000000:policy/srvls-production-permissions-boundary".to_owned();
        let after = Some(arn.clone());
        let boundary = "Properties.PermissionsBoundary".to_owned();
        let boundary = Detail { attribute: boundary.clone(), path: boundary, before: None, after, ..timeout() };
        let role = change("GetProfileFunctionExecutionRole", "AWS::IAM::Role", Action::Modify, Replacement::Never);
        let mut plan =
            Plan::of_stacks([stack("srvls-production", vec![Change { details: vec![boundary, timeout()], ..role }])]);
        plan.not_checked = vec![format!("drift of {arn}")];
        plan.digest = "0123456789abcdef".into();
        plan
    }

    #[test]
    fn a_plan_keeps_names_and_arns_whole_at_eighty_columns() {
        insta::assert_snapshot!(shown(&long(), 80), @"
        Access control:

           RESOURCE                         TYPE       CHANGE
        ~  GetProfileFunctionExecutionRole  IAM::Role  change
                                                       PermissionsBoundary:
                  arn:aws:iam::000000000000:policy/srvls-production-permissions-boundary
                                                       Timeout: 10 → 20

        Not checked:
          drift of
          arn:aws:iam::000000000000:policy/srvls-production-permissions-boundary

        0 to add, 1 to change, 0 to remove
        plan 0123456789ab
        ");
    }

    #[test]
    fn a_plan_keeps_names_and_arns_whole_at_sixty_columns() {
        insta::assert_snapshot!(shown(&update(), 60), @"
           RESOURCE     TYPE              CHANGE
        !  Table        DynamoDB::Table   replace with an empty one
                                          KeySchema: 10 → 20
                                          (replaces)
        ~  GetFunction  Lambda::Function  change
                                          Timeout: 10 → 20

        Access control:

           RESOURCE  TYPE       CHANGE
        ~  Role      IAM::Role  change

        New code for 1 of 2 functions:
          get  1.00 KiB → 2.00 KiB

        Drift that this deployment overwrites:
          Role is MODIFIED: /Policies/0

        Changed outside a release, and left as it is:
          Queue is MODIFIED: /VisibilityTimeout

        Data would be lost. Refused unless you pass --allow Table

        Not checked:
          drift of Table

        0 to add, 3 to change, 0 to remove; 1 of these changes
        replace the resource or may do so
        plan 0123456789ab
        ");
    }

    #[test]
    fn a_plan_keeps_names_and_arns_whole_at_forty_columns() {
        insta::assert_snapshot!(shown(&long(), 40), @"
        Access control:

        RESOURCE
          ~ GetProfileFunctionExecutionRole
        TYPE      IAM::Role
        CHANGE
          change
          PermissionsBoundary:
          arn:aws:iam::000000000000:policy/srvls-production-permissions-boundary
          Timeout: 10 → 20

        Not checked:
          drift of
          arn:aws:iam::000000000000:policy/srvls-production-permissions-boundary

        0 to add, 1 to change, 0 to remove
        plan 0123456789ab
        ");
    }

    fn update() -> Plan {
        let keys = "Properties.KeySchema".to_owned();
        let keys = Detail { attribute: keys.clone(), path: keys, replaces: true, ..timeout() };
        let function = change("GetFunction", "AWS::Lambda::Function", Action::Modify, Replacement::Never);
        let table = change("Table", "AWS::DynamoDB::Table", Action::Modify, Replacement::Always);
        let role = change("Role", "AWS::IAM::Role", Action::Modify, Replacement::Never);
        let mut plan = Plan::of_stacks([stack(
            "srvls-dev",
            vec![Change { details: vec![timeout()], ..function }, role, Change { details: vec![keys], ..table }],
        )]);
        plan.digest = "0123456789abcdef".into();
        plan.code =
            vec![CodeChange { name: FunctionName("get".into()), size_bytes: 2048, previous_size_bytes: Some(1024) }];
        plan.function_count = 2;
        let kept = Drift { overwritten: false, ..drift("Queue", "/VisibilityTimeout") };
        plan.drift = vec![drift("Role", "/Policies/0"), kept];
        plan.not_checked = vec!["drift of Table".into()];
        plan
    }

    #[test]
    fn what_can_lose_data_comes_first_and_additions_last() {
        let plan = Plan::of_stacks([stack(
            "srvls-dev",
            vec![
                change("New", "AWS::SQS::Queue", Action::Add, Replacement::Never),
                change("Code", "AWS::Lambda::Function", Action::Modify, Replacement::Never),
                change("Role", "AWS::IAM::Role", Action::Modify, Replacement::Never),
                change("Gone", "AWS::SQS::Queue", Action::Remove, Replacement::Never),
                change("Table", "AWS::DynamoDB::Table", Action::Modify, Replacement::Always),
            ],
        )]);

        let request: Vec<&str> = plan.changes.iter().map(|planned| planned.change.logical_id.as_str()).collect();
        assert_eq!(request, ["Table", "Gone", "Role", "Code", "New"]);
        assert_eq!(plan.changes.iter().filter(|planned| planned.loses_data()).count(), 1);
    }

    #[test]
    fn an_update_shows_each_value_before_and_after() {
        assert_eq!(
            text(&update()),
            "   RESOURCE     TYPE              CHANGE
!  Table        DynamoDB::Table   replace with an empty one
                                  KeySchema: 10 → 20 (replaces)
~  GetFunction  Lambda::Function  change
                                  Timeout: 10 → 20

Access control:

   RESOURCE  TYPE       CHANGE
~  Role      IAM::Role  change

New code for 1 of 2 functions:
  get  1.00 KiB → 2.00 KiB

Drift that this deployment overwrites:
  Role is MODIFIED: /Policies/0

Changed outside a release, and left as it is:
  Queue is MODIFIED: /VisibilityTimeout

Data would be lost. Refused unless you pass --allow Table

Not checked:
  drift of Table

0 to add, 3 to change, 0 to remove; 1 of these changes replace the resource or
may do so
plan 0123456789ab"
        );
    }

    #[test]
    fn a_pull_request_gets_tables_that_no_value_can_break() {
        let pipe = Detail { after: Some("a|b <b>".into()), ..timeout() };
        let function = change("GetFunction", "AWS::Lambda::Function", Action::Modify, Replacement::Never);
        let plan = Plan::of_stacks([stack("s", vec![Change { details: vec![pipe], ..function }])]);

        let row = "| `~` | `GetFunction` | AWS::Lambda::Function | change<br>Timeout: 10 → a\\|b &lt;b> |";
        assert!(plan.markdown().contains(row), "{}", plan.markdown());
    }

    #[test]
    fn a_stack_of_which_nothing_is_listed_is_shown_too() {
        let add = change("Topic", "AWS::SNS::Topic", Action::Add, Replacement::Never);
        let plan = Plan::of_stacks([stack("z", Vec::new()), stack("z-edge", vec![add])]);

        assert_eq!((plan.is_empty(), plan.stacks().as_str()), (false, "z and z-edge"));
        let (text, markdown) = (text(&plan), plan.markdown());
        assert!(text.starts_with("z:\n\nonly outputs, metadata or conditions change\n\nz-edge:\n\n"), "{text}");
        assert!(markdown.starts_with("### `z`\n\nonly outputs, metadata or conditions change\n\n"), "{markdown}");
    }

    #[test]
    fn stacks_are_shown_apart_in_the_order_they_change() {
        let add = |id: &str| vec![change(id, "AWS::SNS::Topic", Action::Add, Replacement::Never)];
        let plan = Plan::of_stacks([stack("z", add("Api")), stack("z-edge", add("Edge"))]);

        assert_eq!(plan.stacks(), "z and z-edge");
        let text = text(&plan);
        let place = |what: &str| text.find(what).unwrap_or_else(|| panic!("no {what} in {text}"));
        assert!(place("z:") < place("Api") && place("Api") < place("z-edge:") && place("z-edge:") < place("Edge"));
    }

    #[test]
    fn a_plan_is_asked_for_by_enough_of_its_digest() {
        let plan = Plan { digest: "0123456789abcdef".into(), ..Plan::default() };

        assert!(plan.is("0123456789ab") && plan.is("0123456789abcdef"));
        assert!(!plan.is("0123") && !plan.is("") && !plan.is("0123456789ac"));
    }
}
