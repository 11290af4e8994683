//! The package of the examples and of the tests that span the workspace. It holds the code of the README, which is tested here.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
