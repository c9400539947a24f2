//! JUnit's XML, in the shape that Jenkins, GitLab and the like read from pytest.
//!
//! A suite is an extension module. A case is a rule that something was found of, one for each finding; a module of which nothing was found
//! has one case, which passes. What fails the check is a failure, what does not passes and is told in its output, what a baseline accepts is skipped,
//! and what could not be checked is an error.

use std::io::{self, Write};

use super::{Context, Extension, File, Finding, Totals, Writer, escaped};

pub struct Junit<'a> {
    out: Box<dyn Write + 'a>,
    context: &'a Context,
}

/// The cases of a suite, and how they went.
#[derive(Default)]
struct Suite {
    cases: String,
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Suite {
    fn case(&mut self, class: &str, name: &str, seconds: f64, inside: &str) {
        self.tests += 1;
        let open = format!("    <testcase classname=\"{}\" name=\"{}\" time=\"{seconds:.3}\"", escaped(class), escaped(name));
        self.cases += &if inside.is_empty() { format!("{open} />\n") } else { format!("{open}>\n      {inside}\n    </testcase>\n") };
    }

    fn error(&mut self, class: &str, why: &str) {
        self.errors += 1;
        self.case(class, "can be checked", 0.0, &format!("<error type=\"not checked\" message=\"{}\" />", escaped(why)));
    }

    fn write(&self, out: &mut dyn Write, name: &str, seconds: f64) -> io::Result<()> {
        let Suite { cases, tests, failures, errors, skipped } = self;
        writeln!(
            out,
            "  <testsuite name=\"{}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\" time=\"{seconds:.3}\">\n{cases}  </testsuite>",
            escaped(name)
        )
    }
}

impl<'a> Junit<'a> {
    pub fn begin(mut out: Box<dyn Write + 'a>, context: &'a Context) -> io::Result<Junit<'a>> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<testsuites name=\"exuvia check\">")?;
        Ok(Junit { out, context })
    }

    fn finding(&self, suite: &mut Suite, module: &str, finding: &Finding) {
        let name = match finding.place() {
            place if place.is_empty() => format!("{} {}: {}", finding.rule, finding.title(), finding.subject),
            place => format!("{} {}: {} at {place}", finding.rule, finding.title(), finding.subject),
        };
        let text = format!("{}\n\nWhat: {}\n\nWhy: {}\n\nHow to mend it: {}\n", finding.line(), finding.what, finding.why, finding.mend);
        let frames: String = finding.frames.iter().map(|frame| format!("  {}: {}\n", frame.module, frame.place)).collect();
        let text = if frames.is_empty() { text } else { format!("{text}\nCalled from:\n{frames}") };
        let inside = if let Some(reason) = &finding.accepted {
            suite.skipped += 1;
            format!("<skipped type=\"accepted\" message=\"{}\" />", escaped(reason))
        } else if self.context.fail_on.is_some_and(|least| finding.severity >= least) {
            suite.failures += 1;
            format!("<failure type=\"{}\" message=\"{}\">{}</failure>", escaped(&finding.rule), escaped(&finding.line()), escaped(&text))
        } else {
            format!("<system-out>{}</system-out>", escaped(&text))
        };
        suite.case(module, &name, 0.0, &inside);
    }

    fn extension(&mut self, name: &str, extension: &Extension) -> io::Result<()> {
        let seconds = extension.load.milliseconds.unwrap_or(0.0) / 1000.0;
        let mut suite = Suite::default();
        for finding in &extension.findings {
            self.finding(&mut suite, &extension.module, finding);
        }
        match &extension.blocked {
            Some(why) => suite.error(&extension.module, why),
            None if extension.findings.is_empty() => suite.case(&extension.module, "keeps the contract", seconds, ""),
            None => {}
        }
        suite.write(&mut self.out, name, seconds)
    }
}

impl Writer for Junit<'_> {
    fn file(&mut self, file: &File) -> io::Result<()> {
        let mut suite = Suite::default();
        if let Some(error) = &file.error {
            suite.error(&file.file, error);
        } else if let Some(reason) = &file.skipped {
            suite.skipped = 1;
            suite.case(&file.file, "can be checked", 0.0, &format!("<skipped type=\"passed over\" message=\"{}\" />", escaped(reason)));
        }
        if suite.tests > 0 {
            suite.write(&mut self.out, &file.file, 0.0)?;
        }
        for extension in &file.extensions {
            let name = if extension.path == file.file { file.file.clone() } else { format!("{}: {}", file.file, extension.path) };
            self.extension(&name, extension)?;
        }
        Ok(())
    }

    fn end(&mut self, _: &Totals) -> io::Result<()> {
        writeln!(self.out, "</testsuites>")?;
        self.out.flush()
    }
}
