//! Which special method stands for which slot.
//!
//! A row names the method, the slot (as an offset into `PyHeapTypeObject`), the function that calls the method from the
//! slot, the function that calls the slot from the method, and the method's docstring. Rows of one slot stand together;
//! where two slots share a method, the one whose wrapper a type shall show comes first.

use super::{slots, wrappers};
use crate::layout::*;
use crate::object::id;
use std::cell::Cell;
use std::ffi::{c_char, c_int, c_void};
use std::mem::offset_of;
use std::ptr::null_mut;

/// The wrapper takes keyword arguments.
const KEYWORDS: c_int = 1;

macro_rules! rows {
    ($($name:ident: $($field:ident).+ = $function:expr, $wrapper:expr, $signature:literal, $doc:literal $(, $flag:ident)?;)*) => {
        /// The table.
        pub static ROWS: &[wrapperbase] = &[$(wrapperbase {
            name: concat!(stringify!($name), "\0").as_ptr().cast::<c_char>(),
            offset: offset_of!(PyHeapTypeObject, $($field).+) as c_int,
            function: $function,
            wrapper: $wrapper,
            doc: concat!(stringify!($name), $signature, "\n--\n\n", $doc, "\0").as_ptr().cast::<c_char>(),
            flags: 0 $(+ $flag)?,
            name_strobj: (&raw const id::$name).cast::<PyObject>().cast_mut(),
        }),*];
    };
}

/// A function that calls methods, as the table holds it.
macro_rules! call {
    (none) => {
        null_mut()
    };
    ($function:path) => {
        $function as *const () as *mut c_void
    };
}

