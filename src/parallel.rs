//! What the threads of a run share: the pool they work in, and values that the first to ask fills in.
//!
//! A worker that waits for others takes up whatever work is left meanwhile. If it waits while it fills in a value, that
//! work may ask for the same value, and the run never ends. So stages follow one another: what one of them needs is
//! there before it starts, and nothing parallel starts inside a part of it or while a value is filled in. Debug builds
//! end where that is broken, and lints keep code to this door.
// This is the door that the lints lead to.
#![allow(clippy::disallowed_methods)]

use std::borrow::Borrow;
use std::cell::Cell;
use std::hash::Hash;
use std::sync::{Mutex, OnceLock, PoisonError, RwLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

thread_local! {
    /// Whether this thread works at a part of a stage, or fills in a value.
    static AT_WORK: Cell<bool> = const { Cell::new(false) };
}

/// While it lives, nothing parallel may start on this thread.
struct Alone(bool);

impl Alone {
    fn begin() -> Self {
        Self(AT_WORK.replace(true))
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        AT_WORK.set(self.0);
    }
}

fn alone<T>(work: impl FnOnce() -> T) -> T {
    let _alone = Alone::begin();
    work()
}

/// Says that a stage starts here. One that starts where it must not might wait for itself for ever, so that it ends at once.
fn stage() {
    assert!(!AT_WORK.get(), "a stage started inside another one, or inside a value that was being filled in");
}

/// Why threads could not be started.
pub type PoolError = rayon::ThreadPoolBuildError;

/// Runs on so many threads, or on as many as there are cores for 0, each with a stack of so many bytes.
///
/// # Errors
/// The system gives no threads.
pub fn with_threads<T: Send>(threads: usize, stack: usize, run: impl FnOnce() -> T + Send) -> Result<T, PoolError> {
    Ok(rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(stack).build()?.install(run))
}

/// How many threads a stage runs on.
pub fn threads() -> usize {
    rayon::current_num_threads()
}

/// What `work` makes of each item, in the order of the items.
pub fn map<T: Sync, U: Send>(items: &[T], work: impl Fn(&T) -> U + Sync) -> Vec<U> {
    stage();
    // Some items take a thousand times as long as others.
    items.par_iter().with_max_len(1).map(|item| alone(|| work(item))).collect()
}

/// What `work` makes of those items of which it makes something, in the order of the items.
pub fn filter_map<T: Sync, U: Send>(items: &[T], work: impl Fn(&T) -> Option<U> + Sync) -> Vec<U> {
    stage();
    items.par_iter().with_max_len(1).filter_map(|item| alone(|| work(item))).collect()
}

/// All that `work` makes of the items, in their order.
pub fn flat_map<T: Sync, U: Send>(items: &[T], work: impl Fn(&T) -> Vec<U> + Sync) -> Vec<U> {
    map(items, work).into_iter().flatten().collect()
}

/// Does something with each item.
pub fn for_each<T: Sync>(items: &[T], work: impl Fn(&T) + Sync) {
    stage();
    items.par_iter().with_max_len(1).for_each(|item| alone(|| work(item)));
}

/// Changes each item.
pub fn for_each_mut<T: Send>(items: &mut [T], work: impl Fn(&mut T) + Sync) {
    stage();
    items.par_iter_mut().with_max_len(1).for_each(|item| alone(|| work(item)));
}

/// Whether something holds for one of the items; which of them are asked is not said.
pub fn any<T: Sync>(items: &[T], holds: impl Fn(&T) -> bool + Sync) -> bool {
    stage();
    items.par_iter().any(|item| alone(|| holds(item)))
}

/// What two stages come to that need nothing of one another.
pub fn both<A: Send, B: Send>(a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
    stage();
    rayon::join(|| alone(a), || alone(b))
}

/// A value that the first to ask fills in.
#[derive(Debug, Clone)]
pub struct Lazy<T>(OnceLock<T>);

impl<T> Default for Lazy<T> {
    fn default() -> Self {
        Self(OnceLock::new())
    }
}

impl<T> Lazy<T> {
    /// So many values that nobody has asked for.
    pub fn many(count: usize) -> Vec<Self> {
        std::iter::repeat_with(Self::default).take(count).collect()
    }

    /// The value; what others ask for meanwhile they wait for.
    pub fn get_or_fill(&self, fill: impl FnOnce() -> T) -> &T {
        self.0.get_or_init(|| alone(fill))
    }

    /// The value, if somebody has asked for it.
    pub fn get(&self) -> Option<&T> {
        self.0.get()
    }
}

/// Answers that are remembered by what was asked. Nobody waits for one: two may look for the same.
#[derive(Debug)]
pub struct Memo<K, V>(RwLock<FxHashMap<K, V>>);

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<K: Hash + Eq, V: Clone> Memo<K, V> {
    /// The answer that is known.
    pub fn get<Q: Hash + Eq + ?Sized>(&self, asked: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(asked).cloned()
    }

    /// Keeps an answer; the one that another thread has kept already stays.
    pub fn keep(&self, asked: K, answer: V) -> V {
        self.0.write().unwrap_or_else(PoisonError::into_inner).entry(asked).or_insert(answer).clone()
    }

    /// The answer that is known, or else the one that is found.
    pub fn get_or_find<Q>(&self, asked: &Q, find: impl FnOnce() -> V) -> V
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ToOwned<Owned = K> + ?Sized,
    {
        self.get(asked).unwrap_or_else(|| self.keep(asked.to_owned(), alone(find)))
    }
}

/// A list that many threads add to.
#[derive(Debug)]
pub struct Gathered<T>(Mutex<Vec<T>>);

impl<T> Default for Gathered<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> Gathered<T> {
    /// Adds something.
    pub fn add(&self, item: T) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(item);
    }

    /// All that was added so far, in no order.
    pub fn all(&self) -> Vec<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_keep_their_order() {
        let items: Vec<usize> = (0..1000).collect();
        assert_eq!(map(&items, |item| item * 2), items.iter().map(|item| item * 2).collect::<Vec<_>>());
        let odd = filter_map(&items, |item| (item % 2 == 1).then_some(*item));
        assert_eq!(odd, items.iter().copied().filter(|item| item % 2 == 1).collect::<Vec<_>>());
        assert!(any(&items, |item| *item == 999) && !any(&items, |item| *item == 1000));
    }

    #[test]
    #[should_panic(expected = "a stage started inside")]
    fn nothing_parallel_fills_in_a_value() {
        let lazy: Lazy<Vec<u8>> = Lazy::default();
        lazy.get_or_fill(|| map(&[1], |item| *item));
    }

    #[test]
    #[should_panic(expected = "a stage started inside")]
    fn nothing_parallel_finds_an_answer() {
        let memo: Memo<u8, Vec<u8>> = Memo::default();
        memo.get_or_find(&0, || map(&[1], |item| *item));
    }

    #[test]
    #[should_panic(expected = "a stage started inside")]
    fn no_stage_runs_inside_another() {
        map(&[1], |_| any(&[1], |_| true));
    }

    #[test]
    fn stages_follow_one_another() {
        let lazy: Lazy<usize> = Lazy::default();
        let first = map(&[1, 2, 3], |item| item + lazy.get_or_fill(|| 1));
        let (sum, most) = both(|| first.iter().sum::<usize>(), || first.iter().max().copied());
        assert_eq!((sum, most, lazy.get()), (9, Some(4), Some(&1)));
    }
}
