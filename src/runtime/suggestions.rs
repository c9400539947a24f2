//! Which of some names somebody meant who wrote another: what "Did you mean" offers.
//!
//! The distance between two names is the cheapest way from one to the other: a byte inserted, deleted or replaced costs
//! [`MOVE`], a letter whose case alone differs [`CASE`].  A name is offered when no more than a third of the bytes move.

const MOVE: usize = 2;
const CASE: usize = 1;
/// Names that are longer are compared by their first differing bytes only when these are few.
const LONGEST: usize = 40;
/// With more candidates than this nothing is offered: the search is for a person who waits.
const MOST: usize = 750;

/// The index of the candidate nearest to `wrong`, or `None` when none is near enough.
/// A candidate that equals `wrong` is not offered.
pub fn nearest<T: AsRef<[u8]>>(candidates: &[T], wrong: &[u8]) -> Option<usize> {
    if candidates.len() >= MOST {
        return None;
    }
    let mut best: Option<(usize, usize)> = None;
    for (index, candidate) in candidates.iter().enumerate() {
        let candidate = candidate.as_ref();
        if candidate.is_empty() || candidate == wrong {
            continue;
        }
        let mut limit = (wrong.len() + candidate.len() + 3) * MOVE / 6;
        if let Some((_, distance)) = best {
            limit = limit.min(distance.saturating_sub(1));
        }
        if let Some(distance) = distance(wrong, candidate, limit) {
            best = Some((index, distance));
        }
    }
    best.map(|(index, _)| index)
}

/// The distance from `a` to `b`, or `None` when it is greater than `limit`.
pub fn distance(a: &[u8], b: &[u8], limit: usize) -> Option<usize> {
    let within = |cost: usize| (cost <= limit).then_some(cost);
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[head..], &b[head..]);
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - tail], &b[..b.len() - tail]);
    if a.is_empty() || b.is_empty() {
        return within((a.len() + b.len()) * MOVE);
    }
    if a.len() > LONGEST || b.len() > LONGEST {
        return None;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if (long.len() - short.len()) * MOVE > limit {
        return None;
    }
    // One row of the table is enough: row[i] is the cost from `long` up to the byte at hand to `short[..=i]`.
    let mut row = [0; LONGEST];
    for (i, cost) in row.iter_mut().enumerate() {
        *cost = (i + 1) * MOVE;
    }
    let mut last = 0;
    for (i, &x) in long.iter().enumerate() {
        let mut diagonal = i * MOVE;
        last = diagonal + MOVE;
        let mut least = usize::MAX;
        for (&y, above) in short.iter().zip(row.iter_mut()) {
            let replaced = diagonal + replacement(x, y);
            diagonal = *above;
            last = replaced.min(last.min(diagonal) + MOVE);
            *above = last;
            least = least.min(last);
        }
        if least > limit {
            return None;
        }
    }
    within(last)
}

fn replacement(x: u8, y: u8) -> usize {
    match x == y {
        true => 0,
        false if x.eq_ignore_ascii_case(&y) => CASE,
        false => MOVE,
    }
}
