//! How long the authorizer looks at a good token: its own source files, compiled as for Lambda.
//!
//! Reads a `Task` from stdin and prints an `Answer`. `peer/verify_token.py` does the same with PyJWT.

// The files of the authorizer name each other by these paths.
#[allow(dead_code, reason = "the authorizer uses all of it")]
#[path = "../lambdas/src/authorizer/keys.rs"]
mod keys;
#[allow(dead_code, reason = "the authorizer uses all of it")]
#[path = "../lambdas/src/timestamp.rs"]
mod timestamp;
#[allow(dead_code, reason = "the authorizer uses all of it")]
#[path = "../lambdas/src/authorizer/token/mod.rs"]
mod token;

use std::{error::Error, hint::black_box, io, time::Instant};

use serde::{Deserialize, Serialize};

use self::{
    keys::KeySet,
    timestamp::Timestamp,
    token::{Expectations, verify},
};

#[derive(Deserialize)]
struct Task {
    jwks: serde_json::Value,
    token: String,
    issuer: String,
    client_id: String,
    times: u32,
}

#[derive(Serialize)]
struct Answer {
    first_us: f64,
    warm_us: f64,
}

#[allow(clippy::print_stdout, reason = "the answer")]
fn main() -> Result<(), Box<dyn Error>> {
    let task: Task = serde_json::from_reader(io::stdin())?;
    let keys = KeySet::from_json(task.jwks.to_string().as_bytes())?;
    let expected = Expectations { issuer: task.issuer, client_id: task.client_id };
    let timed_us = || -> Result<f64, token::Rejection> {
        let began = Instant::now();
        black_box(verify(black_box(&task.token), &keys, &expected, Timestamp::now())?);
        Ok(began.elapsed().as_secs_f64() * 1e6)
    };

    let first_us = timed_us()?;
    let mut warm = (0..task.times).map(|_| timed_us()).collect::<Result<Vec<f64>, _>>()?;
    warm.sort_by(f64::total_cmp);
    // The median of single looks: whoever else uses the machine is in few of them.
    let warm_us = warm.get(warm.len() / 2).copied().unwrap_or(first_us);
    println!("{}", serde_json::to_string(&Answer { first_us, warm_us })?);
    Ok(())
}
