//! The tools for tests of pipelines find what they are to find, and pass what is in order.

mod finds;
mod laws;
mod probes;
