//! The child: opens the library, starts it, and loads one extension as its scene says, telling each step before it is made.

use std::ffi::{CString, c_int};
use std::os::unix::ffi::OsStrExt;

use super::api::{Api, Object, Raised, Slot};
use super::exercise::Exercise;
use super::job::{Job, Scene, Step, Told};
use super::{compare, scenes, stress};

/// What a scene works with.
pub struct Child<'a> {
    pub api: Api,
    pub job: &'a Job,
    pub told: &'a Told,
    pub exercise: Option<Exercise>,
}

/// Why an extension could not be loaded.
pub struct Refused {
    /// Which step raised.
    pub what: &'static str,
    pub raised: Raised,
}

impl From<Refused> for Step {
    fn from(refused: Refused) -> Step {
        Step::Raised { what: refused.what.to_owned(), exception: refused.raised.to_string() }
    }
}

/// Does a job, in this process; the exit status.
pub fn run(job: &Job) -> c_int {
    // SAFETY: no other thread runs yet. The checked build writes what it finds among the steps.
    unsafe { std::env::set_var("EXUVIA_FINDINGS", &job.report) };
    for signal in [libc::SIGSEGV, libc::SIGBUS] {
        // Rust watches these for overflowing stacks, and lets one that is raised pass by.
        // SAFETY: the default action is always there.
        unsafe { libc::signal(signal, libc::SIG_DFL) };
    }
    // SAFETY: as above: what writes into a closed pipe is ended, as a program is.
    unsafe { libc::signal(libc::SIGPIPE, libc::SIG_DFL) };
    let told = Told::new(job.report.clone());
    match play(job, &told) {
        Ok(()) => told.tell(&Step::Ended),
        Err(step) => told.tell(&step),
    }
    0
}

fn play(job: &Job, told: &Told) -> Result<(), Step> {
    told.doing("the library was opened");
    let api = Api::open(&job.library).map_err(|reason| Step::Failed { reason })?;
    if let Some(checked) = &api.checked {
        // SAFETY: a function of the checked build.
        unsafe { (checked.watch_signals)() };
    }
    let mut child = Child { api, job, told, exercise: None };
    told.doing("the interpreter started");
    // SAFETY: the first call of the library.
    unsafe { (child.api.Py_InitializeEx)(0) };
    if let Some((file, names)) = &job.exercise {
        told.doing("the file of exercises was opened");
        child.exercise = Some(Exercise::open(file, names).map_err(|reason| Step::Failed { reason })?);
    }
    // SAFETY: the interpreter runs, and this thread has its GIL.
    unsafe {
        match job.scene {
            Scene::Main => scenes::main(&child)?,
            Scene::Twice => scenes::twice(&child)?,
            Scene::Legacy => scenes::legacy(&child)?,
            Scene::Isolated => scenes::isolated(&child)?,
            Scene::Again => scenes::again(&child)?,
            Scene::Exercise => child.exercise_again_and_again()?,
            Scene::Compare => compare::tell(&child)?,
            Scene::Allocations => stress::allocations(&child)?,
            Scene::Arguments => stress::arguments(&child)?,
            Scene::Random => stress::random(&child)?,
        }
        child.finalise();
    }
    if let Some(checked) = &child.api.checked {
        told.doing("what was left was looked at");
        // SAFETY: a function of the checked build; the interpreter has ended.
        unsafe { (checked.finish)() };
    }
    // Whatever is told from here on came out of the process's own end.
    told.doing("the process ended");
    Ok(())
}

