//! `repr(module)`: what the spec says of it or, without a spec, its own attributes.

use super::PyModuleObject;
use crate::layout::*;
use crate::object::{Owned, attribute, id};
use crate::runtime::errors::Result;
use crate::types::unicode;

pub fn repr(this: &PyModuleObject) -> Result<Owned> {
    let module = this.as_object();
    if let Some(spec) = attribute::get_optional(module, &id::__spec__)?
        && spec.is_true()?
    {
        return of_spec(&spec);
    }
    let name = match attribute::get_optional(module, &id::__name__)? {
        Some(name) => name.repr()?.to_string(),
        None => "'?'".to_owned(),
    };
    if let Some(file) = attribute::get_optional(module, &id::__file__)? {
        return said(format_args!("<module {name} from {}>", &*file.repr()?));
    }
    match attribute::get_optional(module, &id::__loader__)? {
        Some(loader) if !loader.is_none() => said(format_args!("<module {name} ({})>", &*loader.repr()?)),
        _ => said(format_args!("<module {name}>")),
    }
}

fn of_spec(spec: &PyObject) -> Result<Owned> {
    let name = attribute::get(spec, &id::name)?;
    let name = if name.is_none() { "'?'".to_owned() } else { name.repr()?.to_string() };
    let origin = attribute::get(spec, &id::origin)?;
    if origin.is_none() {
        let loader = attribute::get(spec, &id::loader)?;
        if loader.is_none() {
            return said(format_args!("<module {name}>"));
        }
        if let Some(places) = crate::import::loaders::shown_places(&loader)? {
            return said(format_args!("<module {name} (namespace) from {}>", &*places.repr()?));
        }
        return said(format_args!("<module {name} ({})>", &*loader.repr()?));
    }
    if attribute::get(spec, &id::has_location)?.is_true()? {
        return said(format_args!("<module {name} from {}>", &*origin.repr()?));
    }
    said(format_args!("<module {name} ({})>", &*origin.str()?))
}

fn said(text: std::fmt::Arguments<'_>) -> Result<Owned> {
    Ok(unicode::from_display(text)?.upcast())
}
