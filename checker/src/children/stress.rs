//! What no test of an extension's own does to it: requests for memory that fail, arguments that nobody would give, random order.
//!
//! Each thing that is done has a number, told before it is done. When it ends the process, the next child begins after it.

use std::cell::Cell;
use std::ffi::{c_char, c_int, c_void};
use std::ptr::null_mut;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use super::api::{Allocator, Api, Object, Raised, Slot, TypeSpec};
use super::job::Step;
use super::probe::Child;

/// As many requests for memory fail at most while loading, and while calling.
const REQUESTS: u64 = 3000;
/// As many calls are made in random order.
const CALLS: u64 = 2000;
/// As many calls are made of one function.
const EACH: usize = 200;

/// The three domains as they were, and the number of requests until one fails.
static PLAIN: OnceLock<[Allocator; 3]> = OnceLock::new();
/// The request that fails, counted down; 0 for none.
static UNTIL: AtomicU64 = AtomicU64::new(0);

/// Whether this request is the one that fails.
fn refuse() -> bool {
    let until = UNTIL.load(Ordering::Relaxed);
    if until == 0 {
        return false;
    }
    UNTIL.store(until - 1, Ordering::Relaxed);
    until == 1
}

unsafe extern "C" fn malloc(ctx: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: the context is one of the domains that [`wrap`] has kept, and whoever calls this keeps the function's contract; so below.
    unsafe {
        let plain = &*ctx.cast::<Allocator>();
        plain.malloc.filter(|_| !refuse()).map_or(null_mut(), |malloc| malloc(plain.ctx, size))
    }
}
unsafe extern "C" fn calloc(ctx: *mut c_void, count: usize, size: usize) -> *mut c_void {
    // SAFETY: as in malloc.
    unsafe {
        let plain = &*ctx.cast::<Allocator>();
        plain.calloc.filter(|_| !refuse()).map_or(null_mut(), |calloc| calloc(plain.ctx, count, size))
    }
}
unsafe extern "C" fn realloc(ctx: *mut c_void, block: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: as in malloc.
    unsafe {
        let plain = &*ctx.cast::<Allocator>();
        plain.realloc.filter(|_| !refuse()).map_or(null_mut(), |realloc| realloc(plain.ctx, block, size))
    }
}
unsafe extern "C" fn free(ctx: *mut c_void, block: *mut c_void) {
    // SAFETY: as in malloc.
    unsafe {
        let plain = &*ctx.cast::<Allocator>();
        if let Some(free) = plain.free {
            free(plain.ctx, block);
        }
    }
}

// SAFETY: functions and contexts that any thread may use.
unsafe impl Send for Allocator {}
// SAFETY: as above.
unsafe impl Sync for Allocator {}

/// Puts the functions above around the three domains.
unsafe fn wrap(api: &Api) {
    let plain = PLAIN.get_or_init(|| {
        [0, 1, 2].map(|domain| {
            let mut plain = Allocator { ctx: null_mut(), malloc: None, calloc: None, realloc: None, free: None };
            // SAFETY: room for a record.
            unsafe { (api.PyMem_GetAllocator)(domain, &raw mut plain) };
            plain
        })
    });
    for (domain, plain) in (0..).zip(plain) {
        let ctx = std::ptr::from_ref(plain).cast_mut().cast();
        let mut wrapped = Allocator { ctx, malloc: Some(malloc), calloc: Some(calloc), realloc: Some(realloc), free: Some(free) };
        // SAFETY: blocks stay those of the plain functions.
        unsafe { (api.PyMem_SetAllocator)(domain, &raw mut wrapped) };
    }
}

/// Whether an exception says what happened.
fn says_so(raised: &Raised) -> bool {
    // Where a name is looked up and there is no memory, some fall back to something else: that is no wrong answer.
    raised.kind == "MemoryError" || raised.message.contains("MemoryError")
}

