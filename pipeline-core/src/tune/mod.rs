//! The options of a stage: the same words on a `Stream`, on a `Run` and on a `Pipe`.

mod pipe;
mod run;
mod set;
mod stream;
