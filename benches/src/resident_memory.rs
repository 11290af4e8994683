//! The resident memory of this process, in bytes; zero where the system is not Linux.

/// The memory that the process holds now.
pub(crate) fn current() -> u64 {
    status("VmRSS:")
}

/// The most memory that the process has held.
pub(crate) fn peak() -> u64 {
    status("VmHWM:")
}

fn status(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find_map(|text| text.strip_prefix(line)).unwrap_or("0");
    found.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) * 1024
}
