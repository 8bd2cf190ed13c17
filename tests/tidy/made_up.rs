//! The layers on small made-up crates: what counts as an import, and what is refused.

use std::path::{Path, PathBuf};

use libtest_mimic::Trial;

use super::{
    layers::{Layers, offences},
    modules::Modules,
};
use crate::support::trials;

pub(super) fn trials() -> Vec<Trial> {
    trials![
        an_import_from_a_lower_layer_is_fine,
        an_upward_import_names_both_files_and_what_is_imported,
        an_upward_path_counts_wherever_it_is_written,
        a_reexport_does_not_hide_an_upward_import,
        a_reexport_from_another_crate_is_a_definition,
        a_name_that_a_macro_defines_counts,
        a_module_and_a_function_of_one_name_are_told_apart,
        test_code_may_import_upward,
        a_circle_of_two_names_both_imports,
        a_circle_of_three_names_all_imports,
        folders_circle_even_if_no_file_does,
        a_parent_that_uses_its_child_is_no_home_for_what_the_child_needs,
        a_parent_that_only_reexports_its_child_is_in_no_circle,
        the_shortest_circle_of_a_knot_is_named,
        two_circles_of_one_folder_are_two_offences,
        a_module_needs_a_layer_and_a_layer_its_module,
        parts_of_a_folder_kept_apart_import_nothing_of_each_other,
    ]
}

const LAYERS: Layers<'_> =
    Layers { root: "lib.rs", layers: &[&["lib"], &["shop"], &["stock", "till"], &["money"]], apart: &["shop", "till"] };

/// What is wrong with a crate of four modules of which these files are not empty.
#[track_caller]
fn offences_with(files: &[(&str, &str)]) -> Vec<String> {
    let empty = ["shop", "stock", "till", "money"].map(|name| format!("{name}.rs"));
    let is_given =
        |path: &String| files.iter().any(|(given, _)| given.trim_end_matches("/mod.rs") == &path[..path.len() - 3]);
    let root = ("lib.rs".into(), "mod shop; mod stock; mod till; mod money;".to_owned());
    let given = files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned()));
    let rest = empty.iter().filter(|path| !is_given(path)).map(|path| (path.into(), String::new()));
    offences(&Modules::read(&rest.chain([root]).chain(given).collect(), Path::new("lib.rs")), &LAYERS)
}

fn an_import_from_a_lower_layer_is_fine() {
    let shop = "use crate::money::Coin; fn pay() { crate::stock::take(); super::till::open() }";

    assert_eq!(offences_with(&[("shop.rs", shop), ("money.rs", "pub(crate) struct Coin;")]), [""; 0]);
}

fn an_upward_import_names_both_files_and_what_is_imported() {
    let found = offences_with(&[
        ("money.rs", "use crate::shop::{Order, Price};"),
        ("shop.rs", "pub(crate) struct Order; pub(crate) struct Price;"),
    ]);

    assert_eq!(found, ["upward: money.rs imports Order, Price from shop.rs; `money` is below `shop`"]);
}

fn an_upward_path_counts_wherever_it_is_written() {
    for money in [
        "use crate::shop::order as ask;",
        "pub(crate) use crate::shop::order;",
        "use super::shop; fn f() { shop::order() }",
        "use crate::shop::{self}; fn f() { shop::order() }",
        "use crate::shop::order::*;",
        "use crate::till::*; use crate::shop::*; fn f() { order() }",
        "fn f() { crate::shop::order() }",
        "fn f() { super::shop::order(); }",
        "fn f() { use crate::shop::*; order() }",
        "fn f() { println!(\"{}\", [crate::shop::order()]) }",
        "#[serde(with = \"crate::shop::order\")] struct Money;",
        "#[arg(value_parser = crate::shop::order)] struct Money;",
        "mod inner { use super::super::shop::order; }",
        "impl Money { fn f(&self) -> Vec<crate::shop::order> { vec![] } }",
    ] {
        let found = offences_with(&[("money.rs", money), ("shop.rs", "pub(crate) fn order() {}")]);

        assert_eq!(found, ["upward: money.rs imports order from shop.rs; `money` is below `shop`"], "{money}");
    }
}

