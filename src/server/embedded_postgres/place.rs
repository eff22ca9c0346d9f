//! Where the cluster lies, where its socket lies, and who runs it.

use std::fs::{DirBuilder, Permissions};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sha2::{Digest, Sha256};

use super::ClusterError;

/// Socket addresses end at 107 bytes; `/.s.PGSQL.5432` and some room are taken off.
const LONGEST_SOCKET_FOLDER: usize = 85;

/// A user to drop to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunAs {
    /// User id.
    pub uid: u32,
    /// Group id.
    pub gid: u32,
}

/// Folders of a cluster, made and handed to the user who runs it.
#[derive(Clone, Debug)]
pub struct Place {
    /// The cluster itself (`PGDATA`).
    pub data: PathBuf,
    /// The folder of its socket.
    pub socket: PathBuf,
    /// Whom to run as; `None`: as ourselves.
    pub run_as: Option<RunAs>,
    /// What the operator should know about it.
    pub notice: Option<String>,
}

impl Place {
    /// Decides once per data folder: a cluster that exists stays where it is.
    pub fn of(data_dir: &Path) -> Result<Self, ClusterError> {
        let run_as = if rustix::process::geteuid().is_root() { Some(user_postgres()?) } else { None };
        let home = match run_as {
            Some(user) => home_for(data_dir, user)?,
            None => data_dir.to_owned(),
        };
        let notice = (home != data_dir).then(|| {
            format!("the user postgres cannot reach {}, so the database lies in {}", data_dir.display(), home.display())
        });
        let data = home.join("postgres");
        let socket = socket_folder(&home, run_as);
        own_folder(&data, run_as)?;
        own_folder(&socket, run_as)?;
        Ok(Self { data, socket, run_as, notice })
    }
}

/// Makes the data folder. As root others may pass through it (not list it), so that `postgres` reaches its part.
pub fn make_data_dir(data_dir: &Path) -> Result<(), ClusterError> {
    if data_dir.is_dir() {
        return Ok(());
    }
    let mode = if rustix::process::geteuid().is_root() { 0o711 } else { 0o700 };
    let made = DirBuilder::new().recursive(true).mode(mode).create(data_dir);
    made.map_err(|error| ClusterError::Io(data_dir.to_owned(), error))
}

/// The data folder if `postgres` reaches it, else one of its own under `/var/lib/einlass`.
fn home_for(data_dir: &Path, user: RunAs) -> Result<PathBuf, ClusterError> {
    let elsewhere = Path::new("/var/lib/einlass").join(short_name(data_dir));
    if elsewhere.join("postgres/PG_VERSION").exists() {
        return Ok(elsewhere);
    }
    if reaches(user, data_dir) {
        return Ok(data_dir.to_owned());
    }
    if data_dir.join("postgres/PG_VERSION").exists() {
        return Err(ClusterError::OutOfReach(data_dir.join("postgres")));
    }
    let made = DirBuilder::new().recursive(true).mode(0o711).create(&elsewhere);
    made.map_err(|error| ClusterError::Io(elsewhere.clone(), error))?;
    Ok(elsewhere)
}

fn reaches(user: RunAs, folder: &Path) -> bool {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", "cd -- \"$1\"", "sh"]).arg(folder).current_dir("/").stdin(Stdio::null()).stderr(Stdio::null());
    std::os::unix::process::CommandExt::uid(&mut command, user.uid);
    std::os::unix::process::CommandExt::gid(&mut command, user.gid);
    command.status().is_ok_and(|status| status.success())
}

/// Asked of `id`, which knows every user database that `/etc/passwd` does not.
fn user_postgres() -> Result<RunAs, ClusterError> {
    let id = |flag| {
        let answer = Command::new("id").args([flag, "postgres"]).stderr(Stdio::null()).output().ok()?;
        String::from_utf8(answer.stdout).ok()?.trim().parse().ok()
    };
    match (id("-u"), id("-g")) {
        (Some(uid), Some(gid)) => Ok(RunAs { uid, gid }),
        _ => Err(ClusterError::NoUser),
    }
}

/// Beside the cluster where the path is short enough for a socket address, else by a short name in a folder every system has.
fn socket_folder(home: &Path, run_as: Option<RunAs>) -> PathBuf {
    let beside = home.join("socket");
    if beside.as_os_str().len() <= LONGEST_SOCKET_FOLDER {
        return beside;
    }
    match run_as {
        Some(_) => Path::new("/run").join(format!("einlass-{}", short_name(home))),
        None => Path::new("/tmp").join(format!("einlass-{}-{}", rustix::process::geteuid().as_raw(), short_name(home))),
    }
}

/// Twelve hex digits that stand for a path.
fn short_name(path: &Path) -> String {
    let digest = Sha256::digest(path.as_os_str().as_bytes());
    digest.iter().take(6).fold(String::new(), |name, byte| format!("{name}{byte:02x}"))
}

/// Makes a 0700 folder that belongs to the user, or checks that it is one: in `/tmp` somebody else could hold the name.
fn own_folder(path: &Path, run_as: Option<RunAs>) -> Result<(), ClusterError> {
    let failed = |error: io::Error| ClusterError::Io(path.to_owned(), error);
    match DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => {
            if let Some(user) = run_as {
                std::os::unix::fs::chown(path, Some(user.uid), Some(user.gid)).map_err(failed)?;
            }
            return std::fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(failed);
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(failed(error)),
    }
    let uid = run_as.map_or_else(|| rustix::process::geteuid().as_raw(), |user| user.uid);
    let found = std::fs::symlink_metadata(path).map_err(failed)?;
    if found.is_dir() && found.uid() == uid && found.mode() & 0o077 == 0 {
        Ok(())
    } else {
        Err(ClusterError::SquattedSocket(path.to_owned(), uid))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_socket_lies_beside_the_cluster_unless_its_address_would_be_too_long() {
        assert_eq!(socket_folder(Path::new("/srv/einlass/data"), None), Path::new("/srv/einlass/data/socket"));
        let deep = PathBuf::from(format!("/srv/{}", "deep/".repeat(30)));
        for run_as in [None, Some(RunAs { uid: 1, gid: 1 })] {
            assert!(socket_folder(&deep, run_as).as_os_str().len() <= LONGEST_SOCKET_FOLDER);
        }
    }

    #[test]
    fn a_folder_that_others_may_enter_is_not_taken_for_ours() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("socket");
        own_folder(&path, None).expect("made");
        own_folder(&path, None).expect("found again");
        std::fs::set_permissions(&path, Permissions::from_mode(0o755)).expect("opened");
        assert!(matches!(own_folder(&path, None), Err(ClusterError::SquattedSocket(..))));
    }
}
