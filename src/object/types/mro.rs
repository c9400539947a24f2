//! The C3 linearization: in which order a class and its bases are searched.
//!
//! Plain ids stand for classes, so the order can be computed before any object is touched.

/// Why there is no order: the classes that are first in some list and later in another, each once, in the lists' order.
#[derive(Debug, PartialEq, Eq)]
pub struct Conflict<T>(pub Vec<T>);

/// Merges the bases' orders and the list of bases itself: what comes before what in any of the lists does so in the
/// result, and earlier lists are used up first.
pub fn merge<T: Copy + PartialEq>(lists: &[&[T]]) -> Result<Vec<T>, Conflict<T>> {
    let mut at = vec![0; lists.len()];
    let mut order = Vec::with_capacity(lists.iter().map(|l| l.len()).max().unwrap_or(0) + 1);
    'next: loop {
        let mut left = false;
        for (list, &start) in lists.iter().zip(&at) {
            let Some(&candidate) = list.get(start) else { continue };
            left = true;
            let waits = lists.iter().zip(&at).any(|(other, &s)| other.get(s + 1..).is_some_and(|tail| tail.contains(&candidate)));
            if waits {
                continue;
            }
            order.push(candidate);
            for (other, s) in lists.iter().zip(&mut at) {
                if other.get(*s) == Some(&candidate) {
                    *s += 1;
                }
            }
            continue 'next;
        }
        if !left {
            return Ok(order);
        }
        let mut heads = Vec::new();
        for (list, &start) in lists.iter().zip(&at) {
            if let Some(&head) = list.get(start)
                && !heads.contains(&head)
            {
                heads.push(head);
            }
        }
        return Err(Conflict(heads));
    }
}
