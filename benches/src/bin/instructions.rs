//! Runs measurements for callgrind, and prints their names in the order in which it runs them: those
//! whose name begins as the argument says, or all.
//!
//! `measure/callgrind.py` has callgrind count inside of `measured_call` alone, and write
//! a total whenever `measurement_ends` returns.

use std::hint::black_box;

use matrix_api_benches::{Measure, Name, cases};

/// How often each is run, ahead of counting and while counting.
///
/// The allocator takes its shortest path only when it has been asked for the same sizes before.
const WARM_UP: usize = 20;
const CALLS: usize = 50;

struct Instructions {
    /// What the names begin with of those that are run.
    prefix: String,
}

impl Measure for Instructions {
    fn measure<I, O>(&mut self, name: Name, prepare: impl Fn() -> I, run: impl Fn(I) -> O) {
        if !name.to_string().starts_with(&self.prefix) {
            return;
        }
        for _ in 0..WARM_UP {
            drop(black_box(run(black_box(prepare()))));
        }
        for _ in 0..CALLS {
            drop(black_box(measured_call(&run, prepare())));
        }
        measurement_ends(&name);
    }
}

#[inline(never)]
fn measured_call<I, O>(run: &impl Fn(I) -> O, input: I) -> O {
    black_box(run(black_box(input)))
}

#[inline(never)]
fn measurement_ends(name: &Name) {
    println!("{name}\t{CALLS}");
}

fn main() {
    let prefix = std::env::args().nth(1).unwrap_or_default();
    cases::measure_all(&mut Instructions { prefix });
}