/// # Safety
/// Of all: an interpreter runs, and this thread has its GIL.
impl Child<'_> {
    pub unsafe fn finalise(&self) {
        self.told.doing("the interpreter ended");
        // SAFETY: the caller's word.
        unsafe { (self.api.Py_FinalizeEx)() };
    }

    /// Imports the extension into the interpreter that runs, and leaves it in `sys.modules`; a new reference. With `tell`, says what its
    /// definition is.
    pub unsafe fn load(&self, tell: bool) -> Result<Object, Refused> {
        let api = &self.api;
        let at = |what: &'static str| move |raised: Raised| Refused { what, raised };
        let text = |bytes: &[u8]| CString::new(bytes).unwrap_or_default();
        let (name, path) = (text(self.job.module.as_bytes()), text(self.job.file.as_os_str().as_bytes()));
        // SAFETY: the caller's word; each reference is given up once.
        unsafe {
            let imp = api.made((api.PyImport_ImportModule)(c"_imp".as_ptr())).map_err(at("import of _imp"))?;
            let spec = api.made((api.PyModule_New)(c"spec".as_ptr())).map_err(at("the spec"))?;
            for (attribute, value) in [(c"name", &name), (c"origin", &path)] {
                let text = api.made((api.PyUnicode_FromString)(value.as_ptr())).map_err(at("the spec"))?;
                api.done((api.PyObject_SetAttrString)(spec, attribute.as_ptr(), text)).map_err(at("the spec"))?;
                (api.Py_DecRef)(text);
            }
            self.told.doing("the module was created");
            let created = api.call_method(imp, c"create_dynamic", spec);
            (api.Py_DecRef)(spec);
            let created = created.map_err(at("create")).inspect_err(|_| (api.Py_DecRef)(imp))?;
            if tell {
                self.tell_definition(created);
            }
            self.forget_module();
            let modules = (api.PyImport_GetModuleDict)();
            let key = api.made((api.PyUnicode_FromString)(name.as_ptr())).map_err(at("sys.modules"))?;
            let put = api.done((api.PyObject_SetItem)(modules, key, created));
            (api.Py_DecRef)(key);
            put.map_err(at("sys.modules"))?;
            self.told.doing("the module was executed");
            let executed = api.call_method(imp, c"exec_dynamic", created);
            (api.Py_DecRef)(imp);
            match executed {
                Ok(result) => {
                    (api.Py_DecRef)(result);
                    Ok(created)
                }
                Err(raised) => {
                    (api.Py_DecRef)(created);
                    self.forget_module();
                    Err(Refused { what: "exec", raised })
                }
            }
        }
    }

    /// Takes the extension out of `sys.modules`, if it is there.
    pub unsafe fn forget_module(&self) {
        let name = CString::new(self.job.module.as_bytes()).unwrap_or_default();
        // SAFETY: the caller's word.
        unsafe {
            let key = (self.api.PyUnicode_FromString)(name.as_ptr());
            if !key.is_null() {
                (self.api.PyObject_DelItem)((self.api.PyImport_GetModuleDict)(), key);
                (self.api.Py_DecRef)(key);
            }
            self.api.clear();
        }
    }

    unsafe fn tell_definition(&self, module: Object) {
        // SAFETY: the caller's word; a definition lives as long as the extension.
        unsafe {
            let definition = (self.api.PyModule_GetDef)(module);
            // What a create slot made need not be a module.
            self.api.clear();
            if !definition.is_null() {
                let array = (*definition).slots;
                let (slots, promise) = slots(array);
                self.told.tell(&Step::Definition { has_slots: !array.is_null(), slots, promise });
            }
        }
    }

    /// The module's names, sorted; those that import adds left out.
    pub unsafe fn names(&self, module: Object) -> Vec<String> {
        // SAFETY: the caller's word.
        let mut names = unsafe { self.api.dir(module) };
        names.retain(|name| !(name.starts_with("__") && name.ends_with("__")));
        names
    }
}

/// The slots of a definition, in words, and what they say of sub-interpreters.
///
/// # Safety
/// `slot` is NULL or an array that ends with id 0.
unsafe fn slots(mut slot: *const Slot) -> (Vec<String>, Option<usize>) {
    let (mut words, mut promise) = (Vec::new(), None);
    // SAFETY: the caller's word.
    while !slot.is_null() && unsafe { (*slot).id } != 0 {
        // SAFETY: as above; the slot is not the last.
        let (id, value) = unsafe { ((*slot).id, (*slot).value) };
        if id == 3 {
            promise = Some(value);
        }
        words.push(match (id, value) {
            (1, _) => "create".to_owned(),
            (2, _) => "exec".to_owned(),
            (3, 0) => "no sub-interpreters".to_owned(),
            (3, 1) => "sub-interpreters that share a GIL".to_owned(),
            (3, 2) => "sub-interpreters with a GIL each".to_owned(),
            (4, 0) => "needs the GIL".to_owned(),
            (4, 1) => "needs no GIL".to_owned(),
            _ => format!("slot {id}"),
        });
        // SAFETY: as above.
        slot = unsafe { slot.add(1) };
    }
    (words, promise)
}
