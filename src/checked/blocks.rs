//! Every block of memory: who made it, whether it is alive, whether its edges are whole.
//!
//! A block has a record before it and guard bytes on both sides. Freed, it is filled with a pattern and kept for a while: who
//! reads it finds no live object, who writes it leaves a mark, who frees it again is told. A freed object's header stays readable: its
//! count is one that no object has, and its type is [`FREED`], whose instances can do nothing.
//!
//! Invariant: a record is on the list of the living exactly while its block is alive; it is read only where [`record`] has found its mark.

use super::entry::{self, Call};
use super::finding::{Place, report};
use crate::layout::*;
use crate::runtime::memory::Domain;
use crate::runtime::sync::Mutex;
use crate::runtime::thread_state;
use libmimalloc_sys as mi;
use std::cell::Cell;
use std::collections::VecDeque;
use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicU64, Ordering};

/// What stands before a block; the mark touches the block, and is its leading guard.
#[repr(C)]
struct Record {
    size: usize,
    serial: u64,
    /// The call of the C API in which the block was made, the one that last stole a reference to the object in it, and the one that freed it.
    made_by: Call,
    stolen_by: Call,
    freed_by: Call,
    next: *mut Record,
    previous: *mut Record,
    /// The interpreter that it was made in; -1 for none.
    interpreter: i64,
    /// The interpreter whose memory it is: the main one's, unless the other has its own.
    memory: i64,
    /// Bytes from the block to the object in it; -1 where there is none.
    object: i32,
    domain: u8,
    alive: bool,
    /// It was freed by a call that gave back a reference to this object, and to no other that held it.
    directly: bool,
    _unused: [u8; 1],
    mark: u64,
}

const HEAD: usize = size_of::<Record>();
const _: () = assert!(HEAD.is_multiple_of(16));
/// Bytes after a block.
const TAIL: usize = 16;
const GUARD: u8 = 0xFB;
/// What fresh memory is filled with, and freed memory.
const FRESH: u8 = 0xCD;
const GONE: u8 = 0xDB;
/// The count of a freed object: mortal, so that inline code that counts leaves a trace.
const GONE_COUNT: u32 = 0x1DDD_DDDD;
const MARK: u64 = 0x45_58_55_56_49_41_21_21;
/// As many bytes of a block are filled, and looked at later.
const FILLED: usize = 64 << 10;
/// Freed blocks are kept until they are this many bytes.
const KEPT: usize = 32 << 20;

#[derive(Default)]
struct Quarantine {
    blocks: VecDeque<usize>,
    bytes: usize,
}

static LIVING: Mutex<Ring> = Mutex::new(Ring(null_mut()));
static QUARANTINE: Mutex<Option<Quarantine>> = Mutex::new(None);
static SERIAL: AtomicU64 = AtomicU64::new(1);

/// The newest living record; the others follow.
struct Ring(*mut Record);
// SAFETY: reached under the lock only.
unsafe impl Send for Ring {}

/// What people may know of a block.
#[derive(Clone, Copy)]
pub struct Known {
    pub size: usize,
    pub made_by: Call,
    pub interpreter: i64,
    stolen_by: Call,
    freed_by: Call,
    directly: bool,
}

impl Known {
    /// The block in words.
    pub fn what(&self) -> String {
        let maker = super::modules::of(self.made_by.site).map(|module| super::modules::name(&module.path));
        match maker {
            Some(maker) => format!("an object of {} bytes that {maker} made", self.size),
            None => format!("an object of {} bytes", self.size),
        }
    }
}

/// Whether there is an object at an address.
pub enum State {
    Alive(Known),
    Freed(Known),
    /// Static, or of another allocator.
    Unknown,
}

