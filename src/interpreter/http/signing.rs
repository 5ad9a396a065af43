//! What is made by digests, with a key or without.

use std::sync::Arc;

use crate::clients::{CallDef, Change, ResultDef, Selector, Slot};
use crate::interpreter::arguments::Args;
use crate::interpreter::domain::text::{Piece, TextValue};
use crate::interpreter::domain::unknown::Unknown;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::client_call::ClientCall;
use crate::interpreter::http::moments::moment_of;
use crate::interpreter::http::texts::texts;
use crate::interpreter::state::Interpreter;
use crate::ir::{ExprId, ExprKind, Type};
use crate::request::{Moment, MomentForm, Origin, Part, Signature, SigningKey, Text, Zone};
use crate::source::Span;

/// What tables call the bytes of a digest that are written as nothing yet, the letters of a text that are taken for
/// bytes, and what is written of the letters of a text.
const BYTES: &str = "bytes";
const LETTERS: &str = "text";
const OF_LETTERS: &str = "oftext";

/// What bytes are written as whose letters are other bytes.
const OTHER_LETTERS: [&str; 3] = ["hex", "base64", "base64url"];

/// Names of algorithms of keys begin so in some libraries: `HMAC_SHA256`.
const KEYED: &str = "hmac";

impl Interpreter<'_> {
    /// What a call makes by a digest: of a key, of a text, or of what was made before.
    pub(crate) fn sign_with(&mut self, def: &CallDef, call: &ClientCall, receiver: Option<&Value>) -> Value {
        let before = match receiver {
            Some(receiver) => signature_of(receiver),
            None => self.all_selected(def, Slot::Signed, call).iter().find_map(|(value, _)| signature_of(value)),
        };
        let mut signature = if let Some(before) = before {
            (*before).clone()
        } else if def.slots.iter().any(|(slot, _)| *slot == Slot::Key) {
            let keys = self.all_selected(def, Slot::Key, call);
            let Some((key, at)) = keys.into_iter().find(|(key, _)| !matches!(key, Value::Undefined)) else {
                return Value::unknown(call.site);
            };
            Signature { key: Some(self.signing_key(&key, at)), algorithm: None, encoding: None, begins: Vec::new() }
        } else {
            Signature { key: None, algorithm: None, encoding: None, begins: Vec::new() }
        };
        if signature.begins.is_empty() {
            let all = self.all_selected(def, Slot::Text, call);
            let text = all.into_iter().map(|(text, _)| text).find(|text| !matches!(text, Value::Undefined));
            if let Some(text) = text {
                signature.begins = texts(&self.text_of(&text, call.site)).into_iter().map(without_texts).collect();
            }
        }
        if let Some(algorithm) = self.word_in(def, Slot::Algorithm, call) {
            let plain = algorithm.strip_prefix(KEYED).filter(|rest| !rest.is_empty()).unwrap_or(&algorithm);
            signature.algorithm = Some(plain.into());
        }
        if def.slots.iter().any(|(slot, _)| *slot == Slot::Encoding) {
            let encoding = self.word_in(def, Slot::Encoding, call);
            // `byte.toString(16)`
            let encoding = encoding.map(|word| if word == "16" { "hex".to_owned() } else { word });
            signature.encoding = encoding.map(|word| written_again(signature.encoding.as_deref(), &word));
        }
        Value::of_origin(Origin::Signed(Arc::new(signature)), call.site)
    }

    /// Notes a key that something is signed with.
    fn signing_key(&mut self, key: &Value, at: Span) -> SigningKey {
        let text = self.text_of(key, at);
        let handed: TextValue = text.iter().filter(|piece| !self.is_picked_inside(piece)).cloned().collect();
        let given = self.provenance.arguments.of(&handed);
        let values = texts(&text).into_iter().map(without_texts).collect();
        let key = SigningKey { span: at, given, values };
        if !self.calls.is_dry_run() {
            self.observations.sign(key.clone());
        }
        key
    }

    /// Whether a piece is what a function that runs has read out of what it was handed: which member that is it has chosen
    /// itself.
    fn is_picked_inside(&self, piece: &Piece) -> bool {
        let Piece::Unknown(hole, via) = piece else { return false };
        let Some(handed) = self.provenance.arguments.place(via.argument) else { return false };
        self.calls.stack.iter().filter(|call| !call.function.is_top()).any(|call| {
            let inside = self.function(call.function).span;
            inside.contains(hole.hole.span) && !inside.contains(handed)
        })
    }

    /// What the selectors of a slot pick, each with its place.
    pub(super) fn all_selected(&mut self, def: &CallDef, slot: Slot, call: &ClientCall) -> Vec<(Value, Span)> {
        let selectors = def.slots.iter().filter(|(own, _)| *own == slot).flat_map(|(_, all)| all);
        selectors.map(|selector| (self.selected(selector, call), call.site_of(Some(selector)))).collect()
    }

    /// The first word that the selectors of a slot pick: a text, or the name of a constant of a library; in small
    /// letters and digits.
    pub(super) fn word_in(&mut self, def: &CallDef, slot: Slot, call: &ClientCall) -> Option<String> {
        let selectors: Vec<&Selector> =
            def.slots.iter().filter(|(own, _)| *own == slot).flat_map(|(_, all)| all).collect();
        selectors.into_iter().find_map(|selector| word(&self.selected(selector, call)))
    }

    /// A method of what a digest has made, of a time, or of a number that stands for one; `place` is what it is called on, where that is written.
    pub(crate) fn made_method(
        &mut self,
        place: Option<ExprId>,
        receiver: &Value,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        if let Value::Num(..) = receiver {
            let args = Args { values: vec![receiver.clone()], spans: vec![span], ..Args::default() };
            let def = self.choose(self.clients.methods_of_numbers(name)?, &args)?;
            return Some(self.time_with(def, &ClientCall { callee: None, name, args: &args, site: span }, None));
        }
        let defs = match receiver {
            Value::Unknown(hole, _) => match hole.hole.origin {
                Origin::Signed(_) => self.clients.methods_of_signed(name),
                Origin::Time(_) => self.clients.methods_of_times(name),
                _ => None,
            },
            _ => None,
        };
        let def = self.choose(defs?, args)?;
        let call = ClientCall { callee: None, name, args, site: span };
        let (value, change) = match &def.result {
            ResultDef::Signed(change) => (self.sign_with(def, &call, Some(receiver)), *change),
            ResultDef::Time(change) => (self.time_with(def, &call, Some(receiver)), *change),
            ResultDef::Same(Selector::Callee) => return Some(receiver.clone()),
            _ => return None,
        };
        let is_fixed = moment_of(receiver).is_some_and(|moment| moment.fixed);
        if let (Change::InPlace, Some(place), false) = (change, place, is_fixed)
            && matches!(self.expr(place).kind, ExprKind::Name(_) | ExprKind::Member { .. })
        {
            self.assign(place, value.clone());
        }
        Some(value)
    }

    /// A signature whose algorithm the generic arguments of the call tell: `Hmac::<Sha256>::new_from_slice(key)`.
    pub(crate) fn signed_by_type(made: &Value, types: &[Type]) -> Option<Value> {
        let signature = signature_of(made).filter(|signature| signature.algorithm.is_none())?;
        let algorithm = word(&Value::Library((*types.first()?.path).into()))?;
        let Value::Unknown(hole, via) = made else { return None };
        let mut hole = (**hole).clone();
        let algorithm = Some(algorithm.into());
        hole.hole_mut().origin = Origin::Signed(Arc::new(Signature { algorithm, ..(*signature).clone() }));
        Some(Value::Unknown(std::rc::Rc::new(hole), *via))
    }

    /// What a function that is not modelled makes of something that was made by a digest, or of a time: its text in
    /// another form.
    pub(crate) fn still_made(values: &[Value]) -> Option<Value> {
        values.iter().flat_map(Value::alternatives).find_map(|value| match value {
            Value::Unknown(hole, _) => in_another_form(hole),
            Value::Text(text) => made_piece(text),
            _ => None,
        })
    }
}

