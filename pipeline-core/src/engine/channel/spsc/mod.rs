#![doc = include_str!("protocol.md")]
//! Lines: edges with one task on either side, as most edges are. A ring, and two tasks that wake each other.
//!
//! What a channel for many pays for each item, a line pays once a batch: neither side locks, and neither
//! wakes the other unless it sleeps. Capacities mean what they mean on every edge: `n` items wait, and a
//! sender is done with an item once it is one of those, was taken, or was handed to a reader that waits for
//! it.
//!
//! # Why no wake-up is lost
//!
//! Each side has a mark that says whether it sleeps, a waker, and a count of the items that it has moved
//! (`side.rs`). The ring is rtrb's; its stores are seen like any others.
//!
//! A reader that finds the ring empty, and a sender with a new item:
//!
//! | sender | receiver |
//! |---|---|
//! | P1 pushes the item | S1 registers its waker |
//! | P2 publishes the count | S2 sets its mark |
//! | P3 fence | S3 fence |
//! | P4 reads the reader's mark, and wakes if it is set | S4 looks at the ring again |
//!
//! The fences are sequentially consistent, so one comes before the other. If P3 comes before S3, S4 sees the
//! item. Otherwise P4 sees the mark, or that it was cleared since: by another P4, which has woken the reader,
//! or by the reader itself, which looks at the ring after that and goes through S1 to S4 before it sleeps.
//!
//! A sender that finds no room, and a reader that makes some:
//!
//! | receiver | sender |
//! |---|---|
//! | P1 pops the item | S1 sets the count it waits for, and registers its waker |
//! | P2 publishes the count | S2 sets its mark |
//! | P3 fence | S3 fence |
//! | P4 reads the writer's mark, then the count it waits for, and wakes if that is reached | S4 looks for room again |
//!
//! If P3 comes before S3, S4 sees the room. Otherwise P4 sees the mark and the count that belongs to it. A
//! count from an earlier sleep is lower, so whoever reads one wakes too early, and not too late. A count that
//! is not reached yet is reached by a later item, which has a P4 of its own.
//!
//! P3 and P4 are due once a poll, not once an item: [`notify_peers`] does them for all that the poll has
//! moved, and whoever goes to sleep does them for what it has moved itself, behind its S3. P2 lets
//! `notify_peers` see whether there is anything to tell; where several tasks share an end, the one that takes
//! notice of a count has its P3 after the P1 of everything counted.
//!
//! An end that is dropped stores so in place of P1, and does P3 and P4 at once; S4 looks for that as well.
//!
//! # Why no item too many is under way
//!
//! A reader's mark is also an offer: *my hand is empty*. A sender that clears it has handed its item over.
//! The item stays in the ring until the reader comes for it, and does not count as one that waits there. So
//! at every moment
//!
//! - R1: a set mark means that the reader has nothing in hand, and that nothing handed over is in the ring.
//!   The reader sets it with an empty hand only, and clears it *before* it pops ([`Receiver::take`]): a
//!   sender either clears it first, and what the reader then pops is no more than it was handed, or finds it
//!   cleared, and its item has to wait for room.
//! - R2: after a sender has cleared the mark, the reader pops an item before it sets it again. It sees one:
//!   what was pushed before the mark was cleared is seen after the cleared mark was.
//! - R3: with `n` items for which there is room, at most `n` wait in the ring beside one that was handed over
//!   and one that its sender waits with. Room is counted down by each item that is not handed over, and read
//!   from the ring when it is used up.
//!
//! By R1 an item in the reader's hand and one that was handed over exclude each other: all in all there are
//! never more than `n` on the edge, one in the reader's hand and one in the sender's.
//!
//! # The last item
//!
//! A reader that will leave after its next item says so first ([`Receiver::next_may_be_last`]). The sender of
//! that item must not go on as if there was use for another: from then on a cleared mark hands nothing over,
//! and what the reader has in hand counts as one that waits, until it has left or says the same again. It is
//! counted before it is popped, so a sender sees it in one place or in both. When it counts no more, the
//! sender is woken behind a fence: P1, P3 and P4 of the second table.
//!
//! # A sender that waits to be wanted
//!
//! A sender may keep its items until the reader waits for one ([`Sender::poll_wanted`]). It goes to sleep by
//! the steps of the second table, and the count that it waits for is all that it has sent. A reader that goes
//! to sleep has taken that many, and behind its S3 it makes P4 of the second table; S4 of the sender looks at
//! the reader's mark. So one of the two sees the other. Where the sender sees the mark and an item in the
//! ring, the reader went to sleep before it saw that item: it is woken for it.
//!
//! # Hints
//!
//! A look at a mark in the middle of a poll, without P3 before it, can come too early: it may miss a reader
//! or writer that has just gone to sleep, and P4 at the end of the poll makes up for that. Hints are the
//! looks in [`Sender::push`] and, every few items, in [`Receiver::take`]. A mark that a hint sees and clears
//! is as good as any, since clearing is one atomic step.

mod channel;
mod half;
mod notify;
mod receiver;
mod sender;
mod shared;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod wanted_tests;

pub(crate) use self::channel::channel;
pub(crate) use self::notify::Peers;
pub(crate) use self::receiver::Receiver;
pub(crate) use self::sender::{CloseOnDrop, Sender};
pub(crate) use self::shared::Shared;