/// The record of a block, where the address is a block's.
fn record(block: *mut c_void) -> Option<*mut Record> {
    if block.is_null() || !(block as usize).is_multiple_of(8) {
        return None;
    }
    let record = block.wrapping_byte_sub(HEAD).cast::<Record>();
    // SAFETY: asks about an address.
    if !unsafe { mi::mi_is_in_heap_region(record.cast()) } {
        return None;
    }
    // SAFETY: memory of the allocator; anything may be in it.
    (unsafe { (*record).mark } == MARK ^ block as u64).then_some(record)
}

/// The block of an object: it begins there, or the words of the collector come before it.
fn record_of(object: usize) -> Option<*mut Record> {
    [0, 16, 32].into_iter().find_map(|before| record((object - before) as *mut c_void))
}

/// Whether the object at an address is alive, as far as blocks tell.
pub fn state_of(object: usize) -> State {
    if object < 4096 {
        return State::Unknown;
    }
    let Some(record) = record_of(object) else { return State::Unknown };
    // SAFETY: a record.
    let record = unsafe { &*record };
    let known = Known {
        size: record.size,
        made_by: record.made_by,
        interpreter: record.interpreter,
        stolen_by: record.stolen_by,
        freed_by: record.freed_by,
        directly: record.directly,
    };
    if record.alive { State::Alive(known) } else { State::Freed(known) }
}

/// A new object's header was written: remembers where in its block it lies.
pub fn born(object: *mut PyObject) {
    for before in [0usize, 16, 32] {
        if let Some(record) = record(object.wrapping_byte_sub(before).cast()) {
            // SAFETY: a record; the block is the caller's.
            unsafe { (*record).object = before as i32 };
            return;
        }
    }
}

/// A call steals a reference to an object.
pub fn stolen(object: usize, call: Call) {
    if let Some(record) = record_of(object) {
        // SAFETY: a record; the object is the caller's.
        unsafe { (*record).stolen_by = call };
    }
}

/// The interpreter whose memory the running thread's `PyMem_` and `PyObject_` families have.
fn memory_of(thread: Option<&thread_state::Thread>) -> i64 {
    let interp = thread.map(|thread| thread.interp());
    interp.map_or(-1, |interp| if interp.config.get().use_main_obmalloc != 0 { 0 } else { interp.id })
}

/// A block of at least `size` bytes, or NULL.
pub fn alloc(domain: Domain, size: usize, zeroed: bool) -> *mut c_void {
    let Some(whole) = size.max(1).checked_add(HEAD + TAIL) else { return null_mut() };
    // SAFETY: mimalloc takes any size.
    let record = unsafe { if zeroed { mi::mi_zalloc_aligned(whole, 16) } else { mi::mi_malloc_aligned(whole, 16) } }.cast::<Record>();
    if record.is_null() {
        return null_mut();
    }
    let thread = thread_state::try_thread();
    let (interpreter, memory) = (thread.map_or(-1, |thread| thread.interp().id), memory_of(thread));
    let mut living = LIVING.lock();
    // SAFETY: fresh memory with room for the record, the block and its guard; the list is locked.
    unsafe {
        let block = record.add(1).cast::<c_void>();
        record.write(Record {
            size,
            serial: SERIAL.fetch_add(1, Ordering::Relaxed),
            made_by: entry::current(),
            stolen_by: entry::OUTSIDE,
            freed_by: entry::OUTSIDE,
            next: living.0,
            previous: null_mut(),
            interpreter,
            memory,
            object: -1,
            domain: domain as u8,
            alive: true,
            directly: false,
            _unused: [0; 1],
            mark: MARK ^ block as u64,
        });
        if let Some(next) = living.0.as_mut() {
            next.previous = record;
        }
        living.0 = record;
        if !zeroed {
            block.cast::<u8>().write_bytes(FRESH, size.min(FILLED));
        }
        block.cast::<u8>().add(size).write_bytes(GUARD, TAIL);
        block
    }
}

