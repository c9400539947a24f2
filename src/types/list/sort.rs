//! A stable merge sort that takes order where it finds it: natural runs, merged in the order of powersort (Munro and Wild, 2018), galloping where one side wins often.
//!
//! It asks only "is a less than b", and that may fail. Whatever happens, also a panic in the comparison, the slice holds the same elements as before, each once:
//! elements are references, and a lost or doubled one would be a leak or worse.

use core::ptr;

/// What the sort asks of the elements' order.
pub trait Order<T> {
    /// What a comparison fails with.
    type Error;
    /// Whether `a` comes before `b`.
    fn less(&mut self, a: &T, b: &T) -> Result<bool, Self::Error>;
    /// What the sort fails with when it gets no memory for a merge.
    fn no_memory(&mut self) -> Self::Error;
}

/// Runs shorter than this, about, are made longer by insertion.
const SHORT: usize = 64;
/// So many wins in a row of one side make a merge gallop, at first.
const GALLOP: usize = 7;

/// A sorted stretch that waits to be merged, and the power of the boundary between it and the next.
struct Run {
    start: usize,
    len: usize,
    power: u32,
}

struct Sorter<'a, T, O> {
    items: &'a mut [T],
    order: &'a mut O,
    spare: Vec<T>,
    gallop: usize,
}

/// Sorts `items`. On an error the elements are in some order.
pub fn sort<T: Copy, O: Order<T>>(items: &mut [T], order: &mut O) -> Result<(), O::Error> {
    let total = items.len();
    if total < 2 {
        return Ok(());
    }
    let short = short_run(total);
    let mut runs: Vec<Run> = Vec::new();
    // Powers grow along the stack, and none is above 64.
    if runs.try_reserve(66).is_err() {
        return Err(order.no_memory());
    }
    let mut sorter = Sorter { items, order, spare: Vec::new(), gallop: GALLOP };
    let mut start = 0;
    while start < total {
        let mut len = sorter.natural_run(start)?;
        let wanted = short.min(total - start);
        if len < wanted {
            sorter.insert(start, len, wanted)?;
            len = wanted;
        }
        if let Some(last) = runs.last_mut() {
            let power = boundary_power(last.start, last.len, len, total);
            last.power = power;
            while runs.len() > 1 && runs[runs.len() - 2].power > power {
                sorter.merge_last(&mut runs)?;
            }
            if let Some(last) = runs.last_mut() {
                last.power = power;
            }
        }
        runs.push(Run { start, len, power: 0 });
        start += len;
    }
    while runs.len() > 1 {
        sorter.merge_last(&mut runs)?;
    }
    Ok(())
}

/// A length from which `total` is cut in a number of pieces that is a power of two, or a little less.
fn short_run(total: usize) -> usize {
    let shift = (usize::BITS - total.leading_zeros()).saturating_sub(SHORT.trailing_zeros());
    let rounded_up = usize::from(total & ((1 << shift) - 1) != 0);
    (total >> shift) + rounded_up
}

/// The depth, in a perfectly balanced tree over the whole slice, of the node between two neighbouring runs: the first bit in which the runs' middles differ.
fn boundary_power(start: usize, left: usize, right: usize, total: usize) -> u32 {
    let middle = |doubled: usize| ((doubled as u128) << 63) / total as u128;
    let a = middle(2 * start + left);
    let b = middle(2 * (start + left) + right);
    (a ^ b).leading_zeros()
}

/// Elements outside of the slice, and the hole in the slice that is theirs. Dropping it fills the hole.
struct Fill<T> {
    from: *const T,
    to: *mut T,
    len: usize,
}

impl<T> Drop for Fill<T> {
    fn drop(&mut self) {
        // SAFETY: the merge keeps hole and elements equal in number, and in bounds.
        unsafe { ptr::copy_nonoverlapping(self.from, self.to, self.len) };
    }
}

