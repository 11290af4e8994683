//! What the compiler says to `0..3 | pipe`, which Rust reads as `0..(3 | pipe)`.

use std::ops::BitOr;

use super::operator::Pipe;

/// Nothing is: it is there for what the compiler says of it.
#[diagnostic::on_unimplemented(
    message = "a number cannot be the source of a pipeline, and a range wants parentheses",
    label = "this takes the number before it, and not the range",
    note = "`|` binds tighter than `..`: write `(0..3) | pipe::map(f)`, or `pipeline!(0..3 | map(f))`"
)]
pub trait AfterNumber {
    /// What it would give. Of a type that does not exist the compiler says nothing more.
    type Output;

    #[doc(hidden)]
    fn never() -> Self::Output;
}

// For one type of numbers only: a literal could be of any, and of several that fail the compiler would tell
// none's reason.
#[doc(hidden)]
impl<Op> BitOr<Pipe<Op>> for i32
where
    Pipe<Op>: AfterNumber,
{
    type Output = <Pipe<Op> as AfterNumber>::Output;

    fn bitor(self, _: Pipe<Op>) -> Self::Output {
        Pipe::<Op>::never()
    }
}
