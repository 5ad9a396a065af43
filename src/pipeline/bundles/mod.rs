//! What builds make: bundles, their source maps, and scripts that are too large to be read as a whole.

pub(super) mod built;
pub(super) mod large;
pub(super) mod originals;
