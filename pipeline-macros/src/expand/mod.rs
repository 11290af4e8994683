//! Writes the program out as method calls.

mod body;
mod drawing;
mod flow;
mod form;
mod graph;
mod join;
mod label;
mod mermaid;
mod program;
mod route;
mod stage;
mod unique;
mod writer;

pub(crate) use self::program::expand;
