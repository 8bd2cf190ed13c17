//! The functions, fields and constants of a package, as far as following calls needs them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use quote::ToTokens as _;
use syn::{
    Attribute, Block, Expr, ExprLit, Field, FnArg, GenericArgument, GenericParam, Generics, ImplItem, Item, ItemImpl,
    Lit, Pat, PathArguments, Signature, Type, TypeParamBound, WherePredicate, punctuated::Punctuated, token::Plus,
};

use crate::template::TemplateError;

#[derive(Default)]
pub(super) struct Sources {
    functions: Vec<Function>,
    /// The types of fields, by struct and field.
    pub(super) fields: BTreeMap<(String, String), String>,
    /// Constants that are string literals.
    pub(super) texts: BTreeMap<String, String>,
    pub(super) modules: BTreeSet<String>,
    /// The types that call AWS.
    pub(super) gateways: BTreeSet<String>,
}

pub(super) struct Function {
    pub(super) name: String,
    pub(super) module: String,
    /// The type and the trait that it is implemented for, if any.
    pub(super) owner: Option<String>,
    pub(super) of_trait: Option<String>,
    /// The types or traits of its parameters and of its type parameters.
    pub(super) inputs: BTreeMap<String, String>,
    pub(super) generics: BTreeMap<String, String>,
    pub(super) block: Block,
    /// The SDK crate that its file uses, without the prefix `aws_sdk_`.
    pub(super) sdk: Option<String>,
}

/// Where an item is in the package.
struct Place<'a> {
    module: &'a str,
    sdk: Option<&'a str>,
    /// The folder of the modules that are declared here.
    folder: Option<PathBuf>,
}

impl Sources {
    /// # Errors
    /// When a file can't be read, or isn't valid Rust.
    pub(super) fn read(library: &Path) -> Result<Self, TemplateError> {
        let mut sources = Self::default();
        sources.file(library, "lib")?;
        Ok(sources)
    }

    #[cfg(test)]
    pub(super) fn parse(text: &str) -> Self {
        let mut sources = Self::default();
        let sdk = sdk_of(text);
        let place = Place { module: "lib", sdk: sdk.as_deref(), folder: None };
        sources.items(syn::parse_file(text).expect("Rust").items, &place).expect("no files");
        sources
    }

    pub(super) fn functions(&self) -> impl Iterator<Item = &Function> {
        self.functions.iter()
    }

    fn file(&mut self, path: &Path, module: &str) -> Result<(), TemplateError> {
        let text = fs::read_to_string(path).map_err(|source| TemplateError::Read { path: path.to_owned(), source })?;
        let parsed = syn::parse_file(&text);
        let file = parsed.map_err(|source| TemplateError::Rust { path: path.to_owned(), source })?;
        let sdk = sdk_of(&text);
        let is_root = matches!(path.file_name().and_then(|name| name.to_str()), Some("lib.rs" | "mod.rs"));
        let folder = if is_root { path.parent().map(Path::to_owned) } else { Some(path.with_extension("")) };
        self.items(file.items, &Place { module, sdk: sdk.as_deref(), folder })
    }

