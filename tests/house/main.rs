//! What may stand where: rules that are read off the sources.

mod architecture;
mod macro_words;
