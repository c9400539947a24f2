//! What is made of the command line's own description: completions for shells, and manual pages.

use clap::{Command, CommandFactory};
use clap_complete::Shell;

use crate::arguments::{self, Arguments};

/// The completion of the command for a shell.
pub fn completion(shell: arguments::Shell) -> Vec<u8> {
    let shell = match shell {
        arguments::Shell::Bash => Shell::Bash,
        arguments::Shell::Zsh => Shell::Zsh,
        arguments::Shell::Fish => Shell::Fish,
    };
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "exuvia", &mut out);
    out
}

fn visible(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|c| !c.is_hide_set() && c.get_name() != "help")
}

fn whole() -> Command {
    let mut command = Arguments::command().disable_help_subcommand(true);
    command.build();
    command
}

fn rendered(command: &Command, name: &str) -> std::io::Result<Vec<u8>> {
    // The title is `exuvia-check`, as it is with commands that have commands.
    let command = command.clone().name(name.to_owned()).version(env!("CARGO_PKG_VERSION"));
    let mut out = Vec::new();
    clap_mangen::Man::new(command).manual("Exuvia").render(&mut out)?;
    Ok(out)
}

/// The manual page of the command, or of one of its subcommands; `None` where there is no such.
pub fn page(subcommand: Option<&str>) -> Option<std::io::Result<Vec<u8>>> {
    let command = whole();
    match subcommand {
        None => Some(rendered(&command, "exuvia")),
        Some(name) => visible(&command).find(|c| c.get_name() == name).map(|c| rendered(c, &format!("exuvia-{name}"))),
    }
}

/// All manual pages, by their files' names.
pub fn pages() -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let command = whole();
    let mut pages = vec![("exuvia.1".to_owned(), rendered(&command, "exuvia")?)];
    for subcommand in visible(&command) {
        let name = format!("exuvia-{}", subcommand.get_name());
        pages.push((format!("{name}.1"), rendered(subcommand, &name)?));
    }
    Ok(pages)
}
