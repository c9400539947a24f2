//! What the code of an extension does inline, where it has promised the stable ABI: which leaves no name in any table of symbols.
//!
//! The code is read once, from the lowest address to the highest. What each register and each word of the stack holds is followed from
//! a call of the C API on, through copies and through jumps that lead forward; where code can be come to in a way that was not followed, all is
//! forgotten. So what is said of a value is true on every way to it, and much is not said.
//!
//! Invariant: a value is an object only where it came from a function or a variable of the C API in the same straight run of code.

use std::collections::{BTreeMap, HashMap, HashSet};

use iced_x86::{Code, Decoder, DecoderOptions, FlowControl, Instruction, InstructionInfoFactory, MemorySize, Mnemonic, OpAccess, OpKind, Register};
use object::{Object, ObjectSection, ObjectSymbol, RelocationTarget, SectionKind};

use crate::contract::is_python;

/// Something that the code does, by its rule and the address of the instruction.
pub struct Seen {
    pub rule: &'static str,
    pub address: u64,
    pub message: String,
}

/// Looks through the code of a shared library. Other machines' code is not understood.
pub fn look(bytes: &[u8]) -> Vec<Seen> {
    let Ok(file) = object::File::parse(bytes) else { return Vec::new() };
    if file.architecture() != object::Architecture::X86_64 {
        return Vec::new();
    }
    let imports = imports(&file);
    if imports.is_empty() {
        return Vec::new();
    }
    let starts: HashSet<u64> =
        file.symbols().chain(file.dynamic_symbols()).filter(|s| s.kind() == object::SymbolKind::Text).map(|s| s.address()).collect();
    let stubs = file.sections().filter(|section| section.name().is_ok_and(|name| name.starts_with(".plt")));
    let stubs: Vec<_> = stubs.map(|section| section.address()..section.address() + section.size()).collect();
    let mut seen = Vec::new();
    for section in file.sections().filter(|section| section.kind() == SectionKind::Text) {
        // The stubs that lead to imports do nothing themselves.
        if section.name().is_ok_and(|name| name.starts_with(".plt")) {
            continue;
        }
        let Ok(code) = section.data() else { continue };
        let mut reader = Reader {
            file: &file,
            imports: &imports,
            stubs_lie_in: &stubs,
            stubs: HashMap::new(),
            state: State::default(),
            next: 1,
            seen: Vec::new(),
        };
        reader.read(code, section.address(), &starts);
        seen.append(&mut reader.seen);
    }
    seen
}

/// The words that the linker fills with addresses of imports, by their addresses.
fn imports(file: &object::File<'_>) -> HashMap<u64, String> {
    let relocations = file.dynamic_relocations().into_iter().flatten();
    let named = relocations.filter_map(|(address, relocation)| {
        let RelocationTarget::Symbol(index) = relocation.target() else { return None };
        let symbol = file.dynamic_symbol_table().and_then(|table| object::ObjectSymbolTable::symbol_by_index(&table, index).ok())?;
        let name = symbol.name().ok()?;
        (symbol.is_undefined() && relocation.addend() == 0).then(|| (address, name.to_owned()))
    });
    named.collect()
}

/// A struct whose fields are the full API's alone.
struct Layout {
    name: &'static str,
    /// Where those fields begin, and where the struct ends.
    from: u64,
    to: u64,
    fields: &'static [(u64, &'static str)],
    /// Functions that give such an object, or all those whose names begin so (`*`).
    made_by: &'static [&'static str],
}

