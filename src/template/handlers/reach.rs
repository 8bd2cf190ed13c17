//! The call graph of one function: every variable and AWS action that it can reach.

use std::collections::{BTreeMap, BTreeSet};

use syn::{
    Expr, ExprCall, ExprMethodCall, ExprStruct, Local, Macro, Member, Pat, Token,
    punctuated::Punctuated,
    visit::{self, Visit},
};

use super::{
    Need, Uses,
    actions::{actions, of_transaction},
    sources::{Function, Sources, text},
};

/// What the function `start` uses, itself or through the functions it calls.
pub(super) fn reach(sources: &Sources, start: &str) -> Uses {
    let mut reach = Reach {
        sources,
        seen: BTreeSet::new(),
        called: BTreeSet::new(),
        constructed: BTreeSet::new(),
        uses: Uses::default(),
    };
    reach.called.insert(Call::Free(start.to_owned()));
    // A call may lead somewhere only once its type is constructed: repeat until nothing new turns up.
    loop {
        let next: Vec<usize> = (0..sources.functions().count()).filter(|index| reach.leads_to(*index)).collect();
        if next.is_empty() {
            return reach.uses;
        }
        for index in next {
            reach.seen.insert(index);
            if let Some(function) = sources.functions().nth(index) {
                Body { reach: &mut reach, function, locals: BTreeMap::new() }.visit_block(&function.block);
            }
        }
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Call {
    /// `name()`
    Free(String),
    /// `Type::name()`, or a method of something whose type or trait is known.
    Of(String, String),
    /// A method of a value whose type is unknown.
    OfUnknownType(String),
}

struct Reach<'a> {
    sources: &'a Sources,
    seen: BTreeSet<usize>,
    called: BTreeSet<Call>,
    /// The types that are constructed.
    constructed: BTreeSet<String>,
    uses: Uses,
}

impl Reach<'_> {
    fn leads_to(&self, index: usize) -> bool {
        let Some(function) = self.sources.functions().nth(index).filter(|_| !self.seen.contains(&index)) else {
            return false;
        };
        let name = || function.name.clone();
        let Some(owner) = &function.owner else { return self.called.contains(&Call::Free(name())) };
        if self.called.contains(&Call::Of(owner.clone(), name())) {
            return true;
        }
        if !self.constructed.contains(owner) {
            return false;
        }
        let is_gateway = self.sources.gateways.contains(owner);
        match &function.of_trait {
            Some(of) => !is_gateway || self.called.contains(&Call::Of(of.clone(), name())),
            None => !is_gateway && self.called.contains(&Call::OfUnknownType(name())),
        }
    }

    fn variable(&mut self, name: String, need: Need) {
        let recorded = self.uses.variables.entry(name).or_insert(need);
        *recorded = need.max(*recorded);
    }
}

/// The body of one function of the call graph.
struct Body<'a, 'b> {
    reach: &'a mut Reach<'b>,
    function: &'b Function,
    /// The types of `let name = Type::…`.
    locals: BTreeMap<String, String>,
}

impl Body<'_, '_> {
    /// The type or trait of an expression, where it is declared somewhere.
    fn type_of(&self, expression: &Expr) -> Option<String> {
        let declared = match peeled(expression) {
            Expr::Path(path) => {
                let name = path.path.get_ident()?.to_string();
                if name == "self" {
                    return self.function.owner.clone();
                }
                self.locals.get(&name).or_else(|| self.function.inputs.get(&name))?.clone()
            }
            Expr::Field(field) => {
                let owner = self.type_of(&field.base)?;
                let name = match &field.member {
                    Member::Named(name) => name.to_string(),
                    Member::Unnamed(index) => index.index.to_string(),
                };
                self.reach.sources.fields.get(&(owner, name))?.clone()
            }
            Expr::Call(call) => match path_of(&call.func)?.as_slice() {
                [.., owner, _] if is_type(owner) => self.own(owner),
                [name] if is_type(name) => name.clone(),
                _ => return None,
            },
            _ => return None,
        };
        Some(self.function.generics.get(&declared).cloned().unwrap_or(declared))
    }

    fn own(&self, name: &str) -> String {
        match &self.function.owner {
            Some(owner) if name == "Self" => owner.clone(),
            _ => name.to_owned(),
        }
    }

