//! What is known of one word.

/// One word of the library.
#[derive(Clone, Copy)]
pub(crate) struct Word {
    pub(super) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) workers: Workers,
    pub(crate) gives: Gives,
    /// Whether a call without arguments makes sense.
    pub(crate) is_bare: bool,
    /// Whether the result means something else when the items come in another order.
    pub(crate) minds_order: bool,
}

/// What kind of word this is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Kind {
    /// Calls a function on each item, and so can have several workers.
    Each,
    /// Keeps state or order: one worker by its nature.
    Sequential,
    /// Gives several branches.
    Split,
    /// Ends the flow.
    Terminal,
    /// Says how the stage before it is run.
    Option,
    /// Stands before a stage, which follows as `.stage(..)`: `worker_state(open).map_async(f)`.
    Prefix,
    /// Takes a function from a stream: whatever that gives.
    Via,
    /// None of ours.
    Unknown,
}

/// Whether `.workers(n)` fits.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Workers {
    /// Also as a default of the whole program.
    ByDefault,
    /// Where it is written out; the compiler knows whether it fits.
    WhereWritten,
    /// The stage always runs on one worker.
    Never,
}

/// What a call of the word gives.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Gives {
    /// A stream, whose last stage may still take options.
    Stream,
    /// A branch, or several: no options to take off.
    Branches,
    /// A run, which may still take options.
    Run,
    /// Only the compiler knows.
    Anything,
}

impl Word {
    /// A word of this kind, with what is usual for it.
    pub(super) const fn new(name: &'static str, kind: Kind) -> Self {
        let (workers, gives) = match kind {
            Kind::Each => (Workers::ByDefault, Gives::Stream),
            Kind::Sequential => (Workers::Never, Gives::Stream),
            Kind::Split => (Workers::Never, Gives::Branches),
            Kind::Terminal => (Workers::Never, Gives::Run),
            Kind::Option | Kind::Prefix | Kind::Via | Kind::Unknown => {
                (Workers::WhereWritten, Gives::Anything)
            }
        };
        Self { name, kind, workers, gives, is_bare: false, minds_order: false }
    }

    /// Can be called without arguments.
    pub(super) const fn bare(self) -> Self {
        Self { is_bare: true, ..self }
    }

    /// Depends on the order of its input.
    pub(super) const fn minding_order(self) -> Self {
        Self { minds_order: true, ..self }
    }

    /// Takes `.workers(n)`, although a default for all stages is not for it.
    pub(super) const fn with_workers(self) -> Self {
        Self { workers: Workers::WhereWritten, ..self }
    }

    /// Gives what the user's own function gives.
    pub(super) const fn giving_anything(self) -> Self {
        Self { gives: Gives::Anything, ..self }
    }

    /// Whether this is an operator or a terminal of the library.
    pub(crate) fn is_stage(&self) -> bool {
        !matches!(self.kind, Kind::Unknown | Kind::Option)
    }

    /// Whether `.buffer(n)` fits.
    pub(crate) fn takes_buffer(&self) -> bool {
        matches!(self.kind, Kind::Each | Kind::Sequential)
    }
}
