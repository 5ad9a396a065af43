//! Branches: which arms may run, and what they leave.

use std::rc::Rc;

use crate::interpreter::activation::{Breakable, Completion};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::text::Piece;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::interpreter::transfer::guard::Told;
use crate::ir::{Arm, BindingKind, Block, ExprId, ExprKind, Key, LogicOp, Pattern, Stmt};
use crate::source::Span;

impl<'m> Interpreter<'m> {
    pub(crate) fn arms(&mut self, place: Option<ExprId>, arms: &'m [Arm], exhaustive: bool, span: Span) -> Value {
        let subject = place.map(|subject| self.eval(subject));
        // A guard that is known picks its arm; arms behind it never run.
        let met = self.met();
        let mut live: Vec<(&'m Arm, Vec<Told>)> = Vec::new();
        // What the conditions before have told by not holding.
        let mut told: Vec<Told> = Vec::new();
        let mut exhaustive = exhaustive;
        let mut is_answered = false;
        for arm in arms {
            let known = self.picks(arm, subject.as_ref());
            let (holds, fails) = match (known, &arm.pattern, arm.guard) {
                (None, None, Some(guard)) => self.under(told.clone(), |this| this.told_by(guard)),
                _ => Default::default(),
            };
            let own = told.iter().cloned().chain(holds).collect();
            told.extend(fails);
            let known = known.or_else(|| self.is_taken_out(place, arm, subject.as_ref()?));
            let known = known.or_else(|| {
                let answer = self.answer_of(place, arm, span);
                is_answered |= answer.is_some();
                answer
            });
            match known {
                Some(false) => {}
                Some(true) => {
                    live.push((arm, own));
                    exhaustive = true;
                    break;
                }
                None => live.push((arm, own)),
            }
        }
        // Where the conditions turn out so that no arm runs of which one does, nothing goes on.
        if live.is_empty() && exhaustive && is_answered {
            self.activation.completion = Completion::Jump;
            self.activation.impossible = true;
            return Value::Undefined;
        }
        let is_switch = subject.is_some() && self.language.breaks_out_of_arms();
        let mut left: Vec<Vec<Told>> = Vec::new();
        let mut run = |this: &mut Self, (arm, told): &(&'m Arm, Vec<Told>)| {
            let around = this.calls.told.len();
            this.calls.told.extend(told.iter().cloned());
            let value = if is_switch {
                this.breakable(Breakable::Switch, |this| this.arm(arm, subject.as_ref()))
            } else {
                this.arm(arm, subject.as_ref())
            };
            // What still holds behind the arm, if that is the one way there.
            let told_now = this.calls.told.drain(around..).take(told.len());
            if this.activation.completion == Completion::Normal {
                left.push(told_now.collect());
            }
            value
        };
        if let ([only], true) = (&live[..], exhaustive) {
            let value = run(self, only);
            self.calls.told.extend(left.pop().unwrap_or_default());
            // Whoever gave the value that picked the arm gave what is in the arm.
            return match &subject {
                Some(Value::Object(_, via)) if *via != LOCAL => self.through(&value, *via),
                Some(Value::Text(text)) => match text.first() {
                    Some(Piece::Fixed(_, _, via)) if *via != LOCAL => self.through(&value, *via),
                    _ => value,
                },
                _ => value,
            };
        }
        let given = self.branch(live.len(), exhaustive, span, |this, at| run(this, &live[at]));
        if !exhaustive {
            left.push(told);
        }
        if let [only_way] = &mut left[..] {
            self.calls.told.append(only_way);
        }
        self.note_given(met, &given);
        given
    }

    /// Whether an arm runs where those before it do not, as far as its pattern and its guard tell.
    fn picks(&mut self, arm: &'m Arm, subject: Option<&Value>) -> Option<bool> {
        match (&arm.pattern, arm.guard, subject) {
            (None, Some(guard), _) => {
                let truth = self.eval(guard);
                if self.only_removes_nothing(guard, &arm.body) { Some(false) } else { truth.truthy() }
            }
            (Some(Pattern::Literal(literal)), None, Some(subject)) => {
                let literal = self.eval(*literal);
                match (literal.as_fixed(), subject.as_fixed()) {
                    (Some(a), Some(b)) => Some(a == b),
                    (Some(_), None) if self.variants_of(subject, || false).is_some() => Some(false),
                    _ => None,
                }
            }
            // Which of them it is does not matter, but what they call is called.
            (Some(Pattern::Or(patterns)), None, Some(_)) => {
                for pattern in patterns {
                    if let Pattern::Literal(literal) = pattern {
                        self.eval(*literal);
                    }
                }
                None
            }
            (Some(Pattern::Variant { path, .. } | Pattern::Object { path: Some(path), .. }), guard, Some(subject)) => {
                // Only texts depend on whether the variant is of an enum of the program.
                let name = path.split("::").next();
                let own = || self.here().classes.iter().any(|class| Some(&*class.name) == name);
                let variants = self.variants_of(subject, own)?;
                let same = variants.iter().filter(|variant| ***variant == **path).count();
                match guard {
                    _ if same == 0 => Some(false),
                    None if same == variants.len() => Some(true),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether an arm is that of something that was taken out of a list, or of nothing, where it is known which it is: nothing
    /// only where all was taken out that was seen to be put in.
    fn is_taken_out(&mut self, place: Option<ExprId>, arm: &Arm, subject: &Value) -> Option<bool> {
        if arm.guard.is_some() {
            return None;
        }
        let is_nothing = matches!(subject, Value::Null) && (self.is_kept(place?) || self.is_call_for_nothing(place?));
        let is_there = if is_nothing {
            false
        } else if self.is_given(place?, arm, subject) {
            true
        } else {
            let ExprKind::Call { callee, .. } = &self.expr(place?).kind else { return None };
            let ExprKind::Member { key: Key::Name(name, _), .. } = &self.expr(*callee).kind else { return None };
            match subject {
                _ if !self.language.takes_out(name) => return None,
                Value::Null => self.activation.counted.then_some(false)?,
                Value::Object(..) | Value::Text(_) | Value::Num(..) => true,
                _ => return None,
            }
        };
        match arm.pattern.as_ref()? {
            Pattern::Variant { path, .. } if self.language.is_transparent_variant(path) => Some(is_there),
            Pattern::Literal(nothing) if matches!(self.expr(*nothing).kind, ExprKind::Null) => Some(!is_there),
            _ => None,
        }
    }

    /// Whether an option is a parameter that was given something.
    fn is_given(&self, place: ExprId, arm: &Arm, subject: &Value) -> bool {
        let ExprKind::Name(binding) = self.expr(place).kind else { return false };
        let asks = match &arm.pattern {
            Some(Pattern::Variant { path, .. }) => self.language.is_transparent_variant(path),
            Some(Pattern::Literal(nothing)) => matches!(self.expr(*nothing).kind, ExprKind::Null),
            _ => false,
        };
        asks && self.language.trusts_types()
            && matches!(self.binding(binding).kind, BindingKind::Parameter)
            && matches!(subject, Value::Object(..) | Value::Text(_) | Value::Num(..))
    }

    /// Whether an expression reads a field or a variable, by whatever conversion: of one that holds nothing it is known who
    /// else may have filled it.
    fn is_kept(&self, mut expr: ExprId) -> bool {
        loop {
            match &self.expr(expr).kind {
                ExprKind::Member { .. } | ExprKind::Name(_) => return self.language.trusts_types(),
                ExprKind::Lend(inner) | ExprKind::Show(inner) | ExprKind::Cast { value: inner, .. } => expr = *inner,
                ExprKind::Call { callee, args, .. } if args.is_empty() => match &self.expr(*callee).kind {
                    ExprKind::Member { object, key: Key::Name(name, _) } if self.language.shows_what_is_there(name) => {
                        expr = *object;
                    }
                    _ => return false,
                },
                _ => return false,
            }
        }
    }

    /// Whether an expression calls functions of the program that do no more than to give nothing, or what they keep.
    fn is_call_for_nothing(&mut self, mut expr: ExprId) -> bool {
        while let ExprKind::Await(inner) | ExprKind::Try(inner) = &self.expr(expr).kind {
            expr = *inner;
        }
        let ExprKind::Call { callee, .. } = &self.expr(expr).kind else { return false };
        if !self.language.trusts_types() {
            return false;
        }
        let Some(function) = self.plain_callee(*callee) else { return false };
        function.alternatives().iter().all(|function| match function {
            Value::Function(closure) => self.gives_nothing(&self.function(closure.function).body),
            _ => false,
        })
    }

    /// The function that is called by its name, or as a method of what has one.
    fn plain_callee(&mut self, callee: ExprId) -> Option<Value> {
        let ExprKind::Member { object, key: Key::Name(name, at) } = &self.expr(callee).kind else {
            return matches!(self.expr(callee).kind, ExprKind::Name(_)).then(|| self.eval(callee));
        };
        if !matches!(self.expr(*object).kind, ExprKind::Name(_) | ExprKind::This) {
            return None;
        }
        match self.eval(*object) {
            Value::Class(..) => Some(self.eval(callee)),
            // Methods and fields may have one name.
            Value::Object(id, _) => {
                let (class, frame) = self.heap.obj(id).class.clone()?;
                self.class_member(class, &frame, id, name, *at)
            }
            _ => None,
        }
    }

    /// Whether all that a block does is to give nothing, or what is kept.
    fn gives_nothing(&self, block: &Block) -> bool {
        let value = match (&block.stmts[..], block.value) {
            ([Stmt::Fail(None)], None) => return true,
            ([], Some(value)) => value,
            _ => return false,
        };
        match &self.expr(value).kind {
            ExprKind::Null => true,
            ExprKind::Block(inner) => self.gives_nothing(inner),
            ExprKind::Branch { arms, exhaustive: true, .. } => arms.iter().all(|arm| self.gives_nothing(&arm.body)),
            _ => self.is_kept(value),
        }
    }

    /// The variants that a value may be, if it is known which; `own` tells whether an enum of the file is asked about.
    pub(crate) fn variants_of(&self, value: &Value, own: impl Fn() -> bool) -> Option<Vec<Rc<str>>> {
        let variant = |value: &Value| match value {
            Value::Object(id, _) => self.heap.obj(*id).variant.clone(),
            // Variants without data are texts.
            Value::Text(_) => value.as_fixed().filter(|_| own()),
            _ => None,
        };
        value.alternatives().iter().map(variant).collect()
    }

    pub(crate) fn arm(&mut self, arm: &'m Arm, subject: Option<&Value>) -> Value {
        if let (Some(pattern), Some(subject)) = (&arm.pattern, subject) {
            let fitting = match pattern {
                Pattern::Variant { path, .. } | Pattern::Object { path: Some(path), .. } => {
                    let is_other = |value: &&Value| match value {
                        Value::Object(id, _) => {
                            self.heap.obj(*id).variant.as_ref().is_some_and(|variant| **variant != **path)
                        }
                        _ => false,
                    };
                    let fitting: Vec<Value> =
                        subject.alternatives().iter().filter(|value| !is_other(value)).cloned().collect();
                    Value::choice(fitting, self.stack_span())
                }
                _ => subject.clone(),
            };
            self.bind(pattern, fitting);
            if let Some(guard) = arm.guard {
                self.eval(guard);
            }
        }
        let known = self.observations.absent.len();
        if let (None, Some(guard)) = (&arm.pattern, arm.guard) {
            let absent = self.absent_by(guard);
            self.observations.absent.extend(absent);
        }
        let value = self.block(&arm.body);
        self.observations.absent.truncate(known);
        value
    }

    pub(crate) fn logic(&mut self, op: LogicOp, left: ExprId, right: ExprId, span: Span) -> Value {
        let left_value = self.eval(left);
        if op == LogicOp::And && self.removes_nothing(left, right) {
            return Value::Bool(None);
        }
        let truth = left_value.truthy();
        let told = match op {
            LogicOp::And if truth.is_none() => self.told_by(left).0,
            LogicOp::Or if truth.is_none() => self.told_by(left).1,
            _ => Vec::new(),
        };
        let takes_left = match op {
            LogicOp::And if truth.is_none() && self.answer_to(left) == Some(false) => return Value::Bool(Some(false)),
            LogicOp::Or => truth.or_else(|| self.answer_to(left)),
            LogicOp::And => truth.or_else(|| self.answer_to(left)).map(|truth| !truth),
            LogicOp::Coalesce => left_value.nullish().map(|nullish| !nullish),
        };
        match takes_left {
            Some(true) => left_value,
            Some(false) => self.under(told, |this| this.eval(right)),
            None => {
                // What the branch gives has an `undefined` for "not evaluated".
                let mut evaluated = Value::Undefined;
                self.branch(1, false, span, |this, _| {
                    evaluated = this.under(told.clone(), |this| this.eval(right));
                    Value::Undefined
                });
                let right = evaluated.alternatives().iter().cloned();
                let left = left_value.alternatives().iter().filter(|value| match op {
                    LogicOp::Or => value.truthy() != Some(false),
                    LogicOp::And => value.truthy() != Some(true),
                    LogicOp::Coalesce => value.nullish() != Some(true),
                });
                let left: Vec<Value> = match op {
                    // What is false of an unknown value carries nothing.
                    LogicOp::And => left
                        .map(|value| match value {
                            Value::Unknown(..) | Value::Library(_) | Value::Text(_) => Value::Bool(Some(false)),
                            other => other.clone(),
                        })
                        .collect(),
                    _ => left.cloned().collect(),
                };
                Value::choice(left.into_iter().chain(right).collect::<Vec<_>>(), span)
            }
        }
    }

    /// Runs what may run or not, and gives what it gives where it does.
    pub(crate) fn perhaps(&mut self, span: Span, run: impl Fn(&mut Self) -> Value) -> Value {
        let mut given = Value::Undefined;
        self.branch(1, false, span, |this, _| {
            given = run(this);
            Value::Undefined
        });
        given
    }

    /// Runs the arms of a branch, each from the same state, and joins what they leave. Gives the values of the arms
    /// that were not left.
    pub(crate) fn branch(
        &mut self,
        arms: usize,
        exhaustive: bool,
        span: Span,
        mut run: impl FnMut(&mut Self, usize) -> Value,
    ) -> Value {
        let before = self.activation.completion;
        let mut values = Vec::new();
        let mut changes = Vec::new();
        let mut all_left = true;
        let mut left_how = Completion::Jump;
        for at in 0..arms {
            self.activation.completion = Completion::Normal;
            let mark = self.heap.enter();
            let told = self.calls.told.len();
            let value = run(self, at);
            self.calls.told.truncate(told);
            let changed = self.heap.leave(mark);
            match self.activation.completion {
                Completion::Normal => {
                    all_left = false;
                    values.push(value);
                    changes.push(changed);
                }
                Completion::Jump => {}
                Completion::Return => left_how = Completion::Return,
            }
        }
        self.heap.join(changes, !exhaustive, span);
        if !exhaustive {
            values.push(Value::Undefined);
        }
        self.activation.completion = if exhaustive && all_left && arms > 0 { left_how } else { before };
        Value::choice(values, span)
    }
}
