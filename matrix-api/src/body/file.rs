//! Files as bodies, and bodies that are written to files. File operations run on tokio's threads for blocking
//! work.

use std::{
    fs::{self, File},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    mem,
    path::{Path, PathBuf},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use tokio::task::{JoinHandle, spawn_blocking};

use super::{
    content::Body,
    error::BodyError,
    source::{BodyReader, BodySource, BoxBodyReader, PolledChunk},
};

/// How many bytes are read at once. Each read runs on another thread, and waking that thread and this one takes as
/// long as copying 64 KiB.
const READ: usize = 128 * 1024;

impl Body {
    /// A file, which is read while it is sent. A request with it can be sent again.
    ///
    /// The size is that of this moment. If the file has another size when it is read, sending it fails.
    /// Requires one of the features `reqwest`, `reqwest-no-tls` and `axum`, and a tokio runtime.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// use matrix_api::Body;
    ///
    /// let body = Body::file("Cargo.toml").await?;
    /// assert!(body.collect(64 * 1024).await?.starts_with(b"[package]"));
    /// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be opened, or is a directory.
    pub async fn file(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        blocking(move || {
            let metadata = File::open(&path)?.metadata()?;
            if metadata.is_dir() {
                return Err(io::ErrorKind::IsADirectory.into());
            }
            Ok(Self::from_source(FileSource { path: path.into(), size: metadata.len() }))
        })
        .await
    }

    /// Writes the body to a file, and returns its size. An existing file is replaced when the body is complete.
    /// Until then the bytes are in `<path>.part`, which is removed after an error.
    ///
    /// # Errors
    ///
    /// Fails if the body cannot be read to its end, or the file cannot be written.
    pub async fn save(&self, path: impl Into<PathBuf>) -> Result<u64, BodyError> {
        let mut reader = self.open()?;
        let part = PartialFile::of(path.into());
        let mut written = 0;
        match part.append(&mut reader, &mut written).await {
            Ok(()) => part.finish().await?,
            Err(error) => {
                part.remove().await;
                return Err(error);
            }
        }
        Ok(written)
    }
}

/// Runs a function that blocks.
async fn blocking<T: Send + 'static>(
    function: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    spawn_blocking(function).await.unwrap_or_else(|error| Err(io::Error::other(error)))
}

struct FileSource {
    path: Arc<Path>,
    size: u64,
}

impl BodySource for FileSource {
    fn size(&self) -> Option<u64> {
        Some(self.size)
    }

    fn open(&self) -> Result<BoxBodyReader, BodyError> {
        self.open_at(0)
    }

    fn open_at(&self, offset: u64) -> Result<BoxBodyReader, BodyError> {
        let path = Arc::clone(&self.path);
        Ok(Box::new(FileReader(State::Closed { path, offset })))
    }
}

/// Reads a file, which is opened for the first chunk.
struct FileReader(State);

enum State {
    Closed {
        path: Arc<Path>,
        offset: u64,
    },
    /// With the bytes that were read last, without the chunks that were taken.
    Open(File, Bytes),
    Reading(JoinHandle<io::Result<(File, Bytes)>>),
    Ended,
}

impl BodyReader for FileReader {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> PolledChunk {
        loop {
            match mem::replace(&mut self.0, State::Ended) {
                State::Ended => return Poll::Ready(None),
                State::Closed { path, offset } => {
                    self.0 = State::Reading(spawn_blocking(move || {
                        let mut file = File::open(path)?;
                        file.seek(SeekFrom::Start(offset))?;
                        read(file)
                    }));
                }
                State::Open(file, mut bytes) => {
                    let chunk = bytes.poll_chunk(context);
                    if let Poll::Ready(Some(_)) = chunk {
                        self.0 = State::Open(file, bytes);
                        return chunk;
                    }
                    self.0 = State::Reading(spawn_blocking(move || read(file)));
                }
                State::Reading(mut reading) => {
                    let polled = Pin::new(&mut reading).poll(context);
                    if polled.is_pending() {
                        self.0 = State::Reading(reading);
                    }
                    let (file, bytes) = match ready!(polled) {
                        Ok(Ok(read)) => read,
                        Ok(Err(error)) => return Poll::Ready(Some(Err(error.into()))),
                        Err(error) => return Poll::Ready(Some(Err(BodyError::source(error)))),
                    };
                    if bytes.is_empty() {
                        return Poll::Ready(None);
                    }
                    self.0 = State::Open(file, bytes);
                }
            }
        }
    }
}

/// Reads the next bytes; there are none at the end of the file.
fn read(file: File) -> io::Result<(File, Bytes)> {
    let mut buffer = Vec::with_capacity(READ);
    let mut part = file.take(READ as u64);
    part.read_to_end(&mut buffer)?;
    Ok((part.into_inner(), buffer.into()))
}

/// A file that has another name until it is complete.
pub(crate) struct PartialFile {
    path: PathBuf,
    part: PathBuf,
}

impl PartialFile {
    pub(crate) fn of(path: PathBuf) -> Self {
        let mut part = path.clone().into_os_string();
        part.push(".part");
        Self { path, part: part.into() }
    }

    /// Writes the rest of a body after the first `written` bytes, and counts the bytes that are in the file.
    pub(crate) async fn append(
        &self,
        reader: &mut BoxBodyReader,
        written: &mut u64,
    ) -> Result<(), BodyError> {
        let (part, keep) = (self.part.clone(), *written);
        let mut file = blocking(move || {
            let mut file = File::options().write(true).create(true).truncate(false).open(part)?;
            file.set_len(keep)?;
            file.seek(SeekFrom::Start(keep))?;
            Ok(file)
        })
        .await?;
        while let Some(chunk) = reader.chunk().await? {
            let size = chunk.len() as u64;
            file = blocking(move || file.write_all(&chunk).map(|()| file)).await?;
            *written = written.saturating_add(size);
        }
        // Errors of a full disk may be reported only here.
        Ok(blocking(move || file.sync_all()).await?)
    }

    /// Gives the complete file its name.
    pub(crate) async fn finish(self) -> io::Result<()> {
        blocking(move || fs::rename(self.part, self.path)).await
    }

    /// Removes the file. An error is ignored: there is another one to report.
    pub(crate) async fn remove(self) {
        let _ = blocking(move || fs::remove_file(self.part)).await;
    }
}