    fn items(&mut self, items: Vec<Item>, place: &Place<'_>) -> Result<(), TemplateError> {
        for item in items {
            match item {
                Item::Mod(module) if !is_test(&module.attrs) => {
                    let name = module.ident.to_string();
                    self.modules.insert(name.clone());
                    let inside = place.folder.as_ref().map(|folder| folder.join(&name));
                    match (module.content, inside) {
                        (Some((_, items)), folder) => self.items(items, &Place { module: &name, folder, ..*place })?,
                        (None, Some(folder)) => {
                            let file = folder.with_extension("rs");
                            self.file(&if file.is_file() { file } else { folder.join("mod.rs") }, &name)?;
                        }
                        (None, None) => {}
                    }
                }
                Item::Fn(function) if !is_test(&function.attrs) => {
                    self.function(&function.sig, *function.block, None, &BTreeMap::new(), place);
                }
                Item::Impl(block) if !is_test(&block.attrs) => self.implementation(block, place),
                Item::Struct(item) => {
                    let owner = item.ident.to_string();
                    for (index, Field { ident, ty, .. }) in item.fields.into_iter().enumerate() {
                        let field = ident.map_or_else(|| index.to_string(), |ident| ident.to_string());
                        let of = type_name(&ty).unwrap_or_default();
                        if of == "Client" && place.sdk.is_some() {
                            self.gateways.insert(owner.clone());
                        }
                        self.fields.insert((owner.clone(), field), of);
                    }
                }
                Item::Const(item) => {
                    if let Some(text) = text(&item.expr) {
                        self.texts.insert(item.ident.to_string(), text);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn implementation(&mut self, block: ItemImpl, place: &Place<'_>) {
        let Some(owner) = type_name(&block.self_ty) else { return };
        let of_trait = block.trait_.as_ref().and_then(|(_, path, _)| Some(path.segments.last()?.ident.to_string()));
        let generics = bounds(&block.generics);
        for item in block.items {
            if let ImplItem::Fn(function) = item {
                self.function(&function.sig, function.block, Some((&owner, of_trait.as_deref())), &generics, place);
            }
        }
    }

    fn function(
        &mut self,
        signature: &Signature,
        block: Block,
        owner: Option<(&str, Option<&str>)>,
        around: &BTreeMap<String, String>,
        place: &Place<'_>,
    ) {
        let mut generics = around.clone();
        generics.extend(bounds(&signature.generics));
        let inputs = signature.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(input) => match &*input.pat {
                Pat::Ident(pattern) => Some((pattern.ident.to_string(), type_name(&input.ty)?)),
                _ => None,
            },
            FnArg::Receiver(_) => None,
        });
        self.functions.push(Function {
            name: signature.ident.to_string(),
            module: place.module.to_owned(),
            owner: owner.map(|(owner, _)| owner.to_owned()),
            of_trait: owner.and_then(|(_, of_trait)| of_trait.map(str::to_owned)),
            inputs: inputs.collect(),
            generics,
            block,
            sdk: place.sdk.map(str::to_owned),
        });
    }
}

/// The first SDK that a file names: none of our files calls two services.
fn sdk_of(text: &str) -> Option<String> {
    let rest = text.split_once("aws_sdk_").map(|(_, rest)| rest)?;
    Some(rest.split(|c: char| !c.is_ascii_alphanumeric()).next()?.to_owned())
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || (attribute.path().is_ident("cfg") && attribute.meta.to_token_stream().to_string().contains("test"))
    })
}

/// The type or trait inside a declared type: `Notes` for `&Arc<impl Notes>`.
fn type_name(declared: &Type) -> Option<String> {
    const WRAPPERS: [&str; 6] = ["Arc", "Box", "LazyLock", "OnceCell", "Option", "Rc"];
    match declared {
        Type::Reference(reference) => type_name(&reference.elem),
        Type::Paren(inner) => type_name(&inner.elem),
        Type::ImplTrait(inner) => first_bound(&inner.bounds),
        Type::TraitObject(inner) => first_bound(&inner.bounds),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            let name = last.ident.to_string();
            match &last.arguments {
                PathArguments::AngleBracketed(inner) if WRAPPERS.contains(&name.as_str()) => {
                    inner.args.iter().find_map(|argument| match argument {
                        GenericArgument::Type(inner) => type_name(inner),
                        _ => None,
                    })
                }
                _ => Some(name),
            }
        }
        _ => None,
    }
}

fn bounds(generics: &Generics) -> BTreeMap<String, String> {
    let declared = generics.params.iter().filter_map(|parameter| match parameter {
        GenericParam::Type(parameter) => Some((parameter.ident.to_string(), first_bound(&parameter.bounds)?)),
        _ => None,
    });
    let clause = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let later = clause.filter_map(|predicate| match predicate {
        WherePredicate::Type(predicate) => Some((type_name(&predicate.bounded_ty)?, first_bound(&predicate.bounds)?)),
        _ => None,
    });
    declared.chain(later).collect()
}

fn first_bound(bounds: &Punctuated<TypeParamBound, Plus>) -> Option<String> {
    bounds.iter().find_map(|bound| match bound {
        TypeParamBound::Trait(bound) => Some(bound.path.segments.last()?.ident.to_string()),
        _ => None,
    })
}

pub(super) fn text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}
