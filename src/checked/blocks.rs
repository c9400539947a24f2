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
use crate::runtime::sync::{AcrossFork, Mutex};
use crate::runtime::thread_state;
use libmimalloc_sys as mi;
use std::cell::Cell;
use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, Ordering};

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
const FILLED: usize = 1 << 10;
/// Freed blocks are kept until they are this many, or this many bytes: what is kept fits into a processor's caches.
const KEPT_BLOCKS: usize = 8 << 10;
const KEPT_BYTES: usize = 4 << 20;
/// What is larger goes at once: it would leave no room for others.
const KEPT_LARGEST: usize = KEPT_BYTES / 4;

static BLOCKS: Mutex<Blocks> =
    Mutex::new(Blocks { newest: null_mut(), oldest_freed: null_mut(), newest_freed: null_mut(), kept: 0, kept_bytes: 0, serial: 1 });
/// The lock here, as a fork needs it.
pub fn lock() -> &'static dyn AcrossFork {
    &BLOCKS
}

/// Whether there has been a second interpreter.
static SEVERAL: AtomicBool = AtomicBool::new(false);

/// What is known of all blocks, under one lock.
struct Blocks {
    /// The newest living record; the others follow.
    newest: *mut Record,
    /// Freed records, linked from the oldest to the newest.
    oldest_freed: *mut Record,
    newest_freed: *mut Record,
    kept: usize,
    kept_bytes: usize,
    /// The number of the next block.
    serial: u64,
}
// SAFETY: reached under the lock only.
unsafe impl Send for Blocks {}

impl Blocks {
    /// Puts a record in front of the living.
    ///
    /// # Safety
    /// A record that is on no list.
    unsafe fn add(&mut self, record: *mut Record) {
        // SAFETY: the caller's word; records on the list are alive.
        unsafe {
            (*record).serial = self.serial;
            (*record).next = self.newest;
            if let Some(next) = self.newest.as_mut() {
                next.previous = record;
            }
        }
        self.serial += 1;
        self.newest = record;
    }

    /// Takes a record from the living to the freed, and what is too much off these.
    ///
    /// # Safety
    /// A living record.
    unsafe fn retire(&mut self, record: *mut Record) -> *mut Record {
        // SAFETY: the caller's word.
        unsafe {
            let (next, previous) = ((*record).next, (*record).previous);
            match previous.as_mut() {
                Some(previous) => previous.next = next,
                None => self.newest = next,
            }
            if let Some(next) = next.as_mut() {
                next.previous = previous;
            }
            (*record).alive = false;
            (*record).next = null_mut();
            if (*record).weight() > KEPT_LARGEST {
                return record;
            }
            match self.newest_freed.as_mut() {
                Some(newest) => newest.next = record,
                None => self.oldest_freed = record,
            }
            self.newest_freed = record;
            self.kept += 1;
            self.kept_bytes += (*record).weight();
        }
        self.surplus(KEPT_BLOCKS, KEPT_BYTES)
    }

    /// Takes what is too much off the freed: linked, the oldest first.
    fn surplus(&mut self, blocks: usize, bytes: usize) -> *mut Record {
        let first = self.oldest_freed;
        let mut last: *mut Record = null_mut();
        while self.kept > blocks || self.kept_bytes > bytes {
            // SAFETY: freed records, of which there are `kept`.
            let Some(oldest) = (unsafe { self.oldest_freed.as_ref() }) else { break };
            self.kept -= 1;
            self.kept_bytes -= oldest.weight();
            last = self.oldest_freed;
            self.oldest_freed = oldest.next;
        }
        // SAFETY: the last that was taken.
        let Some(last) = (unsafe { last.as_mut() }) else { return null_mut() };
        last.next = null_mut();
        if self.oldest_freed.is_null() {
            self.newest_freed = null_mut();
        }
        first
    }
}

impl Record {
    fn weight(&self) -> usize {
        self.size + HEAD + TAIL
    }
}

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

/// Whether there is, or was, more than one interpreter.
#[inline]
pub fn several_interpreters() -> bool {
    SEVERAL.load(Ordering::Relaxed)
}

