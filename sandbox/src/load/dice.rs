//! Chance that can be repeated: SplitMix64 (Steele, Lea and Flood, 2014).

/// The same rolls for the same seed.
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    /// Two of one seed roll the same.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// From 0 to one less than `bound`, which is above 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.roll() % bound
    }

    pub(super) fn position(&mut self, length: usize) -> usize {
        let position = self.below(u64::try_from(length).unwrap_or(u64::MAX));
        usize::try_from(position).unwrap_or(0)
    }

    /// Any of them; there is at least one.
    pub fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        let position = self.position(all.len());
        all[position]
    }

    /// Three to fourteen words.
    pub(super) fn text(&mut self) -> String {
        const WORDS: [&str; 16] = [
            "the", "game", "is", "on", "who", "plays", "tonight", "hello", "nice", "link", "again", "with", "my",
            "friends", "later", "thanks",
        ];
        let count = 3 + self.below(12);
        (0..count).map(|_| WORDS[self.position(WORDS.len())]).collect::<Vec<_>>().join(" ")
    }
}