static LAYOUTS: [Layout; 8] = [
    Layout {
        name: "PyListObject",
        from: 24,
        to: 40,
        fields: &[(24, "ob_item"), (32, "allocated")],
        made_by: &[
            "PyList_New",
            "PyList_GetSlice",
            "PySequence_List",
            "PyDict_Keys",
            "PyDict_Values",
            "PyDict_Items",
            "PyUnicode_Split",
            "PyUnicode_RSplit",
            "PyUnicode_Splitlines",
        ],
    },
    Layout {
        name: "PyTupleObject",
        from: 24,
        to: 4096,
        fields: &[(24, "ob_item")],
        made_by: &["PyTuple_New", "PyTuple_Pack", "PyTuple_GetSlice", "PySequence_Tuple", "PyList_AsTuple"],
    },
    Layout {
        name: "PyBytesObject",
        from: 24,
        to: 4096,
        fields: &[(24, "ob_shash"), (32, "ob_sval")],
        made_by: &["PyBytes_From*", "PyUnicode_AsUTF8String", "PyUnicode_AsLatin1String", "PyUnicode_AsASCIIString", "PyUnicode_EncodeFSDefault"],
    },
    Layout {
        name: "PyUnicodeObject",
        from: 16,
        to: 4096,
        fields: &[(16, "length"), (24, "hash"), (32, "state"), (40, "utf8_length"), (48, "utf8"), (56, "data")],
        made_by: &[
            "PyUnicode_From*",
            "PyUnicode_Decode*",
            "PyUnicode_InternFromString",
            "PyUnicode_Substring",
            "PyObject_Str",
            "PyObject_Repr",
            "PyObject_ASCII",
        ],
    },
    Layout {
        name: "PyDictObject",
        from: 16,
        to: 64,
        fields: &[(16, "ma_used"), (32, "ma_keys"), (40, "ma_values")],
        made_by: &["PyDict_New", "PyDict_Copy"],
    },
    Layout { name: "PyFloatObject", from: 16, to: 24, fields: &[(16, "ob_fval")], made_by: &["PyFloat_FromDouble", "PyFloat_FromString"] },
    Layout { name: "PyLongObject", from: 24, to: 4096, fields: &[(24, "ob_digit")], made_by: &["PyLong_From*"] },
    Layout {
        name: "PyTypeObject",
        from: 24,
        to: 1024,
        fields: &[
            (24, "tp_name"),
            (32, "tp_basicsize"),
            (40, "tp_itemsize"),
            (48, "tp_dealloc"),
            (88, "tp_repr"),
            (96, "tp_as_number"),
            (104, "tp_as_sequence"),
            (112, "tp_as_mapping"),
            (120, "tp_hash"),
            (128, "tp_call"),
            (144, "tp_getattro"),
            (152, "tp_setattro"),
            (160, "tp_as_buffer"),
            (168, "tp_flags"),
            (176, "tp_doc"),
            (184, "tp_traverse"),
            (192, "tp_clear"),
            (200, "tp_richcompare"),
            (216, "tp_iter"),
            (224, "tp_iternext"),
            (256, "tp_base"),
            (264, "tp_dict"),
            (296, "tp_init"),
            (304, "tp_alloc"),
            (312, "tp_new"),
            (320, "tp_free"),
            (344, "tp_mro"),
        ],
        made_by: &["PyType_From*", "PyObject_Type", "PyErr_NewException*"],
    },
];
/// The row of types.
const TYPES: usize = LAYOUTS.len() - 1;

/// The functions that give objects of which nothing more is known than that.
const OBJECTS: [&str; 16] = [
    "PyObject_Call*",
    "PyObject_GetAttr*",
    "PyObject_GetItem",
    "PyObject_GetIter",
    "PyIter_Next",
    "PyImport_Import*",
    "PySequence_GetItem",
    "PyNumber_*",
    "Py_BuildValue",
    "PyList_GetItem*",
    "PyTuple_GetItem",
    "PyDict_GetItem*",
    "PyBool_FromLong",
    "PySet_New",
    "PyModule_GetDict",
    "PyMapping_*",
];
/// What begins as these and gives numbers.
const NUMBERS: [&str; 9] = [
    "PyNumber_Check",
    "PyNumber_AsSsize_t",
    "PyMapping_Check",
    "PyMapping_Size",
    "PyMapping_Length",
    "PyMapping_Has*",
    "PyMapping_SetItemString",
    "PyDict_GetItemRef",
    "PyDict_GetItemStringRef",
];

fn is_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.strip_suffix('*').map_or(*known == name, |start| name.starts_with(start)))
}