/// How many elements at the front of `run` satisfy `front`, which holds for a front part of it only. Looks near one end first, in steps that double.
fn gallop<T, E>(run: &[T], from_end: bool, mut front: impl FnMut(&T) -> Result<bool, E>) -> Result<usize, E> {
    let (mut low, mut high) = (0, run.len());
    let mut step = 1;
    while step < run.len() {
        let at = if from_end { run.len() - step } else { step - 1 };
        match (front(&run[at])?, from_end) {
            (true, false) => low = at + 1,
            (false, true) => high = at,
            (true, true) => {
                low = at + 1;
                break;
            }
            (false, false) => {
                high = at;
                break;
            }
        }
        step = step * 2 + 1;
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if front(&run[middle])? {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

impl<T: Copy, O: Order<T>> Sorter<'_, T, O> {
    /// Finds the run that begins at `start`, makes it ascending, and returns its length.
    fn natural_run(&mut self, start: usize) -> Result<usize, O::Error> {
        let items = &mut self.items[start..];
        if items.len() < 2 {
            return Ok(items.len());
        }
        let mut len = 2;
        if self.order.less(&items[1], &items[0])? {
            // Only a strictly descending run may be turned round.
            while len < items.len() && self.order.less(&items[len], &items[len - 1])? {
                len += 1;
            }
            items[..len].reverse();
        } else {
            while len < items.len() && !self.order.less(&items[len], &items[len - 1])? {
                len += 1;
            }
        }
        Ok(len)
    }

    /// Inserts the elements after the sorted first `sorted` ones, up to `wanted`, where they belong.
    fn insert(&mut self, start: usize, sorted: usize, wanted: usize) -> Result<(), O::Error> {
        let items = &mut self.items[start..start + wanted];
        for next in sorted..wanted {
            let (mut low, mut high) = (0, next);
            while low < high {
                let middle = low + (high - low) / 2;
                if self.order.less(&items[next], &items[middle])? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            items[low..=next].rotate_right(1);
        }
        Ok(())
    }

    /// Merges the last two runs.
    fn merge_last(&mut self, runs: &mut Vec<Run>) -> Result<(), O::Error> {
        let (Some(right), Some(left)) = (runs.pop(), runs.last_mut()) else { return Ok(()) };
        let (mut start, middle, mut end) = (left.start, right.start, right.start + right.len);
        left.len += right.len;
        left.power = right.power;
        // What is in place already at either end stays out of the merge.
        let order = &mut *self.order;
        let first = self.items[middle];
        start += gallop(&self.items[start..middle], false, |x| order.less(&first, x).map(|less| !less))?;
        if start == middle {
            return Ok(());
        }
        let last = self.items[middle - 1];
        end = middle + gallop(&self.items[middle..end], true, |x| order.less(x, &last))?;
        if middle - start <= end - middle { self.merge_up(start, middle, end) } else { self.merge_down(start, middle, end) }
    }

    /// Copies a stretch to the spare room.
    fn set_aside(&mut self, start: usize, end: usize) -> Result<(), O::Error> {
        self.spare.clear();
        if self.spare.try_reserve(end - start).is_err() {
            return Err(self.order.no_memory());
        }
        self.spare.extend_from_slice(&self.items[start..end]);
        Ok(())
    }

    /// Merges from the front; the left run, the shorter, is set aside.
    fn merge_up(&mut self, start: usize, middle: usize, end: usize) -> Result<(), O::Error> {
        self.set_aside(start, middle)?;
        let order = &mut *self.order;
        let base = self.items.as_mut_ptr();
        // SAFETY: the left elements are `left.from[..left.len]`, the right ones `right..stop`, the hole is `left.to[..left.len]`, just in front of `right`.
        // Each step moves one element, or a block, from the front of a side to the front of the hole.
        unsafe {
            let mut left = Fill { from: self.spare.as_ptr(), to: base.add(start), len: middle - start };
            let mut right: *const T = base.add(middle);
            let stop: *const T = base.add(end);
            loop {
                let (mut left_wins, mut right_wins) = (0, 0);
                while left_wins < self.gallop && right_wins < self.gallop {
                    if order.less(&*right, &*left.from)? {
                        *left.to = *right;
                        right = right.add(1);
                        left.to = left.to.add(1);
                        (left_wins, right_wins) = (0, right_wins + 1);
                        if right == stop {
                            return Ok(());
                        }
                    } else {
                        *left.to = *left.from;
                        left.from = left.from.add(1);
                        left.to = left.to.add(1);
                        left.len -= 1;
                        (left_wins, right_wins) = (left_wins + 1, 0);
                        if left.len == 0 {
                            return Ok(());
                        }
                    }
                }
                loop {
                    let key = *right;
                    let from_left = gallop(core::slice::from_raw_parts(left.from, left.len), false, |x| order.less(&key, x).map(|less| !less))?;
                    ptr::copy_nonoverlapping(left.from, left.to, from_left);
                    left.from = left.from.add(from_left);
                    left.to = left.to.add(from_left);
                    left.len -= from_left;
                    if left.len == 0 {
                        return Ok(());
                    }
                    let key = *left.from;
                    let from_right = gallop(core::slice::from_raw_parts(right, stop.offset_from(right) as usize), false, |x| order.less(x, &key))?;
                    ptr::copy(right, left.to, from_right);
                    right = right.add(from_right);
                    left.to = left.to.add(from_right);
                    if right == stop {
                        return Ok(());
                    }
                    if from_left < GALLOP && from_right < GALLOP {
                        break;
                    }
                    self.gallop = self.gallop.saturating_sub(1).max(1);
                }
                self.gallop += 2;
            }
        }
    }

    /// Merges from the back; the right run, the shorter, is set aside.
    fn merge_down(&mut self, start: usize, middle: usize, end: usize) -> Result<(), O::Error> {
        self.set_aside(middle, end)?;
        let order = &mut *self.order;
        let base = self.items.as_mut_ptr();
        // SAFETY: the right elements are `right.from[..right.len]`, the left ones `first..left`, the hole is `right.to[..right.len]`, which begins at `left`.
        // Each step moves one element, or a block, from the back of a side to the back of the hole.
        unsafe {
            let mut right = Fill { from: self.spare.as_ptr(), to: base.add(middle), len: end - middle };
            let first: *const T = base.add(start);
            let mut left: *const T = base.add(middle);
            loop {
                let (mut left_wins, mut right_wins) = (0, 0);
                while left_wins < self.gallop && right_wins < self.gallop {
                    if order.less(&*right.from.add(right.len - 1), &*left.sub(1))? {
                        left = left.sub(1);
                        *right.to.add(right.len - 1) = *left;
                        right.to = right.to.sub(1);
                        (left_wins, right_wins) = (left_wins + 1, 0);
                        if left == first {
                            return Ok(());
                        }
                    } else {
                        *right.to.add(right.len - 1) = *right.from.add(right.len - 1);
                        right.len -= 1;
                        (left_wins, right_wins) = (0, right_wins + 1);
                        if right.len == 0 {
                            return Ok(());
                        }
                    }
                }
                loop {
                    let key = *right.from.add(right.len - 1);
                    let lefts = left.offset_from(first) as usize;
                    let from_left = lefts - gallop(core::slice::from_raw_parts(first, lefts), true, |x| order.less(&key, x).map(|less| !less))?;
                    left = left.sub(from_left);
                    right.to = right.to.sub(from_left);
                    ptr::copy(left, right.to.add(right.len), from_left);
                    if left == first {
                        return Ok(());
                    }
                    let key = *left.sub(1);
                    let stay = gallop(core::slice::from_raw_parts(right.from, right.len), true, |x| order.less(x, &key))?;
                    let from_right = right.len - stay;
                    ptr::copy_nonoverlapping(right.from.add(stay), right.to.add(stay), from_right);
                    right.len = stay;
                    if right.len == 0 {
                        return Ok(());
                    }
                    if from_left < GALLOP && from_right < GALLOP {
                        break;
                    }
                    self.gallop = self.gallop.saturating_sub(1).max(1);
                }
                self.gallop += 2;
            }
        }
    }
}
