//! Times: what is read from a clock, what is counted from there, and what it is written as.

use std::sync::Arc;

use crate::clients::{CallDef, Change, ResultDef, Slot};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::text::Piece;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::client_call::ClientCall;
use crate::interpreter::state::Interpreter;
use crate::ir::{Operator, TemplatePart};
use crate::request::{Moment, MomentForm, Origin, Zone};
use crate::source::Span;

/// Milliseconds of a second.
const SECOND: i64 = 1_000;

/// Numbers beyond this count no time.
const MAX_NUMBER: f64 = 9e15;

/// Whole numbers up to this are counted exactly.
const MAX_WHOLE: u64 = 9_000_000_000_000_000;

/// What tables call the zone of all times for which none is named, where a program sets it.
const LOCAL_TIME: &str = "local time";

/// Milliseconds of units, by the beginnings of their names in small letters; the first that fits counts.
const UNITS: &[(&str, Option<i64>)] = &[
    ("millisecond", Some(1)),
    ("ms", Some(1)),
    ("second", Some(SECOND)),
    ("sec", Some(SECOND)),
    ("minute", Some(60 * SECOND)),
    ("min", Some(60 * SECOND)),
    ("month", Some(30 * 24 * 3_600 * SECOND)),
    ("hour", Some(3_600 * SECOND)),
    ("day", Some(24 * 3_600 * SECOND)),
    ("week", Some(7 * 24 * 3_600 * SECOND)),
    ("year", Some(365 * 24 * 3_600 * SECOND)),
    ("s", Some(SECOND)),
    ("m", Some(60 * SECOND)),
    ("h", Some(3_600 * SECOND)),
    ("d", Some(24 * 3_600 * SECOND)),
    ("w", Some(7 * 24 * 3_600 * SECOND)),
    ("y", Some(365 * 24 * 3_600 * SECOND)),
];