/// Loads the extension, and asks it all that can be asked, again and again; each time a later request for memory fails.
///
/// # Safety
/// The main interpreter runs, and this thread has its GIL; so of the others.
pub unsafe fn allocations(child: &Child) -> Result<(), Step> {
    let (api, told) = (&child.api, child.told);
    // SAFETY: the caller's word.
    unsafe {
        // The first time is as always: what is made once is made.
        let module = child.load(false)?;
        child.drive(module);
        wrap(api);
        let mut told_of = std::collections::BTreeSet::new();
        for number in child.job.from.max(1)..REQUESTS {
            told.doing_number(number, &format!("request {number} for memory failed as it was loaded"));
            child.forget_module();
            UNTIL.store(number, Ordering::Relaxed);
            let loaded = child.load(false);
            let fired = UNTIL.swap(0, Ordering::Relaxed) == 0;
            match loaded {
                Ok(module) => (api.Py_DecRef)(module),
                Err(refused) => {
                    if fired && !says_so(&refused.raised) && told_of.insert(refused.raised.to_string()) {
                        let message = format!("raised {} where there was no memory", refused.raised);
                        told.broken("EX912", refused.what, message, Some(&refused.raised));
                    }
                }
            }
            if !fired {
                break;
            }
        }
        for number in child.job.from.max(REQUESTS)..2 * REQUESTS {
            told.doing_number(number, &format!("request {} for memory failed as it was called", number - REQUESTS + 1));
            UNTIL.store(number - REQUESTS + 1, Ordering::Relaxed);
            child.ask(module);
            if UNTIL.swap(0, Ordering::Relaxed) != 0 {
                break;
            }
        }
        (api.Py_DecRef)(module);
    }
    Ok(())
}

/// Calls every function and type of the module, and every method of its types, with odd arguments.
///
/// # Safety
/// As [`allocations`].
pub unsafe fn arguments(child: &Child) -> Result<(), Step> {
    // SAFETY: the caller's word.
    unsafe {
        let module = child.load(false)?;
        let odd = Odd::make(&child.api);
        let mut number = 0;
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        for (name, function) in callables(child, module) {
            // None, each alone, and then some of two to four.
            for attempt in 0..EACH {
                let pair = attempt.checked_sub(odd.objects.len() + 1).and_then(|at| odd.hostile_pairs().nth(at));
                let chosen: Vec<usize> = match (attempt, pair) {
                    (0, _) => Vec::new(),
                    (_, Some((one, other))) => vec![one, other],
                    _ if attempt <= odd.objects.len() => vec![attempt - 1],
                    _ => (0..2 + random.below(3)).map(|_| random.below(odd.objects.len())).collect(),
                };
                number += 1;
                if number <= child.job.from.saturating_sub(1) {
                    continue;
                }
                child.told.doing_number(number, &format!("{name}({}) was called", odd.written(&chosen)));
                odd.refresh(&child.api);
                odd.call(&child.api, function, &chosen);
            }
            (child.api.Py_DecRef)(function);
        }
        odd.drop(&child.api);
        (child.api.Py_DecRef)(module);
    }
    Ok(())
}

/// Calls functions of the module and methods of what they give in random order, with random arguments, what they gave among them.
///
/// # Safety
/// As [`allocations`].
pub unsafe fn random(child: &Child) -> Result<(), Step> {
    let api = &child.api;
    // SAFETY: the caller's word.
    unsafe {
        let module = child.load(false)?;
        let mut odd = Odd::make(api);
        let own = odd.own;
        let functions = callables(child, module);
        let mut random = Random(child.job.seed ^ 0x9E37_79B9_7F4A_7C15);
        for number in 1..=CALLS {
            if functions.is_empty() {
                break;
            }
            let (name, mut function) = functions[random.below(functions.len())].clone();
            (api.Py_IncRef)(function);
            let mut name = name;
            let earlier = (odd.objects.len() > own && random.below(2) == 0).then(|| odd.objects[own + random.below(odd.objects.len() - own)].clone());
            // A method of something that an earlier call gave, and that is not one of Python's own.
            if let Some((of, object)) = earlier.filter(|(_, object)| is_of_own_type(api, *object)) {
                let names = child.names(object);
                if !names.is_empty() {
                    let method = &names[random.below(names.len())];
                    if super::exercise::may_be_called(method)
                        && let Ok(found) = api.attribute(object, method)
                    {
                        (api.Py_DecRef)(function);
                        (name, function) = (format!("{of}.{method}"), found);
                    }
                }
            }
            let chosen: Vec<usize> = (0..random.below(4)).map(|_| random.below(odd.objects.len())).collect();
            child.told.doing_number(number, &format!("{name}({}) was called, as number {number} in random order", odd.written(&chosen)));
            odd.refresh(api);
            let result = if (api.PyCallable_Check)(function) != 0 { odd.result(api, function, &chosen) } else { null_mut() };
            (api.Py_DecRef)(function);
            if result.is_null() {
                api.clear();
            } else if odd.objects.len() < own + 40 {
                odd.objects.push((format!("{name}()"), result));
            } else {
                let at = own + random.below(40);
                (api.Py_DecRef)(std::mem::replace(&mut odd.objects[at], (format!("{name}()"), result)).1);
            }
        }
        for (_, function) in functions {
            (api.Py_DecRef)(function);
        }
        odd.drop(api);
        (api.Py_DecRef)(module);
    }
    Ok(())
}

