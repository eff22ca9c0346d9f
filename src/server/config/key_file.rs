//! The sealing key lies in a file of its own, so that neither a process listing nor a dump of the environment shows it.

use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::SecretBox;

/// A key file, by its path. Reading happens once, at start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyFile {
    /// Named by a setting: must exist.
    Given(PathBuf),
    /// Beside the private cluster: made at the first start.
    Own(PathBuf),
}

/// Why a key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// The file cannot be read or made.
    #[error("the sealing key {path} cannot be read: {cause}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// Group or others may read or write it.
    #[error("the sealing key {path} is open to others (mode {mode:04o}); run: chmod 0400 {path}", path = path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The content is not a key.
    #[error("the sealing key {path} must hold 32 random bytes in base64; make one with: (umask 277; openssl rand -base64 32 > {path})", path = path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
    },
}

impl KeyFile {
    /// Reads the key; a key of our own is made first where it is missing.
    pub fn read(&self) -> Result<SecretBox<[u8; 32]>, KeyFileError> {
        match self {
            Self::Given(path) => read(path),
            Self::Own(path) => {
                make_if_missing(path).map_err(|cause| KeyFileError::Unreadable { path: path.clone(), cause })?;
                read(path)
            }
        }
    }
}

fn read(path: &Path) -> Result<SecretBox<[u8; 32]>, KeyFileError> {
    let unreadable = |cause| KeyFileError::Unreadable { path: path.to_owned(), cause };
    let mode = std::fs::metadata(path).map_err(unreadable)?.permissions().mode() & 0o777;
    if mode & 0o177 != 0 {
        return Err(KeyFileError::Exposed { path: path.to_owned(), mode });
    }
    let text = std::fs::read_to_string(path).map_err(unreadable)?;
    STANDARD
        .decode(text.trim())
        .ok()
        .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
        // A file of one repeated byte is a placeholder, not a key.
        .filter(|bytes| bytes.iter().any(|byte| *byte != bytes[0]))
        .map(|bytes| SecretBox::new(Box::new(bytes)))
        .ok_or_else(|| KeyFileError::Malformed { path: path.to_owned() })
}

/// Writes a fresh key beside its final name and links it there: of two first starts at once, one key wins and both read it.
fn make_if_missing(path: &Path) -> std::io::Result<()> {
    if path.exists() {
        return Ok(());
    }
    let draft = path.with_extension(format!("{}.new", std::process::id()));
    let _ = std::fs::remove_file(&draft);
    let mut bytes = [0_u8; 32];
    rand::fill(&mut bytes);
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o400).open(&draft)?;
    file.write_all(format!("{}\n", STANDARD.encode(bytes)).as_bytes())?;
    file.sync_all()?;
    let linked = std::fs::hard_link(&draft, path);
    std::fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn an_own_key_is_made_once_for_its_owner_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = KeyFile::Own(folder.path().join("einlass.key"));
        let first = key.read().expect("a fresh key");
        let second = key.read().expect("the same key");
        assert_eq!(first.expose_secret(), second.expose_secret());
        let mode = std::fs::metadata(folder.path().join("einlass.key")).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o400);
        assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 1, "no draft stays behind");
    }

    #[test]
    fn a_key_that_others_may_read_or_that_is_no_key_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key");
        let write = |content: &str, mode: u32| {
            let _ = std::fs::remove_file(&path);
            std::fs::write(&path, content).expect("written");
            std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).expect("mode set");
            KeyFile::Given(path.clone()).read()
        };
        let good = STANDARD.encode((0..32).collect::<Vec<u8>>());
        assert!(write(&good, 0o400).is_ok());
        assert!(write(&good, 0o600).is_ok());
        for mode in [0o440, 0o644, 0o700, 0o604] {
            assert!(matches!(write(&good, mode), Err(KeyFileError::Exposed { .. })), "{mode:o} must be refused");
        }
        for content in ["", "secret", &STANDARD.encode([0_u8; 32]), &STANDARD.encode([1_u8; 16])] {
            assert!(matches!(write(content, 0o400), Err(KeyFileError::Malformed { .. })), "{content} must be refused");
        }
        assert!(matches!(KeyFile::Given(folder.path().join("none")).read(), Err(KeyFileError::Unreadable { .. })));
    }
}
