//! What languages do differently: the trait that tells it, and a model of each language.

mod builtins;
mod javascript;
mod merging;
pub mod models;
mod rust;
mod tables;

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::value::{Frame, Value};
use crate::ir::{ClassId, Element, ExprId, Language, Type};
use crate::source::{FileId, Span};

/// What the interpreter asks of the language that a program is written in. `I` is the interpreter, which models drive:
/// they depend on it, and it knows nothing of them but this. What a language need not have is answered here; every other
/// question is one that its author has to think about.
#[allow(unused_variables)] // of the parameters of what is answered here
pub(crate) trait LanguageModel<I> {
    /// The language whose modules it is the model of.
    fn language(&self) -> Language;

    // The standard library, and the clients' own that all programs of the language share ------------------------

    /// A method of a standard type; `None` where it is not modelled.
    fn method(&self, of: &mut I, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value>;

    /// A function of a standard library; `None` where it is not modelled.
    fn function(&self, of: &mut I, path: &str, args: &Args, span: Span) -> Option<Value>;

    /// A constructor of a standard library; `None` where it is not modelled.
    fn constructor(&self, of: &mut I, path: &str, args: &Args, span: Span) -> Option<Value> {
        None
    }

    // Constructs ------------------------------------------------------------------------------------------------

    /// A method that every value of its kind has, whatever it is: it stands before those of the program.
    fn universal_method(&self, of: &mut I, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        None
    }

    /// A function of a class that is called through the class, where it is none of its statics.
    fn class_call(
        &self,
        of: &mut I,
        class: (ClassId, &Rc<Frame>),
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        None
    }

    /// A method that changes the variable that it is called on, for values of the kind have no identity.
    fn call_in_place(
        &self,
        of: &mut I,
        place: ExprId,
        receiver: &Value,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        None
    }

    /// A call that changes one of the variables which are written as its arguments.
    fn call_on_places(&self, of: &mut I, callee: &Value, args: &[Element], span: Span) -> Option<Value> {
        None
    }

    /// Whether a name may be that of a helper that compilers write into their output.
    fn is_helper_name(&self, name: &str) -> bool {
        false
    }

    /// A call of such a helper; `None` where it is none.
    fn helper(&self, of: &mut I, name: &str, args: &Args, span: Span) -> Option<Value> {
        None
    }

    /// What a name stands for that no binding of the program declares.
    fn global(&self, of: &mut I, path: &str, span: Span) -> Value;

    /// What the program itself has put on a value of a library, by its path.
    fn library_member(&self, of: &mut I, path: &str, span: Span) -> Option<Value> {
        None
    }

    /// The program puts something on a value of a library.
    fn set_library_member(&self, of: &mut I, path: &str, value: &Value, span: Span) {}

    /// An assignment to such a name in a file.
    fn assign_global(&self, of: &mut I, file: FileId, name: &str, value: Value) {}

    /// The value of a field of a struct literal that asks for the default of its type; without a field, that of all the
    /// rest. `None` where the expression is any other.
    fn default_value(
        &self,
        of: &mut I,
        class: ClassId,
        field: Option<&str>,
        expr: ExprId,
        span: Span,
    ) -> Option<Value> {
        None
    }

    /// What a value becomes where a library's type is declared for it: a text that was parsed into a URL. `None` where it
    /// stays what it is.
    fn read_as(&self, of: &mut I, value: &Value, ty: &Type, span: Span) -> Option<Value> {
        None
    }

    /// What a value of the program is as a text, by code of its own; `None` where it is what it is.
    fn displayed(&self, of: &mut I, value: &Value, span: Span) -> Option<Value> {
        None
    }

    /// A member that texts have in the language: how long they are, or a character.
    fn text_member(&self, of: &mut I, text: &Value, name: &str, span: Span) -> Option<Value> {
        None
    }

    /// What an instance of a class stands for, where it is asked for what that class does not have.
    fn stood_for(&self, of: &mut I, instance: &Value, class: ClassId, span: Span) -> Option<Value> {
        None
    }

    /// Assigns what a variable holds to what that stands for, where this is what the program does: `*guard = value`.
    fn assign_through(&self, of: &mut I, held: &Value, value: &Value, span: Span) -> bool {
        false
    }

    /// A member that an object has by what it is, or may have, where it is none of its entries: `size`. `None` where it
    /// certainly has none of that name.
    fn own_member(&self, object: &Object, name: &str, span: Span) -> Option<Value> {
        None
    }

    /// Whether a key is none by which entries go: a symbol that the language knows.
    fn names_no_entry(&self, key: &Value) -> bool {
        false
    }

    /// Writes what an instance does not have itself where its class puts it: into what it stands for, or somewhere in it.
    fn write_beyond(&self, of: &mut I, instance: ObjectId, name: &str, value: &Value, span: Span) -> bool {
        false
    }

    /// What a value of the program is to a library that asks for a name; `None` where it is what it is.
    fn as_name(&self, of: &mut I, value: &Value, span: Span) -> Option<Value> {
        None
    }

    /// An instance of which only the class is known. `empty` is an instance without anything.
    fn unknown_instance(&self, of: &mut I, class: ClassId, frame: &Rc<Frame>, empty: ObjectId, span: Span) -> Value;

    /// An object literal has been evaluated.
    fn record_made(&self, of: &mut I, record: ObjectId, span: Span) {}

    /// Whether what is evaluated together is a whole program, so that its clients are set up in it or by its users.
    fn sees_whole_programs(&self) -> bool;

    // What constructs mean --------------------------------------------------------------------------------------

    /// The library value that `this` is outside all functions.
    fn global_this(&self) -> Option<&'static str>;

    /// Whether a call names as many arguments as the function has parameters. Any other call is made by a guess.
    fn counts_arguments(&self) -> bool;

    /// The path that stands for any value of which nothing is known.
    fn anything(&self) -> &'static str;

    /// Whether a function that is written among the arguments of a call belongs to whoever makes the call.
    fn sees_into_inline_functions(&self) -> bool;

    /// Whether what is not exported is called from the module itself, if at all.
    fn calls_private_functions_itself(&self) -> bool;

    /// Whether functions of one module may change the variables that another one imports. Modules are loaded as far as they
    /// lead to one another then, functions that change such variables are run for what they change, instances that modules
    /// keep share what is written into one, and what is handed to frameworks is run for callers that nobody sees.
    fn shares_variables_between_modules(&self) -> bool;

    /// Whether anybody who sees the methods of a class may make instances of it.
    fn makes_instances_of_all_classes(&self) -> bool;

    /// Whether a variable that no statement has given a value holds `undefined`.
    fn has_unset_variables(&self) -> bool;

    /// Whether the call of a member is one of a method, never of a function that a field holds.
    fn calls_never_read_fields(&self) -> bool;

    /// Whether a method of this name gives what its object holds, to be written: `lock`, `borrow_mut`.
    fn opens_places(&self, name: &str) -> bool;

    /// Whether a method is named for writing what its object holds, where nothing else is known of it: `set_token`.
    fn may_write(&self, method: &str) -> bool;

    /// Whether a method of what is to be awaited is one of what that will be: `then`.
    fn waits(&self, method: &str) -> bool;

    /// What the values of a type of the language's own are, by its path.
    fn shape_of_type(&self, path: &str) -> Option<Shape>;

    /// Whether the constants of a class are members of its instances.
    fn reads_constants_through_instances(&self) -> bool;

    /// Whether the name of a parameter tells what it is given, where no type does.
    fn knows_parameters_by_name(&self) -> bool;

    /// Whether a value certainly is of the type that it is declared with.
    fn trusts_types(&self) -> bool;

    /// Whether modules give methods to the types of libraries.
    fn extends_foreign_types(&self) -> bool;

    /// Whether a loop over a record goes through its entries as pairs.
    fn iterates_records_as_pairs(&self) -> bool;

    /// Whether leaving a block with a value throws it.
    fn throws_values(&self) -> bool;

    /// Whether what an asynchronous function returns is awaited for whoever calls it.
    fn awaits_what_is_returned(&self) -> bool;

    /// What stands between the items of a list that becomes text.
    fn list_separator(&self) -> &'static str;

    /// Whether `+` adds numbers and joins text.
    fn joins_by_plus(&self) -> bool;

    /// Whether the name of a field says that only its class sees it.
    fn is_private(&self, name: &str) -> bool;

    /// Whether `break` leaves the arms of a branch with a subject.
    fn breaks_out_of_arms(&self) -> bool;

    /// Whether a variant of an enum is what it holds: an option, a result.
    fn is_transparent_variant(&self, path: &str) -> bool;

    /// Whether a variant of an enum holds why something failed.
    fn is_error(&self, path: &str) -> bool;

    /// Whether a method gives what it is called on, or fails as that has failed: `map_err`.
    fn hands_failures_on(&self, method: &str) -> bool;

    /// Whether a method ends the program where what it is called on has failed: `unwrap`.
    fn ends_by_failure(&self, method: &str) -> bool;

    /// Whether a method gives what is in an option, or nothing, as it is there: `as_ref`.
    fn shows_what_is_there(&self, method: &str) -> bool;

    /// Whether a method takes something out of a list, and gives nothing where nothing is left.
    fn takes_out(&self, method: &str) -> bool;

    // What clients of the language mean -------------------------------------------------------------------------

    /// Whether an object of a class is one of headers, where headers are expected.
    fn sends_instances_as_headers(&self) -> bool;

    /// Whether a pair whose value is nothing is left out of a list of parameters.
    fn leaves_out_empty_pairs(&self) -> bool;

    /// Whether a request is a value that may have been begun elsewhere, and is handed on.
    fn hands_requests_on(&self) -> bool;

    /// Whether a method of a client that nothing is known of gives the client again.
    fn chains_unknown_methods(&self) -> bool;

    /// Whether what a method gets from an unknown value is named for its argument.
    fn names_by_argument(&self, method: &str) -> bool;
}
