//! Times and instructions of calls, without those of dropping what they return.

use std::{
    hint::black_box,
    rc::Rc,
    time::{Duration, Instant},
};

/// The calls that are counted, and the calls before them.
const COUNTED: usize = 5;
/// The least time of a measurement.
const LEAST: Duration = Duration::from_millis(2);

/// What is measured, in order.
#[derive(Default)]
pub(crate) struct Measurements(Vec<Measurement>);

struct Measurement {
    name: String,
    /// The size of the message in bytes.
    size: usize,
    /// Makes a number of calls, and returns their time.
    time: Box<dyn Fn(usize) -> Duration>,
    /// Makes a number of calls that callgrind counts.
    count: Box<dyn Fn(usize)>,
}

impl Measurements {
    /// Adds a call, for a message of a size.
    pub(crate) fn add<O>(&mut self, name: String, size: usize, run: impl Fn() -> O + 'static) {
        let run = Rc::new(run);
        let timed = Rc::clone(&run);
        self.0.push(Measurement {
            name,
            size,
            time: Box::new(move |calls| time(&*timed, calls)),
            count: Box::new(move |calls| (0..calls).for_each(|_| drop(measured_call(&*run)))),
        });
    }

    /// Runs those whose names start with the prefix for callgrind, and prints the names.
    pub(crate) fn count_instructions(&self, prefix: &str) {
        for measurement in self.0.iter().filter(|it| it.name.starts_with(prefix)) {
            // Fills the caches of the allocator.
            (measurement.time)(COUNTED);
            (measurement.count)(COUNTED);
            measurement_ends(&measurement.name);
        }
    }

    /// Prints name, size and time in nanoseconds: the lower quartile of the rounds, because other programs only
    /// add time. The parties take turns.
    pub(crate) fn print_times(&self, rounds: usize) {
        let clocks = (0..100).map(|_| time(&|| (), 1000)).min().unwrap_or_default();
        let clock = clocks.as_secs_f64() / 1000.0;
        let mut times = vec![Vec::new(); self.0.len()];
        for _ in 0..rounds {
            for (measurement, times) in self.0.iter().zip(&mut times) {
                let calls = calls(measurement);
                let time = (measurement.time)(calls).as_secs_f64() / calls as f64;
                times.push(time - clock);
            }
        }
        for (Measurement { name, size, .. }, mut times) in self.0.iter().zip(times) {
            times.sort_by(f64::total_cmp);
            println!("{name}\t{size}\t{:.1}", times[rounds / 4] * 1e9);
        }
    }
}

/// The number of calls that take long enough to be measured. It also warms the caches up.
fn calls(measurement: &Measurement) -> usize {
    let mut calls = 1;
    loop {
        let time = (measurement.time)(calls);
        if time > LEAST / 10 {
            return (calls as f64 * LEAST.as_secs_f64() / time.as_secs_f64()).ceil() as usize;
        }
        calls *= 2;
    }
}

fn time<O>(run: &impl Fn() -> O, calls: usize) -> Duration {
    let mut time = Duration::ZERO;
    for _ in 0..calls {
        let start = Instant::now();
        let output = black_box(run());
        time += start.elapsed();
        drop(output);
    }
    time
}

#[inline(never)]
fn measured_call<O>(run: &impl Fn() -> O) -> O {
    black_box(run())
}

#[inline(never)]
fn measurement_ends(name: &str) {
    println!("{name}\t{COUNTED}");
}