rows! {
    __repr__: ht_type.tp_repr = call!(slots::repr), Some(wrappers::unary), "($self, /)", "The object's repr().";
    __hash__: ht_type.tp_hash = call!(slots::hash), Some(wrappers::hash), "($self, /)", "The object's hash().";
    __call__: ht_type.tp_call = call!(slots::call), KEYWORD_CALL, "($self, /, *args, **kwargs)", "Calls the object.", KEYWORDS;
    __str__: ht_type.tp_str = call!(slots::str), Some(wrappers::unary), "($self, /)", "The object's str().";
    __getattribute__: ht_type.tp_getattro = call!(slots::get_attribute_or_hook), Some(wrappers::binary), "($self, name, /)", "The attribute of that name.";
    __getattr__: ht_type.tp_getattro = call!(slots::get_attribute_or_hook), None, "", "";
    __setattr__: ht_type.tp_setattro = call!(slots::set_attribute), Some(wrappers::set_attribute), "($self, name, value, /)", "Sets the attribute of that name.";
    __delattr__: ht_type.tp_setattro = call!(slots::set_attribute), Some(wrappers::delete_attribute), "($self, name, /)", "Deletes the attribute of that name.";
    __lt__: ht_type.tp_richcompare = call!(slots::compare), Some(wrappers::less), "($self, value, /)", "self < value";
    __le__: ht_type.tp_richcompare = call!(slots::compare), Some(wrappers::less_equal), "($self, value, /)", "self <= value";
    __eq__: ht_type.tp_richcompare = call!(slots::compare), Some(wrappers::equal), "($self, value, /)", "self == value";
    __ne__: ht_type.tp_richcompare = call!(slots::compare), Some(wrappers::not_equal), "($self, value, /)", "self != value";
    __gt__: ht_type.tp_richcompare = call!(slots::compare), Some(wrappers::greater), "($self, value, /)", "self > value";
    __ge__: ht_type.tp_richcompare = call!(slots::compare), Some(wrappers::greater_equal), "($self, value, /)", "self >= value";
    __iter__: ht_type.tp_iter = call!(slots::iter), Some(wrappers::unary), "($self, /)", "An iterator over the object.";
    __next__: ht_type.tp_iternext = call!(slots::iternext), Some(wrappers::next), "($self, /)", "The next item.";
    __get__: ht_type.tp_descr_get = call!(slots::descr_get), Some(wrappers::descr_get), "($self, instance, owner=None, /)", "The attribute as an instance, or its class, shows it.";
    __set__: ht_type.tp_descr_set = call!(slots::descr_set), Some(wrappers::descr_set), "($self, instance, value, /)", "Sets the attribute of an instance.";
    __delete__: ht_type.tp_descr_set = call!(slots::descr_set), Some(wrappers::descr_delete), "($self, instance, /)", "Deletes the attribute of an instance.";
    __init__: ht_type.tp_init = call!(slots::init), KEYWORD_INIT, "($self, /, *args, **kwargs)", "Initializes the object; help(type(self)) tells what it takes.", KEYWORDS;
    __new__: ht_type.tp_new = call!(slots::new), None, "", "";
    __del__: ht_type.tp_finalize = call!(slots::finalize), Some(wrappers::finalize), "($self, /)", "Runs before the object goes.";

    __await__: as_async.am_await = call!(slots::r#await), Some(wrappers::unary), "($self, /)", "An iterator for an await expression.";
    __aiter__: as_async.am_aiter = call!(slots::aiter), Some(wrappers::unary), "($self, /)", "An asynchronous iterator over the object.";
    __anext__: as_async.am_anext = call!(slots::anext), Some(wrappers::unary), "($self, /)", "An awaitable of the next item.";

    __add__: as_number.nb_add = call!(slots::add), Some(wrappers::binary), "($self, value, /)", "self + value";
    __radd__: as_number.nb_add = call!(slots::add), Some(wrappers::binary_reflected), "($self, value, /)", "value + self";
    __sub__: as_number.nb_subtract = call!(slots::subtract), Some(wrappers::binary), "($self, value, /)", "self - value";
    __rsub__: as_number.nb_subtract = call!(slots::subtract), Some(wrappers::binary_reflected), "($self, value, /)", "value - self";
    __mul__: as_number.nb_multiply = call!(slots::multiply), Some(wrappers::binary), "($self, value, /)", "self * value";
    __rmul__: as_number.nb_multiply = call!(slots::multiply), Some(wrappers::binary_reflected), "($self, value, /)", "value * self";
    __mod__: as_number.nb_remainder = call!(slots::remainder), Some(wrappers::binary), "($self, value, /)", "self % value";
    __rmod__: as_number.nb_remainder = call!(slots::remainder), Some(wrappers::binary_reflected), "($self, value, /)", "value % self";
    __divmod__: as_number.nb_divmod = call!(slots::divmod), Some(wrappers::binary), "($self, value, /)", "divmod(self, value)";
    __rdivmod__: as_number.nb_divmod = call!(slots::divmod), Some(wrappers::binary_reflected), "($self, value, /)", "divmod(value, self)";
    __pow__: as_number.nb_power = call!(slots::power), Some(wrappers::ternary), "($self, value, mod=None, /)", "pow(self, value, mod)";
    __rpow__: as_number.nb_power = call!(slots::power), Some(wrappers::ternary_reflected), "($self, value, mod=None, /)", "pow(value, self, mod)";
    __neg__: as_number.nb_negative = call!(slots::negative), Some(wrappers::unary), "($self, /)", "-self";
    __pos__: as_number.nb_positive = call!(slots::positive), Some(wrappers::unary), "($self, /)", "+self";
    __abs__: as_number.nb_absolute = call!(slots::absolute), Some(wrappers::unary), "($self, /)", "abs(self)";
    __bool__: as_number.nb_bool = call!(slots::bool), Some(wrappers::inquiry_predicate), "($self, /)", "Whether the object is true.";
    __invert__: as_number.nb_invert = call!(slots::invert), Some(wrappers::unary), "($self, /)", "~self";
    __lshift__: as_number.nb_lshift = call!(slots::lshift), Some(wrappers::binary), "($self, value, /)", "self << value";
    __rlshift__: as_number.nb_lshift = call!(slots::lshift), Some(wrappers::binary_reflected), "($self, value, /)", "value << self";
    __rshift__: as_number.nb_rshift = call!(slots::rshift), Some(wrappers::binary), "($self, value, /)", "self >> value";
    __rrshift__: as_number.nb_rshift = call!(slots::rshift), Some(wrappers::binary_reflected), "($self, value, /)", "value >> self";
    __and__: as_number.nb_and = call!(slots::and), Some(wrappers::binary), "($self, value, /)", "self & value";
    __rand__: as_number.nb_and = call!(slots::and), Some(wrappers::binary_reflected), "($self, value, /)", "value & self";
    __xor__: as_number.nb_xor = call!(slots::xor), Some(wrappers::binary), "($self, value, /)", "self ^ value";
    __rxor__: as_number.nb_xor = call!(slots::xor), Some(wrappers::binary_reflected), "($self, value, /)", "value ^ self";
    __or__: as_number.nb_or = call!(slots::or), Some(wrappers::binary), "($self, value, /)", "self | value";
    __ror__: as_number.nb_or = call!(slots::or), Some(wrappers::binary_reflected), "($self, value, /)", "value | self";
    __int__: as_number.nb_int = call!(slots::int), Some(wrappers::unary), "($self, /)", "int(self)";
    __float__: as_number.nb_float = call!(slots::float), Some(wrappers::unary), "($self, /)", "float(self)";
    __iadd__: as_number.nb_inplace_add = call!(slots::inplace_add), Some(wrappers::binary), "($self, value, /)", "self += value";
    __isub__: as_number.nb_inplace_subtract = call!(slots::inplace_subtract), Some(wrappers::binary), "($self, value, /)", "self -= value";
    __imul__: as_number.nb_inplace_multiply = call!(slots::inplace_multiply), Some(wrappers::binary), "($self, value, /)", "self *= value";
    __imod__: as_number.nb_inplace_remainder = call!(slots::inplace_remainder), Some(wrappers::binary), "($self, value, /)", "self %= value";
    __ipow__: as_number.nb_inplace_power = call!(slots::inplace_power), Some(wrappers::ternary), "($self, value, /)", "self **= value";
    __ilshift__: as_number.nb_inplace_lshift = call!(slots::inplace_lshift), Some(wrappers::binary), "($self, value, /)", "self <<= value";
    __irshift__: as_number.nb_inplace_rshift = call!(slots::inplace_rshift), Some(wrappers::binary), "($self, value, /)", "self >>= value";
    __iand__: as_number.nb_inplace_and = call!(slots::inplace_and), Some(wrappers::binary), "($self, value, /)", "self &= value";
    __ixor__: as_number.nb_inplace_xor = call!(slots::inplace_xor), Some(wrappers::binary), "($self, value, /)", "self ^= value";
    __ior__: as_number.nb_inplace_or = call!(slots::inplace_or), Some(wrappers::binary), "($self, value, /)", "self |= value";
    __floordiv__: as_number.nb_floor_divide = call!(slots::floor_divide), Some(wrappers::binary), "($self, value, /)", "self // value";
    __rfloordiv__: as_number.nb_floor_divide = call!(slots::floor_divide), Some(wrappers::binary_reflected), "($self, value, /)", "value // self";
    __truediv__: as_number.nb_true_divide = call!(slots::true_divide), Some(wrappers::binary), "($self, value, /)", "self / value";
    __rtruediv__: as_number.nb_true_divide = call!(slots::true_divide), Some(wrappers::binary_reflected), "($self, value, /)", "value / self";
    __ifloordiv__: as_number.nb_inplace_floor_divide = call!(slots::inplace_floor_divide), Some(wrappers::binary), "($self, value, /)", "self //= value";
    __itruediv__: as_number.nb_inplace_true_divide = call!(slots::inplace_true_divide), Some(wrappers::binary), "($self, value, /)", "self /= value";
    __index__: as_number.nb_index = call!(slots::index), Some(wrappers::unary), "($self, /)", "The object as an int that may index a sequence.";
    __matmul__: as_number.nb_matrix_multiply = call!(slots::matrix_multiply), Some(wrappers::binary), "($self, value, /)", "self @ value";
    __rmatmul__: as_number.nb_matrix_multiply = call!(slots::matrix_multiply), Some(wrappers::binary_reflected), "($self, value, /)", "value @ self";
    __imatmul__: as_number.nb_inplace_matrix_multiply = call!(slots::inplace_matrix_multiply), Some(wrappers::binary), "($self, value, /)", "self @= value";

    __len__: as_mapping.mp_length = call!(slots::length), Some(wrappers::length), "($self, /)", "The object's len().";
    __getitem__: as_mapping.mp_subscript = call!(slots::subscript), Some(wrappers::binary), "($self, key, /)", "self[key]";
    __setitem__: as_mapping.mp_ass_subscript = call!(slots::set_subscript), Some(wrappers::set_item), "($self, key, value, /)", "Sets self[key].";
    __delitem__: as_mapping.mp_ass_subscript = call!(slots::set_subscript), Some(wrappers::delete_item), "($self, key, /)", "Deletes self[key].";

    __len__: as_sequence.sq_length = call!(slots::length), Some(wrappers::length), "($self, /)", "The object's len().";
    // A class's own __add__ and __mul__ go into the number slots only.
    __add__: as_sequence.sq_concat = null_mut(), Some(wrappers::binary), "($self, value, /)", "self + value";
    __mul__: as_sequence.sq_repeat = null_mut(), Some(wrappers::repeat), "($self, value, /)", "self * value";
    __rmul__: as_sequence.sq_repeat = null_mut(), Some(wrappers::repeat), "($self, value, /)", "value * self";
    __getitem__: as_sequence.sq_item = call!(slots::item), Some(wrappers::sequence_item), "($self, key, /)", "self[key]";
    __setitem__: as_sequence.sq_ass_item = call!(slots::set_item), Some(wrappers::sequence_set_item), "($self, key, value, /)", "Sets self[key].";
    __delitem__: as_sequence.sq_ass_item = call!(slots::set_item), Some(wrappers::sequence_delete_item), "($self, key, /)", "Deletes self[key].";
    __contains__: as_sequence.sq_contains = call!(slots::contains), Some(wrappers::contains), "($self, key, /)", "Whether key is in self.";
    __iadd__: as_sequence.sq_inplace_concat = null_mut(), Some(wrappers::binary), "($self, value, /)", "self += value";
    __imul__: as_sequence.sq_inplace_repeat = null_mut(), Some(wrappers::repeat), "($self, value, /)", "self *= value";

    __buffer__: as_buffer.bf_getbuffer = call!(slots::get_buffer), Some(wrappers::buffer), "($self, flags, /)", "A memoryview of the object's memory.";
    __release_buffer__: as_buffer.bf_releasebuffer = call!(slots::release_buffer), Some(wrappers::release_buffer), "($self, buffer, /)", "Ends the use of a memoryview of the object's memory.";
}

/// `wrapper` of a row with [`KEYWORDS`] is called with the keywords as well.
// SAFETY: the caller looks at the flag before it calls.
const KEYWORD_CALL: Option<wrapperfunc> = Some(unsafe { std::mem::transmute::<wrapperfunc_kwds, wrapperfunc>(wrappers::call) });
// SAFETY: as above.
const KEYWORD_INIT: Option<wrapperfunc> = Some(unsafe { std::mem::transmute::<wrapperfunc_kwds, wrapperfunc>(wrappers::init) });

/// Whether the row's wrapper takes keyword arguments.
pub fn takes_keywords(row: &wrapperbase) -> bool {
    row.flags & KEYWORDS != 0
}

/// The rows' method name.
pub fn name(row: &wrapperbase) -> &'static PyUnicodeObject {
    // SAFETY: the table names static strings.
    unsafe { &*row.name_strobj.cast() }
}

