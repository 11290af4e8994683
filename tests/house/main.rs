//! What may stand where: rules that are read off the sources.
//!
//! A rule is a function of a [`tree::Tree`], so that it is tested on small trees that obey it or break it.

mod fault;
mod tree;
mod strip;
mod paths;
mod tokens;
mod fixture;

mod storeys;
mod circles;
mod coming_from;
mod spelling;
mod layout;
mod owners;
mod retired_words;
mod documented;
mod page;

mod architecture;
mod macro_words;
