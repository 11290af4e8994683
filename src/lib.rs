//! The package of the examples and of the tests that span the workspace. It holds the code of the README and of pages of `docs/`, which is
//! tested here.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(doctest)]
#[doc = include_str!("../docs/testing.md")]
struct Testing;

#[cfg(doctest)]
#[doc = include_str!("../docs/watching.md")]
struct Watching;
