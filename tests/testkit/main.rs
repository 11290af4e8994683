//! The tools for tests of pipelines find what they are to find, and pass what is in order.

mod chaos;
mod finds;
mod laws;
mod probes;
