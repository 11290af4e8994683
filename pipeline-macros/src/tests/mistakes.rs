//! What stands beside an error: a program that compiles but for that error.

use super::snapshot;

snapshot!(several, {
    let [a, b] = 0..9 | map(inc).workers(0) | tee();
    a | map(|x| x.no_such());
    (b | count, b | count() | map(f))
});
snapshot!(read_twice, {
    let a = s() | map(f);
    (a | count(), a | map(f) | count())
});
snapshot!(wrong_separators, { a => map(f) || filter(g) -> count() });
// Found by feeding the macro with anything: these errors stood at no place of the program.
snapshot!(a_match_of_nothing, { match { n => n | count(), } });
snapshot!(nothing_in_a_list, { (0..9 | count(), , 0..9 | count()) });
snapshot!(an_arm_without_a_value, { match 0..9 { n => | count(), _ => {} } });
