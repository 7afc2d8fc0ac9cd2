//! The middle and the ends of many figures.

/// The middle of the figures; of an even number, the upper one.
pub fn median(figures: Vec<f64>) -> f64 {
    percentile(figures, 50)
}

/// The figure that `percent` of them keep below.
pub fn percentile(mut figures: Vec<f64>, percent: usize) -> f64 {
    figures.sort_by(f64::total_cmp);
    let index = (figures.len() * percent / 100).min(figures.len().saturating_sub(1));
    figures.get(index).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_does_not_follow_one_bad_round() {
        assert_eq!(median(vec![5.0, 1.0, 100.0, 4.0, 3.0]), 4.0);
    }

    #[test]
    fn a_high_percentile_is_near_the_worst() {
        let figures: Vec<f64> = (0..200).map(f64::from).collect();
        assert_eq!(percentile(figures.clone(), 99), 198.0);
        assert_eq!(percentile(figures, 100), 199.0);
    }
}
