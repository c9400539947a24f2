//! One look at all objects that are alive: how many references each has, and how many memory holds.
//!
//! Memory is every living block and the writable data of every loaded object. A word in it that is an object's address is taken for a
//! reference; what an object's count has beyond that is [`lost`](Seen::lost).

use super::blocks::{self, Live};
use super::buffers;
use super::entry::Call;
use super::modules::{self, Module};
use crate::layout::{IsObject, PyObject, flags};
use crate::object::gc;
use std::collections::HashMap;
use std::ffi::{c_int, c_void};

/// What is known of one object.
#[derive(Clone)]
pub struct Seen {
    pub serial: u64,
    /// References by its count that memory does not hold; negative where memory holds more.
    pub lost: i64,
    pub made_by: Call,
    pub kind: String,
    pub is_type: bool,
}

/// All mortal objects at one time, by their addresses.
pub struct Survey {
    pub objects: HashMap<usize, Seen>,
    /// The serial number that the next block got.
    pub end: u64,
    pub blocks: Vec<Live>,
}

impl Survey {
    /// Looks at everything. Nothing else runs.
    pub fn take() -> Survey {
        let blocks = blocks::all();
        let mut objects: HashMap<usize, Seen> = HashMap::new();
        for block in &blocks {
            // SAFETY: an object that is alive, and nothing runs.
            let Some(object) = (unsafe { block.object.as_ref() }) else { continue };
            // An extension may keep dead objects for later use: their memory holds references of nobody's.
            if object.is_immortal() || object.refcount() == 0 || object.ob_type.get().is_null() {
                continue;
            }
            let (kind, is_type) = kind(object);
            let seen = Seen { serial: block.serial, lost: i64::from(object.refcount()), made_by: block.made_by, kind, is_type };
            objects.insert(block.object as usize, seen);
        }
        let mut survey = Survey { objects, end: blocks::next_serial(), blocks };
        survey.count();
        survey
    }

    /// Takes from each object's count what memory holds.
    fn count(&mut self) {
        let lowest = self.objects.keys().min().copied().unwrap_or(0);
        let highest = self.objects.keys().max().copied().unwrap_or(0);
        let objects = &mut self.objects;
        let mut hold = |words: &[usize]| {
            for word in words.iter().filter(|word| (lowest..=highest).contains(*word)) {
                if let Some(seen) = objects.get_mut(word) {
                    seen.lost -= 1;
                }
            }
        };
        for block in &self.blocks {
            hold(words_of(block));
        }
        let modules = modules::loaded();
        for module in &modules {
            module.writable_words().for_each(&mut hold);
        }
        // A buffer's struct may stand where nothing looks; what it holds, it holds all the same.
        for held in buffers::held() {
            let seen = self.blocks.iter().any(|block| (block.start..block.start + block.size).contains(&held.place))
                || modules.iter().any(|module| module.writes_at(held.place));
            if !seen {
                hold(&[held.object]);
            }
        }
    }

    /// The objects whose addresses stand in a block.
    pub fn held_by<'a>(&'a self, block: &'a Live) -> impl Iterator<Item = usize> + 'a {
        words_of(block).iter().copied().filter(|word| self.objects.contains_key(word))
    }

    /// Where a module's own data holds an object: the address of the variable, and the object.
    pub fn globals_of<'a>(&'a self, module: &'a Module) -> impl Iterator<Item = (usize, &'a Seen)> + 'a {
        let words = module.writable_words().flatten();
        words.filter_map(|word| Some((std::ptr::from_ref(word) as usize, self.objects.get(word)?)))
    }
}

/// A living block's memory, word by word.
pub fn words_of(block: &Live) -> &[usize] {
    // SAFETY: a living block, which is aligned; nothing runs.
    unsafe { std::slice::from_raw_parts(block.start as *const usize, block.size / size_of::<usize>()) }
}

/// The object's type in words, and whether it is a type itself.
fn kind(object: &PyObject) -> (String, bool) {
    match object.downcast::<crate::layout::PyTypeObject>() {
        Some(ty) => (format!("the type '{}'", ty.name()), true),
        None => (format!("'{}'", object.ty().name()), false),
    }
}

/// What an object's `tp_traverse` shows; `None` where its type has none, or takes no part in collection.
pub fn shown_by(object: &PyObject) -> Option<Vec<usize>> {
    unsafe extern "C" fn visit(object: *mut PyObject, arg: *mut c_void) -> c_int {
        // SAFETY: the vector below.
        unsafe { (*arg.cast::<Vec<usize>>()).push(object as usize) };
        0
    }
    if !object.ty().has_flag(flags::HAVE_GC) || !gc::is_gc(object) {
        return None;
    }
    let traverse = object.ty().tp_traverse.get()?;
    let mut shown: Vec<usize> = Vec::new();
    // SAFETY: the slot's contract; the function above takes the vector.
    unsafe { traverse(object.as_ptr(), visit, (&raw mut shown).cast()) };
    Some(shown)
}
