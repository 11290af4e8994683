//! One graph, start to end: reads a text file of this repository, routes its lines, counts them in three ways at
//! once, and shows what it looks like before it runs.
//!
//! `cargo run --example graph`

use std::collections::BTreeMap;

use pipeline_core::prelude::*;

/// A line of a manifest, understood.
#[derive(Clone, Debug)]
enum Line {
    /// `[dependencies]`
    Section(String),
    /// `name = value`
    Entry {
        key: String,
        value: String,
    },
    Comment,
    Blank,
}

/// Tells what a line is.
fn read(line: String) -> Line {
    let line = line.trim();
    match (line.chars().next(), line.split_once('=')) {
        (None, _) => Line::Blank,
        (Some('#'), _) => Line::Comment,
        (Some('['), _) => Line::Section(line.trim_matches(['[', ']']).to_owned()),
        (_, Some((key, value))) => Line::Entry { key: key.trim().to_owned(), value: value.trim().to_owned() },
        // A list that goes on over several lines.
        (_, None) => Line::Blank,
    }
}

/// What is found in the file.
#[derive(Debug)]
struct Summary {
    sections: Vec<String>,
    inherited: usize,
    letters: BTreeMap<char, usize>,
    file: &'static str,
}

pipeline!(
    /// Reads a manifest.
    fn summary(lines: Vec<String>, file: &'static str) -> Run<Summary> {
        let (section, entry) = match lines | map(read).workers(4).ordered() {
            Line::Section(name) => name,
            Line::Entry { key, value } => (key, value),
            Line::Comment => () | drain(),
            Line::Blank => {}
        };
        let [values, keys] = entry | tee();
        Summary {
            sections: section | collect(),
            inherited: values | filter(|(key, _)| key.ends_with(".workspace")) | count(),
            letters: keys | filter_map(|(key, _)| key.chars().next()) | fold(BTreeMap::new(), tally),
            file,
        }
    }
);

/// Counts a letter.
fn tally(mut letters: BTreeMap<char, usize>, letter: char) -> BTreeMap<char, usize> {
    *letters.entry(letter).or_insert(0) += 1;
    letters
}

#[tokio::main]
async fn main() -> Result<(), PipelineError> {
    println!("{}", summary::MERMAID);
    assert_eq!(summary::GRAPH.nodes.len(), 10);
    assert!(summary::MERMAID.contains(r#"n1["read<br/>workers(4)"]"#));

    let text = include_str!("../pipeline-core/Cargo.toml");
    let found = summary(text.lines().map(str::to_owned).collect(), "pipeline-core/Cargo.toml").await?;
    println!("{found:#?}");

    // The same, the plain way.
    let sections = text.lines().filter(|line| line.starts_with('[')).count();
    let inherited = text
        .lines()
        .filter_map(|line| line.split_once('='))
        .filter(|(key, _)| key.trim().ends_with(".workspace"));
    assert_eq!(found.sections.len(), sections);
    assert_eq!(found.sections[0], "package");
    assert_eq!(found.inherited, inherited.count());
    assert!(found.letters.values().sum::<usize>() >= found.inherited);
    assert_eq!(found.file, "pipeline-core/Cargo.toml");
    Ok(())
}