/// The block with another size.
///
/// # Safety
/// As `PyMem_Realloc`.
pub unsafe fn realloc(domain: Domain, block: *mut c_void, size: usize) -> *mut c_void {
    if block.is_null() {
        return alloc(domain, size, false);
    }
    let Some(old) = checked(domain, block, "resized") else {
        return null_mut();
    };
    let new = alloc(domain, size, false);
    if new.is_null() {
        return null_mut();
    }
    // SAFETY: both blocks are as large as their records say.
    unsafe {
        let known = (*old).size.min(size);
        new.cast::<u8>().copy_from_nonoverlapping(block.cast::<u8>(), known);
        if let Some(record) = record(new) {
            (*record).object = (*old).object;
        }
        release(old);
    }
    new
}

/// Gives a block back.
///
/// # Safety
/// As `PyMem_Free`.
pub unsafe fn free(domain: Domain, block: *mut c_void) {
    if let Some(record) = (!block.is_null()).then(|| checked(domain, block, "freed")).flatten() {
        // SAFETY: a living block.
        unsafe { release(record) };
    }
}

/// The record of a block that somebody gives back, if it is theirs to give; else that is reported.
fn checked(domain: Domain, block: *mut c_void, what: &str) -> Option<*mut Record> {
    let place = entry::current().place();
    let Some(record) = record(block) else {
        // The word before the block may have been overwritten: then it is known by its place in the list.
        match written_before(block) {
            true => report("EX702", place, format!("a block was {what} whose first guard bytes were overwritten: something wrote before its start")),
            false => report("EX705", place, format!("a block was {what} that no function of the C API made")),
        }
        return None;
    };
    // SAFETY: a record.
    let known = unsafe { &*record };
    if !known.alive {
        report("EX704", place, format!("a block of {} bytes was {what} that had been freed", known.size));
        return None;
    }
    if known.domain != domain as u8 {
        let name = |domain: u8| ["PyMem_Raw", "PyMem_", "PyObject_"].get(domain as usize).copied().unwrap_or("?");
        report("EX701", place, format!("a block of {}… was {what} by {}…", name(known.domain), name(domain as u8)));
    }
    let own = memory_of(thread_state::try_thread());
    if known.domain != Domain::Raw as u8 && own >= 0 && known.memory >= 0 && known.memory != own {
        report("EX706", place, format!("a block of interpreter {} was {what} in interpreter {own}", known.memory));
    }
    // SAFETY: the guard follows the block.
    let tail = unsafe { std::slice::from_raw_parts(block.cast::<u8>().add(known.size), TAIL) };
    if let Some(at) = tail.iter().position(|byte| *byte != GUARD) {
        report("EX702", place_of(known), format!("something wrote {at} bytes past the end of a block of {} bytes", known.size));
    }
    Some(record)
}

/// Where a block was made: the place that is to blame for what is wrong with it, as far as anybody knows.
fn place_of(record: &Record) -> Place {
    record.made_by.place()
}

/// Whether the address is that of a living block whose mark is gone.
fn written_before(block: *mut c_void) -> bool {
    any(|record| std::ptr::eq(std::ptr::from_ref(record).wrapping_add(1).cast(), block))
}

/// Takes a living block off the list, fills it, and keeps it for a while.
///
/// # Safety
/// A living block's record.
unsafe fn release(record: *mut Record) {
    // SAFETY: the caller's word; the list is locked while it is changed.
    unsafe {
        {
            let mut living = LIVING.lock();
            let (next, previous) = ((*record).next, (*record).previous);
            match previous.as_mut() {
                Some(previous) => previous.next = next,
                None => living.0 = next,
            }
            if let Some(next) = next.as_mut() {
                next.previous = previous;
            }
            (*record).alive = false;
        }
        (*record).freed_by = entry::current();
        (*record).directly = header_of(&*record).is_some_and(|object| entry::gives_back(object as usize));
        let size = (*record).size;
        let block = record.add(1).cast::<u8>();
        block.write_bytes(GONE, size.min(FILLED));
        if let Some(header) = header_of(&*record) {
            (*header).ob_refcnt.set(GONE_COUNT);
            (*header).ob_overflow.set(0);
            (*header).ob_flags.set(0);
            (*header).ob_type.set((&raw const FREED).cast_mut());
        }
        let mut quarantine = QUARANTINE.lock();
        let quarantine = quarantine.get_or_insert_default();
        quarantine.blocks.push_back(record as usize);
        quarantine.bytes += size + HEAD + TAIL;
        while quarantine.bytes > KEPT {
            let Some(oldest) = quarantine.blocks.pop_front() else { break };
            let oldest = oldest as *mut Record;
            quarantine.bytes -= (*oldest).size + HEAD + TAIL;
            let_go(oldest);
        }
    }
}

