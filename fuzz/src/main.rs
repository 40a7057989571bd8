//! Runs the fuzz targets on a stable compiler.
//!
//! ```text
//! cargo run -p matrix-api-fuzz -- SECONDS [TARGET..]  runs each target for that long
//! cargo run -p matrix-api-fuzz -- replay TARGET FILE  runs a target for one input
//! cargo run -p matrix-api-fuzz -- seeds FOLDER        writes seeds and a dictionary for libFuzzer
//! ```

use std::{error::Error, fs, path::Path, process::ExitCode, time::Duration};

use matrix_api_fuzz::{TARGETS, dictionary, runner, target};

const USAGE: &str = "usage: matrix-api-fuzz SECONDS [TARGET..] | replay TARGET FILE | seeds FOLDER";

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["replay", name, file] => {
            let target = target(name).ok_or("unknown target")?;
            let decoded = (target.run)(&fs::read(file)?);
            println!("no rule is broken; decoded: {decoded}");
        }
        ["seeds", folder] => write_seeds(Path::new(folder))?,
        [seconds, names @ ..] => {
            let time = Duration::from_secs(seconds.parse().map_err(|_| USAGE)?);
            return run(time, names);
        }
        [] => return Err(USAGE.into()),
    }
    Ok(ExitCode::SUCCESS)
}

/// Each seed as a file, in a folder for each target, and the dictionary.
fn write_seeds(folder: &Path) -> Result<(), Box<dyn Error>> {
    for target in TARGETS {
        let folder = folder.join(target.name);
        fs::create_dir_all(&folder)?;
        for (index, seed) in (target.seeds)().iter().enumerate() {
            fs::write(folder.join(format!("{index:03}")), seed)?;
        }
    }
    fs::write(folder.join("words.dict"), dictionary::file())?;
    Ok(())
}

fn run(time: Duration, names: &[&str]) -> Result<ExitCode, Box<dyn Error>> {
    let chosen = |name: &&str| target(name).copied().ok_or(format!("unknown target: {name}"));
    let targets = if names.is_empty() {
        TARGETS.to_vec()
    } else {
        names.iter().map(chosen).collect::<Result<_, _>>()?
    };
    println!("{}", runner::HEAD);
    let mut code = ExitCode::SUCCESS;
    for report in runner::run_all(&targets, time) {
        println!("{report}");
        if let Some((input, _)) = report.finding {
            let file = std::env::temp_dir().join(format!("matrix-api-fuzz-{}", report.target));
            fs::write(&file, input)?;
            println!("again: matrix-api-fuzz replay {} {}\n", report.target, file.display());
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}