impl Interpreter<'_> {
    /// The time that a call gives: another one that is later or written otherwise, or what the clock says.
    pub(crate) fn time_with(&mut self, def: &CallDef, call: &ClientCall, receiver: Option<&Value>) -> Value {
        let own = receiver.and_then(moment_of);
        let is_made_of = def.slots.iter().any(|(slot, _)| *slot == Slot::Time);
        let before = if is_made_of {
            let given = self.all_selected(def, Slot::Time, call);
            match given.iter().find_map(|(value, _)| moment_of(value).or_else(|| written(value))) {
                Some(moment) => Some(moment),
                // Set to something that is not known: when that is nobody knows.
                None => own.clone().map(|own| Moment { ahead: None, ..own }),
            }
        } else {
            own.clone()
        };
        let mut moment = match before {
            Some(before) => before,
            None if is_made_of || receiver.is_some() => return Value::of_origin(Origin::Computed, call.site),
            None => {
                let around = self.calls.stack.last().map_or(call.site, |caller| caller.site);
                let clock = Some((call.site, around));
                let zone = if self.is_zone_set(call.site) { Zone::Unknown } else { Zone::Local };
                Moment { clock, ahead: Some(0), given: None, form: MomentForm::Instant, zone, fixed: false }
            }
        };
        if own.is_none() {
            moment.fixed = matches!(def.result, ResultDef::Time(Change::Fixed));
        }
        if def.slots.iter().any(|(slot, _)| *slot == Slot::Amount) {
            let amount = self.amount(def, call);
            moment.given = moment.given.or_else(|| self.amount_given(def, call));
            let length = matches!(moment.form, MomentForm::Number).then_some(0);
            moment.ahead = moment.ahead.or(length).zip(amount).and_then(|(ahead, more)| ahead.checked_add(more));
            if self.is_offset(def, call) {
                moment.zone = Zone::Unknown;
            }
        }
        if let Some(form) = self.word_in(def, Slot::Form, call).and_then(|word| form(&word)) {
            moment.form = form;
        }
        match self.word_in(def, Slot::Zone, call).as_deref() {
            Some("utc" | "gmt" | "etcutc" | "zulu") => moment.zone = Zone::Utc,
            // What the difference of zones was taken into account for is not that of the machine.
            Some("local") if moment.zone == Zone::Unknown && moment.clock.is_some() => {}
            // The program has set which zone that is.
            Some("local") if self.is_zone_set(call.site) => moment.zone = Zone::Unknown,
            Some("local") => moment.zone = Zone::Local,
            Some(_) => moment.zone = Zone::Unknown,
            None => {}
        }
        of_moment(moment, call.site)
    }

    /// Whether the program sets the zone of all times for which none is named, as far as code at a place sees.
    fn is_zone_set(&self, site: Span) -> bool {
        self.http.patches.at(LOCAL_TIME, self.program.is_test(site.file)).is_some()
    }

    /// Whether what a call adds is how far a zone is from UTC.
    fn is_offset(&mut self, def: &CallDef, call: &ClientCall) -> bool {
        let given = self.all_selected(def, Slot::Amount, call);
        given.iter().any(|(value, _)| moment_of(value).is_some_and(|moment| moment.form == MomentForm::Offset))
    }

    /// The argument or option that handed over what a call adds.
    fn amount_given(&mut self, def: &CallDef, call: &ClientCall) -> Option<Span> {
        let (amount, _) = self.all_selected(def, Slot::Amount, call).into_iter().next()?;
        match &amount {
            Value::Object(id, _) => {
                let object = self.heap.obj(*id);
                object.entries.iter().find_map(|entry| self.handed_by(&entry.value))
            }
            amount => self.handed_by(amount),
        }
    }

    /// The argument or option that handed over a number, or a time.
    fn handed_by(&self, value: &Value) -> Option<Span> {
        let (Value::Num(_, via) | Value::Unknown(_, via)) = value else { return None };
        moment_of(value).and_then(|moment| moment.given).or_else(|| self.provenance.arguments.place(via.argument))
    }

    /// A number, or a time; `None` for anything else.
    fn quantity(&self, value: &Value) -> Option<Moment> {
        let moment = moment_of(value).or_else(|| number(value).map(plain))?;
        // What is handed over is how much later, not what the clock said.
        let given = if moment.clock.is_some() { moment.given } else { self.handed_by(value) };
        Some(Moment { given, ..moment })
    }

    /// The milliseconds that a call adds.
    fn amount(&mut self, def: &CallDef, call: &ClientCall) -> Option<i64> {
        let unit = self.word_in(def, Slot::Unit, call).and_then(|word| unit(&word));
        let (amount, _) = self.all_selected(def, Slot::Amount, call).into_iter().next()?;
        if let Value::Object(id, _) = &amount {
            // `{ minutes: 20 }`
            let object = self.heap.obj(*id).clone();
            let one = |entry: &crate::interpreter::domain::object::Entry| {
                number(&entry.value)?.checked_mul(unit_of(&entry.name)?)
            };
            return object.entries.iter().try_fold(0_i64, |sum, entry| sum.checked_add(one(entry)?));
        }
        match moment_of(&amount) {
            Some(Moment { form: MomentForm::Length, ahead, .. }) => ahead,
            _ => number(&amount)?.checked_mul(unit?),
        }
    }

    /// What arithmetic makes of times and numbers; `None` where it has nothing to do with either.
    pub(crate) fn arithmetic(&self, first: &Value, rest: &[(Operator, Value)], span: Span) -> Option<Value> {
        let mut all = std::iter::once(first).chain(rest.iter().map(|(_, value)| value));
        if !all.any(|value| matches!(value, Value::Num(..)) || moment_of(value).is_some()) {
            return None;
        }
        if let Some(number) = counted(first, rest) {
            return Some(number);
        }
        let mut known = self.quantity(first);
        for (operator, value) in rest {
            known = combined(known.as_ref(), *operator, self.quantity(value).as_ref());
        }
        known.map(|moment| of_moment(moment, span))
    }

    /// The same of parts that a plus stands between, where those are times and numbers alone.
    pub(crate) fn sum(&self, parts: &[TemplatePart], values: &[Value], span: Span) -> Option<Value> {
        let (first, rest) = values.split_first()?;
        let is_counted = |value: &Value| {
            moment_of(value).is_some_and(|moment| !matches!(moment.form, MomentForm::Text))
                || matches!(value, Value::Num(..))
        };
        let is_any = |value: &Value| is_counted(value) || matches!(value, Value::Unknown(..));
        let is_text = parts.iter().any(|part| matches!(part, TemplatePart::Text(..)));
        if is_text || rest.is_empty() || !is_counted(first) || !rest.iter().all(is_any) {
            return None;
        }
        let rest: Vec<(Operator, Value)> = rest.iter().map(|value| (Operator::Plus, value.clone())).collect();
        self.arithmetic(first, &rest, span)
    }
}

