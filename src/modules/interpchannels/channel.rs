//! The channels themselves: numbers, ends and items, without an object among them.
//!
//! A channel has two ends, and an interpreter joins one by its first use of it. It is open until every end that was joined is left, or
//! until it is closed; a closed one keeps its number as long as somebody holds that.
//!
//! Invariant: nothing is made or released under the lock: what leaves a channel under it is handed out.

use super::Trouble;
use super::wait::Promise;
use crate::modules::crossing::{self, Item, Options};
use crate::runtime::crossinterp::XIData;
use crate::runtime::sync::{AcrossFork, Mutex};
use std::collections::VecDeque;
use std::ffi::c_int;

/// Which ends are meant.
pub const SEND: c_int = 1;
pub const BOTH: c_int = 0;
pub const RECV: c_int = -1;

/// What waits in a channel.
pub type Sent = Item<Promise>;

/// What left a channel; to be dropped by [`Gone::release`], under no lock.
#[derive(Default)]
#[must_use]
pub struct Gone {
    data: Vec<Option<XIData>>,
    items: VecDeque<Sent>,
}

impl Gone {
    fn add(&mut self, channel: Option<Channel>) {
        let Some(channel) = channel else { return };
        if self.items.is_empty() { self.items = channel.items } else { self.items.extend(channel.items) }
    }
    /// Releases the data, and tells who waits for them to be received that they will not be.
    pub fn release(self) {
        self.data.into_iter().chain(self.items.into_iter().map(|item| item.data)).for_each(crossing::release);
    }
}

/// An interpreter at an end.
struct End {
    interpid: i64,
    open: bool,
}

fn end_of(ends: &[End], interpid: i64) -> Option<&End> {
    ends.iter().find(|end| end.interpid == interpid)
}

/// Joins an end, where it has not been left.
fn join(ends: &mut Vec<End>, interpid: i64) -> Result<(), Trouble> {
    match end_of(ends, interpid) {
        Some(end) if end.open => {}
        Some(_) => return Err(Trouble::Left),
        None => ends.push(End { interpid, open: true }),
    }
    Ok(())
}

/// Leaves an end, joined or not.
fn leave(ends: &mut Vec<End>, interpid: i64) {
    match ends.iter_mut().find(|end| end.interpid == interpid) {
        Some(end) => end.open = false,
        None => ends.push(End { interpid, open: false }),
    }
}

/// A channel that is not closed.
#[derive(Default)]
struct Channel {
    /// Closed for senders; for all, once it is empty.
    closing: bool,
    items: VecDeque<Sent>,
    send: Vec<End>,
    recv: Vec<End>,
}

impl Channel {
    fn ends(&mut self, send: bool) -> &mut Vec<End> {
        if send { &mut self.send } else { &mut self.recv }
    }
    fn is_left_by_all(&self) -> bool {
        let mut ends = self.send.iter().chain(&self.recv).peekable();
        ends.peek().is_some() && ends.all(|end| !end.open)
    }
}

/// A number with what it stands for.
struct Entry {
    id: i64,
    /// How many objects hold it; it goes with the last.
    held: usize,
    defaults: Options,
    /// `None` once it is closed.
    channel: Option<Channel>,
    /// Closed by all having left: it is listed still.
    left: bool,
}

impl Entry {
    fn open(&mut self) -> Result<&mut Channel, Trouble> {
        self.channel.as_mut().ok_or(Trouble::Closed)
    }
    /// Closes the channel where nobody is left at it.
    fn settle(&mut self, gone: &mut Gone) {
        if self.channel.as_ref().is_some_and(Channel::is_left_by_all) {
            self.left = true;
            gone.add(self.channel.take());
        }
    }
}

struct Channels {
    next_id: i64,
    /// Oldest first.
    all: Vec<Entry>,
}

static CHANNELS: Mutex<Channels> = Mutex::new(Channels { next_id: 0, all: Vec::new() });

/// The lock here, as a fork needs it.
pub fn lock() -> &'static dyn AcrossFork {
    &CHANNELS
}

