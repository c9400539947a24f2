/* Slots of one form for types and modules (PEP 820): an array of them ends with PySlot_END. */
#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030f0000
#ifndef _Py_HAVE_SLOTS_H
#define _Py_HAVE_SLOTS_H

typedef void (*_Py_funcptr_t)(void);

struct PySlot {
    uint16_t sl_id;
    uint16_t sl_flags;
    __extension__ union {
        uint32_t sl_reserved; /* 0 */
    };
    __extension__ union {
        void *sl_ptr;
        _Py_funcptr_t sl_func;
        Py_ssize_t sl_size;
        int64_t sl_int64;
        uint64_t sl_uint64;
    };
};

/* Flags: who does not know the id may pass over it; what the pointer leads to stays and does not change; the value is in sl_ptr,
   whatever the id asks for. */
#define PySlot_OPTIONAL 1
#define PySlot_STATIC 2
#define PySlot_INTPTR 4

/* Initializers; each names all that comes before its value, as C++ wants it. */
#define PySlot_DATA(NAME, VALUE) EXUVIA_SLOT(NAME, PySlot_INTPTR, .sl_ptr = (void *)(VALUE))
#define PySlot_STATIC_DATA(NAME, VALUE) EXUVIA_SLOT(NAME, PySlot_STATIC, .sl_ptr = (VALUE))
#define PySlot_FUNC(NAME, VALUE) EXUVIA_SLOT(NAME, 0, .sl_func = (_Py_funcptr_t)(VALUE))
#define PySlot_SIZE(NAME, VALUE) EXUVIA_SLOT(NAME, 0, .sl_size = (Py_ssize_t)(VALUE))
#define PySlot_INT64(NAME, VALUE) EXUVIA_SLOT(NAME, 0, .sl_int64 = (int64_t)(VALUE))
#define PySlot_UINT64(NAME, VALUE) EXUVIA_SLOT(NAME, 0, .sl_uint64 = (uint64_t)(VALUE))
#define EXUVIA_SLOT(name, flags, ...) { .sl_id = (name), .sl_flags = (flags), .sl_reserved = 0, __VA_ARGS__ }
#define PySlot_END { 0, 0, { 0 }, { 0 } }
/* The same for C++ before 20, which has no designators. */
#define PySlot_PTR(NAME, VALUE) { (NAME), PySlot_INTPTR, { 0 }, { (void *)(VALUE) } }
#define PySlot_PTR_STATIC(NAME, VALUE) { (NAME), PySlot_INTPTR | PySlot_STATIC, { 0 }, { (void *)(VALUE) } }

/* Ids that types and modules share, then those that only this form has.  The rest is in typeslots.h and moduleobject.h. */
#define Py_slot_end 0
#define Py_slot_subslots 92
#define Py_slot_invalid 0xffff
#define Py_tp_slots 93
#define Py_mod_slots 94
#define Py_tp_name 95
#define Py_tp_basicsize 96
#define Py_tp_extra_basicsize 97
#define Py_tp_itemsize 98
#define Py_tp_flags 99
#define Py_mod_name 100
#define Py_mod_doc 101
#define Py_mod_state_size 102
#define Py_mod_methods 103
#define Py_mod_state_traverse 104
#define Py_mod_state_clear 105
#define Py_mod_state_free 106
#define Py_tp_metaclass 107
#define Py_tp_module 108
#define Py_mod_abi 109
#define Py_mod_token 110

#endif
#endif
