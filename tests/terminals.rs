//! What a deployment shows in a terminal, narrow and wide: a live tree on the way, and the screen at the end.

use libtest_mimic::Trial;

use crate::support::{
    scripted::Scenario,
    shop::{Shop, creation, failing_update, gated, update},
    srvls::run,
    terminal::{CTRL_C, Terminal},
    transcript::normalised,
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        a_creation_in_a_terminal_is_a_live_tree,
        a_narrow_terminal_shows_whole_names,
        a_terminal_without_a_width_wraps_nothing,
        an_update_in_a_terminal_is_a_live_tree,
        a_failed_update_in_a_terminal_shows_its_rollback,
        watching_in_a_terminal_shows_the_live_tree,
        a_long_answer_is_read_in_the_pager,
        a_pager_that_is_not_there_hides_nothing,
        what_is_not_read_at_a_terminal_needs_no_pager
    ]
}

/// What a deployment showed in a terminal.
#[derive(Debug, PartialEq)]
pub(crate) struct Screens {
    /// While the script waited at its gate.
    pub(crate) live: String,
    pub(crate) end: String,
    pub(crate) code: i32,
}

/// Deploys in a terminal of this width, and opens the gate of the script once the screen shows these texts.
pub(crate) fn in_terminal(columns: u16, scenario: Scenario, shown: &[&str]) -> Screens {
    let shop = Shop::new(scenario);
    let mut terminal = shop.terminal(columns, &["deploy"]);
    terminal.showing(&["[y/N]"]);
    terminal.press("y\n");
    let live = terminal.showing(shown);
    shop.endpoint.open_gate();
    let (end, code) = terminal.end();
    Screens { live: normalised(&live), end: normalised(&end), code }
}