/// What a digest is written as that is written another way: of what it was written as in letters already the letters are
/// the bytes then.
fn written_again(before: Option<&str>, word: &str) -> Box<str> {
    let letters = before.and_then(|before| before.strip_suffix(LETTERS));
    let in_letters = before.filter(|before| OTHER_LETTERS.contains(before));
    if word == LETTERS {
        return match in_letters {
            Some(own) => format!("{own} {LETTERS}").into(),
            None => before.unwrap_or(BYTES).into(),
        };
    }
    let (to, of_letters) = word.strip_suffix(OF_LETTERS).map_or((word, false), |to| (to, true));
    match (letters, in_letters) {
        (Some(own), _) => format!("{to} of {}", own.trim_end()).into(),
        (None, Some(own)) if of_letters => format!("{to} of {own}").into(),
        _ => to.into(),
    }
}

/// What made a value, if a digest did.
pub(crate) fn signature_of(value: &Value) -> Option<Arc<Signature>> {
    let of_hole = |hole: &Unknown| match &hole.hole.origin {
        Origin::Signed(signature) => Some(signature.clone()),
        _ => None,
    };
    match value {
        Value::Unknown(hole, _) => of_hole(hole),
        Value::Text(text) => match &text[..] {
            [Piece::Unknown(hole, _)] => of_hole(hole),
            _ => None,
        },
        _ => None,
    }
}