/// Functions that do not come back.
fn ends(name: &str) -> bool {
    ["abort", "exit", "_exit", "__stack_chk_fail", "__assert_fail", "_Unwind_Resume", "Py_Exit", "Py_FatalError", "_Py_FatalErrorFunc"]
        .contains(&name)
        || name.starts_with("__cxa_throw")
        || name.starts_with("__cxa_rethrow")
        || name.starts_with("_ZSt") && name.contains("throw")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    /// A word of which nothing is known; it is the same word wherever it is copied to.
    Word,
    /// An object that a function gave, by the address of its import; of a layout where that is known.
    Object(u64, Option<usize>),
    /// The address of a variable of the C API.
    Variable(u64),
    /// The type of an object.
    Type,
    /// The count of an object, or a number made of it.
    Count,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Value {
    what: What,
    /// Which word it is; of a count, which object's.
    id: u32,
}

/// What is known at one place in the code.
#[derive(Clone, Default)]
struct State {
    registers: [Option<Value>; 16],
    /// Words of the stack, by the register that they are counted from and the distance.
    stack: BTreeMap<(Register, u64), Value>,
    /// Objects whose counts are looked at as signed halves: code that knows of immortality.
    aware: Vec<u32>,
    /// Words whose first word was counted down, and where.
    counted: Vec<(u32, u64)>,
}

impl State {
    /// What both know.
    fn meet(&mut self, other: &State) {
        for (own, others) in self.registers.iter_mut().zip(&other.registers) {
            if own != others {
                *own = None;
            }
        }
        self.stack.retain(|place, value| other.stack.get(place) == Some(value));
        // An object that one way knows to be safe is not told of on the other.
        self.aware.extend(other.aware.iter().copied().filter(|id| !self.aware.contains(id)).collect::<Vec<_>>());
        self.counted.retain(|known| other.counted.contains(known));
    }
}

/// The number of a general register, whatever part of it is named.
fn number(register: Register) -> Option<usize> {
    let full = register.full_register();
    (full >= Register::RAX && full <= Register::R15).then(|| full as usize - Register::RAX as usize)
}

struct Reader<'a> {
    file: &'a object::File<'a>,
    imports: &'a HashMap<u64, String>,
    /// Where the stubs that lead to imports are.
    stubs_lie_in: &'a [std::ops::Range<u64>],
    /// Where code leads that only jumps on, by its address: the import's address.
    stubs: HashMap<u64, Option<u64>>,
    state: State,
    /// The next word's number.
    next: u32,
    seen: Vec<Seen>,
}

