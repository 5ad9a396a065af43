//! YAML, event by event: aliases are not followed, so that they cannot multiply.

use granit_parser::{Event, Parser};

use crate::config_files::{MAX_DEPTH, Outline};

/// A list or a table that is open.
enum Open {
    List,
    /// Whether a name comes next.
    Table(bool),
    /// A list or a table that stands in the place of a name.
    Skipped,
}

pub(super) fn read(outline: &mut Outline) -> Result<(), String> {
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(outline.text) {
        let (event, span) = event.map_err(|error| format!("not YAML: {error}"))?;
        let range = span.byte_range().unwrap_or_default();
        match event {
            Event::Scalar(text, ..) => match open.last_mut() {
                Some(Open::Table(named @ true)) => {
                    *named = false;
                    outline.enter(&text, range);
                }
                Some(Open::Table(_)) => {
                    outline.value(&text, range);
                    ended(outline, &mut open);
                }
                Some(Open::List) => outline.item(&text, range),
                Some(Open::Skipped) | None => {}
            },
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                if open.len() >= MAX_DEPTH {
                    return Err("nested too deeply".to_owned());
                }
                let skipped = matches!(open.last(), Some(Open::Table(true) | Open::Skipped));
                if skipped {
                    open.push(Open::Skipped);
                } else if matches!(event, Event::SequenceStart(..)) {
                    open.push(Open::List);
                } else {
                    outline.open_table();
                    open.push(Open::Table(true));
                }
            }
            Event::MappingEnd | Event::SequenceEnd => {
                match open.pop() {
                    Some(Open::Table(_)) => outline.close_table(),
                    // What has no name that can be read has no value either.
                    Some(Open::Skipped) if matches!(open.last(), Some(Open::Table(true))) => {
                        outline.enter("", range);
                        if let Some(Open::Table(named)) = open.last_mut() {
                            *named = false;
                        }
                        continue;
                    }
                    _ => {}
                }
                ended(outline, &mut open);
            }
            Event::Alias(_) => match open.last_mut() {
                Some(Open::Table(named @ true)) => {
                    *named = false;
                    outline.enter("", range);
                }
                _ => ended(outline, &mut open),
            },
            _ => {}
        }
    }
    Ok(())
}

/// A value has ended: in a table a name comes next.
fn ended(outline: &mut Outline, open: &mut [Open]) {
    if let Some(Open::Table(named @ false)) = open.last_mut() {
        *named = true;
        outline.leave();
    }
}