/// Whether an object's type was made by an extension.
unsafe fn is_of_own_type(api: &Api, object: Object) -> bool {
    // SAFETY: the caller's word.
    unsafe {
        let ty = (api.PyObject_Type)(object);
        let own = (api.PyType_GetFlags)(ty) & super::scenes::HEAP_TYPE != 0;
        (api.Py_DecRef)(ty);
        own
    }
}

/// All that can be called of a module by its names: new references. Special methods are left to what calls them.
unsafe fn callables(child: &Child, module: Object) -> Vec<(String, Object)> {
    let api = &child.api;
    let mut found = Vec::new();
    // SAFETY: the caller's word.
    unsafe {
        for name in child.names(module) {
            let Ok(value) = api.attribute(module, &name) else { continue };
            if api.is_type(value) {
                for inner in child.names(value) {
                    match api.attribute(value, &inner) {
                        Ok(method) if (api.PyCallable_Check)(method) != 0 && super::exercise::may_be_called(&inner) => {
                            found.push((format!("{name}.{inner}"), method));
                        }
                        Ok(other) => (api.Py_DecRef)(other),
                        Err(_) => {}
                    }
                }
                let instance = (api.PyObject_CallNoArgs)(value);
                if instance.is_null() {
                    api.clear();
                } else {
                    for inner in child.names(instance) {
                        match api.attribute(instance, &inner) {
                            Ok(method) if (api.PyCallable_Check)(method) != 0 && super::exercise::may_be_called(&inner) => {
                                found.push((format!("{name}().{inner}"), method));
                            }
                            Ok(other) => (api.Py_DecRef)(other),
                            Err(_) => {}
                        }
                    }
                    (api.Py_DecRef)(instance);
                }
            }
            if (api.PyCallable_Check)(value) != 0 && super::exercise::may_be_called(&name) {
                found.push((name, value));
            } else {
                (api.Py_DecRef)(value);
            }
        }
    }
    found
}

/// Numbers that look random, the same for the same beginning.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end.max(1)
    }
}

/// Objects to call things with, each with how it is written.
struct Odd {
    objects: Vec<(String, Object)>,
    /// A list and a dict that the mutating object empties.
    list: Object,
    dict: Object,
    /// How many there were at first.
    own: usize,
}

