//! A diagram as an SVG picture.

use std::fmt::Write;

use super::arrange::{Link, Point, arrange};
use super::outline::Outline;
use super::sizes::{Text, label_lines};
use crate::draw::diagram::{Arrow, Diagram};
use crate::draw::escape::xml;

/// Which way items go in a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    LeftToRight,
    #[cfg_attr(not(feature = "html"), expect(dead_code, reason = "pages for small screens need it"))]
    TopToBottom,
}

const MARGIN: f64 = 10.0;
/// Lines and labels stand on whatever is behind the picture, so they are halfway between black and white.
const LINE: &str = "#7d8794";
const FONT: &str = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

impl Diagram {
    /// The picture as a document of its own, which also stands in a web page.
    pub(crate) fn to_svg(&self, direction: Direction) -> String {
        // What is no arrow of a pipeline would lead the layout astray.
        let is_forward = |arrow: &&Arrow| arrow.from < arrow.to && arrow.to < self.shapes.len();
        let arrows: Vec<_> = self.arrows.iter().filter(is_forward).collect();
        let texts: Vec<_> = self.shapes.iter().map(Text::of).collect();
        let labels: Vec<_> = arrows.iter().map(|arrow| label_lines(arrow)).collect();
        let sizes: Vec<_> = texts.iter().map(|text| direction.to_flow(text.size())).collect();
        let links = arrows.iter().zip(&labels).map(|(arrow, label)| Link {
            from: arrow.from,
            to: arrow.to,
            label: label.as_ref().map(|label| direction.to_flow(label.size())),
        });
        let placed = arrange(&sizes, &links.collect::<Vec<_>>());

        let (width, height) = direction.to_picture(placed.room);
        let (width, height) = (width + 2.0 * MARGIN, height + 2.0 * MARGIN);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"{x:.0} {x:.0} {width:.0} {height:.0}\" role=\"img\" font-family=\"{FONT}\">\n\
             <title>{title}</title>\n",
            x = -MARGIN,
            title = xml(&self.title()),
        );
        for (place, arrow) in arrows.iter().enumerate() {
            let half = |shape: usize| sizes[shape].along / 2.0;
            let from = placed.shapes[arrow.from].moved(half(arrow.from));
            let to = placed.shapes[arrow.to].moved(-half(arrow.to));
            let way: Vec<_> =
                [from].into_iter().chain(placed.ways[place].iter().copied()).chain([to]).collect();
            draw_arrow(&mut svg, arrow, &way, direction);
            if let (Some(label), Some(at)) = (&labels[place], placed.ways[place].first()) {
                label.draw(&mut svg, direction.to_picture(*at));
            }
        }
        for ((shape, text), place) in self.shapes.iter().zip(&texts).zip(&placed.shapes) {
            let outline = Outline::of(shape);
            text.draw(&mut svg, direction.to_picture(*place), &outline);
        }
        svg.push_str("</svg>\n");
        svg
    }

    /// What is read out instead of the picture.
    fn title(&self) -> String {
        format!("A pipeline of {} stages", self.shapes.len())
    }
}

/// A curve from one place to the next, and a point at its end.
fn draw_arrow(svg: &mut String, arrow: &Arrow, way: &[Point], direction: Direction) {
    const HEAD: f64 = 8.0;
    let end = way[way.len() - 1];
    let mut path = String::new();
    for (index, point) in way.iter().enumerate() {
        let point = if index + 1 == way.len() { point.moved(-HEAD) } else { *point };
        let (x, y) = direction.to_picture(point);
        if index == 0 {
            let _ = write!(path, "M{x:.1} {y:.1}");
            continue;
        }
        let before = way[index - 1];
        let bend = (point.along - before.along) / 2.0;
        let (x1, y1) = direction.to_picture(before.moved(bend));
        let (x2, y2) = direction.to_picture(point.moved(-bend));
        let _ = write!(path, " C{x1:.1} {y1:.1} {x2:.1} {y2:.1} {x:.1} {y:.1}");
    }
    let dashes = if arrow.channel { "" } else { " stroke-dasharray=\"2 4\" stroke-linecap=\"round\"" };
    let _ =
        writeln!(svg, "<path d=\"{path}\" fill=\"none\" stroke=\"{LINE}\" stroke-width=\"1.6\"{dashes}/>");
    let corner = |side: f64| Point { along: end.along - HEAD, across: end.across + side };
    let corners = [end, corner(HEAD / 2.0), corner(-HEAD / 2.0)].map(|point| direction.to_picture(point));
    let points = corners.map(|(x, y)| format!("{x:.1},{y:.1}")).join(" ");
    let _ = writeln!(svg, "<polygon points=\"{points}\" fill=\"{LINE}\"/>");
}

impl Direction {
    /// A width and a height as they lie along the flow and across it.
    fn to_flow(self, (width, height): (f64, f64)) -> Point {
        match self {
            Self::LeftToRight => Point { along: width, across: height },
            Self::TopToBottom => Point { along: height, across: width },
        }
    }

    /// The other way round.
    fn to_picture(self, point: Point) -> (f64, f64) {
        match self {
            Self::LeftToRight => (point.along, point.across),
            Self::TopToBottom => (point.across, point.along),
        }
    }
}

impl Point {
    /// A place that is further along.
    fn moved(self, along: f64) -> Self {
        Self { along: self.along + along, ..self }
    }
}
