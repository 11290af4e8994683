//! The options of a stage.

use super::checker::{Checker, on_line};
use crate::ast::{Choice, Settings, Stage};
use crate::lex::{self, trees};
use crate::words::{Kind, Workers, word};
use proc_macro2::{Ident, TokenTree};
use quote::ToTokens;

const ZERO: &str = "a stage with 0 workers never runs\nhelp: `workers(1)` runs items one at a time; to pause a pipeline, do not await it";

/// The number that an option was given, if it is written out.
pub(super) fn number(option: &Choice) -> Option<usize> {
    lex::number(&option.args.as_ref()?.stream())
}

impl Checker<'_> {
    /// The defaults of a program.
    pub(super) fn settings(&mut self, settings: &Settings) {
        for setting in &settings.each {
            let number = lex::number(&setting.value);
            if setting.name == "workers" {
                if number == Some(0) {
                    self.found.error(&setting.value, ZERO);
                }
                self.workers = number;
            }
        }
    }

    /// The options of one stage. Those that cannot stand there are taken off.
    pub(super) fn options(&mut self, stage: &mut Stage) {
        let Some(operator) = stage.operator().cloned() else { return };
        let mut kept = Vec::new();
        for option in std::mem::take(&mut stage.options) {
            if self.option(&operator, &option) {
                kept.push(option);
            }
        }
        stage.options = kept;
    }

    /// Whether an option can stay.
    fn option(&mut self, operator: &Ident, option: &Choice) -> bool {
        let name = &option.name;
        if let Some(args) = &option.args {
            self.touch(&trees(args.stream()));
        }
        if word(name).kind == Kind::Option && option.args.is_none() {
            self.no_parentheses(name);
            return false;
        }
        if word(name).is_stage() && option.args.is_some() && word(operator).kind != Kind::Unknown {
            let text = format!(
                "`{name}` is a stage, not an option of `{operator}`\nhelp: start a new stage: `| {name}(..)`"
            );
            self.found.error(name, text);
            return false;
        }
        if name == "workers" {
            return self.workers_option(operator, option);
        }
        if name == "name" {
            self.stage_name(option);
        }
        true
    }

    /// A word that needs parentheses has none.
    pub(super) fn no_parentheses(&mut self, name: &Ident) {
        self.found.error(name, format!("`{name}` is missing its parentheses\nhelp: write `{name}(..)`"));
    }

    /// `.workers(n)`
    fn workers_option(&mut self, operator: &Ident, option: &Choice) -> bool {
        if number(option) == Some(0) {
            let place = option.args.as_ref().map(|args| args.stream());
            self.found.error(place, ZERO);
        }
        if word(operator).workers == Workers::Never {
            let text = format!(
                "`{operator}` always runs on one worker\nhelp: `workers` belongs to stages that call a function on each item, such as `map`"
            );
            self.found.error(&option.name, text);
            return false;
        }
        true
    }

    /// `.name("..")`
    fn stage_name(&mut self, option: &Choice) {
        let Some(args) = option.args.as_ref().map(|args| trees(args.stream())) else { return };
        let [TokenTree::Literal(literal)] = &args[..] else { return };
        let Ok(text) = syn::parse2::<syn::LitStr>(literal.to_token_stream()) else { return };
        let name = text.value();
        if let Some(first) = self.stage_names.get(&name) {
            let text = format!(
                "two stages are named \"{name}\" (the other is {})\nhelp: names identify stages in metrics and graphs; give each its own",
                on_line(*first)
            );
            self.found.error(literal, text);
            return;
        }
        self.stage_names.insert(name, literal.span());
    }
}
