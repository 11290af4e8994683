//! Reports what is wrong and puts a stand-in in its place, so that [`crate::expand`] meets only
//! programs that can be written out, and the compiler's own report is not drowned.

mod branches;
mod checker;
mod flow;
mod lints;
mod options;
mod program;
mod reads;
mod route;

pub(crate) use self::program::check;