/// The header of the object in a block.
fn header_of(record: &Record) -> Option<*mut PyObject> {
    let at = usize::try_from(record.object).ok()?;
    let room = record.size.checked_sub(at)? >= size_of::<PyObject>();
    // SAFETY: within the block.
    room.then(|| unsafe { std::ptr::from_ref(record).add(1).cast_mut().byte_add(at).cast() })
}

/// Looks whether anybody has written into a freed block, and gives its memory back.
///
/// # Safety
/// A freed block's record, off all lists.
unsafe fn let_go(record: *mut Record) {
    // SAFETY: the caller's word.
    unsafe {
        look_after(&*record);
        (*record).mark = 0;
        mi::mi_free(record.cast());
    }
}

/// Looks whether anybody has written into a freed block.
fn look_after(record: &Record) {
    // SAFETY: the block follows its record.
    let block = unsafe { std::slice::from_raw_parts(std::ptr::from_ref(record).add(1).cast::<u8>(), record.size.min(FILLED)) };
    let mut rest = block;
    if let Some(header) = header_of(record) {
        // SAFETY: within the block.
        let header = unsafe { &*header };
        let counted = i64::from(header.ob_refcnt.get()) - i64::from(GONE_COUNT);
        if counted != 0 {
            let what = if counted < 0 { "given back" } else { "taken" };
            let message = format!("{} references to an object of {} bytes were {what} after it was freed", counted.abs(), record.size);
            report(if counted < 0 { "EX302" } else { "EX303" }, place_of(record), message);
        }
        let at = record.object as usize;
        rest = &block[(at + size_of::<PyObject>()).min(block.len())..];
    }
    if rest.iter().any(|byte| *byte != GONE) {
        report("EX703", place_of(record), format!("a block of {} bytes was written to after it was freed", record.size));
    }
}

/// Looks at all that is kept, and at the edges of all that is alive: at the end of a run.
pub fn look_at_all() {
    let mut quarantine = QUARANTINE.lock();
    for record in quarantine.get_or_insert_default().blocks.drain(..) {
        // SAFETY: freed blocks' records.
        unsafe { let_go(record as *mut Record) };
    }
    *quarantine = None;
}

/// Whether there is a living block of which `look` says so; it is asked of the newest first.
fn any(mut look: impl FnMut(&Record) -> bool) -> bool {
    let living = LIVING.lock();
    let mut at = living.0;
    // SAFETY: records of living blocks, under the lock.
    while let Some(record) = unsafe { at.as_ref() } {
        if look(record) {
            return true;
        }
        at = record.next;
    }
    false
}

/// A block that is alive.
#[derive(Clone, Copy)]
pub struct Live {
    pub start: usize,
    pub size: usize,
    /// The object in it, or NULL.
    pub object: *mut PyObject,
    pub serial: u64,
    pub made_by: Call,
}

// SAFETY: an address, which is looked at only while nothing runs.
unsafe impl Send for Live {}

/// All blocks that are alive, the newest first. They stay what they are as long as nothing runs.
pub fn all() -> Vec<Live> {
    let mut blocks = Vec::new();
    any(|record| {
        let start = std::ptr::from_ref(record).wrapping_add(1) as usize;
        let object = header_of(record).unwrap_or(null_mut());
        blocks.push(Live { start, size: record.size, object, serial: record.serial, made_by: record.made_by });
        false
    });
    blocks
}

