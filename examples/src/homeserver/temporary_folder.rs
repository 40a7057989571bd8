//! A temporary folder.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use super::{private_files, random};

/// A temporary folder that only the current user can read. It is removed on drop.
#[derive(Debug)]
pub(crate) struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    pub(crate) fn create() -> io::Result<Self> {
        let name = random::localpart().map_err(io::Error::other)?;
        let path = env::temp_dir().join(format!("account-server-{name}"));
        private_files::create_folder(&path)?;
        Ok(Self(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // If this fails, the system removes the folder some day.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_and_its_files_are_removed() {
        let folder = TemporaryFolder::create().unwrap();
        let path = folder.path().to_owned();
        fs::write(path.join("file"), "content").unwrap();
        drop(folder);
        assert!(!path.exists());
    }
}
