//! An open pipeline: the recipe, its track, its last stage, and the operators that attach to it.

mod heads;
mod into_stream;
mod not_closed;
mod operator;
mod precedence;
mod results;
mod state;
mod stream;
mod track;

pub use self::into_stream::IntoStream;
pub use self::operator::{Operator, Pipe};
pub use self::results::ResultTrack;
pub use self::state::{Elapsed, Expands, Keyed, Maps, Mode, Sealed, Tries, TriesAsync, Tunable};
pub(crate) use self::state::{Retry, Waits};
pub use self::stream::{Stream, TryStream};
pub use self::track::{Fallible, Lift, Plain, Track, TryTrack};