fn a_creation_in_a_terminal_is_a_live_tree() {
    let shown = ["1/3", "├─ creating", "└─ 1 waiting"];

    let narrow = in_terminal(80, gated(creation(), 5), &shown);
    let wide = in_terminal(120, gated(creation(), 5), &shown);

    insta::assert_snapshot!(narrow.live, @"
       RESOURCE            TYPE               CHANGE
    +  ApiStage            ApiGateway::Stage  add
    +  UserProfilesTable   DynamoDB::Table    add
    +  GetProfileFunction  Lambda::Function   add

    3 to add, 0 to change, 0 to remove
    plan 6bce1af9f2bb
    Make these changes to shop-dev? [y/N] y
    shop-dev  creating  [========>               ]  1/3  #:##
    ├─ creating    #:##  GetProfileFunction            Lambda function
    └─ 1 waiting
    ");
    insta::assert_snapshot!(narrow.end, @"
       RESOURCE            TYPE               CHANGE
    +  ApiStage            ApiGateway::Stage  add
    +  UserProfilesTable   DynamoDB::Table    add
    +  GetProfileFunction  Lambda::Function   add

    3 to add, 0 to change, 0 to remove
    plan 6bce1af9f2bb
    Make these changes to shop-dev? [y/N] y
    shop-dev is deployed (#.# s)

    smoke checks: 1 passed
    hint: try `srvls status`
    ");
    assert_eq!(narrow.code, 0);
    assert_eq!(wide, narrow, "no line needs more than 80 columns");
}

fn a_narrow_terminal_shows_whole_names() {
    let narrow = in_terminal(60, gated(creation(), 5), &["1/3", "└─ 1 waiting"]);
    let narrowest = in_terminal(40, gated(creation(), 5), &["1/3", "└─ 1 waiting"]);

    insta::assert_snapshot!(narrow.live, @"
       RESOURCE            TYPE               CHANGE
    +  ApiStage            ApiGateway::Stage  add
    +  UserProfilesTable   DynamoDB::Table    add
    +  GetProfileFunction  Lambda::Function   add

    3 to add, 0 to change, 0 to remove
    plan 6bce1af9f2bb
    Make these changes to shop-dev? [y/N] y
    shop-dev  creating  1/3  #:##
    ├─  #:## GetProfileFunction
    └─ 1 waiting
    ");
    insta::assert_snapshot!(narrowest.live, @"
    RESOURCE  + ApiStage
    TYPE      ApiGateway::Stage
    CHANGE    add

    RESOURCE  + UserProfilesTable
    TYPE      DynamoDB::Table
    CHANGE    add

    RESOURCE  + GetProfileFunction
    TYPE      Lambda::Function
    CHANGE    add

    3 to add, 0 to change, 0 to remove
    plan 6bce1af9f2bb
    Make these changes to shop-dev? [y/N] y
    shop-dev  creating  1/3  #:##
    ├─  #:## GetProfileFunction
    └─ 1 waiting
    ");
    insta::assert_snapshot!(narrowest.end, @"
    RESOURCE  + ApiStage
    TYPE      ApiGateway::Stage
    CHANGE    add

    RESOURCE  + UserProfilesTable
    TYPE      DynamoDB::Table
    CHANGE    add

    RESOURCE  + GetProfileFunction
    TYPE      Lambda::Function
    CHANGE    add

    3 to add, 0 to change, 0 to remove
    plan 6bce1af9f2bb
    Make these changes to shop-dev? [y/N] y
    shop-dev is deployed (#.# s)

    smoke checks: 1 passed
    hint: try `srvls status`
    ");
    assert_eq!([narrow.code, narrowest.code], [0; 2]);
}

fn a_terminal_without_a_width_wraps_nothing() {
    let shop = Shop::new(update());
    let mut command = shop.command(&["help", "exit-codes"]);
    command.env("COLUMNS", "0");

    let (unknown, code) = Terminal::run(shop.folder.path(), 40, &command).end();
    let (known, _) = Terminal::run(shop.folder.path(), 40, &shop.command(&["help", "exit-codes"])).end();

    assert_eq!(code, 0);
    // The terminal itself breaks the line, at its edge.
    assert!(unknown.lines().any(|line| line == "3     a check found a problem: `diff`, `"), "{unknown}");
    assert!(known.lines().any(|line| line == "3     a check found a problem: `diff`,"), "{known}");
}

fn an_update_in_a_terminal_is_a_live_tree() {
    let shown = ["ApiStage", "1/2", "└─ creating"];

    let narrow = in_terminal(80, gated(update(), 4), &shown);
    let wide = in_terminal(120, gated(update(), 4), &shown);

    insta::assert_snapshot!(narrow.live, @"
       RESOURCE            TYPE               CHANGE
    ~  GetProfileFunction  Lambda::Function   change
                                              Description
    +  ApiStage            ApiGateway::Stage  add

       What the templates say
       Data
    +  `Queue` SQS Queue

    1 to add, 1 to change, 0 to remove
    plan 80f9a7b79869
    Make these changes to shop-dev? [y/N] y
    shop-dev  updating  [============>           ]  1/2  #:##
    └─ creating    #:##  ApiStage                      API Gateway stage
    ");
    insta::assert_snapshot!(narrow.end, @"
       RESOURCE            TYPE               CHANGE
    ~  GetProfileFunction  Lambda::Function   change
                                              Description
    +  ApiStage            ApiGateway::Stage  add

       What the templates say
       Data
    +  `Queue` SQS Queue

    1 to add, 1 to change, 0 to remove
    plan 80f9a7b79869
    Make these changes to shop-dev? [y/N] y
    shop-dev is updated (#.# s)

    smoke checks: 1 passed
    hint: try `srvls status`
    ");
    assert_eq!(narrow.code, 0);
    assert_eq!(wide, narrow, "no line needs more than 80 columns");
}

fn a_failed_update_in_a_terminal_shows_its_rollback() {
    let shown = ["rolling back  [", "└─ updating"];

    let narrow = in_terminal(80, gated(failing_update(), 7), &shown);
    let wide = in_terminal(120, gated(failing_update(), 7), &shown);

    insta::assert_snapshot!("rollback_80_live", narrow.live);
    insta::assert_snapshot!("rollback_80_end", narrow.end);
    insta::assert_snapshot!("rollback_120_live", wide.live);
    insta::assert_snapshot!("rollback_120_end", wide.end);
    assert_eq!([narrow.code, wide.code], [1; 2]);
}

fn watching_in_a_terminal_shows_the_live_tree() {
    let shop = Shop::new(gated(update(), 2));
    assert_eq!(shop.run(&["deploy", "--yes", "--detach"]).code, 0);

    let terminal = shop.terminal(80, &["watch"]);
    let live = terminal.showing(&["└─ updating"]);
    shop.endpoint.open_gate();
    let (end, code) = terminal.end();

    insta::assert_snapshot!(normalised(&live), @"
    shop-dev  updating  [                        ]  0/1  #:##
    └─ updating    #:##  GetProfileFunction            Lambda function
    ");
    insta::assert_snapshot!(normalised(&end), @"shop-dev is UPDATE_COMPLETE, after #:##");
    assert_eq!(code, 0);
}

/// Of a terminal with as many columns as the page of exit codes wants, and this many rows.
fn exit_codes(rows: u16, pager: &[(&str, &str)]) -> Terminal {
    let shop = Shop::new(update());
    let mut command = shop.command(&["help", "exit-codes"]);
    command.envs(pager.iter().copied());
    Terminal::of_size(shop.folder.path(), (80, rows), &command)
}

fn a_long_answer_is_read_in_the_pager() {
    let mut terminal = exit_codes(6, &[("SRVLS_PAGER", "less"), ("PAGER", "false")]);
    let first = terminal.showing(&["0  ", ":"]);
    assert!(!first.contains("130"), "{first}");
    // The pager's, and no end of it.
    terminal.press(CTRL_C);
    terminal.press_until("G", "(END)");
    terminal.showing(&["130"]);
    terminal.press("q");
    assert_eq!(terminal.end().1, 0);

    let terminal = exit_codes(6, &[("PAGER", "less -F +G")]);
    terminal.showing(&["130", "(END)"]);
    terminal.terminate();
    assert_eq!(terminal.end().1, 143);
}

fn a_pager_that_is_not_there_hides_nothing() {
    for pager in ["no-such-pager --raw", "/", "cat"] {
        let (screen, code) = exit_codes(6, &[("PAGER", pager)]).end();
        assert!(screen.contains("130") && code == 0, "{pager}: {screen}");
    }
    let (screen, code) = exit_codes(60, &[("PAGER", "false")]).end();
    assert!(screen.contains("130") && code == 0, "a short answer: {screen}");
}

fn what_is_not_read_at_a_terminal_needs_no_pager() {
    let shop = Shop::new(update());

    let run = run(shop.command(&["help", "exit-codes"]).env("PAGER", "false"));

    assert!(run.stdout.contains("130") && run.code == 0, "{run:?}");
}