impl Odd {
    unsafe fn make(api: &Api) -> Odd {
        let mut objects: Vec<(String, Object)> = Vec::new();
        let mut add = |name: &str, object: Object| {
            if object.is_null() {
                // SAFETY: the caller's word.
                unsafe { api.clear() };
            } else {
                objects.push((name.to_owned(), object));
            }
        };
        // SAFETY: the caller's word.
        unsafe {
            for (name, symbol) in
                [("None", c"_Py_NoneStruct"), ("True", c"_Py_TrueStruct"), ("type", c"PyType_Type"), ("object", c"PyBaseObject_Type")]
            {
                let object = api.object(symbol);
                (api.Py_IncRef)(object);
                add(name, object);
            }
            for number in [0, 1, -1, 1 << 31, -(1 << 31), isize::MAX, isize::MIN] {
                add(&number.to_string(), (api.PyLong_FromLong)(number));
            }
            add("10 ** 40", (api.PyLong_FromString)(c"10000000000000000000000000000000000000000".as_ptr(), null_mut(), 10));
            for (name, value) in [("1e308", 1e308), ("nan", f64::NAN), ("-0.0", -0.0)] {
                add(name, (api.PyFloat_FromDouble)(value));
            }
            let long = vec![b'x'; 1 << 20];
            for (name, text) in [("''", ""), ("'é'", "é"), ("'\\0'", "\0"), ("'😀'", "😀")] {
                add(name, (api.PyUnicode_FromStringAndSize)(text.as_ptr().cast(), text.len().cast_signed()));
            }
            add("'x' * 1048576", (api.PyUnicode_FromStringAndSize)(long.as_ptr().cast::<c_char>(), long.len().cast_signed()));
            add("b''", (api.PyBytes_FromStringAndSize)(c"".as_ptr(), 0));
            add("b'x' * 1048576", (api.PyBytes_FromStringAndSize)(long.as_ptr().cast::<c_char>(), long.len().cast_signed()));
            add("()", (api.PyTuple_New)(0));
            add("[]", (api.PyList_New)(0));
            add("{}", (api.PyDict_New)());
        }
        // SAFETY: the caller's word.
        unsafe {
            let (list, dict) = ((api.PyList_New)(0), (api.PyDict_New)());
            objects.push(("a list".to_owned(), list));
            objects.push(("a dict".to_owned(), dict));
            for (name, behaviour) in [("an object that raises", &RAISING), ("an object that empties the list and the dict", &MUTATING)] {
                match behaviour.instance(api, list, dict) {
                    Ok(object) => objects.push((name.to_owned(), object)),
                    Err(_) => api.clear(),
                }
            }
            Odd { own: objects.len(), objects, list, dict }
        }
    }

    /// The list and the dict, each with each of the two hostile objects, in both orders: the last four.
    fn hostile_pairs(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let first = self.own.saturating_sub(4);
        let pairs = (0..2).flat_map(move |container| (2..4).map(move |hostile| (first + container, first + hostile)));
        pairs.flat_map(|(container, hostile)| [(container, hostile), (hostile, container)])
    }

    /// Fills what was emptied.
    unsafe fn refresh(&self, api: &Api) {
        // SAFETY: the caller's word: a list and a dict, which have items of each other's kinds.
        unsafe {
            while (api.PyList_Size)(self.list) < 8 {
                let item = (api.PyFloat_FromDouble)(0.5);
                if item.is_null() || (api.PyList_Append)(self.list, item) < 0 {
                    api.clear();
                    break;
                }
                if (api.PyDict_Size)(self.dict) < 8 {
                    let key = (api.PyLong_FromLong)((api.PyDict_Size)(self.dict) + 1000);
                    (api.PyObject_SetItem)(self.dict, key, item);
                    (api.Py_DecRef)(key);
                    api.clear();
                }
                (api.Py_DecRef)(item);
            }
        }
    }

