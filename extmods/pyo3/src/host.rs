//! host FOLDER: a program that embeds Python with PyO3, and uses the module `tally` of FOLDER.

use pyo3::exceptions::{PyKeyError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyDict, PyList};

fn main() -> PyResult<()> {
    let folder = std::env::args().nth(1).expect("a folder");
    Python::attach(|py| {
        py.import("sys")?.getattr("path")?.cast_into::<PyList>()?.insert(0, folder)?;
        let tally = py.import("tally")?;

        println!("{}", tally.call_method1("count", ("the cat and The hat",))?.repr()?);
        let exact = tally.getattr("count")?.call(("the The",), Some(&[("lower", false)].into_py_dict(py)?))?;
        println!("{} words as written", exact.cast::<PyDict>()?.len());
        let empty = tally.call_method1("count", ("  ",)).expect_err("nothing to count");
        println!("{}: {}, a ValueError: {}", empty.get_type(py).name()?, empty.value(py), empty.is_instance_of::<PyValueError>(py));
        let wrong = tally.call_method1("count", (1,)).expect_err("not a text");
        println!("{} is a TypeError: {}", wrong.value(py), wrong.is_instance_of::<PyTypeError>(py));

        println!("{}", tally.call_method1("total", (py.import("builtins")?.getattr("abs")?, vec![1.5, -2.0]))?);

        let class = tally.getattr("Tally")?;
        let one = class.call1(("birds",))?;
        one.call_method1("add", ("wren",))?;
        one.call_method("add", ("owl",), Some(&[("times", 3)].into_py_dict(py)?))?;
        let other = class.call_method1("from_pairs", (vec![("owl", 1u64), ("rook", 2)],))?;
        let both = one.add(other)?;
        println!("{} {} {}", both.repr()?, both.getattr("label")?, both.call_method0("ranking")?);
        let words: Vec<String> = both.try_iter()?.map(|word| word?.extract()).collect::<PyResult<_>>()?;
        println!("{words:?}, {} of them, owl {}, a wren: {}", both.len()?, both.get_item("owl")?, both.contains("wren")?);
        println!("no dodo: {}", both.get_item("dodo").expect_err("no dodo").is_instance_of::<PyKeyError>(py));
        println!("label is readable: {}, total is not writable: {}", one.getattr("label")?, one.setattr("total", 1).is_err());
        Ok(())
    })
}
