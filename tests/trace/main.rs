//! Traces of runs, read as a viewer would, and held against what was counted.

mod arrows;
mod ends;
mod files;
mod marks;
mod names;
mod slices;
mod support;
