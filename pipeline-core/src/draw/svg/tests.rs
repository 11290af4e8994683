//! Pictures of graphs that are large, or none.

use super::paint::Direction;
use crate::draw::diagram::{Arrow, Diagram, Emphasis, Shape};
use crate::plan::GraphKind;

fn shape(place: usize) -> Shape {
    let (name, notes) = (format!("stage {place}"), vec!["4 workers".to_owned()]);
    Shape { kind: GraphKind::Stage, name, notes, emphasis: Emphasis::Plain }
}

fn arrow(from: usize, to: usize, note: Option<&str>) -> Arrow {
    let notes = note.map(str::to_owned).into_iter().collect();
    Arrow { from, to, channel: true, label: None, notes }
}

/// For each box its left, its top, its right and its lower side.
fn boxes(diagram: &Diagram) -> Vec<[f64; 4]> {
    let svg = diagram.to_svg(Direction::LeftToRight);
    let document = roxmltree::Document::parse(&svg).unwrap();
    let number = |node: roxmltree::Node<'_, '_>, name| node.attribute(name).unwrap().parse::<f64>().unwrap();
    let of_groups = document.descendants().filter(|node| node.tag_name().name() == "g");
    let boxes =
        of_groups.map(|group| group.children().find(|node| node.tag_name().name() == "rect").unwrap());
    let sides = boxes.map(|rect| {
        let (x, y) = (number(rect, "x"), number(rect, "y"));
        [x, y, x + number(rect, "width"), y + number(rect, "height")]
    });
    sides.collect()
}

#[track_caller]
fn assert_apart(diagram: &Diagram) {
    let boxes = boxes(diagram);
    assert_eq!(boxes.len(), diagram.shapes.len());
    for (place, a) in boxes.iter().enumerate() {
        for b in &boxes[..place] {
            assert!(a[0] >= b[2] || b[0] >= a[2] || a[1] >= b[3] || b[1] >= a[3], "{a:?} and {b:?}");
        }
    }
}

#[test]
fn a_thousand_stages_stand_apart() {
    let shapes: Vec<_> = (0..1_000).map(shape).collect();
    for note in [None, Some("12/s")] {
        let chain = (1..1_000).map(|to| arrow(to - 1, to, note)).collect();
        let fan = (1..999).flat_map(|n| [arrow(0, n, note), arrow(n, 999, note)]).collect();
        let tree = (1..1_000).map(|to| arrow((to - 1) / 2, to, note)).collect();
        for arrows in [chain, fan, tree, Vec::new()] {
            assert_apart(&Diagram { shapes: shapes.clone(), arrows });
        }
    }
}

#[test]
fn branches_stand_in_their_order() {
    let arrows = vec![arrow(0, 1, Some("0")), arrow(0, 2, Some("1")), arrow(0, 3, Some("2"))];
    let tops: Vec<_> = boxes(&Diagram { shapes: (0..4).map(shape).collect(), arrows })
        .iter()
        .map(|sides| sides[1])
        .collect();
    assert!(tops[1] < tops[2] && tops[2] < tops[3], "{tops:?}");
}

#[test]
fn a_picture_of_nothing_and_arrows_to_nowhere_are_drawn() {
    assert_apart(&Diagram { shapes: Vec::new(), arrows: vec![arrow(0, 1, None)] });
    let arrows =
        vec![arrow(0, 1, None), arrow(0, 1, None), arrow(1, 0, None), arrow(1, 1, None), arrow(7, 9, None)];
    let diagram = Diagram { shapes: (0..2).map(shape).collect(), arrows };
    assert_apart(&diagram);
    assert_eq!(diagram.to_svg(Direction::TopToBottom).matches("<path").count(), 2);
}

#[test]
fn a_picture_is_the_same_each_time() {
    let arrows = (1..60).map(|to| arrow((to * 7 + 3) % to, to, None)).collect();
    let diagram = Diagram { shapes: (0..60).map(shape).collect(), arrows };
    let first = diagram.to_svg(Direction::LeftToRight);
    assert!((0..5).all(|_| diagram.to_svg(Direction::LeftToRight) == first));
}
