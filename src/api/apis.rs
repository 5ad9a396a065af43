//! All tables of a run, each with its path matcher.

use std::path::PathBuf;

use super::matcher::Matcher;
use super::model::Api;
use crate::parallel::Lazy;

/// All tables of a run.
#[derive(Debug, Clone)]
pub struct Apis {
    /// The tables, sorted by id. Build with [`Apis::new`], which keeps the matchers in step.
    pub tables: Vec<Api>,
    /// Files in folders of tables that turned out to be none, each with the reason as a phrase.
    pub skipped: Vec<(PathBuf, String)>,
    /// One for each table.
    matchers: Vec<Matcher>,
}

impl Apis {
    /// Sorts the tables and builds their path matchers.
    pub fn new(mut tables: Vec<Api>) -> Self {
        tables.sort_by(|a, b| a.id.cmp(&b.id));
        for table in &mut tables {
            // It may have been changed.
            table.secret_names = Lazy::default();
        }
        let matchers = tables.iter().map(Matcher::new).collect();
        Self { tables, skipped: Vec::new(), matchers }
    }

    /// The table of this id, alone; `None` where there is none.
    #[must_use]
    pub fn only(&self, id: &str) -> Option<Self> {
        let table = self.tables.iter().find(|api| api.id == id)?;
        Some(Self::new(vec![table.clone()]))
    }

    /// The tables alone, to be changed.
    pub(super) fn into_tables(self) -> Vec<Api> {
        self.tables
    }

    /// The tables with their indices and matchers.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Api, &Matcher)> {
        self.tables.iter().zip(&self.matchers).enumerate().map(|(index, (api, matcher))| (index, api, matcher))
    }
}
