//! Warnings: programs that run, and hardly do what was meant.

use super::branches::Traits;
use super::checker::Checker;
use super::options;
use crate::ast::{Call, Stage};
use crate::lex::{commas, lone_ident, trees};
use crate::words::{Kind, word};
use proc_macro2::Ident;

impl Checker<'_> {
    /// What this stage does to the order of the items, and whether it minds what was done before.
    pub(super) fn order(&mut self, stage: &Stage, traits: &mut Traits) {
        let Some(name) = stage.operator() else {
            *traits = Traits::default();
            return;
        };
        if word(name).minds_order
            && let Some(before) = traits.disordered_by.take()
        {
            let text = format!(
                "`{name}` depends on the order of its input, but `{before}` runs several workers and does not keep it; add `.ordered()` to `{before}`"
            );
            self.found.warn("order_lost", name.span(), text);
        }
        match word(name).kind {
            Kind::Each => {
                let workers = match stage.option("workers") {
                    Some(option) => options::number(option),
                    None => self.workers,
                };
                if workers.is_some_and(|n| n > 1) && stage.option("ordered").is_none() {
                    traits.disordered_by = Some(shown(stage, name));
                }
            }
            Kind::Via | Kind::Unknown => *traits = Traits::default(),
            _ if name == "merge" => *traits = Traits::default(),
            _ => {}
        }
    }

    /// Whether two sides of one split are paired.
    pub(super) fn pairs(&mut self, stage: &Stage, traits: &Traits, own: Option<&Ident>) {
        let (Some(name), Call::Method { args: Some(args), .. }) = (stage.operator(), &stage.call) else {
            return;
        };
        let inner = trees(args.stream());
        let other = match commas(&inner)[..] {
            [argument] if name == "zip" => lone_ident(argument),
            _ => None,
        };
        let Some((other, theirs)) = other.and_then(|ident| {
            let theirs = self.branches.get(&ident)?.traits.side_of;
            Some((ident, theirs))
        }) else {
            return;
        };
        if let (Some((split, side, word)), Some((their_split, their_side, _))) = (traits.side_of, theirs)
            && split == their_split
            && side != their_side
        {
            let own = own.map_or_else(|| "this flow".to_owned(), |ident| format!("`{ident}`"));
            let text = format!(
                "{own} and `{other}` are two sides of the same `{word}`: they have unrelated lengths, so pairs never line up and a full branch stops the other"
            );
            self.found.warn("unrelated_zip", name.span(), text);
        }
    }
}

/// The name that a stage shows: that of its function, or else the operator's.
fn shown(stage: &Stage, operator: &Ident) -> String {
    stage.own_name().map_or_else(|| operator.to_string(), |name| name.to_string())
}
