//! Programs put together from pieces of programs: most of what is random is no program at all.

const PIECES: &[&str] = &[
    "let",
    "mut",
    "match",
    "if",
    "else",
    "fn",
    "pub",
    "async",
    "move",
    "dyn",
    "as",
    "ref",
    "=>",
    "->",
    "=",
    "|",
    "||",
    ";",
    ",",
    ":",
    "::",
    ".",
    "..",
    "..=",
    "?",
    "!",
    "&",
    "&&",
    "<",
    ">",
    "<<",
    ">>",
    "#",
    "$",
    "_",
    "'a",
    "'x'",
    "1",
    "0..9",
    "2.5",
    "\"text\"",
    "b\"x\"",
    "numbers",
    "words",
    "left",
    "right",
    "n",
    "Ok",
    "Err",
    "e",
    "Some",
    "Vec",
    "i32",
    "Stream",
    "TryStream",
    "Run",
    "map",
    "filter",
    "flat_map",
    "map_async",
    "try_map",
    "take",
    "skip",
    "count",
    "collect",
    "fold",
    "for_each",
    "tee",
    "partition",
    "route",
    "merge",
    "zip",
    "chain",
    "balance",
    "workers",
    "ordered",
    "buffer",
    "name",
    "timeout",
    "retry",
    "defaults",
    "allow",
    "order_lost",
    "ok_only",
    "errors_only",
    "recover",
    "divert_err",
    "share",
    "broadcast",
    "graph",
    "self",
    "crate",
    "super",
    "|n|",
    "|n| n + 1",
    "numbers |",
    "let a =",
    "#![defaults(workers = 2)]",
    "Ok(n) =>",
    "Err(e) =>",
    "_ => {}",
    "<i32 => i32>",
    "collect::<Vec<_>>()",
    "count()",
    "map(|n| n)",
    "match numbers {",
    "let [a, b] =",
    "let (a, b) =",
];

/// Each byte is a piece, or opens or closes a bracket; what is open at the end is closed.
pub(crate) fn program(bytes: &[u8]) -> String {
    let mut text = String::new();
    let mut open = Vec::new();
    for &byte in bytes.iter().take(400) {
        let piece = match usize::from(byte) {
            byte if byte < 200 => PIECES[byte % PIECES.len()],
            byte if byte < 225 => {
                let (opens, closes) = [("(", ")"), ("[", "]"), ("{", "}")][byte % 3];
                open.push(closes);
                opens
            }
            _ => open.pop().unwrap_or("|"),
        };
        text.push_str(piece);
        text.push(' ');
        // A piece may open a bracket itself.
        if piece.ends_with('{') && piece.len() > 1 {
            open.push("}");
        }
    }
    open.iter().rev().for_each(|closes| text.push_str(closes));
    text
}
