//! The open connections, and which of them are idle.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use tokio::sync::Notify;

/// All open connections.
pub(super) struct OpenConnections {
    max_per_client: u32,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    next_id: u64,
    connections: HashMap<u64, Entry>,
    per_client: HashMap<IpAddr, u32>,
}

struct Entry {
    client: IpAddr,
    /// `None` during a request.
    idle_since: Option<Instant>,
    close: Arc<Notify>,
}

/// An open connection. It counts until it is dropped.
pub(super) struct OpenConnection {
    id: u64,
    all: Arc<OpenConnections>,
    close: Arc<Notify>,
}

impl OpenConnections {
    pub(super) fn new(max_per_client: u32) -> Arc<Self> {
        Arc::new(Self { max_per_client, state: Mutex::default() })
    }

    /// Adds a connection, which is idle. If its client has too many, the one that has been idle for the
    /// longest time is closed. `None` if none of them is idle.
    pub(super) fn add(self: &Arc<Self>, client: IpAddr) -> Option<OpenConnection> {
        let mut state = self.state();
        let count = state.per_client.get(&client).copied().unwrap_or(0);
        if count >= self.max_per_client && !state.close_idle(|entry| entry.client == client) {
            return None;
        }
        let (id, close) = (state.next_id, Arc::<Notify>::default());
        state.next_id += 1;
        let idle_since = Some(Instant::now());
        state.connections.insert(id, Entry { client, idle_since, close: Arc::clone(&close) });
        *state.per_client.entry(client).or_default() += 1;
        Some(OpenConnection { id, all: Arc::clone(self), close })
    }

    /// Closes the connection that has been idle for the longest time, if one is idle.
    pub(super) fn close_idle(&self) {
        self.state().close_idle(|_| true);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Returns whether a connection was idle.
    fn close_idle(&mut self, is_candidate: impl Fn(&Entry) -> bool) -> bool {
        let idle = self.connections.iter().filter(|(_, entry)| is_candidate(entry));
        let idle = idle.filter_map(|(&id, entry)| Some((entry.idle_since?, id)));
        let Some((_, id)) = idle.min() else { return false };
        if let Some(entry) = self.remove(id) {
            entry.close.notify_one();
        }
        true
    }

    fn remove(&mut self, id: u64) -> Option<Entry> {
        let entry = self.connections.remove(&id)?;
        if let Some(count) = self.per_client.get_mut(&entry.client) {
            *count -= 1;
            if *count == 0 {
                self.per_client.remove(&entry.client);
            }
        }
        Some(entry)
    }
}

impl OpenConnection {
    /// Records that a request begins.
    pub(super) fn begin_request(&self) {
        self.set_idle_since(None);
    }

    /// Records that a request has been answered.
    pub(super) fn end_request(&self) {
        self.set_idle_since(Some(Instant::now()));
    }

    /// Waits until the connection has to be closed, because others need its place.
    pub(super) async fn is_to_close(&self) {
        self.close.notified().await;
    }

    fn set_idle_since(&self, idle_since: Option<Instant>) {
        if let Some(entry) = self.all.state().connections.get_mut(&self.id) {
            entry.idle_since = idle_since;
        }
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.all.state().remove(self.id);
    }
}
