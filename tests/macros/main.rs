//! `pipeline!`: what it takes, what it makes of it, and the page of mistakes.

mod pages;

mod examples;
mod forms;
mod graphs;
mod hygiene;
mod items;
mod lints;
mod mistakes;
mod strict;
