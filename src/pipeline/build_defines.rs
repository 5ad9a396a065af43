//! Secrets that the configuration of bundlers puts into bundles, and the modules that may read them.

use super::code::Code;
use crate::parallel;
use crate::rules::unsent::definitions;
use crate::rules::{Inlined, Scene};
use crate::runtime::{Contexts, Define};
use crate::source::files::SourceFile;
use crate::source::prefilter::Prefilter;
use crate::source::walk::normalised;
use crate::source::{FileId, SourceKind};

/// The definitions of projects that have to do with an API and name a secret, each with the modules that may read it.
pub(super) fn find<'a>(scene: &Scene, code: &'a Code, contexts: &Contexts, defined: &'a [Define]) -> Vec<Inlined<'a>> {
    let (workspace, hot) = (&code.workspace, code.hot);
    let location = |id: &FileId| Some(normalised(&workspace.files.get(*id)?.location));
    let hot: Vec<_> = hot.iter().filter_map(location).collect();
    let of_project = defined.iter().filter(|one| hot.iter().any(|hot| hot.starts_with(&one.folder)));
    let secrets: Vec<_> = of_project.filter(|one| definitions::secret_of(scene, one).is_some()).collect();
    if secrets.is_empty() {
        return Vec::new();
    }
    let prefilter = Prefilter::new(secrets.iter().map(|one| one.name.to_string()));
    let mentions = |file: &SourceFile| {
        file.kind.is_some_and(SourceKind::is_script)
            && matches!(file.read(), Ok(text) if prefilter.is_hot(text.as_bytes()))
    };
    let files: Vec<(FileId, &SourceFile)> = workspace.files.iter().collect();
    let modules = parallel::filter_map(&files, |(id, file)| {
        let module = mentions(file).then(|| workspace.module(*id))??;
        Some((*id, normalised(&file.location), module))
    });
    let inlined = secrets.into_iter().map(|definition| {
        let near = modules.iter().filter(|(id, place, _)| {
            definition.config != *id
                && place.starts_with(&definition.folder)
                && contexts.is_in_build_of(definition, *id)
        });
        Inlined { definition, readers: near.map(|(_, _, module)| *module).collect() }
    });
    inlined.collect()
}