/// A text, or the last name of a value of a library, in small letters and digits: `SHA-256` is `sha256`.
fn word(value: &Value) -> Option<String> {
    let path = match value {
        Value::Library(path) => Some(path.to_string()),
        Value::Unknown(hole, _) => match &hole.hole.origin {
            Origin::Api(path) => Some(path.to_string()),
            _ => None,
        },
        _ => None,
    };
    let text = match path {
        Some(path) => {
            let path = path.trim_end_matches("()");
            path.rsplit(['.', ':']).next().map(str::to_owned)?
        }
        None => value.as_fixed()?.to_string(),
    };
    let plain: String =
        text.chars().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()).collect();
    (!plain.is_empty()).then_some(plain)
}

/// A text in which nothing that a digest made holds texts or keys of its own, so that texts do not grow.
fn without_texts(mut text: Text) -> Text {
    for part in &mut text.parts {
        if let Part::Hole(hole) = part
            && let Origin::Signed(signature) = &hole.origin
        {
            let key = signature.key.as_ref().map(|key| SigningKey { values: Vec::new(), ..key.clone() });
            let plain = Signature { key, begins: Vec::new(), ..(**signature).clone() };
            Arc::make_mut(hole).origin = Origin::Signed(Arc::new(plain));
        }
    }
    text
}

fn in_another_form(hole: &Unknown) -> Option<Value> {
    let value = |origin: Origin| {
        let mut hole = hole.clone();
        hole.hole_mut().origin = origin;
        Value::Unknown(std::rc::Rc::new(hole), crate::interpreter::domain::provenance::LOCAL)
    };
    match &hole.hole.origin {
        // How it is written now nobody knows.
        Origin::Signed(signature) => {
            Some(value(Origin::Signed(Arc::new(Signature { encoding: None, ..(**signature).clone() }))))
        }
        Origin::Time(_) => moment_of(&value(hole.hole.origin.clone()))
            .filter(|moment| moment.clock.is_some())
            .map(|moment| value(Origin::Time(Arc::new(written_unseen(moment))))),
        _ => None,
    }
}

/// A time of which a function that is not modelled made something: in which zone an object is written then nobody knows.
fn written_unseen(moment: Moment) -> Moment {
    match moment.form {
        MomentForm::Instant => Moment { zone: Zone::Unknown, ..moment },
        _ => moment,
    }
}

fn made_piece(text: &TextValue) -> Option<Value> {
    text.iter().find_map(|piece| match piece {
        Piece::Unknown(hole, _) => in_another_form(hole),
        Piece::Alt(alternatives) => alternatives.iter().find_map(made_piece),
        Piece::Fixed(..) | Piece::Fields(_) => None,
    })
}
