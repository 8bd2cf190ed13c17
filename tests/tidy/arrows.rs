//! Which file imports which: the arrows between the files of a crate.
//!
//! A path leads to the file that defines what it names. The rules:
//! - A re-export is followed to the definition. If the definition is outside the re-exporting module, that module
//!   counts as well; if it is in another crate, the re-export counts as the definition.
//! - `pub use self::child::Name` in a `mod.rs` is not an arrow, unless the file's own code uses the name.
//! - Importing a module is not an arrow; the paths through it are.
//! - `super::Name` is an arrow to the `mod.rs` if that file defines the name.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::modules::{Key, Module, Modules};

/// The names that one file imports from another, by the modules of both.
pub(super) struct Arrows<'a> {
    pub(super) modules: &'a Modules,
    pub(super) names: BTreeMap<(Key, Key), BTreeSet<String>>,
}

/// What a path leads to.
enum Target {
    /// What the module defines by this name.
    Item(Key, String),
    Module(Key),
    /// What the module should define by this name; a macro may have written it.
    Unseen(Key, String),
}

/// The longest chain of re-exports; ends a search that goes round in circles.
const MAX_DEPTH: usize = 16;

impl<'a> Arrows<'a> {
    pub(super) fn of(modules: &'a Modules) -> Self {
        let mut arrows = Self { modules, names: BTreeMap::new() };
        for (key, module) in &modules.0 {
            for import in &module.imports {
                if !(import.is_reexport && leads_below(&import.path, key)) {
                    arrows.add(key, &import.path);
                }
            }
            for path in module.globs.iter().chain(&module.mentions) {
                arrows.add(key, path);
            }
        }
        arrows
    }

    fn add(&mut self, from: &Key, path: &Key) {
        let mut passed = Vec::new();
        let (to, name) = match self.resolve(from, path, &mut passed, MAX_DEPTH) {
            Some(Target::Item(to, name)) => (to, name),
            Some(Target::Unseen(to, name)) if is_ours(path) => (to, name),
            _ => return,
        };
        passed.retain(|by| !to.starts_with(by));
        for to in passed.into_iter().chain([to]) {
            let ends = (self.file_of(from), self.file_of(&to));
            if ends.0 != ends.1 {
                self.names.entry(ends).or_default().insert(name.clone());
            }
        }
    }

    /// Where `path` leads to from the module `from`; `passed` are the modules that re-export it on the way.
    fn resolve(&self, from: &Key, path: &[String], passed: &mut Vec<Key>, depth: usize) -> Option<Target> {
        let depth = depth.checked_sub(1)?;
        let mut here = from.clone();
        let mut rest = path;
        if path[0] == "crate" {
            here.clear();
            rest = &path[1..];
        }
        while let Some(step @ ("self" | "super")) = rest.first().map(String::as_str) {
            if step == "super" {
                here.pop()?;
            }
            rest = &rest[1..];
        }
        while let Some((name, further)) = rest.split_first() {
            let module = self.modules.0.get(&here)?;
            let child: Key = here.iter().chain([name]).cloned().collect();
            let is_module = self.modules.0.contains_key(&child);
            if is_module && !further.is_empty() {
                here = child;
            } else if module.items.contains(name) {
                return Some(Target::Item(here, name.clone()));
            } else if let Some(import) = module.imports.iter().find(|import| import.name == *name) {
                if here != *from {
                    passed.push(here.clone());
                }
                match self.resolve(&here, &import.path, passed, depth)? {
                    Target::Module(reached) => here = reached,
                    Target::Unseen(..) if !is_ours(&import.path) => return Some(Target::Item(here, name.clone())),
                    found => return Some(found),
                }
            } else if is_module {
                here = child;
            } else {
                let unseen = Target::Unseen(here.clone(), name.clone());
                return self.in_globs(module, &here, rest, passed, depth).or(Some(unseen));
            }
            rest = further;
        }
        Some(Target::Module(here))
    }

    fn in_globs(
        &self,
        module: &Module,
        here: &Key,
        rest: &[String],
        passed: &mut Vec<Key>,
        depth: usize,
    ) -> Option<Target> {
        module.globs.iter().find_map(|glob| {
            let mut by = Vec::new();
            let Target::Module(reached) = self.resolve(here, glob, &mut by, depth)? else { return None };
            let found = self.resolve(&reached, rest, &mut by, depth)?;
            if matches!(found, Target::Unseen(..)) {
                return None;
            }
            passed.extend(by);
            Some(found)
        })
    }

    fn file_of(&self, key: &Key) -> Key {
        self.modules.0[key].file_module.clone()
    }

    pub(super) fn path(&self, key: &Key) -> &Path {
        &self.modules.0[key].file
    }

    /// `src/a.rs imports X, Y from src/b.rs`
    pub(super) fn sentence(&self, from: &Key, to: &Key) -> String {
        let names: Vec<&str> = self.names[&(from.clone(), to.clone())].iter().map(String::as_str).collect();
        format!("{} imports {} from {}", self.path(from).display(), names.join(", "), self.path(to).display())
    }
}

/// Whether a path says that it begins in this crate.
fn is_ours(path: &[String]) -> bool {
    matches!(path[0].as_str(), "crate" | "self" | "super")
}

/// Whether a path that is written in the module `key` leads to one of its children.
fn leads_below(path: &Key, key: &Key) -> bool {
    match path[0].as_str() {
        "crate" => path.len() > key.len() + 2 && path[1..].starts_with(key),
        "super" => false,
        _ => true,
    }
}
