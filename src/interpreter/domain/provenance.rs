//! What values came through on their way: the arguments of calls.

/// The number of a call: later calls have higher ones.
pub type CallTag = u32;

/// What a value came through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The call whose arguments it came through, the outermost one of several; the greatest when it came through none.
    pub call: CallTag,
    /// The argument or option that first handed it to a function of the program; 0 for none. Unlike the call it stays
    /// when the function has returned.
    pub argument: u32,
}

/// A value that did not pass through an argument.
pub const LOCAL: Provenance = Provenance { call: CallTag::MAX, argument: 0 };
