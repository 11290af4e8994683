//! The words of the library, as far as a message needs them. A word that is not listed can be used all
//! the same: it is a method call, and the compiler knows it.

mod spelling;
mod table;
mod word;

pub(crate) use self::spelling::nearest;
pub(crate) use self::table::word;
pub(crate) use self::word::{Gives, Kind, Workers};