/// The number that the next block gets: what is made from now on has it, or a higher one.
pub fn next_serial() -> u64 {
    SERIAL.load(Ordering::Relaxed)
}

/// The type of what was freed. Its instances can do nothing, and are never destroyed.
pub static FREED: PyTypeObject = PyTypeObject {
    tp_name: Cell::new(c"freed object".as_ptr()),
    tp_basicsize: Cell::new(size_of::<PyObject>() as isize),
    tp_flags: Cell::new(flags::DEFAULT | flags::DISALLOW_INSTANTIATION),
    tp_dealloc: Cell::new(Some(destroyed_again)),
    ..PyTypeObject::STATIC
};

/// The count of a freed object came to zero: inline code has counted it down.
unsafe extern "C" fn destroyed_again(object: *mut PyObject) {
    // SAFETY: a freed object's header.
    unsafe {
        given_back_after_end(&*object);
        (*object).ob_refcnt.set(GONE_COUNT);
    }
}

/// Whether a count is that of a freed object.
#[inline(always)]
pub fn is_gone(count: u32) -> bool {
    count == GONE_COUNT
}

/// A reference to a freed object was taken.
#[cold]
pub fn taken_after_end(object: &PyObject) {
    report("EX303", entry::current().place(), format!("a reference was taken to {}, which was freed", what(object)));
}

/// A reference to a freed object was given back: too many were. Which one that was is known where the object's end was asked for directly.
#[cold]
pub fn given_back_after_end(object: &PyObject) {
    let address = object.as_ptr() as usize;
    let what = what(object);
    let (State::Freed(known) | State::Alive(known)) = state_of(address) else {
        return report("EX302", entry::current().place(), format!("a reference was given back to {what}, which was freed"));
    };
    let now_directly = entry::gives_back(address);
    let call = if known.directly && !now_directly { known.freed_by } else { entry::current() };
    match known.stolen_by.export {
        Some(thief) if known.directly || now_directly => {
            report("EX304", call.place(), format!("gives back a reference to {what}, which {} had stolen", thief.name));
        }
        _ if known.directly && !now_directly => {
            let place = call.place();
            report("EX302", place, format!("gives back the last reference to {what}, which is held elsewhere"));
        }
        _ => report("EX302", call.place(), format!("a reference was given back to {what}, which was freed")),
    }
}

fn what(object: &PyObject) -> String {
    match state_of(object.as_ptr() as usize) {
        State::Alive(known) | State::Freed(known) => known.what(),
        State::Unknown => "an object".to_owned(),
    }
}

/// Whether a word is what fresh memory holds.
pub fn is_fresh(word: usize) -> bool {
    word == usize::from_ne_bytes([FRESH; size_of::<usize>()])
}

/// Makes an object's memory after its header what fresh memory is: whoever made it has to set its fields.
pub fn unset(object: usize, header: usize) {
    fill(object, header, |_| true, FRESH);
}

/// Whether something of an object is still [`unset`].
pub fn has_unset(object: usize, header: usize) -> bool {
    let seen = std::cell::Cell::new(false);
    fill(
        object,
        header,
        |word| {
            seen.set(seen.get() || is_fresh(word));
            false
        },
        FRESH,
    );
    seen.get()
}

/// Makes zero what is still [`unset`].
pub fn settle(object: usize, header: usize) {
    fill(object, header, is_fresh, 0);
}

fn fill(object: usize, header: usize, which: impl Fn(usize) -> bool, byte: u8) {
    let Some(record) = record_of(object) else { return };
    // SAFETY: a living object's record.
    let (start, size) = unsafe { (record.add(1) as usize, (*record).size) };
    let words = (object + header..start + size).step_by(size_of::<usize>()).filter(|word| word + size_of::<usize>() <= start + size);
    for word in words {
        // SAFETY: within the block.
        unsafe {
            if which(*(word as *const usize)) {
                (word as *mut u8).write_bytes(byte, size_of::<usize>());
            }
        }
    }
}
