//! How many files the process may have open: each open page is a connection, and each of those counts as one.

/// Takes as many as the system lets it take. The usual 1024 are there for programs that could not count further, and
/// about as many open pages would use them up. Where that cannot be, it stays as it was.
#[cfg(unix)]
pub fn raise() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    if limit.current != limit.maximum {
        limit.current = limit.maximum;
        // where it may not be raised there is nothing else to do
        let _ = setrlimit(Resource::Nofile, limit);
    }
}

/// There is no such limit.
#[cfg(not(unix))]
pub fn raise() {}