/// Looks at a number's entry.
fn with<R>(id: i64, look: impl FnOnce(&mut Entry) -> Result<R, Trouble>) -> Result<R, Trouble> {
    CHANNELS.lock().all.iter_mut().find(|entry| entry.id == id).ok_or(Trouble::NotFound).and_then(look)
}

/// Makes a channel: its number.
pub fn create(defaults: Options) -> i64 {
    let mut channels = CHANNELS.lock();
    let id = channels.next_id;
    channels.next_id += 1;
    channels.all.push(Entry { id, held: 0, defaults, channel: Some(Channel::default()), left: false });
    id
}

/// Takes a channel away, number and all.
pub fn destroy(id: i64) -> Result<Gone, Trouble> {
    let mut channels = CHANNELS.lock();
    let at = channels.all.iter().position(|entry| entry.id == id).ok_or(Trouble::NotFound)?;
    let mut gone = Gone::default();
    gone.add(channels.all.remove(at).channel);
    Ok(gone)
}

/// One more object holds the number.
pub fn hold(id: i64) -> Result<(), Trouble> {
    with(id, |entry| {
        entry.held += 1;
        Ok(())
    })
}

/// One object less holds the number.
pub fn let_go(id: i64) -> Gone {
    let last = with(id, |entry| {
        entry.held = entry.held.saturating_sub(1);
        Ok(entry.held == 0)
    });
    if last == Ok(true) { destroy(id).unwrap_or_default() } else { Gone::default() }
}

/// All numbers of channels that were not closed, newest first, with their options.
pub fn list() -> Vec<(i64, Options)> {
    let channels = CHANNELS.lock();
    channels.all.iter().rev().filter(|entry| entry.channel.is_some() || entry.left).map(|entry| (entry.id, entry.defaults)).collect()
}

/// The options of what is sent without any.
pub fn defaults(id: i64) -> Result<Options, Trouble> {
    with(id, |entry| entry.open().map(|_| ()).map(|()| entry.defaults))
}

/// How many items wait.
pub fn count(id: i64) -> Result<usize, Trouble> {
    with(id, |entry| entry.open().map(|channel| channel.items.len()))
}

/// Whether something may be sent, as far as can be told without joining.
pub fn may_send(id: i64) -> Result<(), Trouble> {
    with(id, |entry| if entry.open()?.closing { Err(Trouble::Closed) } else { Ok(()) })
}

/// Adds an item; hands it back where it cannot be.
pub fn send(id: i64, interpid: i64, item: Sent) -> Result<(), (Trouble, Sent)> {
    let mut item = Some(item);
    let added = with(id, |entry| {
        let channel = entry.open()?;
        if channel.closing {
            return Err(Trouble::Closed);
        }
        join(&mut channel.send, interpid)?;
        let Some(given) = item.take() else { return Ok(()) };
        crossing::push(&mut channel.items, given).map_err(|given| {
            item = Some(given);
            Trouble::NoMemory
        })
    });
    match (added, item) {
        (Err(trouble), Some(item)) => Err((trouble, item)),
        _ => Ok(()),
    }
}

/// Takes an item back that was not received; `None` where it has left the channel.
pub fn take_back(id: i64, is_it: impl Fn(&Promise) -> bool) -> Option<Sent> {
    let taken = with(id, |entry| {
        let items = &mut entry.open()?.items;
        let at = items.iter().position(|item| is_it(&item.more));
        Ok(at.and_then(|at| items.remove(at)))
    });
    taken.ok().flatten()
}

/// Takes the oldest item; closes the channel where that was to be done once it is empty.
pub fn receive(id: i64, interpid: i64) -> Result<Sent, Trouble> {
    with(id, |entry| {
        let channel = entry.open()?;
        join(&mut channel.recv, interpid)?;
        let item = channel.items.pop_front();
        if channel.closing && channel.items.is_empty() {
            entry.channel = None;
        }
        item.ok_or(Trouble::Empty)
    })
}

