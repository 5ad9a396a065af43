//! Valid code of every kind is read without an error, and an error loses only the statement it is in.

use std::path::Path;

use authlint::ir::ExprKind;
use authlint::ir::Module;
use authlint::source::{FileId, SourceKind};
use authlint::syntax::lower;

const FILES: [(SourceKind, &str); 2] = [(SourceKind::TypeScript, "valid.ts"), (SourceKind::Tsx, "valid.tsx")];

fn module(kind: SourceKind, text: &str) -> Module {
    lower(FileId(0), kind, text)
}

fn calls(module: &Module) -> usize {
    module.exprs.iter().filter(|expr| matches!(&expr.kind, ExprKind::Global(name) if &**name == "seen")).count()
}

#[test]
fn valid_code_has_no_error_and_loses_nothing() {
    let mut wrong = Vec::new();
    for (kind, name) in FILES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/syntax").join(name);
        let text = std::fs::read_to_string(path).unwrap();
        let mut parts: Vec<&str> = text.lines().skip(1).collect();
        parts.push(&text);
        for part in parts {
            let module = module(kind, part);
            let problems: Vec<&str> = module.problems.iter().map(|problem| &*problem.message).collect();
            let (seen, written) = (calls(&module), part.matches("seen()").count());
            if !problems.is_empty() || seen != written {
                wrong.push(format!("{part}\n  {problems:?}, {seen} of {written} calls"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Signatures that end with their line.
#[test]
fn signatures_on_lines_of_their_own_are_read() {
    let text = "export const each: {\n  /** One. */\n  <A>(f: (a: A) => void): (self: A[]) => void\n  // Two.\n  <A>(self: A[], \
        f: (a: A) => void): void\n  (x: string): void\n} = seen()\ninterface Both {\n  <A>(a: A): A\n  (b: string): void\n}\nseen();\n";
    let module = module(SourceKind::TypeScript, text);
    assert!(module.problems.is_empty(), "{:?}", module.problems);
    assert_eq!(calls(&module), 2);
    // A call that goes on in the next line is one, whatever stands in other statements.
    let text = "const a = { b: 1 }\n(seen())\nlet = = 1;\nconst b = f\n(seen())\n";
    assert_eq!(calls(&self::module(SourceKind::TypeScript, text)), 2);
}

#[test]
fn lines_that_begin_like_an_operator_are_read() {
    let text = "interface A {\n  one: string\n  in_reply_to?: string // why\n  instance: string\n}\nlet one = seen() // two\n\
        in_two(one)\nconst three = one\nin$flight = seen()\ninstanceof_four(three)\n\
        interface Parameter {\n  name: Name\n  in: 'header' | 'query'\n  of: string\n\n  // why\n  instanceof?: string\n  in(b: C): D\n}\n\
        class Members {\n  a = one\n  in: string\n  all() { return seen() }\n}\nconst both = 'a'\n  in one\n";
    let module = module(SourceKind::TypeScript, text);
    assert!(module.problems.is_empty(), "{:?}", module.problems);
    assert_eq!(calls(&module), 3);
}

/// The implementation behind them is exported as before.
#[test]
fn signatures_without_a_name_are_read() {
    let text = "export default function (a: string): void;\nexport default function (a: (b: C) => void): D\n\
        export default function (a: any): any {\n  return seen();\n}\n";
    let module = module(SourceKind::TypeScript, text);
    assert!(module.problems.is_empty(), "{:?}", module.problems);
    assert_eq!(calls(&module), 1);
    assert_eq!(module.exports.iter().filter(|export| &*export.name == "default").count(), 1);
}

#[test]
fn an_error_loses_only_its_statement() {
    for broken in [
        "const b = = ;",
        "function b( { if (x { } return",
        "const t = <div><p>never closed</div>;",
        "class B { x: : y; }",
        "export const d = { a: 1, b: , };",
        "const s = `never closed in line 1 ${a`;",
        "if (x)) { y(); }",
    ] {
        let text = format!(
            "const a = seen();\n\n{broken}\n\nexport const c = () => seen();\nexport function d() {{ return seen(); }}\n"
        );
        for kind in [SourceKind::JavaScript, SourceKind::Tsx] {
            let module = module(kind, &text);
            assert!(!module.problems.is_empty() && module.problems.len() < 8, "{broken}: {:?}", module.problems);
            assert_eq!(calls(&module), 3, "{kind:?} {broken}");
            let exported = module.functions.iter().filter(|function| function.exported).count();
            assert_eq!(exported, 2, "{kind:?} {broken}");
        }
    }
}

/// What looks like an element and is none is read again, but not without end.
#[test]
fn odd_scripts_cost_what_their_size_costs() {
    for piece in ["<a>", "<a ", "(<a", "`${", "<a b={", "{(<", "& <p>", "export type * ", ">`", "in in ", "<a>&</b>"] {
        let text = piece.repeat(40_000 / piece.len());
        let started = std::time::Instant::now();
        module(SourceKind::Tsx, &text);
        assert!(started.elapsed().as_secs() < 20, "{piece}");
    }
}
