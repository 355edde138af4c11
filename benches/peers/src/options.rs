//! The command line.

pub(crate) const USAGE: &str = "\
cargo bench --manifest-path benches/peers/Cargo.toml [--bench BENCH] [-- OPTIONS [PART]...]
  --test          runs every contender once and compares what they write
  --rounds N      how often each is measured; 9 if not given
  --profile NAME  runs those whose name begins so for some seconds, for a profiler
  PART            a part of a name, such as `html`; only these workloads are run, and no file is
                  written; with `--bench records`, only these contenders";

pub(crate) struct Options {
    pub(crate) is_test: bool,
    pub(crate) rounds: usize,
    /// How the names begin of those who are run for a profiler.
    pub(crate) profile: Option<String>,
    wanted: Vec<String>,
}

impl Options {
    pub(crate) fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self { is_test: false, rounds: 9, profile: None, wanted: Vec::new() };
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            match &*argument {
                "--bench" => {} // from cargo
                "--test" => options.is_test = true,
                "--rounds" => {
                    let rounds = arguments.next().and_then(|rounds| rounds.parse().ok());
                    let rounds = rounds.filter(|rounds| *rounds > 0);
                    options.rounds = rounds.ok_or("`--rounds` needs a number from 1")?;
                }
                "--profile" => {
                    options.profile = Some(arguments.next().ok_or("`--profile` needs a name")?);
                }
                option if option.starts_with('-') => return Err(format!("unknown: `{option}`")),
                _ => options.wanted.push(argument),
            }
        }
        Ok(options)
    }

    pub(crate) fn wants(&self, name: &str) -> bool {
        self.is_whole() || self.wanted.iter().any(|part| name.contains(&**part))
    }

    /// Whether everything is measured.
    pub(crate) fn is_whole(&self) -> bool {
        self.wanted.is_empty()
    }
}
