//! Where shapes and the labels of arrows stand, and where arrows run.

use rust_sugiyama::configure::{Config, CrossingMinimization, RankingType};

use super::ranks::ranks;

/// A place or a size: along the flow, and across it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Point {
    pub(super) along: f64,
    pub(super) across: f64,
}

/// An arrow between shapes given by their places, and the size of its label, if it has one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label: Option<Point>,
}

/// The middles of everything, and how much room it all takes.
#[derive(Debug, Default)]
pub(super) struct Arrangement {
    pub(super) shapes: Vec<Point>,
    /// The places that each arrow passes between its ends; its label stands at the first.
    pub(super) ways: Vec<Vec<Point>>,
    pub(super) room: Point,
}

/// The space between what stands side by side.
const GAP: f64 = 26.0;
/// The library calls itself for each rank, and of so many it needs a quarter of a thread's usual stack.
const MOST: usize = 1_000;

/// A shape, a label, or a bend of an arrow.
struct Vertex {
    size: Point,
    rank: usize,
}

/// Shapes of these sizes, with arrows between them that lead to higher places.
pub(super) fn arrange(sizes: &[Point], links: &[Link]) -> Arrangement {
    let ends: Vec<_> = links.iter().map(|link| (link.from, link.to)).collect();
    // Labels have ranks of their own, between those of the shapes.
    let step = if links.iter().any(|link| link.label.is_some()) { 2 } else { 1 };
    let widened = if step == 1 { GAP } else { 0.0 };
    let of_shapes = ranks(sizes.len(), &ends).into_iter().map(|rank| rank * step);
    let mut vertices: Vec<_> =
        sizes.iter().zip(of_shapes).map(|(size, rank)| Vertex { size: *size, rank }).collect();
    for shape in &mut vertices {
        shape.size.along += widened;
    }
    // Every arrow is cut into pieces from one rank to the next, so that it runs around what is between.
    let (mut pieces, mut bends) = (Vec::new(), Vec::new());
    for link in links {
        let (first, mut last) = (vertices.len(), link.from);
        for rank in vertices[link.from].rank + 1..vertices[link.to].rank {
            let label = link.label.filter(|_| last == link.from);
            pieces.push((last as u32, vertices.len() as u32));
            last = vertices.len();
            vertices.push(Vertex { size: label.unwrap_or(Point { along: 1.0, across: 8.0 }), rank });
        }
        pieces.push((last as u32, link.to as u32));
        bends.push(first..vertices.len());
    }
    let mut places = if vertices.len() <= MOST { by_library(&vertices, &pieces) } else { in_rows(&vertices) };
    let room = move_to_origin(&vertices, &mut places);
    let ways = bends.into_iter().map(|bends| places[bends].to_vec()).collect();
    places.truncate(sizes.len());
    Arrangement { shapes: places, ways, room }
}

/// With few crossings, and arrows as straight as can be.
fn by_library(vertices: &[Vertex], pieces: &[(u32, u32)]) -> Vec<Point> {
    let sizes = vertices.iter().map(|vertex| (vertex.size.across, vertex.size.along));
    let sizes: Vec<_> = (0..).zip(sizes).collect();
    let config = Config {
        vertex_spacing: GAP,
        ranking_type: RankingType::MinimizeEdgeLength,
        c_minimization: CrossingMinimization::Barycenter,
        // Swapping neighbours as well takes long where a hundred stand in one rank.
        transpose: vertices.len() <= 100,
        ..Config::default()
    };
    let mut places = vec![Point::default(); vertices.len()];
    let mut from = 0.0;
    for (part, ..) in rust_sugiyama::from_vertices_and_edges(&sizes, pieces, &config) {
        // What is not joined is laid out by itself: each part stands beside the one before.
        let half = |vertex: usize| vertices[vertex].size.across / 2.0;
        // The library puts the first branch last.
        let first = part.iter().map(|(vertex, place)| -place.0 - half(*vertex)).fold(f64::MAX, f64::min);
        let last = part.iter().map(|(vertex, place)| -place.0 + half(*vertex)).fold(f64::MIN, f64::max);
        for (vertex, (across, along)) in part {
            places[vertex] = Point { along, across: from + (-across - first) };
        }
        from += last - first + GAP;
    }
    places
}

/// One beside the other in each rank, for graphs that are too large for anything better.
fn in_rows(vertices: &[Vertex]) -> Vec<Point> {
    let ranks = vertices.iter().map(|vertex| vertex.rank + 1).max().unwrap_or(0);
    let (mut along, mut across) = (vec![0.0_f64; ranks], vec![0.0; ranks]);
    for vertex in vertices {
        along[vertex.rank] = along[vertex.rank].max(vertex.size.along);
        across[vertex.rank] += vertex.size.across + GAP;
    }
    let mut starts = Vec::with_capacity(ranks);
    let mut start = 0.0;
    for along in &along {
        starts.push(start + along / 2.0);
        start += along + GAP;
    }
    let mut next: Vec<f64> = across.iter().map(|across| -across / 2.0).collect();
    let mut places = Vec::with_capacity(vertices.len());
    for vertex in vertices {
        let across = next[vertex.rank] + vertex.size.across / 2.0;
        next[vertex.rank] += vertex.size.across + GAP;
        places.push(Point { along: starts[vertex.rank], across });
    }
    places
}

/// Moves everything so that it begins at the origin, and says how much room it takes.
fn move_to_origin(vertices: &[Vertex], places: &mut [Point]) -> Point {
    let (mut least, mut most) = ([f64::MAX; 2], [f64::MIN; 2]);
    for (vertex, place) in vertices.iter().zip(&*places) {
        let sides = [(place.along, vertex.size.along), (place.across, vertex.size.across)];
        for (side, (middle, size)) in sides.into_iter().enumerate() {
            least[side] = least[side].min(middle - size / 2.0);
            most[side] = most[side].max(middle + size / 2.0);
        }
    }
    if vertices.is_empty() {
        return Point::default();
    }
    for place in places {
        place.along -= least[0];
        place.across -= least[1];
    }
    Point { along: most[0] - least[0], across: most[1] - least[1] }
}
