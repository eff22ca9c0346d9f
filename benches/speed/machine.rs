//! What the kernel knows of processes: CPU used and memory held.

use std::fs;

/// Kernel ticks per second in `/proc`; a constant of Linux for user space.
const TICKS: f64 = 100.0;

/// A process as `/proc/{pid}/stat` shows it.
struct Stat {
    parent: u32,
    own: f64,
    /// Of children that have ended.
    buried: f64,
}

fn stat(pid: &str) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in parentheses may hold anything; the figures come after it.
    let fields: Vec<&str> = text[text.rfind(')')? + 2..].split(' ').collect();
    let ticks = |i: usize| fields.get(i).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0) / TICKS;
    Some(Stat { parent: fields.get(1)?.parse().ok()?, own: ticks(11) + ticks(12), buried: ticks(13) + ticks(14) })
}

/// CPU seconds this process has used.
pub fn cpu_of_self() -> f64 {
    stat("self").map_or(0.0, |s| s.own)
}

/// CPU seconds one process has used.
pub fn cpu_of(pid: u32) -> f64 {
    stat(&pid.to_string()).map_or(0.0, |s| s.own)
}

/// CPU seconds a process and all its children have used, those that ended included: all of `PostgreSQL`, given its postmaster.
pub fn cpu_of_family(pid: u32) -> f64 {
    let head = || stat(&pid.to_string()).map_or((0.0, 0.0), |s| (s.own, s.buried));
    loop {
        let (own, buried) = head();
        let living: f64 = fs::read_dir("/proc")
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| stat(entry.file_name().to_str()?))
            .filter(|s| s.parent == pid)
            .map(|s| s.own)
            .sum();
        // A child that was buried while we looked would be counted twice or not at all.
        #[expect(clippy::float_cmp, reason = "the same file read twice")]
        if head().1 == buried {
            return own + buried + living;
        }
    }
}

/// A line of `/proc/{pid}/status` in MiB: `VmRSS` now, `VmHWM` at most since the last [`forget_peak`].
pub fn memory_of(pid: u32, line: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let kib = status.lines().find_map(|l| l.strip_prefix(line)?.trim_start_matches(':').trim().strip_suffix("kB"));
    kib.and_then(|k| k.trim().parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

/// Lets `VmHWM` begin again at what is held now.
pub fn forget_peak(pid: u32) {
    let _ = fs::write(format!("/proc/{pid}/clear_refs"), "5");
}

/// The processor's name and the number of cores.
pub fn processor() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = info.lines().find_map(|l| l.strip_prefix("model name")?.split_once(": ")).map_or("unknown", |(_, n)| n);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    format!("{cores} × {name}")
}

/// How long the disk takes to make 8 KiB durable, in ms: the least a commit costs. Median of 100.
pub fn fsync_ms(folder: &std::path::Path) -> f64 {
    use std::io::Write;
    let path = folder.join("fsync-probe");
    let mut times = Vec::new();
    if let Ok(mut file) = fs::File::create(&path) {
        for _ in 0..100 {
            let begun = std::time::Instant::now();
            if file.write_all(&[7; 8192]).and_then(|()| file.sync_data()).is_err() {
                break;
            }
            times.push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
        }
    }
    let _ = fs::remove_file(path);
    times.sort_unstable();
    super::load::percentile(&times, 50)
}
