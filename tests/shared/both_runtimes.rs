//! Each test on both runtimes.

/// Makes each body two tests: on two worker threads, and on the caller's thread alone. How, is said by `multi_thread` and
/// `current_thread` of the program's `support`.
macro_rules! both_runtimes {
    ($($(#[$meta:meta])* async fn $name:ident() $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn body() $body

            #[test]
            fn multi_thread() {
                crate::support::multi_thread(body());
            }

            #[test]
            fn current_thread() {
                crate::support::current_thread(body());
            }
        }
    )*};
}
pub(crate) use both_runtimes;
