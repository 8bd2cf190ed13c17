//! The layers of both crates: a module imports from its own layer or from lower ones, and nothing goes in a circle.
//!
//! Circles are looked for among the parts of every folder, from the top of the crate down to single files; a `mod.rs`
//! is a part like its children. `arrows` has the rules of what counts as an import.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    path::Path,
};

use super::{
    arrows::Arrows,
    modules::{Key, Modules},
    sources,
};

/// Top down, as `docs/architecture.md` explains them.
const PROGRAM: Layers<'_> = Layers {
    root: "src/main.rs",
    layers: &[
        &["main"],
        &["cli"],
        &["commands"],
        &["copies", "deployment", "estimate", "failures", "handover", "log_lines", "metrics", "personas", "releases"],
        &["context"],
        &["artifacts", "audit", "aws", "local"],
        &["config", "template", "terminal"],
        &["error"],
        &["options", "stage"],
        &[
            "canary",
            "digest",
            "environment",
            "exit",
            "given",
            "http",
            "nearest",
            "part_file",
            "phone",
            "prices",
            "privacy",
            "revision",
            "time",
        ],
    ],
    apart: &["commands"],
};

/// Top down: the operations, API Gateway, the services behind ports, the SDK, the runtime, values.
const HANDLERS: Layers<'_> = Layers {
    root: "lambdas/src/lib.rs",
    layers: &[
        &["lib"],
        &["account", "auth", "authorizer", "data", "image", "profile"],
        &["http"],
        &["identity", "store"],
        &["aws"],
        &["lambda"],
        &["domain", "settings", "timestamp"],
    ],
    apart: &[],
};

/// Which modules may import which.
pub(super) struct Layers<'a> {
    pub(super) root: &'a str,
    /// The modules at the top of the crate; its root is a module too, by the name of its file.
    pub(super) layers: &'a [&'a [&'a str]],
    /// The folders whose parts import nothing from each other.
    pub(super) apart: &'a [&'a str],
}

pub(super) fn the_program_imports_downward_only() {
    assert_tidy(&PROGRAM);
}

pub(super) fn the_handlers_import_downward_only() {
    assert_tidy(&HANDLERS);
}

fn assert_tidy(layers: &Layers<'_>) {
    let modules = Modules::read(&sources().into_iter().collect(), Path::new(layers.root));
    let offences = offences(&modules, layers);

    assert!(offences.is_empty(), "{} offences:\n{}", offences.len(), offences.join("\n"));
}

/// Every offence against the layers, in a sentence each.
pub(super) fn offences(modules: &Modules, layers: &Layers<'_>) -> Vec<String> {
    let arrows = Arrows::of(modules);
    let mut offences = unknown(modules, layers);
    offences.extend(upward(&arrows, layers));
    offences.extend(sideways(&arrows, layers));
    let folders: BTreeSet<&[String]> = modules.0.keys().map(|key| &key[..key.len().saturating_sub(1)]).collect();
    offences.extend(folders.into_iter().flat_map(|folder| circles(&arrows, folder)));
    offences
}

impl Layers<'_> {
    fn top(&self, key: &Key) -> String {
        let root = || Path::new(self.root).file_stem().unwrap().to_string_lossy().into_owned();
        key.first().cloned().unwrap_or_else(root)
    }

    /// Counted from the top.
    fn layer(&self, module: &str) -> Option<usize> {
        self.layers.iter().position(|layer| layer.contains(&module))
    }
}

/// The modules without a layer, and the names in the table without a module.
fn unknown(modules: &Modules, layers: &Layers<'_>) -> Vec<String> {
    let there: BTreeSet<String> = modules.0.keys().map(|key| layers.top(key)).collect();
    let without_layer = there.iter().filter(|module| layers.layer(module).is_none());
    let table = layers.layers.iter().copied().flatten();
    let without_module = table.filter(|module| !there.contains(**module));
    let mut offences: Vec<String> = without_layer.map(|module| format!("`{module}` has no layer")).collect();
    offences.extend(without_module.map(|module| format!("`{module}` has a layer and is not there")));
    offences
}

fn upward(arrows: &Arrows<'_>, layers: &Layers<'_>) -> Vec<String> {
    let offence = |(from, to): &(Key, Key)| {
        let (lower, upper) = (layers.top(from), layers.top(to));
        let is_upward = layers.layer(&lower)? > layers.layer(&upper)?;
        is_upward.then(|| format!("upward: {}; `{lower}` is below `{upper}`", arrows.sentence(from, to)))
    };
    arrows.names.keys().filter_map(offence).collect()
}

fn sideways(arrows: &Arrows<'_>, layers: &Layers<'_>) -> Vec<String> {
    let offence = |(from, to): &(Key, Key)| {
        let is_apart = |key: &Key| key.len() > 1 && layers.apart.contains(&key[0].as_str());
        let is_sideways = is_apart(from) && is_apart(to) && from[0] == to[0] && from[1] != to[1];
        is_sideways.then(|| format!("sideways: {}", arrows.sentence(from, to)))
    };
    arrows.names.keys().filter_map(offence).collect()
}

/// The shortest circle of every knot among the parts of a folder.
fn circles(arrows: &Arrows<'_>, folder: &[String]) -> Vec<String> {
    let part = |key: &Key| key.starts_with(folder).then(|| key.get(folder.len()).cloned());
    let mut graph: Graph<'_> = BTreeMap::new();
    for (from, to) in arrows.names.keys() {
        if let (Some(from_part), Some(to_part)) = (part(from), part(to))
            && from_part != to_part
        {
            graph.entry(from_part).or_default().entry(to_part).or_insert((from, to));
        }
    }
    let mut offences = Vec::new();
    let mut in_knots = BTreeSet::new();
    let parts: Vec<_> = graph.keys().cloned().collect();
    let mut all: Vec<_> = parts.iter().filter_map(|part| Some((part, shortest_circle(&graph, part)?))).collect();
    all.sort_by_key(|(_, circle)| circle.len());
    for (part, circle) in all {
        if in_knots.contains(part) {
            continue;
        }
        in_knots.extend(parts.iter().filter(|other| reaches(&graph, part, other) && reaches(&graph, other, part)));
        let steps: Vec<String> = circle.iter().map(|(from, to)| arrows.sentence(from, to)).collect();
        offences.push(format!("circle: {}", steps.join("; ")));
    }
    offences
}

/// The parts of a folder, each with those it imports from and one arrow that shows it. `None` is the `mod.rs`.
type Graph<'a> = BTreeMap<Option<String>, BTreeMap<Option<String>, (&'a Key, &'a Key)>>;

fn shortest_circle<'a>(graph: &Graph<'a>, start: &Option<String>) -> Option<Vec<(&'a Key, &'a Key)>> {
    let mut queue = VecDeque::from([(start, Vec::new())]);
    let mut seen = BTreeSet::new();
    while let Some((part, steps)) = queue.pop_front() {
        for (next, arrow) in graph.get(part).into_iter().flatten() {
            let steps = [steps.as_slice(), &[*arrow]].concat();
            if next == start {
                return Some(steps);
            }
            if seen.insert(next) {
                queue.push_back((next, steps));
            }
        }
    }
    None
}

fn reaches(graph: &Graph<'_>, from: &Option<String>, to: &Option<String>) -> bool {
    let mut open = vec![from];
    let mut seen = BTreeSet::new();
    while let Some(part) = open.pop() {
        if seen.insert(part) {
            open.extend(graph.get(part).into_iter().flat_map(BTreeMap::keys));
        }
    }
    seen.contains(to)
}
