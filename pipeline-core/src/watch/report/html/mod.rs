//! The report as a web page, which needs nothing from anywhere else.

mod cards;
mod chart;
mod page;
mod table;
