//! The functions of `builtins` that go through many items: `max`, `min`, `sorted`, `sum`; and `print`.

use crate::args::{Signature, check_positional};
use crate::boundary::method::Args;
use crate::boundary::slot::CompareOp;
use crate::layout::*;
use crate::object::{Owned, attribute, id, is_exact};
use crate::protocol::file::{PyFile_WriteObject, RAW};
use crate::protocol::{iteration, number};
use crate::raise;
use crate::runtime::errors::Result;
use crate::types::singletons::none;
use crate::types::{complex, list, long, unicode};

// ---- max and min --------------------------------------------------------------------------------------------------

pub fn max(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    extreme("max", args, CompareOp::Gt)
}

pub fn min(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    extreme("min", args, CompareOp::Lt)
}

fn extreme(name: &'static str, args: Args<'_>, op: CompareOp) -> Result<Owned> {
    let given = args.positional.len();
    check_positional(name, given, 1, usize::MAX)?;
    let signature = Signature::<2> { function: name, names: ["key", "default"], positional: 0, required: 0 };
    let [key, default] = signature.bind(Args { positional: &[], ..args })?;
    let key = key.filter(|key| !key.is_none());
    if given > 1 && default.is_some() {
        return Err(raise!(TypeError, "Cannot specify a default for {name}() with multiple positional arguments"));
    }
    let mut best: Option<(Owned, Owned)> = None;
    let mut offer = |item: Owned| -> Result<()> {
        let value = match key {
            Some(key) => key.call1(&item)?,
            None => item.clone(),
        };
        if match &best {
            Some((best, _)) => value.compare_bool(best, op)?,
            None => true,
        } {
            best = Some((value, item));
        }
        Ok(())
    };
    if let [iterable] = args.positional {
        let items = iteration::PyObject_GetIter(iterable)?;
        while let Some(item) = iteration::next(&items)? {
            offer(item)?;
        }
    } else {
        for item in args.positional {
            offer(item.new_ref())?;
        }
    }
    match (best, default) {
        (Some((_, item)), _) => Ok(item),
        (None, Some(default)) => Ok(default.new_ref()),
        (None, None) => Err(raise!(ValueError, "{name}() iterable argument is empty")),
    }
}

// ---- sorted -------------------------------------------------------------------------------------------------------

pub fn sorted(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    check_positional("sorted", args.positional.len(), 1, 1)?;
    let list = list::from_iterable(args.positional[0])?;
    let sort = attribute::get(&list, &id::sort)?;
    sort.call_args(Args { positional: &[], ..args })?;
    Ok(list.upcast())
}

// ---- sum ----------------------------------------------------------------------------------------------------------

/// A sum of doubles that keeps what each addition rounds away (Neumaier).
#[derive(Clone, Copy)]
struct Compensated {
    high: f64,
    low: f64,
}

impl Compensated {
    fn new(value: f64) -> Self {
        Compensated { high: value, low: 0.0 }
    }
    #[inline]
    fn add(&mut self, x: f64) {
        let sum = self.high + x;
        self.low += if self.high.abs() >= x.abs() { (self.high - sum) + x } else { (x - sum) + self.high };
        self.high = sum;
    }
    /// What was kept is of use only where it is finite: infinities leave NaNs behind.
    fn value(self) -> f64 {
        if self.low != 0.0 && self.low.is_finite() { self.high + self.low } else { self.high }
    }
}

pub fn sum(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    if args.positional.is_empty() {
        return Err(raise!(TypeError, "sum() takes at least 1 positional argument (0 given)"));
    }
    static SIGNATURE: Signature<2> = Signature { function: "sum", names: ["", "start"], positional: 2, required: 1 };
    let [Some(iterable), start] = SIGNATURE.bind(args)? else { return Ok(none()) };
    let items = iteration::PyObject_GetIter(iterable)?;
    let start = match start {
        None => long::from_i64(0)?,
        Some(start) => {
            let text = match start.ty() {
                ty if ty.has_flag(flags::UNICODE_SUBCLASS) => Some(("strings", "''")),
                ty if ty.has_flag(flags::BYTES_SUBCLASS) => Some(("bytes", "b''")),
                ty if ty.is_subtype(&crate::types::bytearray::PyByteArray_Type) => Some(("bytearray", "b''")),
                _ => None,
            };
            if let Some((what, empty)) = text {
                return Err(raise!(TypeError, "sum() can't sum {what} [use {empty}.join(seq) instead]"));
            }
            start.new_ref()
        }
    };
    Sum { total: start }.run(&items)
}

struct Sum {
    total: Owned,
}