    fn written(&self, chosen: &[usize]) -> String {
        chosen.iter().map(|at| self.objects[*at].0.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Calls a function: a new reference, or NULL with the exception set.
    unsafe fn result(&self, api: &Api, function: Object, chosen: &[usize]) -> Object {
        // SAFETY: the caller's word.
        unsafe {
            for at in chosen {
                (api.Py_IncRef)(self.objects[*at].1);
            }
            let items: Vec<Object> = chosen.iter().map(|at| self.objects[*at].1).collect();
            let Ok(arguments) = api.tuple(&items) else { return null_mut() };
            let result = (api.PyObject_Call)(function, arguments, null_mut());
            (api.Py_DecRef)(arguments);
            result
        }
    }

    unsafe fn call(&self, api: &Api, function: Object, chosen: &[usize]) {
        // SAFETY: the caller's word.
        unsafe { api.forget(self.result(api, function, chosen)) }
    }

    unsafe fn drop(self, api: &Api) {
        for (_, object) in self.objects {
            // SAFETY: the caller's word.
            unsafe { (api.Py_DecRef)(object) };
        }
    }
}

/// What the methods of a hostile object do.
struct Behaviour {
    name: &'static std::ffi::CStr,
    mutates: bool,
}

static RAISING: Behaviour = Behaviour { name: c"exuvia.Raising", mutates: false };
static MUTATING: Behaviour = Behaviour { name: c"exuvia.Mutating", mutates: true };

/// What the slots below work with: there is one child, with one interpreter and one thread.
struct Hostile {
    set_string: unsafe extern "C" fn(Object, *const c_char),
    error: Object,
    set_slice: unsafe extern "C" fn(Object, isize, isize, Object) -> c_int,
    clear: unsafe extern "C" fn(Object),
    long: unsafe extern "C" fn(isize) -> Object,
    list: Object,
    dict: Object,
}

thread_local! {
    static HOSTILE: Cell<Option<&'static Hostile>> = const { Cell::new(None) };
}

/// Raises.
fn raise() {
    if let Some(hostile) = HOSTILE.get() {
        // SAFETY: the interpreter runs: it calls a slot.
        unsafe { (hostile.set_string)(hostile.error, c"this object raises".as_ptr()) };
    }
}

/// Empties the list and the dict.
fn mutate() -> Option<&'static Hostile> {
    let hostile = HOSTILE.get()?;
    // SAFETY: as above.
    unsafe {
        (hostile.set_slice)(hostile.list, 0, isize::MAX, null_mut());
        (hostile.clear)(hostile.dict);
    }
    Some(hostile)
}

unsafe extern "C" fn raises_object(_: Object, _: Object, _: Object) -> Object {
    raise();
    null_mut()
}
unsafe extern "C" fn raises_status(_: Object, _: Object) -> c_int {
    raise();
    -1
}
unsafe extern "C" fn raises_size(_: Object) -> isize {
    raise();
    -1
}
unsafe extern "C" fn mutates_number(_: Object) -> Object {
    // SAFETY: as above.
    mutate().map_or(null_mut(), |hostile| unsafe { (hostile.long)(3) })
}
unsafe extern "C" fn mutates_size(_: Object) -> isize {
    mutate();
    3
}
unsafe extern "C" fn mutates_item(_: Object, _: isize) -> Object {
    // SAFETY: as above.
    mutate().map_or(null_mut(), |hostile| unsafe { (hostile.long)(7) })
}
unsafe extern "C" fn mutates_status(_: Object) -> c_int {
    mutate();
    1
}

impl Behaviour {
    /// An object of this behaviour.
    unsafe fn instance(&self, api: &Api, list: Object, dict: Object) -> Result<Object, Raised> {
        const DEFAULT: u32 = 1 << 18;
        // SAFETY: the caller's word; slots are of the kinds that their numbers ask for, or take fewer arguments than they are given.
        unsafe {
            let clear = api.object(c"PyDict_Clear");
            if clear.is_null() {
                return Err(Raised::default());
            }
            HOSTILE.set(Some(Box::leak(Box::new(Hostile {
                set_string: api.PyErr_SetString,
                error: api.global(c"PyExc_RuntimeError"),
                set_slice: api.PyList_SetSlice,
                clear: std::mem::transmute::<*mut c_void, unsafe extern "C" fn(Object)>(clear),
                long: api.PyLong_FromLong,
                list,
                dict,
            }))));
            let slot = |id: c_int, value: usize| Slot { id, value };
            let number = mutates_number as unsafe extern "C" fn(Object) -> Object as usize;
            let object = raises_object as unsafe extern "C" fn(Object, Object, Object) -> Object as usize;
            let slots = if self.mutates {
                vec![
                    slot(9, mutates_status as unsafe extern "C" fn(Object) -> c_int as usize),
                    slot(13, number),
                    slot(26, number),
                    slot(44, mutates_item as unsafe extern "C" fn(Object, isize) -> Object as usize),
                    slot(45, mutates_size as unsafe extern "C" fn(Object) -> isize as usize),
                    slot(59, mutates_size as unsafe extern "C" fn(Object) -> isize as usize),
                    slot(0, 0),
                ]
            } else {
                let size = raises_size as unsafe extern "C" fn(Object) -> isize as usize;
                let status = raises_status as unsafe extern "C" fn(Object, Object) -> c_int as usize;
                let mut slots: Vec<Slot> = [11, 13, 26, 44, 50, 58, 62, 63, 66, 67, 70].into_iter().map(|id| slot(id, object)).collect();
                slots.extend([slot(9, status), slot(41, status), slot(45, size), slot(59, size), slot(0, 0)]);
                slots
            };
            let mut spec = TypeSpec { name: self.name.as_ptr(), basicsize: 16, itemsize: 0, flags: DEFAULT, slots: slots.as_ptr() };
            let ty = api.made((api.PyType_FromSpec)(&raw mut spec))?;
            let instance = api.made((api.PyObject_CallNoArgs)(ty));
            (api.Py_DecRef)(ty);
            instance
        }
    }
}