fn a_reexport_does_not_hide_an_upward_import() {
    let found = offences_with(&[
        ("till.rs", "use crate::shop::Coin;"),
        ("shop.rs", "pub(crate) use crate::money::Coin;"),
        ("money.rs", "pub(crate) struct Coin;"),
    ]);

    assert_eq!(found, ["upward: till.rs imports Coin from shop.rs; `till` is below `shop`"]);
}

fn a_reexport_from_another_crate_is_a_definition() {
    let found = offences_with(&[("money.rs", "use crate::shop::Order;"), ("shop.rs", "pub(crate) use serde::Order;")]);

    assert_eq!(found, ["upward: money.rs imports Order from shop.rs; `money` is below `shop`"]);
}

fn a_name_that_a_macro_defines_counts() {
    let found = offences_with(&[("money.rs", "use crate::shop::Order;"), ("shop.rs", "orders! { Order }")]);

    assert_eq!(found, ["upward: money.rs imports Order from shop.rs; `money` is below `shop`"]);
}

fn a_module_and_a_function_of_one_name_are_told_apart() {
    let found = offences_with(&[
        ("money.rs", "use crate::shop::order::Line;"),
        ("shop/mod.rs", "pub(crate) mod order; pub(crate) use self::order::order;"),
        ("shop/order.rs", "pub(crate) fn order() {} pub(crate) struct Line;"),
    ]);

    assert_eq!(found, ["upward: money.rs imports Line from shop/order.rs; `money` is below `shop`"]);
}