/// The whole number that arithmetic makes of others: `at + 1`.
fn counted(first: &Value, rest: &[(Operator, Value)]) -> Option<Value> {
    let mut sum = whole(first)?;
    for (operator, value) in rest {
        let number = whole(value)?;
        sum = match operator {
            Operator::Plus => sum.checked_add(number),
            Operator::Minus => sum.checked_sub(number),
            Operator::Times => sum.checked_mul(number),
            Operator::Over => sum.checked_rem(number).filter(|left| *left == 0).and_then(|_| sum.checked_div(number)),
            Operator::Other => None,
        }?;
    }
    let all = std::iter::once(first).chain(rest.iter().map(|(_, value)| value));
    let given = all.filter_map(|value| if let Value::Num(_, via) = value { Some(*via) } else { None });
    let via = given.max_by_key(|via| via.argument).unwrap_or(LOCAL);
    Some(Value::Num(sum.to_string().into(), via))
}

/// A whole number that is written so.
pub(crate) fn whole(value: &Value) -> Option<i64> {
    let Value::Num(text, _) = value else { return None };
    text.parse().ok().filter(|number: &i64| number.unsigned_abs() <= MAX_WHOLE)
}

/// The time that a value is.
pub(super) fn moment_of(value: &Value) -> Option<Moment> {
    let hole = match value {
        Value::Unknown(hole, _) => hole,
        Value::Text(text) => match &text[..] {
            [Piece::Unknown(hole, _)] => hole,
            _ => return None,
        },
        _ => return None,
    };
    match &hole.hole.origin {
        Origin::Time(moment) => Some((**moment).clone()),
        _ => None,
    }
}

/// A time or a number that is written in the code.
fn written(value: &Value) -> Option<Moment> {
    let text = value.as_fixed()?;
    let number = text.parse().ok().map(plain);
    Some(number.unwrap_or(Moment { form: MomentForm::Instant, ahead: None, ..plain(0) }))
}

fn of_moment(moment: Moment, span: Span) -> Value {
    Value::of_origin(Origin::Time(Arc::new(moment)), span)
}

fn plain(number: i64) -> Moment {
    Moment {
        clock: None,
        ahead: Some(number),
        given: None,
        form: MomentForm::Number,
        zone: Zone::Unknown,
        fixed: false,
    }
}

#[allow(clippy::cast_possible_truncation)] // no larger than that
fn number(value: &Value) -> Option<i64> {
    if let Some(Moment { form: MomentForm::Number, ahead, .. }) = moment_of(value) {
        return ahead;
    }
    let Value::Num(text, _) = value else { return None };
    let number: f64 = text.replace('_', "").parse().ok()?;
    (number.abs() <= MAX_NUMBER).then_some(number as i64)
}

