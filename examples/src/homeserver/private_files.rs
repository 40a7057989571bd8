//! Files and folders that only the current user can read, whatever the umask is.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io,
    path::Path,
};

/// Creates a file for writing. Fails if it exists.
pub(crate) fn create_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Creates a folder, which must not exist.
pub(crate) fn create_folder(path: &Path) -> io::Result<()> {
    folder_builder().create(path)
}

/// Creates a folder and its parents where they are missing. Existing folders keep their permissions.
pub(crate) fn create_folders(path: &Path) -> io::Result<()> {
    folder_builder().recursive(true).create(path)
}

/// Removes the permissions of other users from an existing file.
pub(crate) fn make_private(path: &Path) -> io::Result<()> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => metadata,
        Ok(_) => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mut permissions = metadata.permissions();
        if permissions.mode() & 0o077 != 0 {
            permissions.set_mode(permissions.mode() & !0o077);
            fs::set_permissions(path, permissions)?;
        }
    }
    #[cfg(not(unix))]
    let _ = metadata;
    Ok(())
}

fn folder_builder() -> DirBuilder {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::homeserver::temporary_folder::TemporaryFolder;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn an_existing_file_loses_the_permissions_of_others_only() {
        let folder = TemporaryFolder::create().unwrap();
        let file = folder.path().join("file");
        make_private(&file).unwrap();
        fs::write(&file, "content").unwrap();
        for (before, after) in [(0o644, 0o600), (0o444, 0o400), (0o777, 0o700)] {
            fs::set_permissions(&file, fs::Permissions::from_mode(before)).unwrap();
            make_private(&file).unwrap();
            assert_eq!(mode(&file), after, "{before:o}");
        }
    }

    #[test]
    fn a_new_folder_and_its_new_parents_are_private() {
        let folder = TemporaryFolder::create().unwrap();
        let (outer, inner) = (folder.path().join("outer"), folder.path().join("outer/inner"));
        create_folders(&inner).unwrap();
        assert_eq!((mode(&outer), mode(&inner)), (0o700, 0o700));
        fs::set_permissions(&outer, fs::Permissions::from_mode(0o755)).unwrap();
        create_folders(&inner).unwrap();
        assert_eq!(mode(&outer), 0o755);
    }
}
