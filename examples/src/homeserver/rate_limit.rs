//! Token buckets: one for each client IP address, or for other keys.

use std::{
    collections::HashMap,
    hash::Hash,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// The maximum number of keys in memory, at most 64 bytes each.
const MAX_KEYS: usize = 16_384;

/// A limit of something that happens, for each IP address or each account, say.
///
/// An IP address is that of the connection. With a reverse proxy, all clients share its address.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateLimit {
    /// The number that may come at once.
    pub burst: u32,
    /// The sustained number per second.
    pub per_second: f64,
}

impl Default for RateLimit {
    /// A burst of 100 requests, then 20 per second.
    fn default() -> Self {
        Self { burst: 100, per_second: 20.0 }
    }
}

/// Counts what happens for each key.
pub(crate) struct RateLimiter<K> {
    limit: Option<RateLimit>,
    buckets: Mutex<HashMap<K, Bucket>>,
}

struct Bucket {
    tokens: f64,
    filled_at: Instant,
}

impl<K: Copy + Eq + Hash> RateLimiter<K> {
    /// Creates a limiter. `None` for no limit.
    pub(crate) fn new(limit: Option<RateLimit>) -> Self {
        Self { limit, buckets: Mutex::default() }
    }

    /// Counts one for a key. The error is the time to wait until the next one.
    pub(crate) fn check(&self, key: K, now: Instant) -> Result<(), Duration> {
        let Some(limit) = self.limit else { return Ok(()) };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MAX_KEYS && !buckets.contains_key(&key) {
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

    /// Takes back one that was counted.
    pub(crate) fn uncount(&self, key: K) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = buckets.get_mut(&key) {
            // The next `check` limits it to the burst.
            bucket.tokens += 1.0;
        }
    }
}

impl Bucket {
    fn fill(&mut self, limit: RateLimit, now: Instant) {
        let elapsed = now.saturating_duration_since(self.filled_at).as_secs_f64();
        self.tokens = (self.tokens + elapsed * limit.per_second).min(f64::from(limit.burst));
        self.filled_at = now;
    }
}

/// Removes keys whose buckets are full, or all keys if no bucket is: this allows a few too many, but bounds
/// the memory.
fn evict<K: Eq + Hash>(buckets: &mut HashMap<K, Bucket>, limit: RateLimit, now: Instant) {
    buckets.retain(|_, bucket| {
        bucket.fill(limit, now);
        bucket.tokens < f64::from(limit.burst)
    });
    if buckets.len() >= MAX_KEYS {
        buckets.clear();
    }
}

/// The key of a bucket: the address, or its /64 network, because one customer usually has a whole /64
/// network of IPv6 addresses.
pub(crate) fn network(address: IpAddr) -> IpAddr {
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

    fn two_at_once_then_one_per_second() -> RateLimiter<IpAddr> {
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
    fn what_is_taken_back_does_not_count() {
        let (limiter, now) = (two_at_once_then_one_per_second(), Instant::now());
        for _ in 0..5 {
            assert_eq!(limiter.check(ALICE, now), Ok(()));
            limiter.uncount(ALICE);
        }
        assert_eq!(limiter.check(ALICE, now), Ok(()));
        assert_eq!(limiter.check(ALICE, now), Ok(()));
        assert!(limiter.check(ALICE, now).is_err());
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
            assert_eq!(limiter.check(network(address.into()), now), Ok(()));
        }
        let third = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 3);
        assert!(limiter.check(network(third.into()), now).is_err());
    }

    #[test]
    fn memory_is_bounded() {
        let (limiter, now) = (two_at_once_then_one_per_second(), Instant::now());
        for number in 0..50_000_u32 {
            let _ = limiter.check(Ipv4Addr::from_bits(number).into(), now);
        }
        assert!(limiter.buckets.lock().unwrap().len() <= MAX_KEYS);
    }
}
