//! In which rank each shape stands: behind all that lead to it, and close to what it leads to.

/// For each shape its rank. Arrows lead from lower places to higher ones.
pub(super) fn ranks(shapes: usize, arrows: &[(usize, usize)]) -> Vec<usize> {
    let mut ranks = vec![0; shapes];
    let mut is_source = vec![true; shapes];
    let mut by_target = arrows.to_vec();
    by_target.sort_unstable_by_key(|(from, to)| (*to, *from));
    for (from, to) in by_target {
        ranks[to] = ranks[to].max(ranks[from] + 1);
        is_source[to] = false;
    }
    // A source that joins late stands where it joins, and not at the far end of a long arrow.
    for shape in (0..shapes).filter(|shape| is_source[*shape]) {
        let joins = arrows.iter().filter(|(from, _)| *from == shape).map(|(_, to)| ranks[*to]).min();
        ranks[shape] = joins.map_or(0, |joins| joins - 1);
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_stands_behind_all_that_lead_to_it() {
        assert_eq!(ranks(0, &[]), [0; 0]);
        assert_eq!(ranks(2, &[]), [0, 0]);
        assert_eq!(ranks(4, &[(0, 1), (1, 3), (0, 3), (2, 3)]), [0, 1, 1, 2]);
        assert_eq!(ranks(3, &[(0, 2), (1, 2), (0, 1)]), [0, 1, 2]);
    }
}
