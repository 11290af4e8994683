//! What may stand left of the first `|`, of what the standard library can iterate over.
//!
//! Rust allows it for types by name only: `|` for all iterators would be the business of the crate that
//! `BitOr` is of.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::ops::{BitOr, Range, RangeFrom, RangeInclusive};
use std::{array, io, iter, option, slice, vec};

use super::into_stream::IntoStream;
use super::operator::{Operator, Pipe};
use super::track::Plain;

macro_rules! heads {
    ($([$($params:tt)*] $head:ty => $item:ty;)*) => {$(
        impl<$($params)*, Op> BitOr<Pipe<Op>> for $head
        where
            $head: IntoIterator<Item = $item, IntoIter: Send + 'static> + Send + 'static,
            $item: Send + 'static,
            Op: Operator<$item, Plain>,
        {
            type Output = Op::Output;

            fn bitor(self, pipe: Pipe<Op>) -> Op::Output {
                pipe.attach(self.into_stream())
            }
        }
    )*};
}

heads! {
    [T] Vec<T> => T;
    [T, const N: usize] [T; N] => T;
    [T] Range<T> => T;
    [T] RangeInclusive<T> => T;
    [T] RangeFrom<T> => T;
    [T] Option<T> => T;
    [T] Box<[T]> => T;
    [T: 'static] &'static [T] => &'static T;
    [T: 'static, const N: usize] &'static [T; N] => &'static T;
    [T: 'static] &'static Vec<T> => &'static T;
    [T] VecDeque<T> => T;
    [T] LinkedList<T> => T;
    [T] BinaryHeap<T> => T;
    [T] BTreeSet<T> => T;
    [T, S] HashSet<T, S> => T;
    [A, B] BTreeMap<A, B> => (A, B);
    [A, B, S] HashMap<A, B, S> => (A, B);
    [T] vec::IntoIter<T> => T;
    [T, const N: usize] array::IntoIter<T, N> => T;
    [T] option::IntoIter<T> => T;
    [T: 'static] slice::Iter<'static, T> => &'static T;
    [T] iter::Empty<T> => T;
    [T] iter::Once<T> => T;
    [T] iter::Repeat<T> => T;
    [T, F] iter::RepeatWith<F> => T;
    [T, F] iter::FromFn<F> => T;
    [T, F] iter::Successors<T, F> => T;
    [T, I, F] iter::Map<I, F> => T;
    [T, I, F] iter::Filter<I, F> => T;
    [T, I, F] iter::FilterMap<I, F> => T;
    [T, I, F, U: IntoIterator] iter::FlatMap<I, U, F> => T;
    [T, I: Iterator<Item: IntoIterator>] iter::Flatten<I> => T;
    [T, I, F] iter::Inspect<I, F> => T;
    [T, I, F] iter::TakeWhile<I, F> => T;
    [T, I, F] iter::SkipWhile<I, F> => T;
    [T, I, F] iter::MapWhile<I, F> => T;
    [T, I, A, F] iter::Scan<I, A, F> => T;
    [T, I] iter::Enumerate<I> => T;
    [T, I] iter::Rev<I> => T;
    [T, I] iter::Take<I> => T;
    [T, I] iter::Skip<I> => T;
    [T, I] iter::StepBy<I> => T;
    [T, I] iter::Cycle<I> => T;
    [T, I] iter::Cloned<I> => T;
    [T, I] iter::Copied<I> => T;
    [T, I: Iterator] iter::Peekable<I> => T;
    [T, A, B] iter::Chain<A, B> => T;
    [T, A, B] iter::Zip<A, B> => T;
    [T, B] io::Lines<B> => T;
}
