//! Finds PostgreSQL's programs: Debian keeps them out of the path, one folder per version.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::ClusterError;

/// The oldest major version the product runs on.
pub const OLDEST: u32 = 15;

/// One installed version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binaries {
    folder: PathBuf,
    major: u32,
}

impl Binaries {
    /// The newest supported version, or exactly the one that made the cluster in `data`.
    pub fn find(data: &Path) -> Result<Self, ClusterError> {
        let installed: Vec<Self> = folders().into_iter().filter_map(Self::at).collect();
        choose(installed, made_by(data), data)
    }

    /// The path of one program.
    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn at(folder: PathBuf) -> Option<Self> {
        let answer = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
        let major = major_version(&String::from_utf8_lossy(&answer.stdout))?;
        folder.join("initdb").exists().then_some(Self { folder, major })
    }
}

fn choose(mut installed: Vec<Binaries>, made_by: Option<u32>, data: &Path) -> Result<Binaries, ClusterError> {
    installed.sort_by_key(|binaries| std::cmp::Reverse(binaries.major));
    if let Some(major) = made_by {
        let same = installed.into_iter().find(|binaries| binaries.major == major);
        return same.ok_or_else(|| ClusterError::OtherVersion(data.to_owned(), major));
    }
    match installed.into_iter().next() {
        None => Err(ClusterError::NotInstalled),
        Some(newest) if newest.major < OLDEST => Err(ClusterError::TooOld(newest.major)),
        Some(newest) => Ok(newest),
    }
}

/// The version a cluster belongs to; `None` where there is none yet.
fn made_by(data: &Path) -> Option<u32> {
    std::fs::read_to_string(data.join("PG_VERSION")).ok()?.trim().parse().ok()
}

/// Reads `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)`.
fn major_version(line: &str) -> Option<u32> {
    let version = line.split_once("(PostgreSQL)")?.1.trim_start();
    version.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

fn folders() -> Vec<PathBuf> {
    let versioned = ["/usr/lib/postgresql", "/usr/local/pgsql"]
        .into_iter()
        .filter_map(|parent| std::fs::read_dir(parent).ok())
        .flatten()
        .filter_map(Result::ok)
        .map(|entry| entry.path().join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = versioned.chain(std::env::split_paths(&path)).collect();
    folders.retain(|folder| folder.join("postgres").is_file());
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(major: u32) -> Binaries {
        Binaries { folder: format!("/{major}").into(), major }
    }

    fn chosen(majors: &[u32], made_by: Option<u32>) -> Result<u32, String> {
        let installed = majors.iter().map(|major| version(*major)).collect();
        choose(installed, made_by, Path::new("/data")).map(|found| found.major).map_err(|error| error.to_string())
    }

    #[test]
    fn a_new_cluster_takes_the_newest_and_an_old_one_its_own_version() {
        assert_eq!(chosen(&[15, 17, 16], None), Ok(17));
        assert_eq!(chosen(&[15, 17], Some(15)), Ok(15));
    }

    #[test]
    fn what_is_missing_is_said_in_one_sentence() {
        assert!(chosen(&[], None).expect_err("none").starts_with("PostgreSQL 15 or newer is not installed here"));
        assert!(chosen(&[13, 9], None).expect_err("old").starts_with("PostgreSQL 13 is too old"));
        assert!(chosen(&[17], Some(15)).expect_err("gone").contains("made by PostgreSQL 15, which is not installed"));
    }

    #[test]
    fn version_lines_are_read() {
        assert_eq!(major_version("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n"), Some(15));
        assert_eq!(major_version("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major_version("mysqld Ver 8"), None);
    }
}