/// Whether an object's header is that of a freed one.
///
/// # Safety
/// Memory that can be read.
#[inline]
pub unsafe fn looks_freed(object: usize) -> bool {
    // SAFETY: the caller's word.
    let ty = unsafe { (*(object as *const PyObject)).ob_type.get() };
    std::ptr::eq(ty, &raw const FREED) || ty as usize == usize::from_ne_bytes([GONE; 8])
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
    // SAFETY: mimalloc takes any size; what is as large as a record is aligned to 16 bytes.
    let record = unsafe { if zeroed { mi::mi_zalloc(whole) } else { mi::mi_malloc(whole) } }.cast::<Record>();
    if record.is_null() {
        return null_mut();
    }
    let thread = thread_state::try_thread();
    let (interpreter, memory) = (thread.map_or(-1, |thread| thread.interp().id), memory_of(thread));
    if interpreter > 0 && !several_interpreters() {
        SEVERAL.store(true, Ordering::Relaxed);
    }
    // SAFETY: fresh memory with room for the record, the block and its guard; the list is locked while it is changed.
    unsafe {
        let block = record.add(1).cast::<c_void>();
        record.write(Record {
            size,
            serial: 0,
            made_by: entry::current(),
            stolen_by: entry::OUTSIDE,
            freed_by: entry::OUTSIDE,
            next: null_mut(),
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
        if !zeroed {
            block.cast::<u8>().write_bytes(FRESH, size.min(FILLED));
        }
        block.cast::<u8>().add(size).cast::<[u8; TAIL]>().write_unaligned([GUARD; TAIL]);
        BLOCKS.lock().add(record);
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
    let Some(record) = record(block).or_else(|| listed(block)) else {
        report("EX705", place, format!("a block was {what} that no function of the C API made"));
        return None;
    };
    // SAFETY: a record; its mark may have been written over.
    if unsafe { (*record).mark } != MARK ^ block as u64 {
        report("EX702", place, format!("a block was {what} whose first guard bytes were overwritten: something wrote before its start"));
        return None;
    }
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

/// The record of a living block that [`record`] does not find: its mark is gone, or mimalloc, which knows the addresses of all but some
/// that it has directly from the system, does not know it.
#[cold]
fn listed(block: *mut c_void) -> Option<*mut Record> {
    let wanted = block.wrapping_byte_sub(HEAD).cast::<Record>();
    any(|record| std::ptr::eq(record, wanted)).then_some(wanted)
}

/// Takes a living block off the list, fills it, and keeps it for a while.
///
/// # Safety
/// A living block's record.
unsafe fn release(record: *mut Record) {
    // SAFETY: the caller's word; the lists are locked while they are changed.
    unsafe {
        (*record).freed_by = entry::current();
        (*record).directly = header_of(&*record).is_some_and(|object| entry::gives_back(object as usize));
        record.add(1).cast::<u8>().write_bytes(GONE, (*record).size.min(FILLED));
        if let Some(header) = header_of(&*record) {
            (*header).ob_refcnt.set(GONE_COUNT);
            (*header).ob_overflow.set(0);
            (*header).ob_flags.set(0);
            (*header).ob_type.set((&raw const FREED).cast_mut());
        }
        let surplus = BLOCKS.lock().retire(record);
        let_all_go(surplus);
    }
}

/// Lets linked records go.
///
/// # Safety
/// Freed blocks' records, off all lists.
unsafe fn let_all_go(mut record: *mut Record) {
    // SAFETY: the caller's word.
    while let Some(next) = unsafe { record.as_ref() }.map(|record| record.next) {
        // SAFETY: as above.
        unsafe { let_go(record) };
        record = next;
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
    // All of it, without a branch a byte.
    if rest.iter().fold(0, |odd, byte| odd | (byte ^ GONE)) != 0 {
        report("EX703", place_of(record), format!("a block of {} bytes was written to after it was freed", record.size));
    }
}

/// Looks at all that is kept: at the end of a run.
pub fn look_at_all() {
    let kept = BLOCKS.lock().surplus(0, 0);
    // SAFETY: freed blocks' records, taken off the list.
    unsafe { let_all_go(kept) };
}

/// Whether there is a living block of which `look` says so; it is asked of the newest first.
fn any(mut look: impl FnMut(&Record) -> bool) -> bool {
    let blocks = BLOCKS.lock();
    let mut at = blocks.newest;
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
    BLOCKS.lock().serial
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