/// Whether several slots share the method.
pub fn is_shared(name: &PyUnicodeObject) -> bool {
    let shared: [&PyUnicodeObject; 9] =
        [&id::__len__, &id::__add__, &id::__mul__, &id::__rmul__, &id::__getitem__, &id::__setitem__, &id::__delitem__, &id::__iadd__, &id::__imul__];
    shared.iter().any(|s| std::ptr::eq(*s, name))
}

/// A type's slot of a row; `None` where the type lacks the suite.
#[inline]
pub fn cell<'a>(ty: &'a PyTypeObject, row: &wrapperbase) -> Option<&'a Cell<*mut c_void>> {
    Place::of(row.offset as usize).cell(ty)
}

/// Where a slot lies: in the type itself, or in the suite that a field of the type points to.
#[derive(Clone, Copy)]
pub struct Place {
    /// Where the type keeps the pointer to the suite; 0 for the type itself.
    suite: u16,
    /// Where the slot lies in the suite or the type.
    at: u16,
}

impl Place {
    /// The place of what has this offset into `PyHeapTypeObject`.
    pub const fn of(offset: usize) -> Place {
        // The suites of a heap type stand one after the other, in this order from the last.
        let suites = [
            (offset_of!(PyHeapTypeObject, as_buffer), offset_of!(PyTypeObject, tp_as_buffer)),
            (offset_of!(PyHeapTypeObject, as_sequence), offset_of!(PyTypeObject, tp_as_sequence)),
            (offset_of!(PyHeapTypeObject, as_mapping), offset_of!(PyTypeObject, tp_as_mapping)),
            (offset_of!(PyHeapTypeObject, as_number), offset_of!(PyTypeObject, tp_as_number)),
            (offset_of!(PyHeapTypeObject, as_async), offset_of!(PyTypeObject, tp_as_async)),
        ];
        let mut n = 0;
        while n < suites.len() {
            if offset >= suites[n].0 {
                return Place { suite: suites[n].1 as u16, at: (offset - suites[n].0) as u16 };
            }
            n += 1;
        }
        Place { suite: 0, at: offset as u16 }
    }

    /// A type's slot there; `None` where the type lacks the suite.
    #[inline(always)]
    pub fn cell(self, ty: &PyTypeObject) -> Option<&Cell<*mut c_void>> {
        let mut base = (&raw const *ty).cast::<c_void>();
        // SAFETY: a field of the type that points to a suite or is NULL; the slot lies in the suite, which lives as long as the type, and is a pointer or NULL.
        unsafe {
            if self.suite != 0 {
                base = *base.byte_add(self.suite as usize).cast::<*const c_void>();
                if base.is_null() {
                    return None;
                }
            }
            Some(&*base.byte_add(self.at as usize).cast())
        }
    }
}
