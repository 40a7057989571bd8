//! Password hashes by Argon2id, computed on blocking threads, only a few at a time.

use std::{
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use argon2::{
    ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version,
    password_hash::{
        self,
        phc::{self, Output, ParamsString, PasswordHash, Salt},
    },
};
use tokio::{sync::Semaphore, task};

use super::random::{self, RandomError};

/// The minimum length of a password in characters.
pub(crate) const MIN_LENGTH: usize = 8;

/// The number of hashes that may wait for each processor. One takes about a tenth of a second.
const MAX_WAITING: usize = 16;

/// The library would compute several lanes one after the other.
const LANES: u32 = 1;

/// The cost of hashing a password, for the server and for attackers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordCost {
    /// The memory of one hash in KiB, at least 8.
    pub memory_kib: u32,
    /// The number of passes over the memory, at least 1.
    pub passes: u32,
}

impl Default for PasswordCost {
    /// 19 MiB and two passes, the parameters that OWASP recommends for Argon2id.
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2 }
    }
}

/// A password could not be hashed or verified.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PasswordError {
    #[error("Argon2 failed: {0}")]
    Argon2(#[from] argon2::Error),
    #[error("the stored hash is malformed: {0}")]
    Format(#[from] phc::Error),
    #[error("the stored hash has unsupported parameters: {0}")]
    Parameters(#[from] password_hash::Error),
    #[error(transparent)]
    Random(#[from] RandomError),
    #[error("too many passwords are waiting to be hashed")]
    Busy,
    #[error("the hashing task was cancelled")]
    Interrupted,
}

/// Hashes passwords, and verifies them against stored hashes.
///
/// Computing a hash needs much memory, so at most one hash for each processor is computed at a time. A few
/// more wait, and further ones fail at once: honest clients would not wait for minutes either. The memory is
/// kept for the next hash, because allocators do not always return it to the system.
#[derive(Clone)]
pub(crate) struct Passwords {
    permits: Arc<Semaphore>,
    /// Places for the hashes that are computed or wait.
    places: Arc<Semaphore>,
    memory: Arc<Mutex<Vec<Vec<Block>>>>,
    cost: PasswordCost,
    /// The hash of a password that nobody knows, for accounts that do not exist.
    decoy: Arc<str>,
}

impl Passwords {
    pub(crate) fn new(cost: PasswordCost) -> Result<Self, PasswordError> {
        let mut memory = Vec::new();
        let decoy = hash(&random::secret()?, cost, &mut memory)?.into();
        let processors = thread::available_parallelism().map_or(1, usize::from);
        Ok(Self {
            permits: Arc::new(Semaphore::new(processors)),
            places: Arc::new(Semaphore::new(processors * (1 + MAX_WAITING))),
            memory: Arc::new(Mutex::new(vec![memory])),
            cost,
            decoy,
        })
    }

    /// The PHC string (`$argon2id$v=19$..`) of a password, with a random salt.
    pub(crate) async fn hash(&self, password: String) -> Result<String, PasswordError> {
        let cost = self.cost;
        self.run(move |memory| hash(&password, cost, memory)).await
    }

    /// Whether the password is that of the stored hash.
    ///
    /// Without a stored hash, returns `false` after the same time, so that the time does not reveal
    /// whether an account exists.
    pub(crate) async fn verify(
        &self,
        password: String,
        stored: Option<String>,
    ) -> Result<bool, PasswordError> {
        let decoy = Arc::clone(&self.decoy);
        self.run(move |memory| match stored {
            Some(stored) => verify(&password, &stored, memory),
            None => verify(&password, &decoy, memory).map(|_| false),
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Vec<Block>) -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let place =
            Arc::clone(&self.places).try_acquire_owned().map_err(|_| PasswordError::Busy)?;
        let permit = Arc::clone(&self.permits)
            .acquire_owned()
            .await
            .map_err(|_| PasswordError::Interrupted)?;
        let pool = Arc::clone(&self.memory);
        task::spawn_blocking(move || {
            // Held by this thread and not by the request, which a client can cancel.
            let _held = (place, permit);
            let unused = pool.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut memory = unused.unwrap_or_default();
            let outcome = work(&mut memory);
            pool.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
            outcome
        })
        .await
        .map_err(|_| PasswordError::Interrupted)?
    }
}

fn hash(
    password: &str,
    cost: PasswordCost,
    memory: &mut Vec<Block>,
) -> Result<String, PasswordError> {
    let parameters = Params::new(cost.memory_kib, cost.passes, LANES, None)?;
    let salt = random::bytes::<16>()?;
    let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters);
    compute(&argon2, password, &salt, &mut output, memory)?;
    let hash = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(argon2.params())?,
        salt: Some(Salt::new(&salt)?),
        hash: Some(Output::new(&output)?),
    };
    Ok(hash.to_string())
}

/// Verifies with the parameters of the stored hash, which may differ from those of new hashes.
fn verify(password: &str, stored: &str, memory: &mut Vec<Block>) -> Result<bool, PasswordError> {
    let stored = PasswordHash::new(stored)?;
    let (Some(salt), Some(expected)) = (&stored.salt, &stored.hash) else {
        return Err(phc::Error::MissingField.into());
    };
    let algorithm = Algorithm::try_from(stored.algorithm.as_str())?;
    let version = stored.version.map(Version::try_from).transpose()?.unwrap_or_default();
    let argon2 = Argon2::new(algorithm, version, Params::try_from(&stored)?);
    let mut output = vec![0; expected.as_ref().len()];
    compute(&argon2, password, salt, &mut output, memory)?;
    // The library compares outputs in constant time.
    Ok(Output::new(&output)? == *expected)
}

fn compute(
    argon2: &Argon2<'_>,
    password: &str,
    salt: &[u8],
    output: &mut [u8],
    memory: &mut Vec<Block>,
) -> Result<(), PasswordError> {
    let needed = argon2.params().block_count();
    if memory.len() < needed {
        memory.resize(needed, Block::default());
    }
    Ok(argon2.hash_password_into_with_memory(password.as_bytes(), salt, output, memory)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_is_accepted() {
        let passwords = Passwords::new(PasswordCost::default()).unwrap();
        let stored = passwords.hash("correct horse".to_owned()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(passwords.verify("correct horse".to_owned(), Some(stored.clone())).await.unwrap());
        assert!(!passwords.verify("battery staple".to_owned(), Some(stored)).await.unwrap());
    }

    #[tokio::test]
    async fn each_hash_of_a_password_is_different() {
        let passwords = Passwords::new(PasswordCost::default()).unwrap();
        let first = passwords.hash("correct horse".to_owned()).await.unwrap();
        let second = passwords.hash("correct horse".to_owned()).await.unwrap();
        assert_ne!(first, second);
    }

    #[tokio::test]
    async fn no_password_is_right_for_an_account_that_does_not_exist() {
        let passwords = Passwords::new(PasswordCost::default()).unwrap();
        assert!(!passwords.verify("correct horse".to_owned(), None).await.unwrap());
    }

    #[tokio::test]
    async fn a_malformed_hash_is_an_error_and_not_a_wrong_password() {
        let passwords = Passwords::new(PasswordCost::default()).unwrap();
        let result =
            passwords.verify("correct horse".to_owned(), Some("malformed".to_owned())).await;
        assert!(matches!(result, Err(PasswordError::Format(_))));
    }

    #[tokio::test]
    async fn beyond_a_short_queue_hashing_fails_at_once() {
        let passwords = Passwords::new(PasswordCost { memory_kib: 8, passes: 1 }).unwrap();
        let places = passwords.places.available_permits();
        let processors = passwords.permits.available_permits();
        assert_eq!(places, processors * 17);
        let hold = passwords.permits.acquire_many(processors.try_into().unwrap()).await.unwrap();
        let hash = || {
            let passwords = passwords.clone();
            tokio::spawn(async move { passwords.hash("correct horse".to_owned()).await })
        };
        let waiting = (0..places).map(|_| hash()).collect::<Vec<_>>();
        task::yield_now().await;
        assert!(matches!(hash().await.unwrap(), Err(PasswordError::Busy)));
        let verification = passwords.verify("correct horse".to_owned(), None).await;
        assert!(matches!(verification, Err(PasswordError::Busy)));

        drop(hold);
        for hash in waiting {
            hash.await.unwrap().unwrap();
        }
        passwords.hash("correct horse".to_owned()).await.unwrap();
    }

    #[test]
    fn reused_memory_does_not_change_hashes() {
        use argon2::password_hash::PasswordVerifier as _;

        let mut memory = Vec::new();
        for password in ["correct horse", "battery staple"] {
            let stored = hash(password, PasswordCost::default(), &mut memory).unwrap();
            // The library with new memory.
            let verified = Argon2::default().verify_password(password.as_bytes(), stored.as_str());
            assert!(verified.is_ok(), "{password}");
            assert!(verify(password, &stored, &mut memory).unwrap());
        }
    }
}
