//! Random changes of inputs.

use fastrand::Rng;

/// At most this many bytes.
const LIMIT: usize = 4096;

/// Changes an input in one to four places.
pub(crate) fn mutate(input: &mut Vec<u8>, seeds: &[Vec<u8>], words: &[String], rng: &mut Rng) {
    for _ in 0..=rng.usize(0..4) {
        change(input, seeds, words, rng);
    }
    input.truncate(LIMIT);
}

fn change(input: &mut Vec<u8>, seeds: &[Vec<u8>], words: &[String], rng: &mut Rng) {
    let begin = rng.usize(0..=input.len());
    let end = (begin + rng.usize(0..8)).min(input.len());
    match rng.u8(0..8) {
        0 => input.splice(begin..end, [rng.u8(..)]).for_each(drop),
        1 => input.splice(begin..end, []).for_each(drop),
        2 => input.insert(begin, rng.u8(b' '..=b'~')),
        3 => {
            if let Some(byte) = input.get_mut(begin) {
                *byte ^= 1 << rng.u8(0..8);
            }
        }
        4 | 5 => {
            let word = rng.choice(words).map(String::as_bytes).unwrap_or_default();
            input.splice(begin..end, word.iter().copied()).for_each(drop);
        }
        6 => {
            // The end of another seed.
            let other = rng.choice(seeds).map(Vec::as_slice).unwrap_or_default();
            let from = rng.usize(0..=other.len());
            input.truncate(begin);
            input.extend_from_slice(&other[from..]);
        }
        _ => {
            // A part of the input, once more.
            let length = rng.usize(0..32).min(input.len() - begin);
            let part = input[begin..begin + length].to_vec();
            let at = rng.usize(0..=input.len());
            input.splice(at..at, part).for_each(drop);
        }
    }
}
