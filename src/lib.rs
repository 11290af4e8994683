//! Nothing; the package holds examples and tests.
