//! `pipeline!`: hands its tokens to the procedural half, with the way back to this crate in front.

#[doc = include_str!("pipeline.md")]
#[macro_export]
macro_rules! pipeline {
    ($($body:tt)*) => {
        $crate::__private::pipeline_impl! { ($crate) $($body)* }
    };
}

pub(crate) mod support;
