//! The parts of a program, and how they are recognised.

mod body;
mod context;
mod flow;
mod header;
mod item;
mod names;
mod program;
mod settings;
mod stage;
mod statement;
mod tail;

pub(crate) use self::body::Body;
pub(crate) use self::flow::{Arm, Flow, Head, Member, Route};
pub(crate) use self::header::Header;
pub(crate) use self::item::Item;
pub(crate) use self::names::{Names, Shape};
pub(crate) use self::program::{Program, program};
pub(crate) use self::settings::Settings;
pub(crate) use self::stage::{Call, Choice, Stage};
pub(crate) use self::statement::Statement;
pub(crate) use self::tail::{Field, Tail};
