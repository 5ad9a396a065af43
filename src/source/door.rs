//! The one door through which files are read.
//!
//! What is read is hostile: a name may stand for a device that never ends, for a pipe that nobody writes to, or for a
//! file somewhere else. Only regular files are opened, opening never waits, and no more is read than is asked for.

use std::fmt;
use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::walk::normalised;

/// A NUL within this many bytes makes a file binary.
const BINARY_WINDOW: usize = 8 * 1024;

/// The bytes of a packet of an MPEG transport stream (ISO/IEC 13818-1, 2.4.3.2), and the byte that each begins with.
const STREAM_PACKET: usize = 188;
const STREAM_SYNC: u8 = 0x47;

/// The byte order marks of UTF-16, and how to read two bytes behind each.
const UTF16: [([u8; 2], Unit); 2] = [([0xff, 0xfe], u16::from_le_bytes), ([0xfe, 0xff], u16::from_be_bytes)];

type Unit = fn([u8; 2]) -> u16;

/// Why a file is not read. It is shown as the rest of a sentence that begins with the name of the file.
#[derive(Debug)]
pub enum Unread {
    /// It is no text.
    Binary,
    /// It is a video: MPEG transport streams end in `.ts` too.
    Video,
    /// It has more bytes than this.
    TooLarge(u64),
    /// It is not a regular file but this.
    Irregular(&'static str),
    /// It is reached by a link that leads out of the repository.
    Outside,
    /// The system says no.
    Failed(io::Error),
}

impl Unread {
    /// Whether there is no such file.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Failed(error) if error.kind() == io::ErrorKind::NotFound)
    }

    /// The reason by itself, for behind a colon.
    pub fn reason(&self) -> String {
        match self {
            Self::Failed(error) => error.to_string(),
            other => format!("it {other}"),
        }
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Video => f.write_str("is a video"),
            Self::Binary => f.write_str("is no text in UTF-8, nor in UTF-16 with a byte order mark"),
            Self::TooLarge(most) => write!(f, "is larger than {} MiB", most >> 20),
            Self::Irregular(what) => write!(f, "is {what} and no regular file"),
            Self::Outside => f.write_str("leads out of the repository"),
            Self::Failed(error) => write!(f, "cannot be read: {error}"),
        }
    }
}

/// The bytes of a file that has no more than `most`.
///
/// # Errors
/// Anything but a regular file of that size that can be read.
pub fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, Unread> {
    // Opening a device may do something, and a pipe waits for a writer: what stands there is asked first. It may be
    // exchanged before it is opened, so what has been opened is asked again.
    regular(&path.metadata().map_err(Unread::Failed)?)?;
    bytes_of_regular(path, most)
}

/// The bytes of a file that has no more than `most`, and that was just seen to be regular.
///
/// # Errors
/// The same as of [`bytes`].
pub fn bytes_of_regular(path: &Path, most: u64) -> Result<Vec<u8>, Unread> {
    let file = open(path).map_err(Unread::Failed)?;
    let metadata = file.metadata().map_err(Unread::Failed)?;
    regular(&metadata)?;
    if metadata.len() > most {
        return Err(Unread::TooLarge(most));
    }
    // The size that a file claims may be wrong, so the limit is put on what is read.
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len() + 1).unwrap_or(0));
    file.take(most + 1).read_to_end(&mut bytes).map_err(Unread::Failed)?;
    if bytes.len() as u64 > most { Err(Unread::TooLarge(most)) } else { Ok(bytes) }
}

/// The first bytes of a file of any size, no more than `most`.
///
/// # Errors
/// Anything but a regular file that can be read.
pub fn head(path: &Path, most: u64) -> Result<Vec<u8>, Unread> {
    regular(&path.metadata().map_err(Unread::Failed)?)?;
    let file = open(path).map_err(Unread::Failed)?;
    regular(&file.metadata().map_err(Unread::Failed)?)?;
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes).map_err(Unread::Failed)?;
    Ok(bytes)
}

