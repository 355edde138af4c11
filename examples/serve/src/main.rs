//! Serves a folder of templates: `cargo run --manifest-path examples/serve/Cargo.toml -- --site DIR`
//!
//! Exit status: 0 it was asked to end; 2 it could not begin.

use std::future::Future;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser;
use lacuna::LocaleChain;
use lacuna_serve::answer::App;
use lacuna_serve::document::Reader;
use lacuna_serve::folder::Folder;
use lacuna_serve::options::Options;
use lacuna_serve::{log, server, watch};
use tokio::net::TcpListener;

const NOT_BEGUN: u8 = 2;

fn main() -> ExitCode {
    let options = Options::parse();
    log::begin(options.log_format, options.log_level);
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            // The reason is for whoever has started it, in whatever form the log is.
            let _ = writeln!(io::stderr(), "lacuna-serve: {why}");
            ExitCode::from(NOT_BEGUN)
        }
    }
}

fn run(options: &Options) -> Result<(), String> {
    let locale = &*options.default_locale;
    LocaleChain::cldr([locale]).map_err(|error| format!("--default-locale: {error}"))?;
    let pace = options.pace();
    let reader = Reader::new(options.max_page);
    let mut folder = Folder::new(&options.site, reader, options.extent(), pace);
    let site = watch::first(&mut folder, locale, pace);
    let site = site.map_err(|told| format!("{}: `--site DIR` names another folder", told.line))?;
    let locales: Vec<_> = site.languages().catalogs().locales().collect();
    if !locales.is_empty() && !locales.contains(&locale) {
        let catalogs = locales.join(", ");
        tracing::warn!(locale, catalogs, "the default locale has no catalog");
    }
    let app = App::new(site, options.manner());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("no threads: {error}"))?;
    runtime.block_on(async {
        // Asked to end before it listens, it would do so without a word otherwise.
        let stop = asked_to_end().map_err(|error| format!("signals cannot be heard: {error}"))?;
        let listener = listen(&options.listen).await?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        if options.preview && !address.ip().is_loopback() {
            tracing::warn!(
                "`--preview` shows data and templates to everybody who can reach {address}"
            );
        }
        watch::begin(folder, pace, app.clone()).map_err(|error| format!("no thread: {error}"))?;
        // Nobody has to read it.
        let _ = writeln!(io::stdout(), "listening on http://{address}");
        tracing::info!(%address, site = %options.site.display(), "listening");
        let cut = server::serve(listener, app.router(), options.limits(), stop).await;
        if cut > 0 {
            tracing::warn!(
                cut,
                "connections were cut off: they took longer than `--shutdown-timeout`"
            );
        }
        tracing::info!("ended");
        Ok(())
    })
}

async fn listen(address: &str) -> Result<TcpListener, String> {
    TcpListener::bind(address).await.map_err(|error| {
        let way_out = match error.kind() {
            ErrorKind::AddrInUse => {
                "another program listens there: end it, or take another port with `--listen`, `127.0.0.1:0` for one that is free"
            }
            ErrorKind::PermissionDenied => "take a port from 1024 on with `--listen`",
            ErrorKind::AddrNotAvailable => "this machine has no such address",
            _ => "`--listen` wants an address and a port, as in `127.0.0.1:8080`",
        };
        format!("{address}: {error}: {way_out}")
    })
}

/// Ends when somebody presses Ctrl-C, or asks the process to end; asked again it ends at once.
#[cfg(unix)]
fn asked_to_end() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("ending: open requests are answered; once more to end at once");
        tokio::spawn(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            std::process::exit(INTERRUPTED);
        });
    })
}

#[cfg(not(unix))]
fn asked_to_end() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Where it cannot be heard it ends the process as it does everywhere.
        let _ = tokio::signal::ctrl_c().await;
        tracing::info!("ending: open requests are answered");
    })
}

/// What a shell says of a program that Ctrl-C has ended.
#[cfg(unix)]
const INTERRUPTED: i32 = 130;
