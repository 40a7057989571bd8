//! Calls the server `answer` by this project and by hand on reqwest.
//!
//!     client_calls ADDRESS instructions            for callgrind: prints the names of the measurements
//!     client_calls ADDRESS time ROUNDS CALLS       prints the CPU time of a call in nanoseconds, in rounds
//!
//! All run on a runtime with one thread. The parties take turns in each round.

use std::{rc::Rc, time::Duration};

use matrix_api::client::{Client, ReqwestTransport, RetryPolicy};
use matrix_api_exchanges::client::{
    by_hand::{self, Auth, Error, Register},
    calls::{self, Call, Requests},
};
use rustix::time::{ClockId, clock_gettime};
use tokio::{runtime::Runtime, task::LocalSet};

/// The calls before those that are counted, and those under callgrind.
const WARM_UP: usize = 20;
const COUNTED: usize = 50;
/// How many calls run at the same time.
const TOGETHER: [usize; 2] = [1, 16];

#[derive(Clone, Copy)]
enum Party {
    /// Each request is sent once, as by hand.
    Ours,
    /// With the default settings, which allow four attempts.
    OursByDefault,
    ByHand,
}

impl Party {
    const ALL: [Self; 3] = [Self::Ours, Self::OursByDefault, Self::ByHand];

    const fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::OursByDefault => "ours, by default",
            Self::ByHand => "by hand",
        }
    }
}

/// The clients of all parties.
struct Clients {
    ours: [Client<ReqwestTransport>; 2],
    by_hand: [by_hand::Client; 2],
    by_default: [Client<ReqwestTransport>; 2],
    requests: Requests,
}

impl Clients {
    fn new(address: &str) -> Self {
        let (url, tokens) = (format!("http://{address}"), [calls::TOKEN, calls::REFUSED_TOKEN]);
        let transport = ReqwestTransport::new().expect("a transport");
        let ours = |policy: RetryPolicy| {
            tokens.map(|token| {
                let builder = calls::builder(transport.clone(), token).retry_policy(policy.clone());
                builder.build(&url).expect("a client")
            })
        };
        let http = by_hand::http().expect("a client");
        let by_hand = tokens.map(|token| by_hand::Client {
            http: http.clone(),
            homeserver: url.clone(),
            token: token.to_owned(),
        });
        let (by_default, ours) = (ours(RetryPolicy::default()), ours(RetryPolicy::none()));
        Self { ours, by_default, by_hand, requests: Requests::default() }
    }

    async fn call(&self, party: Party, call: Call) {
        let index = usize::from(call == Call::Refused);
        let succeeds = match party {
            Party::Ours => calls::send(&self.ours[index], call, &self.requests).await,
            Party::OursByDefault => {
                calls::send(&self.by_default[index], call, &self.requests).await
            }
            Party::ByHand => self.call_by_hand(&self.by_hand[index], call).await,
        };
        assert!(succeeds, "{}, {}", party.name(), call.name());
    }

    async fn call_by_hand(&self, client: &by_hand::Client, call: Call) -> bool {
        let Requests { set_display_name, device_id, .. } = &self.requests;
        match call {
            Call::Whoami => client
                .whoami()
                .await
                .is_ok_and(|response| response.user_id.as_str() == calls::USER_ID),
            Call::SetDisplayName => {
                let (user, name) = (&set_display_name.user_id, &set_display_name.displayname);
                client.set_display_name(user, name).await.is_ok()
            }
            Call::Register => {
                let request = Register {
                    auth: Auth::Dummy { session: None },
                    username: calls::USERNAME,
                    password: calls::PASSWORD,
                    device_id,
                    initial_device_display_name: calls::DEVICE_NAME,
                };
                let response = client.register(&request).await;
                response.is_ok_and(|response| response.user_id.as_str() == calls::USER_ID)
            }
            Call::Refused => match client.whoami().await {
                Err(Error::Response { error: Some(error), .. }) => {
                    error.errcode == "M_UNKNOWN_TOKEN"
                }
                _ => false,
            },
        }
    }
}

/// Makes a number of calls, of which some run at the same time.
#[inline(never)]
fn measured_calls(
    runtime: &Runtime,
    clients: &Rc<Clients>,
    (party, call): (Party, Call),
    together: usize,
    number: usize,
) {
    if together == 1 {
        runtime.block_on(async {
            for _ in 0..number {
                clients.call(party, call).await;
            }
        });
        return;
    }
    let tasks = LocalSet::new();
    for _ in 0..together {
        let clients = Rc::clone(clients);
        tasks.spawn_local(async move {
            for _ in 0..number / together {
                clients.call(party, call).await;
            }
        });
    }
    runtime.block_on(tasks);
}

#[inline(never)]
fn measurement_ends(name: &str) {
    println!("{name}\t{COUNTED}");
}

fn instructions(runtime: &Runtime, clients: &Rc<Clients>) {
    for call in Call::ALL {
        for party in Party::ALL {
            runtime.block_on(async {
                for _ in 0..WARM_UP {
                    clients.call(party, call).await;
                }
            });
            measured_calls(runtime, clients, (party, call), 1, COUNTED);
            measurement_ends(&format!("{}/{}", call.name(), party.name()));
        }
    }
}

fn time(runtime: &Runtime, clients: &Rc<Clients>, rounds: usize, number: usize) {
    // The first round opens the connections.
    for round in 0..=rounds {
        for call in Call::ALL {
            for together in TOGETHER {
                // Another one begins each round.
                let parties = Party::ALL.iter().cycle().skip(round % Party::ALL.len());
                for &party in parties.take(Party::ALL.len()) {
                    let before = cpu_time();
                    measured_calls(runtime, clients, (party, call), together, number);
                    let spent = (cpu_time() - before).as_nanos() / number as u128;
                    if round > 0 {
                        println!("{}\t{together}\t{}\t{spent}", call.name(), party.name());
                    }
                }
            }
        }
    }
}

/// The CPU time of this process, user and system.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.try_into().expect("a duration")
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    match arguments[..] {
        [address, "instructions"] => instructions(&runtime, &Rc::new(Clients::new(address))),
        [address, "time", rounds, calls] => {
            let numbers = [rounds, calls].map(|number| number.parse().expect("a number"));
            time(&runtime, &Rc::new(Clients::new(address)), numbers[0], numbers[1]);
        }
        _ => panic!("client_calls ADDRESS instructions, or ADDRESS time ROUNDS CALLS"),
    }
}
