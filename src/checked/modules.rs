//! Which shared object an address belongs to.
//!
//! Invariant: an object that is loaded stays where it is: extensions are not unloaded. The table is read again for an address that it does not have.

use crate::runtime::sync::RwLock;
use std::ffi::{CStr, OsStr, c_int, c_void};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A loaded object: an executable, a library, an extension module.
#[derive(Clone)]
pub struct Module {
    /// Empty for the executable.
    pub path: PathBuf,
    /// What is added to the addresses in its file.
    pub base: usize,
    segments: Vec<(usize, usize)>,
    writable: Vec<(usize, usize)>,
}

impl Module {
    /// Its writable memory, word by word: where globals are. Nothing runs while it is read.
    pub fn writable_words(&self) -> impl Iterator<Item = &[usize]> {
        let aligned = self.writable.iter().map(|(start, end)| (start.next_multiple_of(8), end & !7)).filter(|(start, end)| start < end);
        // SAFETY: writable memory of a loaded object.
        aligned.map(|(start, end)| unsafe { std::slice::from_raw_parts(start as *const usize, (end - start) / 8) })
    }
    /// Whether an address is of its writable memory, with room for an object's header.
    pub fn writes_at(&self, address: usize) -> bool {
        self.writable.iter().any(|&(start, end)| (start..end.saturating_sub(16)).contains(&address))
    }
    /// Whether it is an extension module, by its file's name: libraries that others load are not looked into.
    pub fn is_extension(&self) -> bool {
        let name = name(&self.path);
        name.ends_with(".so") && !name.starts_with("lib") && !self.path.as_os_str().is_empty()
    }
    fn has(&self, address: usize) -> bool {
        self.segments.iter().any(|&(start, end)| (start..end).contains(&address))
    }
}

static LOADED: RwLock<Vec<Module>> = RwLock::new(Vec::new());
static OWN: OnceLock<(usize, usize)> = OnceLock::new();

/// Whether the address lies in this library.
#[inline]
pub fn is_own(address: usize) -> bool {
    let (start, end) = *OWN.get_or_init(own);
    (start..end).contains(&address)
}

/// The object that the address belongs to.
pub fn of(address: usize) -> Option<Module> {
    let known = || LOADED.read().iter().find(|module| module.has(address)).cloned();
    known().or_else(|| {
        *LOADED.write() = loaded();
        known()
    })
}

/// The name of an extension module as people know it: its file's name.
pub fn name(path: &Path) -> String {
    path.file_name().unwrap_or(OsStr::new("the executable")).to_string_lossy().into_owned()
}

fn own() -> (usize, usize) {
    let here = own as *const () as usize;
    let module = loaded().into_iter().find(|module| module.has(here));
    let segments = module.map_or_else(Vec::new, |module| module.segments);
    let start = segments.iter().map(|s| s.0).min().unwrap_or(0);
    (start, segments.iter().map(|s| s.1).max().unwrap_or(0))
}

/// Every object that the dynamic linker knows.
pub fn loaded() -> Vec<Module> {
    unsafe extern "C" fn each(info: *mut libc::dl_phdr_info, _: usize, modules: *mut c_void) -> c_int {
        // SAFETY: the linker's own record, and the vector below.
        let (info, modules) = unsafe { (&*info, &mut *modules.cast::<Vec<Module>>()) };
        // SAFETY: as many headers as the record says.
        let headers = unsafe { std::slice::from_raw_parts(info.dlpi_phdr, info.dlpi_phnum as usize) };
        let segment = |header: &libc::Elf64_Phdr| {
            let start = info.dlpi_addr as usize + header.p_vaddr as usize;
            (start, start + header.p_memsz as usize)
        };
        let path = match info.dlpi_name.is_null() {
            true => PathBuf::new(),
            // SAFETY: a C string of the linker's.
            false => PathBuf::from(OsStr::from_bytes(unsafe { CStr::from_ptr(info.dlpi_name) }.to_bytes())),
        };
        let loaded = || headers.iter().filter(|header| header.p_type == libc::PT_LOAD);
        let writable = loaded().filter(|header| header.p_flags & libc::PF_W != 0).map(segment).collect();
        modules.push(Module { path, base: info.dlpi_addr as usize, segments: loaded().map(segment).collect(), writable });
        0
    }
    let mut modules: Vec<Module> = Vec::new();
    // SAFETY: the function above, with the vector it expects.
    unsafe { libc::dl_iterate_phdr(Some(each), (&raw mut modules).cast()) };
    modules
}