fn test_code_may_import_upward() {
    let money = "
        #[cfg(test)] use crate::shop::Order;
        #[cfg(test)] mod tests { use crate::shop::Order; }
        impl Money { #[cfg(test)] fn f() { crate::shop::order() } }
        fn g() { #[cfg(test)] use crate::shop::Order; }
        #[test] fn f() { crate::shop::order() }
        #[cfg(test)] mod fake;";

    assert_eq!(offences_with(&[("money.rs", money), ("shop.rs", "pub(crate) struct Order;")]), [""; 0]);
}

fn a_circle_of_two_names_both_imports() {
    let found = offences_with(&[
        ("stock.rs", "use crate::till::Drawer; pub(crate) struct Shelf;"),
        ("till.rs", "use crate::stock::Shelf; pub(crate) struct Drawer;"),
    ]);

    assert_eq!(found, ["circle: stock.rs imports Drawer from till.rs; till.rs imports Shelf from stock.rs"]);
}

fn a_circle_of_three_names_all_imports() {
    let found = offences_with(&[
        ("stock/mod.rs", "mod a; mod b; mod c;"),
        ("stock/a.rs", "use super::b::B; pub(crate) struct A;"),
        ("stock/b.rs", "use super::c::C; pub(crate) struct B;"),
        ("stock/c.rs", "pub(crate) struct C(super::a::A);"),
    ]);

    let circle = "stock/a.rs imports B from stock/b.rs; stock/b.rs imports C from stock/c.rs; \
                  stock/c.rs imports A from stock/a.rs";
    assert_eq!(found, [format!("circle: {circle}")]);
}

fn folders_circle_even_if_no_file_does() {
    let found = offences_with(&[
        ("stock/mod.rs", "pub(crate) mod a; pub(crate) mod b;"),
        ("stock/a.rs", "pub(crate) struct A(crate::till::a::A);"),
        ("stock/b.rs", "pub(crate) struct B;"),
        ("till/mod.rs", "pub(crate) mod a; pub(crate) mod b;"),
        ("till/a.rs", "pub(crate) struct A;"),
        ("till/b.rs", "pub(crate) struct B(crate::stock::b::B);"),
    ]);

    assert_eq!(found, ["circle: stock/a.rs imports A from till/a.rs; till/b.rs imports B from stock/b.rs"]);
}

fn a_parent_that_uses_its_child_is_no_home_for_what_the_child_needs() {
    let child = ("stock/shelf.rs", "use super::Crate; pub(crate) fn fill() {}");
    for parent in [
        "mod shelf; pub(crate) struct Crate; fn open() { shelf::fill() }",
        "mod shelf; use self::shelf::fill; pub(crate) struct Crate;",
        "mod shelf; pub(crate) use self::shelf::fill; pub(crate) struct Crate; fn open() { fill() }",
    ] {
        let found = offences_with(&[("stock/mod.rs", parent), child]);

        let circle = "stock/mod.rs imports fill from stock/shelf.rs; stock/shelf.rs imports Crate from stock/mod.rs";
        assert_eq!(found, [format!("circle: {circle}")], "{parent}");
    }
}

fn a_parent_that_only_reexports_its_child_is_in_no_circle() {
    let parent = "mod shelf; mod label; pub(crate) use self::{label::Label, shelf::{Shelf, fill}};
        pub(crate) struct Crate; fn open(books: Books) { println!(\"{}\", books.fill()) }";
    let found = offences_with(&[
        ("stock/mod.rs", parent),
        ("stock/shelf.rs", "use super::{Crate, Label}; pub(crate) struct Shelf; pub(crate) fn fill() {}"),
        ("stock/label.rs", "pub(crate) struct Label;"),
    ]);

    assert_eq!(found, [""; 0]);
}

fn two_circles_of_one_folder_are_two_offences() {
    let pair = |other: &str| format!("use super::{other}::X; pub(crate) struct X;");
    let [a, b, c, d] = ["b", "a", "d", "c"].map(pair);
    let found = offences_with(&[
        ("stock/mod.rs", "mod a; mod b; mod c; mod d;"),
        ("stock/a.rs", &a),
        ("stock/b.rs", &b),
        ("stock/c.rs", &c),
        ("stock/d.rs", &d),
    ]);

    assert_eq!(found.len(), 2, "{found:?}");
}

fn the_shortest_circle_of_a_knot_is_named() {
    let found = offences_with(&[
        ("stock/mod.rs", "mod a; mod b; mod c;"),
        ("stock/a.rs", "use super::b::X; pub(crate) struct X;"),
        ("stock/b.rs", "use super::c::X; pub(crate) struct X;"),
        ("stock/c.rs", "use super::{a::X as A, b::X as B}; pub(crate) struct X;"),
    ]);

    assert_eq!(found, ["circle: stock/b.rs imports X from stock/c.rs; stock/c.rs imports X from stock/b.rs"]);
}

fn a_module_needs_a_layer_and_a_layer_its_module() {
    let found = offences_with(&[("lib.rs", "mod shop; mod stock; mod money; mod cellar;"), ("cellar.rs", "")]);

    assert_eq!(found, ["`cellar` has no layer", "`till` has a layer and is not there"]);
}

fn parts_of_a_folder_kept_apart_import_nothing_of_each_other() {
    let found = offences_with(&[
        ("shop/mod.rs", "mod buy; mod sell; pub(crate) struct Counter;"),
        (
            "shop/buy/mod.rs",
            "mod cart; use self::cart::Cart; use super::{Counter, sell::Price}; use crate::till::a::A;",
        ),
        ("shop/buy/cart.rs", "pub(crate) struct Cart;"),
        ("shop/sell.rs", "pub(crate) struct Price;"),
        ("till/mod.rs", "pub(crate) mod a;"),
        ("till/a.rs", "pub(crate) struct A;"),
    ]);

    assert_eq!(found, ["sideways: shop/buy/mod.rs imports Price from shop/sell.rs"]);
}
