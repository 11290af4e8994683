//! Whatever users call stages, runs and branches: it stays a name in every language.

use super::report::Report;
use crate::draw::Direction;
use crate::watch::sample::{chain, stage};
use crate::watch::snapshot::Snapshot;

fn names() -> Vec<String> {
    let names = [
        "",
        "a|b",
        "<script>alert(1)</script>",
        "]]></text><x>",
        "\"'`&amp;#quot;\\",
        "a\nb\r\tc\0\u{1b}[2J\u{202e}\u{fffe}",
        "%%{init}%%",
        "--> n0 ;",
        "你好 🦀 é",
    ];
    names.into_iter().map(str::to_owned).chain(["x".repeat(1 << 20), "<".repeat(1 << 20)]).collect()
}

/// A run in which everything that can have a name has this one, twice.
fn named(name: &str) -> Snapshot {
    let slow = stage("map_async", 10, [0.97, 0.03, 0.0]);
    let mut run = chain(vec![
        stage("from_iter", 1, [0.02, 0.0, 0.98]).called(name),
        slow.clone().called(name),
        slow.called(name),
        stage("collect", 1, [0.1, 0.9, 0.0]).called(name),
    ]);
    run.name = Some(name.to_owned());
    run.edges[1].label = Some(name.to_owned());
    run
}

fn report(name: &str) -> Report {
    let mut before = named(name);
    before.elapsed /= 2;
    Report {
        graph: format!("{} => x\n", name.escape_debug()),
        ..Report::new(named(name)).with_history(vec![before])
    }
}

#[test]
fn in_text_they_take_their_line_and_no_more() {
    for name in names() {
        let text = report(&name).to_string();
        assert!(text.lines().all(|line| crate::draw::escape::columns(line) <= 80), "{text}");
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
        let rows = text.lines().skip_while(|line| !line.starts_with("stage ")).skip(1);
        assert_eq!(rows.take_while(|line| !line.is_empty()).count(), 4, "{text}");
    }
}

#[test]
fn in_mermaid_each_stands_in_its_quotes() {
    for name in names() {
        let drawn = named(&name).to_mermaid();
        assert_eq!(drawn.lines().count(), 1 + 4 + 3 + 1, "{drawn}");
        for line in drawn.lines().skip(1).filter(|line| !line.contains("style")) {
            assert_eq!(line.matches('"').count(), 2, "{line}");
            let quoted = line.split('"').nth(1).unwrap().replace("<br/>", "");
            assert!(!quoted.contains(['<', '>']) && !quoted.contains(char::is_control), "{line}");
        }
        assert!(drawn.len() < 20_000);
    }
}

#[test]
fn in_dot_each_stands_in_its_quotes() {
    for name in names() {
        let drawn = named(&name).to_dot();
        assert_eq!(drawn.lines().count(), 2 + 4 + 3 + 1, "{drawn}");
        for line in drawn.lines().filter(|line| line.contains("label=")) {
            let bare = line.replace("\\\\", "").replace("\\\"", "");
            assert!(bare.matches('"').count() % 2 == 0 && bare.ends_with("];"), "{line}");
        }
        assert!(drawn.len() < 20_000);
    }
}

#[test]
fn an_svg_is_an_xml_document_of_shapes_and_text() {
    let elements = ["svg", "title", "g", "rect", "text", "path", "polygon"];
    for name in names() {
        for direction in [Direction::LeftToRight, Direction::TopToBottom] {
            let drawn = named(&name).diagram(usize::MAX).to_svg(direction);
            let document = roxmltree::Document::parse(&drawn).unwrap();
            for element in document.descendants().filter(roxmltree::Node::is_element) {
                assert!(elements.contains(&element.tag_name().name()), "{element:?}");
            }
            let groups = document.descendants().filter(|node| node.tag_name().name() == "g").count();
            assert_eq!(groups, 4);
            assert!(drawn.len() < 20_000);
        }
    }
}

#[test]
fn a_page_has_each_stage_and_no_script() {
    for name in names() {
        let page = report(&name).to_html();
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        let document = roxmltree::Document::parse_with_options(&page, options).unwrap();
        let count = |tag| document.descendants().filter(|node| node.tag_name().name() == tag).count();
        assert_eq!((count("script"), count("x"), count("tr"), count("section")), (0, 0, 5, 4));
        assert!(document.descendants().flat_map(|node| node.attributes()).all(|attribute| {
            !attribute.name().starts_with("on") && !matches!(attribute.name(), "href" | "src")
        }));
        assert!(page.len() < 100_000);
    }
}

#[cfg(feature = "serde")]
#[test]
fn json_keeps_them_as_they_are() {
    for name in names() {
        let json: serde_json::Value = serde_json::from_str(&report(&name).to_json()).unwrap();
        assert_eq!(json["snapshot"]["stages"][3]["name"], name.as_str());
        assert_eq!(json["snapshot"]["name"], name.as_str());
        assert_eq!(json["bottleneck"]["name"], name.as_str());
        assert_eq!(json["throughput"][0]["rates"]["stages"][0]["name"], name.as_str());
    }
}