/// What one operation makes of two quantities, of which either may not be known.
fn combined(left: Option<&Moment>, operator: Operator, right: Option<&Moment>) -> Option<Moment> {
    let is_number =
        |moment: &Moment| matches!(moment.form, MomentForm::Number | MomentForm::Length) && moment.clock.is_none();
    match (left, right) {
        // Minutes of a difference of zones, whatever becomes of them, are that.
        (Some(offset), _) | (_, Some(offset))
            if offset.form == MomentForm::Offset && matches!(operator, Operator::Times | Operator::Over) =>
        {
            Some(offset.clone())
        }
        (Some(left), Some(right)) if is_number(left) && is_number(right) => {
            let (a, b) = left.ahead.zip(right.ahead)?;
            let ahead = match operator {
                Operator::Plus => a.checked_add(b),
                Operator::Minus => a.checked_sub(b),
                Operator::Times => a.checked_mul(b),
                Operator::Over => a.checked_div(b),
                Operator::Other => None,
            }?;
            let length = [left, right].iter().any(|it| it.form == MomentForm::Length);
            let form = if length { MomentForm::Length } else { MomentForm::Number };
            Some(Moment { form, given: left.given.or(right.given), ..plain(ahead) })
        }
        (Some(number), Some(time)) if is_number(number) && operator == Operator::Plus => {
            later(time, Some(number), false)
        }
        (Some(time), other) if !is_number(time) => match (operator, other) {
            (Operator::Plus | Operator::Minus, other) => later(time, other, operator == Operator::Minus),
            (Operator::Over, Some(by)) if by.ahead == Some(SECOND) && time.form == MomentForm::Milliseconds => {
                Some(Moment { form: MomentForm::Seconds, ..time.clone() })
            }
            (Operator::Times, Some(by)) if by.ahead == Some(SECOND) && time.form == MomentForm::Seconds => {
                Some(Moment { form: MomentForm::Milliseconds, ..time.clone() })
            }
            // `now / 1000 | 0`
            (Operator::Other, Some(by)) if by.ahead == Some(0) => Some(time.clone()),
            _ => None,
        },
        (None, Some(time)) if !is_number(time) && operator == Operator::Plus => later(time, None, false),
        _ => None,
    }
}

/// A time that is so much later, or earlier.
fn later(time: &Moment, by: Option<&Moment>, earlier: bool) -> Option<Moment> {
    let mut moment = time.clone();
    let Some(by) = by else {
        moment.ahead = None;
        return Some(moment);
    };
    if by.form == MomentForm::Offset {
        // What is done with the difference of zones is not followed.
        return Some(Moment { zone: Zone::Unknown, ..moment });
    }
    if by.clock.is_some() {
        return None;
    }
    let unit = match (time.form, by.form) {
        (_, MomentForm::Length) | (MomentForm::Milliseconds | MomentForm::Instant, _) => 1,
        (MomentForm::Seconds, _) => SECOND,
        (MomentForm::Part(Some(unit)), _) => unit,
        (MomentForm::Part(None), _) => 0,
        _ => return None,
    };
    let amount = by.ahead.and_then(|amount| amount.checked_mul(if earlier { -unit } else { unit }));
    moment.given = moment.given.or(by.given);
    moment.ahead = moment.ahead.zip(amount).and_then(|(ahead, amount)| ahead.checked_add(amount));
    Some(moment)
}

/// What a time is written as, by the word of the tables: `text`, `seconds`, `part`, `partminute`.
fn form(word: &str) -> Option<MomentForm> {
    Some(match word {
        "instant" => MomentForm::Instant,
        "milliseconds" => MomentForm::Milliseconds,
        "seconds" => MomentForm::Seconds,
        "text" => MomentForm::Text,
        "offset" => MomentForm::Offset,
        "length" => MomentForm::Length,
        _ => MomentForm::Part(unit(word.strip_prefix("part")?)),
    })
}

/// The milliseconds of a unit, by its name in small letters.
fn unit(word: &str) -> Option<i64> {
    UNITS.iter().find(|(start, _)| if start.len() > 2 { word.starts_with(start) } else { word == *start })?.1
}

/// The milliseconds of a unit, by the name of a member.
fn unit_of(name: &str) -> Option<i64> {
    unit(&name.to_ascii_lowercase())
}