    /// The name of the environment variable that a call into the module `settings` reads.
    fn setting(&self, call: &ExprCall) -> Option<String> {
        let path = path_of(&call.func)?;
        let name = path.last()?;
        let mut functions = self.reach.sources.functions();
        functions.find(|function| function.module == "settings" && function.name == *name)?;
        let first = call.args.first()?;
        text(first).or_else(|| self.reach.sources.texts.get(path_of(first)?.last()?).cloned())
    }
}

impl<'ast> Visit<'ast> for Body<'_, '_> {
    fn visit_local(&mut self, local: &'ast Local) {
        if let (Pat::Ident(name), Some(init)) = (&local.pat, &local.init)
            && let Some(declared) = self.type_of(&init.expr)
        {
            self.locals.insert(name.ident.to_string(), declared);
        }
        visit::visit_local(self, local);
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        if let Some(variable) = self.setting(call) {
            self.reach.variable(variable, Need::Required);
        }
        visit::visit_expr_call(self, call);
    }

    /// A function can also be passed by name: `map_err(not_understood)`.
    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        let names: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        match names.as_slice() {
            [.., owner, name] if is_type(owner) => {
                self.reach.called.insert(Call::Of(self.own(owner), name.clone()));
            }
            [.., name] if is_type(name) => drop(self.reach.constructed.insert(self.own(name))),
            [.., module, name] if self.reach.sources.modules.contains(module) || is_here(module) => {
                self.reach.called.insert(Call::Free(name.clone()));
            }
            [name] => drop(self.reach.called.insert(Call::Free(name.clone()))),
            _ => {}
        }
    }

    fn visit_expr_struct(&mut self, literal: &'ast ExprStruct) {
        if let Some(name) = literal.path.segments.last() {
            self.reach.constructed.insert(self.own(&name.ident.to_string()));
        }
        visit::visit_expr_struct(self, literal);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let method = call.method.to_string();
        let of = self.type_of(&call.receiver);
        if let (Some("Client"), Some(sdk), true) = (of.as_deref(), &self.function.sdk, call.args.is_empty()) {
            self.reach.uses.actions.extend(actions(sdk, &method));
        }
        if of.as_deref() == Some("TransactWriteItem") {
            self.reach.uses.actions.extend(of_transaction(&method));
        }
        if matches!(method.as_str(), "ok" | "unwrap_or" | "unwrap_or_default" | "unwrap_or_else")
            && let Expr::Call(receiver) = peeled(&call.receiver)
            && let Some(variable) = self.setting(receiver)
        {
            self.reach.variable(variable, Need::Optional);
            return call.args.iter().for_each(|argument| self.visit_expr(argument));
        }
        self.reach.called.insert(match of {
            Some(of) => Call::Of(of, method),
            None => Call::OfUnknownType(method),
        });
        visit::visit_expr_method_call(self, call);
    }

    /// Looks inside macros whose arguments are expressions.
    fn visit_macro(&mut self, call: &'ast Macro) {
        if let Ok(arguments) = call.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated) {
            arguments.iter().for_each(|argument| self.visit_expr(argument));
        }
    }
}

/// The expression inside `&`, `?`, `.await` and the like.
fn peeled(expression: &Expr) -> &Expr {
    match expression {
        Expr::Await(inner) => peeled(&inner.base),
        Expr::Paren(inner) => peeled(&inner.expr),
        Expr::Reference(inner) => peeled(&inner.expr),
        Expr::Try(inner) => peeled(&inner.expr),
        Expr::Unary(inner) => peeled(&inner.expr),
        Expr::MethodCall(call) if matches!(call.method.to_string().as_str(), "as_ref" | "clone" | "unwrap") => {
            peeled(&call.receiver)
        }
        _ => expression,
    }
}

fn path_of(expression: &Expr) -> Option<Vec<String>> {
    match expression {
        Expr::Path(path) => Some(path.path.segments.iter().map(|segment| segment.ident.to_string()).collect()),
        _ => None,
    }
}

fn is_type(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
}

fn is_here(module: &str) -> bool {
    matches!(module, "crate" | "self" | "super")
}
