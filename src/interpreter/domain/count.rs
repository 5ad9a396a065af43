//! Numbers of which bounds are known.

use crate::ir::Comparison;

/// The place of something in a text, or the length of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Whether it may be -1, for there is no such place.
    pub may_miss: bool,
    /// It is this or more where it is not -1.
    pub least: i32,
}

impl Count {
    /// How it compares with a number that stands on its right; `None` where that depends on what it is.
    pub fn compared(self, op: Comparison, with: f64) -> Option<bool> {
        let may_be = self.may_miss && (-1.0..0.0).contains(&with) || with >= f64::from(self.least);
        let least = if self.may_miss { -1.0 } else { f64::from(self.least) };
        match op {
            Comparison::Equal | Comparison::LooselyEqual => (!may_be).then_some(false),
            Comparison::Unequal | Comparison::LooselyUnequal => (!may_be).then_some(true),
            // There is no end to how much it may be.
            Comparison::Less => (least >= with).then_some(false),
            Comparison::LessOrEqual => (least > with).then_some(false),
            Comparison::Greater => (least > with).then_some(true),
            Comparison::GreaterOrEqual => (least >= with).then_some(true),
            Comparison::InstanceOf | Comparison::In => None,
        }
    }

    /// The same of one that stands on its left.
    pub fn compared_from_left(self, op: Comparison, with: f64) -> Option<bool> {
        let turned = match op {
            Comparison::Less => Comparison::Greater,
            Comparison::LessOrEqual => Comparison::GreaterOrEqual,
            Comparison::Greater => Comparison::Less,
            Comparison::GreaterOrEqual => Comparison::LessOrEqual,
            other => other,
        };
        self.compared(turned, with)
    }

    /// Whether it counts as true; `None` where that depends on what it is.
    pub fn truthy(self) -> Option<bool> {
        (self.least > 0).then_some(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_certain_of_a_place_is_decided() {
        let somewhere_behind = Count { may_miss: true, least: 1 };
        assert_eq!(somewhere_behind.compared(Comparison::Equal, 0.0), Some(false));
        assert_eq!(somewhere_behind.compared(Comparison::Equal, -1.0), None);
        assert_eq!(somewhere_behind.compared(Comparison::GreaterOrEqual, 0.0), None);
        assert_eq!(somewhere_behind.compared(Comparison::Greater, -2.0), Some(true));
        assert_eq!(somewhere_behind.truthy(), Some(true));
        let found = Count { may_miss: false, least: 0 };
        assert_eq!(found.compared(Comparison::Unequal, -1.0), Some(true));
        assert_eq!(found.compared(Comparison::Less, 0.0), Some(false));
        assert_eq!(found.compared_from_left(Comparison::Less, -1.0), Some(true));
        assert_eq!(found.truthy(), None);
    }
}
