//! Files of a ZIP archive, found when the crate is compiled.
//!
//! The archive of the viewer has hundreds of files. A program holds the few that are served, and none of them is ever
//! unpacked: a compressed file is the same stream in an archive ([APPNOTE](https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT),
//! 4.4) and in gzip ([RFC 1952](https://www.rfc-editor.org/rfc/rfc1952)), which only differ in what is around it.

/// A compressed file of an archive.
#[derive(Clone, Copy)]
pub(super) struct ZipFile {
    /// The compressed bytes.
    deflated: &'static [u8],
    /// The checksum of the original bytes.
    crc32: u32,
    /// The number of the original bytes.
    size: u32,
}

/// The bytes of gzip around the compressed ones.
const GZIP_OVERHEAD: usize = GZIP_HEADER.len() + 8;

/// Deflated, without a name or time, from an unknown system.
const GZIP_HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

/// The end of the list of files, and its length without a comment.
const END_OF_FILES: u32 = 0x0605_4b50;
const END_LENGTH: usize = 22;
/// An entry in the list of files, and its length without names.
const FILE_HEADER: u32 = 0x0201_4b50;
const FILE_HEADER_LENGTH: usize = 46;
/// What precedes the compressed bytes, without names.
const LOCAL_HEADER_LENGTH: usize = 30;
const DEFLATED: u16 = 8;

impl ZipFile {
    /// Finds the compressed file whose name ends like this.
    pub(super) const fn find(archive: &'static [u8], name: &str) -> Option<Self> {
        let mut at = match find_end(archive) {
            Some(end) => read_u32(archive, end + 16) as usize,
            None => return None,
        };
        while read_u32(archive, at) == FILE_HEADER {
            let name_length = read_u16(archive, at + 28) as usize;
            let extra_length =
                read_u16(archive, at + 30) as usize + read_u16(archive, at + 32) as usize;
            let file_name = slice(archive, at + FILE_HEADER_LENGTH, name_length);
            if ends_with(file_name, name.as_bytes()) && read_u16(archive, at + 10) == DEFLATED {
                let local = read_u32(archive, at + 42) as usize;
                let names =
                    read_u16(archive, local + 26) as usize + read_u16(archive, local + 28) as usize;
                let length = read_u32(archive, at + 20) as usize;
                return Some(Self {
                    deflated: slice(archive, local + LOCAL_HEADER_LENGTH + names, length),
                    crc32: read_u32(archive, at + 16),
                    size: read_u32(archive, at + 24),
                });
            }
            at += FILE_HEADER_LENGTH + name_length + extra_length;
        }
        None
    }

    /// The length of the file in gzip.
    pub(super) const fn gzip_length(&self) -> usize {
        self.deflated.len() + GZIP_OVERHEAD
    }

    /// The file in gzip. `LENGTH` is [`gzip_length`](Self::gzip_length).
    pub(super) const fn gzip<const LENGTH: usize>(&self) -> [u8; LENGTH] {
        let mut gzip = [0; LENGTH];
        let (header, rest) = gzip.split_at_mut(GZIP_HEADER.len());
        header.copy_from_slice(&GZIP_HEADER);
        let (deflated, rest) = rest.split_at_mut(self.deflated.len());
        deflated.copy_from_slice(self.deflated);
        let (crc32, size) = rest.split_at_mut(4);
        crc32.copy_from_slice(&self.crc32.to_le_bytes());
        size.copy_from_slice(&self.size.to_le_bytes());
        gzip
    }
}

/// Where the end of the list of files is.
const fn find_end(archive: &[u8]) -> Option<usize> {
    let Some(mut at) = archive.len().checked_sub(END_LENGTH) else { return None };
    loop {
        if read_u32(archive, at) == END_OF_FILES {
            return Some(at);
        }
        match at.checked_sub(1) {
            Some(before) => at = before,
            None => return None,
        }
    }
}

/// Part of the archive; empty if it ends before.
const fn slice(archive: &[u8], at: usize, length: usize) -> &[u8] {
    match archive.split_at_checked(at) {
        Some((_, rest)) => match rest.split_at_checked(length) {
            Some((slice, _)) => slice,
            None => &[],
        },
        None => &[],
    }
}

/// A number of the archive; 0 if it ends before.
const fn read_u16(archive: &[u8], at: usize) -> u16 {
    match slice(archive, at, 2).first_chunk() {
        Some(bytes) => u16::from_le_bytes(*bytes),
        None => 0,
    }
}

const fn read_u32(archive: &[u8], at: usize) -> u32 {
    match slice(archive, at, 4).first_chunk() {
        Some(bytes) => u32::from_le_bytes(*bytes),
        None => 0,
    }
}

const fn ends_with(mut text: &[u8], mut end: &[u8]) -> bool {
    while let Some((last, rest)) = end.split_last() {
        match text.split_last() {
            Some((found, before)) if *found == *last => text = before,
            _ => return false,
        }
        end = rest;
    }
    true
}
