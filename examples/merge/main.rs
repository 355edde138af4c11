//! Fills one template with many records: `cargo run --release --example merge -- letter.txt records.ndjson --out letters.txt`
//!
//! Exit status: 0 all records are done; 1 some were rejected; 2 it could not run, or not to the end.

mod args;
mod folder;
mod input;
mod interrupt;
mod names;
mod sink;
mod told;

#[path = "../options/mod.rs"]
mod options;

use std::path::Path;
use std::process::ExitCode;

use args::Cli;
use clap::Parser;
use folder::Folder;
use input::Input;
use lacuna::{Merge, MergeError, MergeFault, Merged, Output, Rejects, Template};
use options::{Fault, Filling};
use sink::{Identity, Sink};
use told::Told;

const REJECTED: u8 = 1;
const NOT_DONE: u8 = 2;

fn main() -> ExitCode {
    let status = run(&Cli::parse()).unwrap_or_else(|fault| {
        told::say(&fault);
        NOT_DONE
    });
    ExitCode::from(status)
}

fn run(cli: &Cli) -> Result<u8, Fault> {
    cli.is_possible()?;
    let template = cli.options.template(&cli.template)?;
    let name = cli.name.as_ref().map(|name| name_template(cli, name)).transpose()?;
    let filling = cli.options.filling(&cli.template)?;
    told::say_warnings(&template, &filling.findings());
    let merge = merge(cli, &template, name.as_ref(), &filling)?;

    // Nothing that is there is touched before all of it could be opened.
    let input = Input::open(&cli.records, cli.format)?;
    let is_continued = cli.skip > 0;
    let open = |file: &Path| Sink::open(file, is_continued);
    let out = cli.out_dir.is_none().then(|| open(cli.out())).transpose()?;
    let rejects = cli.rejects.as_deref().map(open).transpose()?;
    let sources = cli.sources();
    let mut kept: Vec<Identity> = sources.iter().filter_map(|file| Identity::of(file)).collect();
    for sink in out.iter().chain(&rejects) {
        kept.extend(sink.unless_among(&kept)?);
    }
    let passed_rejects = rejects.as_ref().map(|rejects| rejects.records(cli.skip)).transpose()?;
    let folder = cli.out_dir.as_ref().map(|dir| Folder::open(dir, cli.overwrite, kept));
    let mut folder = folder.transpose()?;
    for sink in out.iter().chain(&rejects) {
        sink.begin()?;
    }

    let merge = match out.as_ref().and_then(Sink::size_before).filter(|_| is_continued) {
        // Outputs that are empty leave no bytes; then it counts whether all records were rejected.
        Some(0) => {
            let has_outputs = passed_rejects.flatten().is_some_and(|rejected| rejected < cli.skip);
            let was_there = out.as_ref().is_some_and(|out| out.was_there);
            merge.outputs_before(u64::from(has_outputs && was_there))
        }
        // Where nobody knows what was written before it is taken that something was.
        _ => merge,
    };
    interrupt::listen();
    let is_watched = !cli.quiet && !out.as_ref().is_some_and(Sink::is_terminal);
    let told = Told::new(input.size, is_watched);
    let output = match (&out, &mut folder) {
        (Some(out), _) => Output::text(out.writer()),
        (None, Some(folder)) => Output::each(|record| folder.take(record)),
        (None, None) => return Err(Fault::Usage("there is nowhere to write to".to_owned())),
    };
    let sink = rejects.iter().fold(Rejects::new(), |sink, file| sink.write_to(file.writer()));
    let result = merge.run_observed(
        input.records,
        output,
        sink.tell(|rejection| told.reject(rejection)),
        |merged| told.observe(merged),
    );
    told.end();
    let merged = match &result {
        Ok(merged) => merged,
        Err(error) => error.merged(),
    };
    let is_broken = result.as_ref().is_err_and(told::is_broken_pipe);
    if !cli.quiet && !is_broken {
        told::say_summary(merged, folder.as_ref().map_or(0, |folder| folder.replaced));
    }
    match result {
        Ok(merged) if merged.was_stopped() => {
            // What is written on standard error is the account of what was rejected.
            let why = if interrupt::is_asked() {
                "stopped"
            } else {
                "standard error cannot be written: stopped"
            };
            told::say(&format!("{why} after {} records", merged.done()));
            say_how_to_go_on(cli, &merged, out.as_ref());
            Ok(NOT_DONE)
        }
        Ok(merged) if merged.skipped() < cli.skip => Err(Fault::Usage(format!(
            "there were only {} of the {} records to skip",
            merged.skipped(),
            cli.skip
        ))),
        Ok(merged) => Ok(if merged.rejected() > 0 { REJECTED } else { 0 }),
        Err(error) => {
            told::say(&error);
            say_cut(cli, &error, out.as_ref(), rejects.as_ref());
            Ok(NOT_DONE)
        }
    }
}

/// The template of the names of files, which are no pages.
fn name_template(cli: &Cli, name: &str) -> Result<Template<'static>, Fault> {
    let template = cli.options.syntax()?.text(name.to_owned());
    Ok(template.map_err(|error| error.named("--name"))?.named("--name"))
}

fn merge<'m>(
    cli: &Cli,
    template: &'m Template<'m>,
    name: Option<&'m Template<'m>>,
    filling: &'m Filling,
) -> Result<Merge<'m>, Fault> {
    let mut merge = Merge::new(template)
        .separator(&*cli.separator)
        .skip(cli.skip)
        .record_limit(cli.record_limit);
    merge = name.into_iter().fold(merge, Merge::name);
    merge = filling.layers.iter().fold(merge, |merge, layer| merge.or(layer));
    merge = filling.locales.iter().fold(merge, Merge::locales);
    merge = filling.catalogs.iter().fold(merge, Merge::catalogs);
    if let Some(path) = &cli.locale_from {
        merge = merge.locale_from(path).map_err(|error| error.named("--locale-from"))?;
    }
    #[cfg(feature = "parallel")]
    return Ok(merge.threads(cli.threads));
    #[cfg(not(feature = "parallel"))]
    Ok(merge)
}

/// Cuts off what is part of a record that is not done, and says how to go on.
fn say_cut(cli: &Cli, error: &MergeError, out: Option<&Sink>, rejects: Option<&Sink>) {
    let merged: &Merged = error.merged();
    let sinks = [(out, merged.output_bytes()), (rejects, merged.reject_bytes())];
    let mut names = Vec::new();
    for (sink, whole) in sinks {
        let Some(sink) = sink else { continue };
        match sink.cut(whole) {
            Ok(true) => names.push(sink.name()),
            Ok(false) => {}
            Err(fault) => told::say(&fault),
        }
    }
    if !names.is_empty() {
        let names = names.join(" and ");
        told::say(&format!("{names}: cut to what is whole, without the begin of the next record"));
    }
    // A broken array would break there again.
    if error.fault() != MergeFault::Frame {
        say_how_to_go_on(cli, merged, out);
    }
}

fn say_how_to_go_on(cli: &Cli, merged: &Merged, out: Option<&Sink>) {
    let keeps = cli.out_dir.is_some() || out.is_some_and(Sink::is_regular);
    if keeps && merged.done() > 0 {
        told::say(&format!("to go on: the same command with `--skip {}`", merged.done()));
    }
}
