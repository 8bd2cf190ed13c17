//! The modules of a crate, read from its sources: what each defines, imports and mentions. Test code is left out.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use syn::{
    Attribute, ImplItem, Item, Meta, UseTree, Visibility,
    buffer::{Cursor, TokenBuffer},
    visit::{self, Visit},
};

/// Where a module stands: `["commands", "deploy"]`, and nothing for the root of the crate.
pub(super) type Key = Vec<String>;

/// The modules of one crate.
#[derive(Default)]
pub(super) struct Modules(pub(super) BTreeMap<Key, Module>);

#[derive(Default)]
pub(super) struct Module {
    pub(super) file: PathBuf,
    /// The module that the file is named after; an inline module shares the file of the one around it.
    pub(super) file_module: Key,
    pub(super) items: BTreeSet<String>,
    pub(super) imports: Vec<Import>,
    /// The paths of `use …::*`.
    pub(super) globs: Vec<Key>,
    /// The paths that the code names outside of `use`.
    pub(super) mentions: BTreeSet<Key>,
}

pub(super) struct Import {
    /// The name it has here.
    pub(super) name: String,
    pub(super) path: Key,
    pub(super) is_reexport: bool,
}

impl Modules {
    /// Follows the `mod` declarations from `root`, such as `src/main.rs`, through `files`.
    pub(super) fn read(files: &BTreeMap<PathBuf, String>, root: &Path) -> Self {
        let mut modules = Self::default();
        modules.file(files, root, Key::new());
        modules
    }

    fn file(&mut self, files: &BTreeMap<PathBuf, String>, path: &Path, key: Key) {
        let text = files.get(path).unwrap_or_else(|| panic!("{} is declared and is not there", path.display()));
        let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let owns_folder = path.file_name().is_some_and(|name| name == "mod.rs") || key.is_empty();
        let folder = if owns_folder { path.parent().unwrap().to_owned() } else { path.with_extension("") };
        let place = Place { files, file: path, folder, file_module: &key };
        self.items(parsed.items, key.clone(), &place);
    }

    fn items(&mut self, items: Vec<Item>, key: Key, place: &Place<'_>) {
        let mut module =
            Module { file: place.file.to_owned(), file_module: place.file_module.clone(), ..Module::default() };
        for item in items.into_iter().filter(|item| !is_test(attributes(item))) {
            let Item::Mod(inner) = item else {
                module.items.extend(name(&item));
                module.visit_item(&item);
                continue;
            };
            let inner_key: Key = key.iter().cloned().chain([inner.ident.to_string()]).collect();
            let folder = place.folder.join(inner.ident.to_string());
            if let Some((_, items)) = inner.content {
                self.items(items, inner_key, &Place { folder, ..*place });
            } else {
                let file = folder.with_extension("rs");
                let file = if place.files.contains_key(&file) { file } else { folder.join("mod.rs") };
                self.file(place.files, &file, inner_key);
            }
        }
        self.0.insert(key, module);
    }
}

/// Where items stand: their file, and the folder of the modules that are declared among them.
struct Place<'a> {
    files: &'a BTreeMap<PathBuf, String>,
    file: &'a Path,
    folder: PathBuf,
    file_module: &'a Key,
}

impl Module {
    fn import(&mut self, tree: &UseTree, mut path: Key, is_reexport: bool) {
        match tree {
            UseTree::Path(step) => {
                path.push(step.ident.to_string());
                self.import(&step.tree, path, is_reexport);
            }
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.import(tree, path.clone(), is_reexport));
            }
            UseTree::Glob(_) => self.globs.push(path),
            UseTree::Name(leaf) => {
                let leaf = leaf.ident.to_string();
                // `use a::b::{self}` is `use a::b`.
                if leaf != "self" {
                    path.push(leaf);
                }
                if let Some(name) = path.last().cloned() {
                    self.imports.push(Import { name, path, is_reexport });
                }
            }
            UseTree::Rename(leaf) => {
                path.push(leaf.ident.to_string());
                self.imports.push(Import { name: leaf.rename.to_string(), path, is_reexport });
            }
        }
    }

    /// The paths among the tokens of a macro or an attribute.
    fn tokens(&mut self, mut cursor: Cursor<'_>, are_attribute: bool) {
        let mut dots = 0;
        while !cursor.eof() {
            let dots_before = std::mem::take(&mut dots);
            if let Some((first, rest)) = cursor.ident() {
                let mut path = vec![first.to_string()];
                cursor = rest;
                while let Some((next, rest)) = after_colons(cursor).and_then(Cursor::ident) {
                    path.push(next.to_string());
                    cursor = rest;
                }
                // One dot makes it a field or a method.
                if dots_before != 1 {
                    self.mentions.insert(path);
                }
            } else if let Some((inside, _, _, rest)) = cursor.any_group() {
                self.tokens(inside, are_attribute);
                cursor = rest;
            } else if let Some((_, rest)) = cursor.lifetime() {
                cursor = rest;
            } else if let Some((literal, rest)) = cursor.literal() {
                // `#[serde(with = "crate::seconds")]`
                if let (true, Ok(path)) = (are_attribute, syn::parse_str(literal.to_string().trim_matches('"'))) {
                    self.visit_path(&path);
                }
                cursor = rest;
            } else if let Some((_, rest)) = cursor.token_tree() {
                if cursor.punct().is_some_and(|(punct, _)| punct.as_char() == '.') {
                    dots = dots_before + 1;
                }
                cursor = rest;
            }
        }
    }
}

impl<'ast> Visit<'ast> for Module {
    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            item if is_test(attributes(item)) => {}
            Item::Use(item) => {
                self.import(&item.tree, Key::new(), !matches!(item.vis, Visibility::Inherited));
            }
            item => visit::visit_item(self, item),
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let attributes = if let ImplItem::Fn(function) = item { function.attrs.as_slice() } else { &[] };
        if !is_test(attributes) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.mentions.insert(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        self.tokens(TokenBuffer::new2(call.tokens.clone()).begin(), false);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let Meta::List(list) = &attribute.meta {
            self.tokens(TokenBuffer::new2(list.tokens.clone()).begin(), true);
        }
    }
}

fn after_colons(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let (first, rest) = cursor.punct()?;
    let (second, rest) = rest.punct()?;
    (first.as_char() == ':' && second.as_char() == ':').then_some(rest)
}

/// Whether an item is compiled for tests only.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => {
            let condition = list.tokens.to_string();
            condition == "test" || condition.starts_with("all (test")
        }
        meta => meta.path().is_ident("test"),
    })
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn name(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}