/// An item as a small int, where it is exactly an int or a bool.
fn small(item: &PyObject) -> Result<Option<i64>> {
    if is_exact::<PyLongObject>(item) || crate::types::bool::value_of(item).is_some() { Ok(long::value_of(item)) } else { Ok(None) }
}

fn double(item: &PyObject) -> Option<f64> {
    item.downcast_exact::<PyFloatObject>().map(PyFloatObject::value)
}

fn complex_value(object: &PyObject) -> Option<(f64, f64)> {
    object.downcast_exact::<PyComplexObject>().map(|c| (c.value().real, c.value().imag))
}

impl Sum {
    /// Ints are added as machine words, doubles and complex numbers with compensation, anything else by its own addition.
    /// Each kind gives way to the next when an item asks for it.
    fn run(mut self, items: &PyObject) -> Result<Owned> {
        if is_exact::<PyLongObject>(&self.total)
            && let Some(mut total) = long::value_of(&self.total)
        {
            let item = loop {
                let Some(item) = iteration::next(items)? else { return long::from_i64(total) };
                match small(&item)?.and_then(|n| total.checked_add(n)) {
                    Some(sum) => total = sum,
                    None => {
                        self.total = long::from_i64(total)?;
                        break item;
                    }
                }
            };
            self.total = number::PyNumber_Add(&self.total, &item)?;
        }
        if let Some(start) = double(&self.total) {
            let mut total = Compensated::new(start);
            let item = loop {
                let Some(item) = iteration::next(items)? else { return crate::types::float::from_f64(total.value()) };
                match double(&item) {
                    Some(x) => total.add(x),
                    None => match small(&item)? {
                        Some(n) => total.high += n as f64,
                        None => {
                            self.total = crate::types::float::from_f64(total.value())?;
                            break item;
                        }
                    },
                }
            };
            self.total = number::PyNumber_Add(&self.total, &item)?;
        }
        if let Some((real, imag)) = complex_value(&self.total) {
            let (mut real, mut imag) = (Compensated::new(real), Compensated::new(imag));
            let item = loop {
                let Some(item) = iteration::next(items)? else { return complex::from_complex(Py_complex { real: real.value(), imag: imag.value() }) };
                if let Some((r, i)) = complex_value(&item) {
                    real.add(r);
                    imag.add(i);
                } else if let Some(n) = small(&item)? {
                    real.high += n as f64;
                } else if let Some(x) = double(&item) {
                    real.add(x);
                } else {
                    self.total = complex::from_complex(Py_complex { real: real.value(), imag: imag.value() })?;
                    break item;
                }
            };
            self.total = number::PyNumber_Add(&self.total, &item)?;
        }
        while let Some(item) = iteration::next(items)? {
            self.total = number::PyNumber_Add(&self.total, &item)?;
        }
        Ok(self.total)
    }
}

// ---- print --------------------------------------------------------------------------------------------------------

pub fn print(_: &PyObject, args: Args<'_>) -> Result<Owned> {
    static SIGNATURE: Signature<4> = Signature { function: "print", names: ["sep", "end", "file", "flush"], positional: 0, required: 0 };
    let [separator, end, file, flush] = SIGNATURE.bind(Args { positional: &[], ..args })?;
    let file = match file.filter(|file| !file.is_none()) {
        Some(file) => file.new_ref(),
        None => match crate::runtime::sys::get(&id::stdout)? {
            None => return Err(raise!(RuntimeError, "lost sys.stdout")),
            // Where there is nothing to write to, nothing is written.
            Some(file) if file.is_none() => return Ok(none()),
            Some(file) => file,
        },
    };
    let text = |what: &str, value: Option<&PyObject>, default: &str| match value.filter(|value| !value.is_none()) {
        None => Ok(unicode::from_str(default)?.upcast()),
        Some(value) if value.ty().has_flag(flags::UNICODE_SUBCLASS) => Ok(value.new_ref()),
        Some(value) => Err(raise!(TypeError, "{what} must be None or a string, not {}", value.ty().name())),
    };
    let (separator, end) = (text("sep", separator, " ")?, text("end", end, "\n")?);
    for (i, item) in args.positional.iter().enumerate() {
        if i > 0 {
            PyFile_WriteObject(Some(&separator), Some(&file), RAW)?;
        }
        PyFile_WriteObject(Some(item), Some(&file), RAW)?;
    }
    PyFile_WriteObject(Some(&end), Some(&file), RAW)?;
    if flush.map_or(Ok(false), PyObject::is_true)? {
        attribute::get(&file, &id::flush)?.call0()?;
    }
    Ok(none())
}