/// Leaves an end or both.
pub fn release(id: i64, interpid: i64, which: c_int) -> Result<Gone, Trouble> {
    with(id, |entry| {
        let channel = entry.open()?;
        for end in [SEND, RECV] {
            if which == end || which == BOTH {
                leave(channel.ends(end == SEND), interpid);
            }
        }
        let mut gone = Gone::default();
        entry.settle(&mut gone);
        Ok(gone)
    })
}

/// Closes for all. With items in it: by force, or to senders at first.
pub fn close(id: i64, which: c_int, force: bool) -> Result<Gone, Trouble> {
    with(id, |entry| {
        let channel = entry.open()?;
        let mut gone = Gone::default();
        if force {
            gone.add(entry.channel.take());
            return Ok(gone);
        }
        if which == SEND && channel.closing {
            return Err(Trouble::Closed);
        }
        match (channel.items.is_empty(), which) {
            (true, _) => entry.channel = None,
            (false, SEND) => channel.closing = true,
            (false, _) => return Err(Trouble::NotEmpty),
        }
        Ok(gone)
    })
}

/// The interpreters at an end, oldest first.
pub fn interpreters(id: i64, send: bool) -> Result<Vec<i64>, Trouble> {
    let mut found: Vec<i64> = with(id, |entry| {
        let channel = entry.open()?;
        if send && channel.closing {
            return Err(Trouble::Closed);
        }
        Ok(channel.ends(send).iter().filter(|end| end.open).map(|end| end.interpid).collect())
    })?;
    found.sort_unstable();
    Ok(found)
}

/// What is told of a channel, in the order of `ChannelInfo`'s fields.
pub struct Info {
    /// Open, closing, closed.
    pub state: [bool; 3],
    pub count: usize,
    /// Interpreters at the sending end alone, who have left that, the same of the receiving end; at both, who have left both, who have left
    /// one of the two.
    pub interpreters: [i64; 8],
    /// Whether the interpreter is at the sending end, has left it, and the same of the receiving one.
    pub own: [bool; 4],
}

/// Looks a channel over, for an interpreter.
pub fn info(id: i64, interpid: i64) -> Result<Info, Trouble> {
    with(id, |entry| {
        let Some(channel) = &entry.channel else {
            return Ok(Info { state: [false, false, true], count: 0, interpreters: [0; 8], own: [false; 4] });
        };
        let mut interpreters = [0; 8];
        let mut note = |at: usize| interpreters.iter_mut().skip(at).take(1).for_each(|number| *number += 1);
        for end in &channel.send {
            note(match (end.open, end_of(&channel.recv, end.interpid).map(|end| end.open)) {
                (true, None) => 0,
                (false, None) => 1,
                (true, Some(true)) => 4,
                (false, Some(false)) => 5,
                (true, Some(false)) => 6,
                (false, Some(true)) => 7,
            });
        }
        for end in channel.recv.iter().filter(|end| end_of(&channel.send, end.interpid).is_none()) {
            note(if end.open { 2 } else { 3 });
        }
        let of = |ends: &[End]| end_of(ends, interpid).map_or((false, false), |end| (end.open, !end.open));
        let (send, recv) = (of(&channel.send), of(&channel.recv));
        Ok(Info {
            state: [!channel.closing, channel.closing, false],
            count: channel.items.len(),
            interpreters,
            own: [send.0, send.1, recv.0, recv.1],
        })
    })
}

/// An interpreter ends: its data go, and it leaves all ends. With the main one go all channels.
pub fn forget_interpreter(id: i64) -> Gone {
    let mut gone = Gone::default();
    let mut channels = CHANNELS.lock();
    for entry in &mut channels.all {
        if let Some(channel) = &mut entry.channel {
            gone.data.extend(crossing::forget(&mut channel.items, id));
            channel.send.iter_mut().chain(&mut channel.recv).filter(|end| end.interpid == id).for_each(|end| end.open = false);
        }
        entry.settle(&mut gone);
    }
    if id == 0 {
        channels.next_id = 0;
        channels.all.drain(..).for_each(|entry| gone.add(entry.channel));
    }
    gone
}