/// The text of a file that has no more than `most` bytes, without a byte order mark. Unlike in source code, nothing
/// invalid may be in it.
///
/// # Errors
/// Anything but a regular file of that size with text in it that can be read.
pub fn text(path: &Path, most: u64) -> Result<String, Unread> {
    let bytes = bytes(path, most)?;
    let is_utf16 = UTF16.iter().any(|(mark, _)| bytes.starts_with(mark));
    let text = if is_utf16 { decode(bytes)? } else { String::from_utf8(bytes).map_err(|_| Unread::Binary)? };
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// The text of a file that is looked for by its usual name, and that nobody has named. It may be a link to another file
/// of its repository.
///
/// # Errors
/// The same as of [`text`], and a link that leads out of the repository.
pub fn customary_text(path: &Path, most: u64) -> Result<String, Unread> {
    at_home(path).and_then(|()| text(path, most))
}

/// The bytes of a file that is looked for by its usual name, like [`customary_text`].
///
/// # Errors
/// The same as of [`bytes`], and a link that leads out of the repository.
pub fn customary(path: &Path, most: u64) -> Result<Vec<u8>, Unread> {
    at_home(path).and_then(|()| bytes(path, most))
}

/// Whether a file is no link, or one that stays in the repository.
fn at_home(path: &Path) -> Result<(), Unread> {
    if path.symlink_metadata().map_err(Unread::Failed)?.is_symlink() {
        Bounds::of(path.parent().unwrap_or(path)).check(path)?;
    }
    Ok(())
}

/// Whether a file is a link that leads out of the repository.
pub fn leads_outside(path: &Path) -> bool {
    matches!(at_home(path), Err(Unread::Outside))
}

/// The text that bytes stand for: UTF-8, or UTF-16 with a byte order mark. What is invalid is replaced, for what
/// surrounds it can still be judged. The mark is kept as a character, so that offsets are those of a file in UTF-8, and
/// columns in UTF-16 units are those of either.
///
/// # Errors
/// Bytes that are no text.
pub fn decode(bytes: Vec<u8>) -> Result<String, Unread> {
    for (mark, unit) in UTF16 {
        if bytes.starts_with(&mark) {
            let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
            let text: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
            // UTF-32 begins with the same mark.
            return if text.contains('\0') { Err(Unread::Binary) } else { Ok(text) };
        }
    }
    if bytes[..bytes.len().min(BINARY_WINDOW)].contains(&0) {
        let is_video = bytes.iter().step_by(STREAM_PACKET).take(4).all(|byte| *byte == STREAM_SYNC);
        return Err(if is_video { Unread::Video } else { Unread::Binary });
    }
    Ok(String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// How far the paths may lead that a scanned tree names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// The folder that everything lies in, with links followed; `None` for no limit.
    root: Option<PathBuf>,
}

impl Bounds {
    /// The repository around a folder. Where it lies in none, that is the current directory if it is below that, and the
    /// folder itself if not.
    pub fn of(folder: &Path) -> Self {
        let without = || {
            let (folder, here) = (real(folder), real(Path::new(".")));
            // A process that runs in the root directory has chosen no place at all.
            if here.parent().is_some() && folder.starts_with(&here) { here } else { folder }
        };
        Self { root: Some(top(folder).unwrap_or_else(without)) }
    }

    /// The repository around a folder, if there is one: for what lies in a folder that the user has named.
    pub fn of_named(folder: &Path) -> Self {
        Self { root: top(folder) }
    }

    /// A folder without links in its path, and nothing else.
    pub fn only(folder: PathBuf) -> Self {
        Self { root: Some(folder) }
    }

    /// Whether a path stays inside, links followed; what is not there is judged by its text.
    ///
    /// # Errors
    /// [`Unread::Outside`].
    pub fn check(&self, path: &Path) -> Result<(), Unread> {
        match &self.root {
            Some(root) if !real(path).starts_with(root) => Err(Unread::Outside),
            _ => Ok(()),
        }
    }
}

/// The top of the repository around a folder, with links followed.
fn top(folder: &Path) -> Option<PathBuf> {
    let folder = real(folder);
    folder.ancestors().find(|above| above.join(".git").symlink_metadata().is_ok()).map(Path::to_path_buf)
}

/// The path with the links in it followed, as far as it is there.
fn real(path: &Path) -> PathBuf {
    // The folder of a bare name is the current one.
    let path = normalised(if path.as_os_str().is_empty() { Path::new(".") } else { path });
    let there = path.ancestors().find_map(|above| Some((above.canonicalize().ok()?, path.strip_prefix(above).ok()?)));
    there.map_or_else(|| path.clone(), |(real, rest)| if rest.as_os_str().is_empty() { real } else { real.join(rest) })
}

#[cfg(unix)]
#[allow(clippy::disallowed_methods)] // this is the door
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY).open(path)
}

#[cfg(not(unix))]
#[allow(clippy::disallowed_methods)] // this is the door
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

fn regular(metadata: &Metadata) -> Result<(), Unread> {
    if metadata.is_file() { Ok(()) } else { Err(Unread::Irregular(kind(metadata.file_type()))) }
}

/// What something is that is no regular file, with its article.
#[cfg(unix)]
pub fn kind(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;
    match () {
        () if kind.is_dir() => "a directory",
        () if kind.is_fifo() => "a named pipe",
        () if kind.is_socket() => "a socket",
        () if kind.is_block_device() || kind.is_char_device() => "a device",
        () => "something else",
    }
}

/// What something is that is no regular file, with its article.
#[cfg(not(unix))]
pub fn kind(kind: FileType) -> &'static str {
    if kind.is_dir() { "a directory" } else { "something else" }
}
