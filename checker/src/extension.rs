//! An extension module as a file: its machine, its symbols, its name and what the name promises.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;

use object::{Object, ObjectSection, ObjectSymbol};

use crate::contract::{Version, is_inline, is_python, tag_version, tier};

/// What an extension was built for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    /// The stable ABI, from a version on where that is known.
    Stable(Option<Version>),
    /// One version.
    Version(Version),
    /// The name does not say.
    Unsaid,
}

/// What the file itself tells.
pub struct Extension {
    /// Symbols of the C API that it wants, and whether it can do without them.
    pub imports: Vec<Import>,
    /// The module's name in its initialization function's: `PyInit_NAME`.
    pub init_names: Vec<String>,
    /// It has `PyModExport_NAME`, 3.15's way in.
    pub has_export_hook: bool,
    /// Names of the C API's name space that it defines for everybody to see.
    pub defines: Vec<String>,
    /// Names of the C API's name space that stand in its read-only data, where it imports `dlsym`.
    pub looked_up: Vec<String>,
}

impl Extension {
    /// Whether it is an extension module at all.
    pub fn is_module(&self) -> bool {
        !self.init_names.is_empty() || self.has_export_hook
    }
}

pub struct Import {
    pub name: String,
    pub optional: bool,
}

/// The name of this machine in ELF.
fn this_machine() -> object::Architecture {
    if cfg!(target_arch = "aarch64") { object::Architecture::Aarch64 } else { object::Architecture::X86_64 }
}

/// What ELF files begin with.
const MAGIC: &[u8; 4] = b"\x7fELF";

/// Reads a shared library. The error says in one line why it is none that could be loaded here.
pub fn read(path: &Path) -> Result<Extension, String> {
    let cannot = |e: std::io::Error| format!("cannot be read: {e}");
    let mut file = std::fs::File::open(path).map_err(cannot)?;
    // However large, what is no library is not taken into memory.
    let mut magic = [0; 4];
    if file.read_exact(&mut magic).is_err() || magic != *MAGIC {
        return Err("is not an ELF file".to_owned());
    }
    let mut bytes = magic.to_vec();
    file.read_to_end(&mut bytes).map_err(cannot)?;
    read_bytes(&bytes)
}

pub fn read_bytes(bytes: &[u8]) -> Result<Extension, String> {
    let file = object::File::parse(bytes).map_err(|e| format!("is a damaged ELF file: {e}"))?;
    if file.architecture() != this_machine() || !file.is_64() {
        return Err(format!("is for another machine: {:?}", file.architecture()));
    }
    if file.kind() != object::ObjectKind::Dynamic {
        return Err("is not a shared library".to_owned());
    }
    let mut extension = Extension { imports: Vec::new(), init_names: Vec::new(), has_export_hook: false, defines: Vec::new(), looked_up: Vec::new() };
    let mut imports_dlsym = false;
    for symbol in file.dynamic_symbols() {
        let Ok(name) = symbol.name() else { continue };
        if symbol.is_undefined() {
            if is_python(name) {
                extension.imports.push(Import { name: name.to_owned(), optional: symbol.is_weak() });
            }
            imports_dlsym |= name == "dlsym";
        } else if let Some(module) = name.strip_prefix("PyInit_").or_else(|| name.strip_prefix("PyInitU_")) {
            extension.init_names.push(module.to_owned());
        } else if name.starts_with("PyModExport_") || name.starts_with("PyModExportU_") {
            extension.has_export_hook = true;
        } else if is_python(name) && tier(name).is_some() {
            extension.defines.push(name.to_owned());
        }
    }
    if imports_dlsym {
        extension.looked_up = names_in_data(&file);
        extension.looked_up.retain(|name| !extension.imports.iter().any(|import| import.name == *name));
    }
    extension.imports.sort_by(|a, b| a.name.cmp(&b.name));
    extension.init_names.sort();
    Ok(extension)
}

/// The texts in read-only data that are names of the C API, each once.
fn names_in_data(file: &object::File<'_>) -> Vec<String> {
    let data = file
        .sections()
        .filter(|section| section.kind() == object::SectionKind::ReadOnlyString || section.kind() == object::SectionKind::ReadOnlyData);
    let mut names = BTreeSet::new();
    for section in data {
        let bytes = section.data().unwrap_or_default();
        let texts = bytes.split(|byte| *byte == 0).filter_map(|text| std::str::from_utf8(text).ok());
        names.extend(texts.filter(|text| is_python(text) && tier(text).is_some() && !is_inline(text)).map(str::to_owned));
    }
    names.into_iter().collect()
}

/// The names that a library defines.
pub fn defined(path: &Path) -> Result<BTreeSet<String>, String> {
    let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let file = object::File::parse(&*bytes).map_err(|e| format!("{}: {e}", path.display()))?;
    let names = file.dynamic_symbols().filter(|s| !s.is_undefined()).filter_map(|s| s.name().ok().map(str::to_owned));
    Ok(names.collect())
}

/// Whether the file's name promises the ABI that has no structs.
pub fn is_abi3t(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.split('.').skip(1).any(|part| part == "abi3t")
}

/// The module's own name and what the file's name says about the ABI: `_x.cpython-314-x86_64-linux-gnu.so`, `_x.abi3.so`.
pub fn named(path: &Path) -> (String, Target) {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (module, suffix) = name.split_once('.').unwrap_or((&name, ""));
    let tag = suffix.trim_end_matches("so").trim_end_matches('.');
    let target = if tag == "abi3" || tag == "abi3t" || tag.starts_with("abi3-") {
        Target::Stable(None)
    } else if let Some(rest) = tag.strip_prefix("cpython-") {
        tag_version(&format!("cp{}", rest.split('-').next().unwrap_or_default())).map_or(Target::Unsaid, Target::Version)
    } else {
        Target::Unsaid
    };
    (module.to_owned(), target)
}
