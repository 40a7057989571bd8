//! Limits of what attackers do often and honest users rarely.

use std::{
    net::IpAddr,
    time::{Duration, Instant},
};

use super::{
    rate_limit::{RateLimit, RateLimiter, network},
    tokens::TokenHash,
};

/// Limits for actions that attackers repeat and honest users rarely do. `None` means unlimited.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AbuseLimits {
    /// Wrong passwords for one account. Beyond it, nobody can authenticate with the password of this
    /// account.
    pub wrong_passwords_per_account: Option<RateLimit>,
    /// Wrong passwords from one IP address.
    pub wrong_passwords_per_client: Option<RateLimit>,
    /// Emails that one IP address asks for.
    pub emails_per_client: Option<RateLimit>,
    /// Emails to one address.
    pub emails_per_recipient: Option<RateLimit>,
    /// All emails together.
    pub emails: Option<RateLimit>,
}

impl Default for AbuseLimits {
    /// Ten wrong passwords for an account, then one in ten seconds; 50 from an IP address, then one in two
    /// seconds. Five emails to an address, then one in ten minutes; 20 for an IP address, then one a
    /// minute; 300 in all, then one a second.
    fn default() -> Self {
        Self {
            wrong_passwords_per_account: Some(RateLimit { burst: 10, per_second: 0.1 }),
            wrong_passwords_per_client: Some(RateLimit { burst: 50, per_second: 0.5 }),
            emails_per_client: Some(RateLimit { burst: 20, per_second: 1.0 / 60.0 }),
            emails_per_recipient: Some(RateLimit { burst: 5, per_second: 1.0 / 600.0 }),
            emails: Some(RateLimit { burst: 300, per_second: 1.0 }),
        }
    }
}

/// Counts what the limits are for. An error is the time to wait.
pub(crate) struct AbuseLimiter {
    wrong_passwords_per_account: RateLimiter<TokenHash>,
    wrong_passwords_per_client: RateLimiter<IpAddr>,
    emails_per_client: RateLimiter<IpAddr>,
    emails_per_recipient: RateLimiter<TokenHash>,
    emails: RateLimiter<()>,
}

impl AbuseLimiter {
    pub(crate) fn new(limits: AbuseLimits) -> Self {
        Self {
            wrong_passwords_per_account: RateLimiter::new(limits.wrong_passwords_per_account),
            wrong_passwords_per_client: RateLimiter::new(limits.wrong_passwords_per_client),
            emails_per_client: RateLimiter::new(limits.emails_per_client),
            emails_per_recipient: RateLimiter::new(limits.emails_per_recipient),
            emails: RateLimiter::new(limits.emails),
        }
    }

    /// Counts a password before it is verified, so that many at once count as well.
    pub(crate) fn count_password(&self, client: IpAddr, account: &str) -> Result<(), Duration> {
        let now = Instant::now();
        self.wrong_passwords_per_client.check(network(client), now)?;
        self.wrong_passwords_per_account.check(TokenHash::of(account), now)
    }

    /// Counts a request for an email. One that is beyond a narrow limit does not count for the next, so
    /// that a single client cannot use up what others need.
    pub(crate) fn count_email(&self, client: IpAddr, recipient: &str) -> Result<(), Duration> {
        let now = Instant::now();
        self.emails_per_client.check(network(client), now)?;
        self.emails_per_recipient.check(TokenHash::of(recipient), now)?;
        self.emails.check((), now)
    }

    /// Takes back a password that was right.
    pub(crate) fn uncount_password(&self, client: IpAddr, account: &str) {
        self.wrong_passwords_per_client.uncount(network(client));
        self.wrong_passwords_per_account.uncount(TokenHash::of(account));
    }
}
