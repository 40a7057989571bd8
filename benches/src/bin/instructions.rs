//! Runs the measurements for callgrind, and prints their names in order. With an argument, runs only
//! those whose names start with it.
//!
//! `measure/callgrind.py` makes callgrind count only inside of `measured_call`, and write a total
//! whenever `measurement_ends` returns.

use std::hint::black_box;

use matrix_api_benches::{Measure, Name, cases};

/// The number of calls before counting, and while counting.
///
/// The allocator is fastest for sizes that it has freed before.
const WARM_UP: usize = 20;
const CALLS: usize = 50;

struct Instructions {
    /// The prefix of the names to run.
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
