//! Writes what follows from the contract and the library's sources: MATRIX.md and the declarations in `include/`.

use std::process::ExitCode;

fn main() -> ExitCode {
    match capi_tests::stale(&capi_tests::root()) {
        Ok(stale) => {
            for (path, text) in stale {
                if let Err(error) = std::fs::write(&path, text) {
                    eprintln!("{}: {error}", path.display());
                    return ExitCode::FAILURE;
                }
                println!("{}", path.display());
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
