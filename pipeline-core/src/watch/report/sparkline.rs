//! Values as a row of blocks, one high as its value.

const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A block for each value, of which the greatest has the highest; nothing where there is nothing at all.
pub(super) fn sparkline(values: &[f64]) -> String {
    let most = values.iter().copied().fold(0.0, f64::max);
    let block = |value: &f64| match *value {
        value if value > 0.0 => BLOCKS[((value / most * 8.0).ceil() as usize).clamp(1, 8) - 1],
        _ => ' ',
    };
    values.iter().map(block).collect()
}

/// The same values in no more than `most` parts, each the average of those that it stands for.
pub(super) fn averaged(values: &[f64], most: usize) -> Vec<f64> {
    let size = values.len().div_ceil(most).max(1);
    values.chunks(size).map(|part| part.iter().sum::<f64>() / part.len() as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_is_the_highest_and_little_is_more_than_none() {
        assert_eq!(sparkline(&[0.0, 0.001, 1.0, 4.0, 8.0]), " ▁▁▄█");
        assert_eq!(sparkline(&[0.0, 0.0]), "  ");
        assert_eq!(sparkline(&[]), "");
    }

    #[test]
    fn many_values_are_averaged() {
        assert_eq!(averaged(&[1.0, 2.0, 3.0, 4.0, 5.0], 3), [1.5, 3.5, 5.0]);
        assert_eq!(averaged(&[1.0], 3), [1.0]);
        assert_eq!(averaged(&[], 3), [0.0; 0]);
    }
}