impl Reader<'_> {
    fn read(&mut self, code: &[u8], address: u64, starts: &HashSet<u64>) {
        let ranges = self.ranges(code, address);
        if ranges.is_empty() {
            return;
        }
        // How many jumps lead to each place that is looked at.
        let mut jumps: HashMap<u64, u32> = HashMap::new();
        let mut instruction = Instruction::default();
        let mut decoder = Decoder::with_ip(64, code, address, DecoderOptions::NONE);
        while decoder.can_decode() {
            decoder.decode_out(&mut instruction);
            if is_jump(&instruction) && is_within(&ranges, instruction.near_branch_target()) {
                *jumps.entry(instruction.near_branch_target()).or_default() += 1;
            }
        }
        // What the jumps that were passed know, and how many they were.
        let mut coming: HashMap<u64, (u32, State)> = HashMap::new();
        let (mut inside, mut reached) = (false, true);
        let mut info = InstructionInfoFactory::new();
        let mut decoder = Decoder::with_ip(64, code, address, DecoderOptions::NONE);
        while decoder.can_decode() {
            decoder.decode_out(&mut instruction);
            let here = instruction.ip();
            if !is_within(&ranges, here) {
                if inside {
                    self.state = State::default();
                    coming.clear();
                }
                (inside, reached) = (false, true);
                continue;
            }
            inside = true;
            if starts.contains(&here) || instruction.code() == Code::Endbr64 {
                self.state = State::default();
                coming.clear();
                reached = true;
            }
            if let Some(all) = jumps.get(&here) {
                match coming.remove(&here) {
                    Some((passed, state)) if passed == *all => {
                        if reached {
                            self.state.meet(&state);
                        } else {
                            self.state = state;
                        }
                    }
                    _ => self.state = State::default(),
                }
                reached = true;
            }
            self.step(&instruction, &mut info);
            if is_jump(&instruction) && instruction.near_branch_target() > here {
                let target = instruction.near_branch_target();
                match coming.get_mut(&target) {
                    Some((passed, state)) => {
                        *passed += 1;
                        state.meet(&self.state);
                    }
                    None => {
                        coming.insert(target, (1, self.state.clone()));
                    }
                }
            }
            let leaves = matches!(
                instruction.flow_control(),
                FlowControl::UnconditionalBranch
                    | FlowControl::IndirectBranch
                    | FlowControl::Return
                    | FlowControl::Exception
                    | FlowControl::Interrupt
            );
            if leaves || instruction.is_invalid() {
                self.state = State::default();
                reached = false;
            }
        }
    }

    /// The code around each place that calls the C API, or takes the address of what it has: what is looked at closely.
    fn ranges(&mut self, code: &[u8], address: u64) -> Vec<(u64, u64)> {
        let mut ranges: Vec<(u64, u64)> = Vec::new();
        let mut instruction = Instruction::default();
        let mut decoder = Decoder::with_ip(64, code, address, DecoderOptions::NONE);
        while decoder.can_decode() {
            decoder.decode_out(&mut instruction);
            let import = match instruction.flow_control() {
                FlowControl::Next if instruction.is_ip_rel_memory_operand() => Some(instruction.ip_rel_memory_address()),
                FlowControl::Call | FlowControl::IndirectCall | FlowControl::UnconditionalBranch | FlowControl::IndirectBranch => {
                    self.import(&instruction)
                }
                _ => None,
            };
            let Some(name) = import.and_then(|import| self.imports.get(&import)) else { continue };
            if !is_python(name) {
                continue;
            }
            let (from, to) = (instruction.ip().saturating_sub(BEFORE), instruction.ip() + AFTER);
            match ranges.last_mut() {
                Some(last) if last.1 >= from => last.1 = to,
                _ => ranges.push((from, to)),
            }
        }
        ranges
    }

    fn step(&mut self, instruction: &Instruction, info: &mut InstructionInfoFactory) {
        match instruction.flow_control() {
            FlowControl::Call | FlowControl::IndirectCall => return self.call(instruction),
            // A jump to an import is a call that does not come back here.
            FlowControl::UnconditionalBranch | FlowControl::IndirectBranch => return self.deallocation(instruction),
            _ => {}
        }
        self.look_at_memory(instruction);
        self.look_at_test(instruction);
        let new = self.moved(instruction);
        let on_stack = self.on_stack(instruction);
        if instruction.mnemonic() == Mnemonic::Lea && on_stack {
            // From now on others may write there.
            self.state.stack.remove(&place(instruction));
        }
        let used = info.info(instruction);
        for register in used.used_registers() {
            if matches!(register.access(), OpAccess::Write | OpAccess::CondWrite | OpAccess::ReadWrite | OpAccess::ReadCondWrite) {
                self.forget(register.register());
            }
        }
        // A store into the stack.
        let stores = instruction.op_count() > 0
            && instruction.op0_kind() == OpKind::Memory
            && !matches!(instruction.mnemonic(), Mnemonic::Cmp | Mnemonic::Test);
        if stores && on_stack {
            self.state.stack.remove(&place(instruction));
            if let (Mnemonic::Mov, OpKind::Register, Some(register)) =
                (instruction.mnemonic(), instruction.op1_kind(), number(instruction.op1_register()))
                && instruction.op1_register().size() == 8
                && instruction.memory_index() == Register::None
            {
                let value = self.value(register);
                self.state.stack.insert(place(instruction), value);
            }
        }
        if let Some((register, value)) = new {
            self.state.registers[register] = Some(value);
        }
    }

    /// A register changes.
    fn forget(&mut self, register: Register) {
        if let Some(register) = number(register) {
            self.state.registers[register] = None;
        }
        let full = register.full_register();
        if is_stack(full) {
            self.state.stack.retain(|(base, _), _| *base != full);
        }
    }

    /// What a register holds; a word of its own where nothing is known.
    fn value(&mut self, register: usize) -> Value {
        if let Some(value) = self.state.registers[register] {
            return value;
        }
        let value = self.fresh(What::Word);
        self.state.registers[register] = Some(value);
        value
    }

    fn fresh(&mut self, what: What) -> Value {
        self.next += 1;
        Value { what, id: self.next }
    }

    /// What an instruction that moves a word puts where.
    fn moved(&mut self, instruction: &Instruction) -> Option<(usize, Value)> {
        if instruction.op_count() < 1 || instruction.op0_kind() != OpKind::Register || instruction.op0_register().size() < 4 {
            return None;
        }
        let to = number(instruction.op0_register())?;
        let counted = |value: Value| (value.what == What::Count).then_some(value);
        let value = match instruction.mnemonic() {
            Mnemonic::Mov if instruction.op0_register().size() == 8 => match instruction.op1_kind() {
                OpKind::Register => Some(self.value(number(instruction.op1_register())?)),
                OpKind::Memory => self.loaded(instruction),
                _ => None,
            },
            Mnemonic::Lea => counted(self.value(number(instruction.memory_base())?)).filter(|_| instruction.memory_index() == Register::None),
            Mnemonic::Add | Mnemonic::Sub | Mnemonic::Inc | Mnemonic::Dec => {
                counted(self.value(to)).filter(|_| instruction.op_count() == 1 || instruction.op1_kind() != OpKind::Register)
            }
            _ => None,
        };
        Some((to, value?))
    }

    /// What is in memory, as far as it is known.
    fn loaded(&mut self, instruction: &Instruction) -> Option<Value> {
        if instruction.is_ip_rel_memory_operand() {
            let address = instruction.ip_rel_memory_address();
            let name = self.imports.get(&address)?;
            return is_python(name).then_some(Value { what: What::Variable(address), id: address as u32 | 1 << 31 });
        }
        if instruction.memory_index() != Register::None {
            return None;
        }
        if self.on_stack(instruction) {
            if let Some(value) = self.state.stack.get(&place(instruction)) {
                return Some(*value);
            }
            let value = self.fresh(What::Word);
            self.state.stack.insert(place(instruction), value);
            return Some(value);
        }
        let base = self.value(number(instruction.memory_base())?);
        match instruction.memory_displacement64() {
            0 if matches!(base.what, What::Object(..) | What::Type | What::Word) || self.is_object(base) => {
                Some(Value { what: What::Count, id: base.id })
            }
            8 if matches!(base.what, What::Object(..)) => Some(self.fresh(What::Type)),
            _ => None,
        }
    }

    /// Whether an instruction's memory is the stack's. The frame's register may hold anything in code without frames.
    fn on_stack(&self, instruction: &Instruction) -> bool {
        let known = |register: usize| self.state.registers[register].is_some_and(|value| value.what != What::Word);
        match instruction.memory_base() {
            Register::RSP => true,
            Register::RBP => instruction.memory_displacement64() != 0 && !known(Register::RBP as usize - Register::RAX as usize),
            _ => false,
        }
    }

    /// Whether a value is the address of a variable that is an object itself.
    fn is_object(&self, value: Value) -> bool {
        let What::Variable(import) = value.what else { return false };
        let name = &self.imports[&import];
        name.ends_with("_Type") || name.ends_with("Struct") || name.ends_with("Object")
    }

    /// Code that looks at a count before it changes it, or at half of it, knows of immortality.
    fn look_at_test(&mut self, instruction: &Instruction) {
        let tests = matches!(instruction.mnemonic(), Mnemonic::Test | Mnemonic::Cmp | Mnemonic::Bt | Mnemonic::And | Mnemonic::Shr | Mnemonic::Sar);
        for i in 0..instruction.op_count() {
            let id = match instruction.op_kind(i) {
                OpKind::Register if tests || instruction.op_register(i).size() <= 4 => {
                    let value = number(instruction.op_register(i)).and_then(|register| self.state.registers[register]);
                    value.filter(|value| value.what == What::Count).map(|value| value.id)
                }
                OpKind::Memory if half(instruction.memory_size()) && instruction.memory_index() == Register::None => {
                    let near = matches!(instruction.memory_displacement64(), 0 | 4 | 6);
                    number(instruction.memory_base()).filter(|_| near).map(|register| self.value(register).id)
                }
                _ => None,
            };
            if let Some(id) = id
                && !self.state.aware.contains(&id)
            {
                self.state.aware.push(id);
            }
        }
    }

    /// Fields that are nobody's to touch, and counts.
    fn look_at_memory(&mut self, instruction: &Instruction) {
        let has_memory = (0..instruction.op_count()).any(|i| instruction.op_kind(i) == OpKind::Memory);
        if !has_memory || instruction.mnemonic() == Mnemonic::Lea || instruction.mnemonic() == Mnemonic::Nop || instruction.is_ip_rel_memory_operand()
        {
            return;
        }
        if self.on_stack(instruction) {
            return;
        }
        let Some(base) = number(instruction.memory_base()) else { return };
        let writes = instruction.op0_kind() == OpKind::Memory && !matches!(instruction.mnemonic(), Mnemonic::Cmp | Mnemonic::Test | Mnemonic::Push);
        let (value, at) = (self.value(base), instruction.memory_displacement64());
        let (layout, whose) = match value.what {
            What::Object(import, Some(layout)) => (Some(layout), format!("that {} gave", self.imports[&import])),
            What::Type => (Some(TYPES), "of an object's type".to_owned()),
            What::Variable(import) if self.imports[&import].ends_with("_Type") => (Some(TYPES), self.imports[&import].clone()),
            _ => (None, String::new()),
        };
        if let Some(layout) = layout.map(|layout| &LAYOUTS[layout])
            && (layout.from..layout.to).contains(&at)
        {
            let field = layout.fields.iter().rev().find(|(start, _)| *start <= at).map_or("a field", |(_, name)| name);
            let what = if writes { "writes" } else { "reads" };
            self.see("EX201", instruction, format!("{what} {field} of the {} {whose}", layout.name));
        }
        if at != 0
            || !writes
            || instruction.memory_index() != Register::None
            || instruction.memory_size().size() != 8
            || self.state.aware.contains(&value.id)
        {
            return;
        }
        let way = match instruction.mnemonic() {
            Mnemonic::Add | Mnemonic::Inc => "up",
            Mnemonic::Sub | Mnemonic::Dec => "down",
            Mnemonic::Mov if instruction.op1_kind() == OpKind::Register => {
                let stored = number(instruction.op1_register()).and_then(|register| self.state.registers[register]);
                match stored {
                    Some(stored) if stored == (Value { what: What::Count, id: value.id }) => "",
                    _ => return,
                }
            }
            _ => return,
        };
        let way = if way.is_empty() { String::new() } else { format!(" {way}") };
        match value.what {
            What::Object(import, _) => self.see(
                "EX202",
                instruction,
                format!("counts{way} inline what {} gave, without asking whether it is immortal", self.imports[&import]),
            ),
            What::Variable(import) if self.is_object(value) => {
                self.see("EX202", instruction, format!("counts{way} {} inline, which is immortal", self.imports[&import]))
            }
            // Whether that is an object shows when it is destroyed.
            What::Word if way != " up" => self.state.counted.push((value.id, instruction.ip())),
            _ => {}
        }
    }

    /// A call: of an import where it leads to one.
    fn call(&mut self, instruction: &Instruction) {
        self.deallocation(instruction);
        let import = self.import(instruction);
        for register in
            [Register::RAX, Register::RCX, Register::RDX, Register::RSI, Register::RDI, Register::R8, Register::R9, Register::R10, Register::R11]
        {
            self.forget(register);
        }
        let Some((address, name)) = import.and_then(|address| Some((address, self.imports.get(&address)?))) else { return };
        if ends(name) {
            self.state = State::default();
            return;
        }
        let layout = LAYOUTS.iter().position(|layout| is_of(name, layout.made_by));
        if layout.is_some() || is_of(name, &OBJECTS) && !is_of(name, &NUMBERS) {
            self.state.registers[0] = Some(self.fresh(What::Object(address, layout)));
        }
    }

    /// What goes to `_Py_Dealloc` is an object: so was what was counted down.
    fn deallocation(&mut self, instruction: &Instruction) {
        if self.import(instruction).is_none_or(|import| self.imports[&import] != "_Py_Dealloc") {
            return;
        }
        let Some(object) = self.state.registers[Register::RDI as usize - Register::RAX as usize] else { return };
        let counted: Vec<u64> = self.state.counted.iter().filter(|(id, _)| *id == object.id).map(|(_, address)| *address).collect();
        for address in counted {
            let message = "counts an object down inline, without asking whether it is immortal".to_owned();
            self.seen.push(Seen { rule: "EX202", address, message });
        }
    }

    /// Where a call or a jump leads, if that is an import: the address of the word that the linker fills.
    fn import(&mut self, instruction: &Instruction) -> Option<u64> {
        if instruction.is_ip_rel_memory_operand() {
            return Some(instruction.ip_rel_memory_address()).filter(|address| self.imports.contains_key(address));
        }
        if instruction.op_count() == 0 || instruction.op0_kind() != OpKind::NearBranch64 {
            return None;
        }
        let target = instruction.near_branch_target();
        if !self.stubs_lie_in.iter().any(|section| section.contains(&target)) {
            return None;
        }
        if let Some(known) = self.stubs.get(&target) {
            return *known;
        }
        let found = self.stub(target);
        self.stubs.insert(target, found);
        found
    }

    /// Whether code is a stub: nothing but a jump by a word that the linker fills.
    fn stub(&self, address: u64) -> Option<u64> {
        let section = self.file.sections().find(|s| (s.address()..s.address() + s.size()).contains(&address))?;
        if !section.name().is_ok_and(|name| name.starts_with(".plt")) {
            return None;
        }
        let code = section.data().ok()?.get(usize::try_from(address - section.address()).ok()?..)?;
        let mut decoder = Decoder::with_ip(64, code, address, DecoderOptions::NONE);
        let jump = (0..3).map(|_| decoder.decode()).find(|i| i.flow_control() == FlowControl::IndirectBranch && i.is_ip_rel_memory_operand())?;
        Some(jump.ip_rel_memory_address()).filter(|address| self.imports.contains_key(address))
    }

    fn see(&mut self, rule: &'static str, instruction: &Instruction, message: String) {
        self.seen.push(Seen { rule, address: instruction.ip(), message });
    }
}

/// How much code is looked at around what calls the C API.
const BEFORE: u64 = 256;
const AFTER: u64 = 1024;

/// Whether an address lies in one of the ranges, which are in order.
fn is_within(ranges: &[(u64, u64)], address: u64) -> bool {
    let after = ranges.partition_point(|(from, _)| *from <= address);
    after.checked_sub(1).is_some_and(|at| address < ranges[at].1)
}

fn is_jump(instruction: &Instruction) -> bool {
    matches!(instruction.flow_control(), FlowControl::ConditionalBranch | FlowControl::UnconditionalBranch)
        && instruction.op0_kind() == OpKind::NearBranch64
}

fn is_stack(register: Register) -> bool {
    matches!(register, Register::RSP | Register::RBP)
}

/// The word of the stack that an instruction names.
fn place(instruction: &Instruction) -> (Register, u64) {
    (instruction.memory_base(), instruction.memory_displacement64())
}

fn half(size: MemorySize) -> bool {
    size.size() <= 4
}
