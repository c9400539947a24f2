//! An extension module written with PyO3: counts words.

use std::collections::HashMap;

use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};

pyo3::create_exception!(tally, EmptyText, PyValueError, "There is nothing to count.");

/// The words of a text, each with how often it occurs, in the order of their first occurrence.
#[pyfunction]
#[pyo3(signature = (text, *, lower = true))]
fn count<'py>(py: Python<'py>, text: &str, lower: bool) -> PyResult<Bound<'py, PyDict>> {
    if text.trim().is_empty() {
        return Err(EmptyText::new_err("no words"));
    }
    let text = if lower { text.to_lowercase() } else { text.to_owned() };
    let counts = PyDict::new(py);
    for word in text.split_whitespace() {
        let before: u64 = counts.get_item(word)?.map_or(Ok(0), |n| n.extract())?;
        counts.set_item(word, before + 1)?;
    }
    Ok(counts)
}

/// Calls a Python function with each number, and adds up what it gives.
#[pyfunction]
fn total(function: &Bound<'_, PyAny>, numbers: Vec<f64>) -> PyResult<f64> {
    numbers.into_iter().map(|number| function.call1((number,))?.extract::<f64>()).sum()
}

/// Counts as it goes.
#[pyclass(mapping, module = "tally", subclass)]
#[derive(Default)]
struct Tally {
    counts: HashMap<String, u64>,
    #[pyo3(get, set)]
    label: Option<String>,
}

#[pymethods]
impl Tally {
    #[new]
    #[pyo3(signature = (label = None))]
    fn new(label: Option<String>) -> Tally {
        Tally { label, ..Tally::default() }
    }

    /// One more of a word, or several.
    #[pyo3(signature = (word, times = 1))]
    fn add(&mut self, word: String, times: u64) -> u64 {
        let count = self.counts.entry(word).or_default();
        *count += times;
        *count
    }

    #[getter]
    fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    /// The words with their counts, the most frequent first.
    fn ranking<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let mut rows: Vec<(&String, u64)> = self.counts.iter().map(|(word, &count)| (word, count)).collect();
        rows.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        PyList::new(py, rows)
    }

    #[staticmethod]
    fn from_pairs(pairs: Vec<(String, u64)>) -> Tally {
        Tally { counts: pairs.into_iter().collect(), label: None }
    }

    fn __len__(&self) -> usize {
        self.counts.len()
    }

    fn __contains__(&self, word: &str) -> bool {
        self.counts.contains_key(word)
    }

    fn __getitem__(&self, word: &str) -> PyResult<u64> {
        self.counts.get(word).copied().ok_or_else(|| PyKeyError::new_err(word.to_owned()))
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let mut words: Vec<&String> = self.counts.keys().collect();
        words.sort();
        Ok(PyTuple::new(py, words)?.try_iter()?.into_any())
    }

    fn __add__(&self, other: &Tally) -> Tally {
        let mut counts = self.counts.clone();
        for (word, count) in &other.counts {
            *counts.entry(word.clone()).or_default() += count;
        }
        Tally { counts, label: self.label.clone() }
    }

    fn __repr__(&self) -> String {
        format!("Tally({} words, {} in all)", self.counts.len(), self.total())
    }
}

#[pymodule]
fn tally(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(count, module)?)?;
    module.add_function(wrap_pyfunction!(total, module)?)?;
    module.add_class::<Tally>()?;
    module.add("EmptyText", module.py().get_type::<EmptyText>())
}
