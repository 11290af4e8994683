//! Drawing on a terminal, again and again in the same place.

use std::fmt::Write as _;
use std::io::{self, Write};

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use ratatui::text::Span;

/// A picture in the last lines of a terminal, above the cursor.
///
/// It is drawn over by going up as many lines as it takes. The terminal is asked nothing, as the answer would
/// have to be read where the program reads what is typed; its modes are left alone, and its cursor is not
/// hidden, so that there is nothing to be put right whatever ends the program.
#[derive(Debug)]
pub(super) struct Screen<W> {
    to: W,
    /// How wide the text of each line is that was drawn last.
    drawn: Vec<u16>,
}

impl<W: Write> Screen<W> {
    pub(super) fn new(to: W) -> Self {
        Self { to, drawn: Vec::new() }
    }

    /// Leaves the last picture where it is: the next one comes below, and below what was printed since.
    pub(super) fn leave(&mut self) {
        self.drawn.clear();
    }

    /// Draws a picture in place of the last.
    pub(super) fn draw(&mut self, picture: &Buffer) -> io::Result<()> {
        let width = picture.area.width.max(1);
        let mut text = String::from("\r");
        // A terminal that has become narrower shows a line in several.
        let up: u16 = self.drawn.iter().map(|drawn| drawn.div_ceil(width).max(1)).sum();
        if up > 0 {
            let _ = write!(text, "\x1b[{up}A");
        }
        // What is below is erased with the first line, be it of a picture that was higher.
        text.push_str("\x1b[J");
        self.drawn.clear();
        for y in picture.area.top()..picture.area.bottom() {
            self.drawn.push(write_row(picture, y, &mut text));
            text.push_str("\r\n");
        }
        // In one piece, so that nobody sees a half of it.
        self.to.write_all(text.as_bytes())?;
        self.to.flush()
    }
}

/// Writes a line without the spaces at its end, and gives how wide it is.
fn write_row(picture: &Buffer, y: u16, text: &mut String) -> u16 {
    let cell = |x| &picture[(x, y)];
    let columns = picture.area.left()..picture.area.right();
    let end = columns.clone().rev().find(|x| cell(*x).symbol() != " ").map_or(columns.start, |last| last + 1);
    let (mut style, mut x) = (String::new(), columns.start);
    while x < end {
        let next = code(cell(x));
        if next != style {
            let _ = write!(text, "\x1b[0{next}m");
            style = next;
        }
        text.push_str(cell(x).symbol());
        // A wide character stands in the next cell, too.
        x += u16::try_from(Span::raw(cell(x).symbol()).width()).unwrap_or(1).max(1);
    }
    if !style.is_empty() {
        text.push_str("\x1b[0m");
    }
    end.max(x) - columns.start
}

/// What makes a terminal write in the style of a cell.
fn code(cell: &Cell) -> String {
    let bold = if cell.modifier.contains(Modifier::BOLD) { ";1" } else { "" };
    let color = match cell.fg {
        Color::Yellow => ";33",
        Color::Red => ";31",
        _ => "",
    };
    format!("{bold}{color}")
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;
    use vt100::Parser;

    use super::*;

    fn picture(lines: &[&str], width: u16) -> Buffer {
        let mut picture = Buffer::empty(Rect::new(0, 0, width, lines.len() as u16));
        for (y, line) in lines.iter().enumerate() {
            picture.set_stringn(0, y as u16, line, usize::from(width), Style::new());
        }
        picture
    }

    fn draw(screen: &mut Screen<Vec<u8>>, terminal: &mut Parser, picture: &Buffer) {
        screen.draw(picture).unwrap();
        terminal.process(&std::mem::take(&mut screen.to));
    }

    #[test]
    fn a_picture_is_drawn_over_the_one_before() {
        let mut terminal = Parser::new(6, 10, 0);
        terminal.process(b"$ crawl\r\n");
        let mut screen = Screen::new(Vec::new());
        draw(&mut screen, &mut terminal, &picture(&["one", "two", "", "four"], 10));
        assert_eq!(terminal.screen().contents(), "$ crawl\none\ntwo\n\nfour");
        draw(&mut screen, &mut terminal, &picture(&["1", "", "3", "4"], 10));
        assert_eq!(terminal.screen().contents(), "$ crawl\n1\n\n3\n4");
        draw(&mut screen, &mut terminal, &picture(&["less"], 10));
        assert_eq!(terminal.screen().contents(), "$ crawl\nless");
        assert_eq!(terminal.screen().cursor_position(), (2, 0));
    }

    #[test]
    fn what_was_printed_stays_where_a_picture_is_left() {
        let mut terminal = Parser::new(6, 10, 0);
        let mut screen = Screen::new(Vec::new());
        draw(&mut screen, &mut terminal, &picture(&["one", "two"], 10));
        terminal.process(b"a panic\r\n");
        screen.leave();
        draw(&mut screen, &mut terminal, &picture(&["1", "2"], 10));
        assert_eq!(terminal.screen().contents(), "one\ntwo\na panic\n1\n2");
    }

    #[test]
    fn at_the_end_of_the_screen_it_makes_room() {
        let mut terminal = Parser::new(4, 10, 0);
        terminal.process(b"a\r\nb\r\nc\r\n");
        let mut screen = Screen::new(Vec::new());
        for text in ["first", "again"] {
            draw(&mut screen, &mut terminal, &picture(&[text, "x", "y"], 10));
            assert_eq!(terminal.screen().contents(), format!("{text}\nx\ny"));
        }
    }

    #[test]
    fn lines_may_be_as_wide_as_the_screen_and_have_wide_characters() {
        let mut terminal = Parser::new(6, 8, 0);
        let mut screen = Screen::new(Vec::new());
        for _ in 0..3 {
            draw(&mut screen, &mut terminal, &picture(&["12345678", "你好a", "87654321"], 8));
            assert_eq!(terminal.screen().contents(), "12345678\n你好a\n87654321");
        }
    }

    #[test]
    fn a_narrower_screen_shows_a_line_in_several() {
        let mut screen = Screen::new(Vec::new());
        screen.draw(&picture(&["a line of 20 columns", "short"], 20)).unwrap();
        screen.to.clear();
        screen.draw(&picture(&["short"], 8)).unwrap();
        assert!(screen.to.starts_with(b"\r\x1b[4A\x1b[J"));
    }

    #[test]
    fn styles_end_with_what_they_are_for() {
        let mut terminal = Parser::new(4, 20, 0);
        let mut screen = Screen::new(Vec::new());
        let mut drawn = picture(&["plain red bold"], 20);
        drawn.set_style(Rect::new(6, 0, 3, 1), Style::new().fg(Color::Red));
        drawn.set_style(Rect::new(10, 0, 4, 1), Style::new().bold());
        draw(&mut screen, &mut terminal, &drawn);
        let cell = |x| terminal.screen().cell(0, x).unwrap();
        let styles = [0, 6, 9, 10].map(|x| (cell(x).fgcolor(), cell(x).bold()));
        let (plain, red) = (vt100::Color::Default, vt100::Color::Idx(1));
        assert_eq!(styles, [(plain, false), (red, false), (plain, false), (plain, true)]);
        assert!(!terminal.screen().bold() && terminal.screen().fgcolor() == plain);
    }
}
