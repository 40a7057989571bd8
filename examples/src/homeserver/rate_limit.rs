//! A token bucket for each client IP address.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// The maximum number of addresses in memory, 64 bytes each.
const MAX_ADDRESSES: usize = 16_384;

/// The rate limit of one IP address for rate-limited endpoints.
///
/// The address is that of the connection. With a reverse proxy, all clients share its address.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateLimit {
    /// The number of requests that may come at once.
    pub burst: u32,
    /// The sustained number of requests per second.
    pub per_second: f64,
}

impl Default for RateLimit {
    /// A burst of 100 requests, then 20 per second.
    fn default() -> Self {
        Self { burst: 100, per_second: 20.0 }
    }
}

/// Counts the requests of each address.
pub(crate) struct RateLimiter {
    limit: Option<RateLimit>,
    buckets: Mutex<HashMap<IpAddr, Bucket>>,
}

struct Bucket {
    tokens: f64,
    filled_at: Instant,
}

impl RateLimiter {
    /// Creates a limiter. `None` for no limit.
    pub(crate) fn new(limit: Option<RateLimit>) -> Self {
        Self { limit, buckets: Mutex::default() }
    }

    /// Counts a request. The error is the time to wait until the next request.
    pub(crate) fn check(&self, address: IpAddr, now: Instant) -> Result<(), Duration> {
        let Some(limit) = self.limit else { return Ok(()) };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let key = network(address);
        if buckets.len() >= MAX_ADDRESSES && !buckets.contains_key(&key) {
            evict(&mut buckets, limit, now);
        }
        let bucket = buckets
            .entry(key)
            .or_insert_with(|| Bucket { tokens: f64::from(limit.burst), filled_at: now });
        bucket.fill(limit, now);
        if bucket.tokens >= 1.0 {
            bucket.tokens -= 1.0;
            return Ok(());
        }
        let seconds = (1.0 - bucket.tokens) / limit.per_second;
        Err(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::from_secs(3600)))
    }
}

impl Bucket {
    fn fill(&mut self, limit: RateLimit, now: Instant) {
        let elapsed = now.saturating_duration_since(self.filled_at).as_secs_f64();
        self.tokens = (self.tokens + elapsed * limit.per_second).min(f64::from(limit.burst));
        self.filled_at = now;
    }
}

/// Removes addresses whose buckets are full, or all addresses if no bucket is: this allows a few
/// requests too many, but bounds the memory.
fn evict(buckets: &mut HashMap<IpAddr, Bucket>, limit: RateLimit, now: Instant) {
    buckets.retain(|_, bucket| {
        bucket.fill(limit, now);
        bucket.tokens < f64::from(limit.burst)
    });
    if buckets.len() >= MAX_ADDRESSES {
        buckets.clear();
    }
}

/// The key of a bucket: the address, or its /64 network, because one customer usually has a whole /64
/// network of IPv6 addresses.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const ALICE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
    const BOB: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2));

    fn two_at_once_then_one_per_second() -> RateLimiter {
        RateLimiter::new(Some(RateLimit { burst: 2, per_second: 1.0 }))
    }

    #[test]
    fn a_burst_passes_and_the_next_must_wait() {
        let (limiter, now) = (two_at_once_then_one_per_second(), Instant::now());
        assert_eq!(limiter.check(ALICE, now), Ok(()));
        assert_eq!(limiter.check(ALICE, now), Ok(()));
        assert_eq!(limiter.check(ALICE, now), Err(Duration::from_secs(1)));
        assert_eq!(limiter.check(ALICE, now + Duration::from_secs(1)), Ok(()));
    }

    #[test]
    fn addresses_are_counted_separately() {
        let (limiter, now) = (two_at_once_then_one_per_second(), Instant::now());
        assert_eq!(limiter.check(ALICE, now), Ok(()));
        assert_eq!(limiter.check(ALICE, now), Ok(()));
        assert_eq!(limiter.check(BOB, now), Ok(()));
    }

    #[test]
    fn addresses_of_one_ipv6_network_are_counted_together() {
        let (limiter, now) = (two_at_once_then_one_per_second(), Instant::now());
        for host in 1..=2 {
            let address = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, host);
            assert_eq!(limiter.check(address.into(), now), Ok(()));
        }
        let third = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 3);
        assert!(limiter.check(third.into(), now).is_err());
    }

    #[test]
    fn memory_is_bounded() {
        let (limiter, now) = (two_at_once_then_one_per_second(), Instant::now());
        for number in 0..50_000_u32 {
            let _ = limiter.check(Ipv4Addr::from_bits(number).into(), now);
        }
        assert!(limiter.buckets.lock().unwrap().len() <= MAX_ADDRESSES);
    }
}
