//! Runs measurements for callgrind.
//!
//! `measure/callgrind.py` makes callgrind count only inside of `measured_call`, and write a total whenever
//! `measurement_ends` returns.

use std::hint::black_box;

/// Runs the measurements whose names start with a prefix, and prints their names in order.
#[derive(Debug)]
pub struct Counting {
    prefix: String,
}

impl Counting {
    /// The prefix is the argument of the program.
    #[must_use]
    pub fn from_arguments() -> Self {
        Self { prefix: std::env::args().nth(1).unwrap_or_default() }
    }

    /// Calls `run` some times without counting, because the allocator is fastest for sizes that it has freed before, and then
    /// `calls` times. Does not count `prepare`, `check` and dropping the output.
    pub fn measure<I, O>(
        &self,
        name: &str,
        calls: usize,
        prepare: impl Fn() -> I,
        mut run: impl FnMut(I) -> O,
        check: impl Fn(&O),
    ) {
        if !name.starts_with(&self.prefix) {
            return;
        }
        for _ in 0..calls.div_ceil(2) {
            check(&black_box(run(black_box(prepare()))));
        }
        for _ in 0..calls {
            drop(black_box(measured_call(&mut run, prepare())));
        }
        measurement_ends(name, calls);
    }
}

#[inline(never)]
fn measured_call<I, O>(run: &mut impl FnMut(I) -> O, input: I) -> O {
    black_box(run(black_box(input)))
}

#[inline(never)]
fn measurement_ends(name: &str, calls: usize) {
    println!("{name}\t{calls}");
}
