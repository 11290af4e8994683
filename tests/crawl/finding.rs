//! Links in pages.

use url::Url;

use super::links::{Format, Link, links_in};

fn shown(page: &str, format: Format, text: &str) -> Vec<String> {
    let show = |link| match link {
        Link::Inside(url) => url.path().to_owned(),
        Link::Outside(url) => format!("outside {url}"),
        Link::Malformed(text, _) => format!("malformed {text}"),
    };
    links_in(&Url::parse(page).unwrap(), format, text).into_iter().map(show).collect()
}

fn in_markdown(text: &str) -> Vec<String> {
    shown("http://host/docs/page.md", Format::Markdown, text)
}

fn in_html(text: &str) -> Vec<String> {
    shown("http://host/docs/page.html", Format::Html, text)
}

#[test]
fn links_are_relative_to_their_page() {
    assert_eq!(
        in_markdown("[a](a.md) [b](../b.md) [c](/c.md) [d](./d/./e.md) [f](../../../f.md)"),
        ["/docs/a.md", "/b.md", "/c.md", "/docs/d/e.md", "/f.md"]
    );
}

#[test]
fn a_page_names_each_link_once() {
    let text =
        "[a](a.md) [again](./a.md#part) [again](http://HOST:80/docs/a.md) [b](<b c.md>) [again](b%20c.md)";
    assert_eq!(in_markdown(text), ["/docs/a.md", "/docs/b%20c.md"]);
}

#[test]
fn links_that_cannot_be_followed_are_skipped() {
    let text = "[a](#part) [b](mailto:a@b.c) <a@b.c> [c](data:text/plain,x) [d](javascript:void) [e](tel:1)";
    assert_eq!(in_markdown(text), [""; 0]);
}

#[test]
fn other_hosts_are_outside() {
    assert_eq!(
        in_markdown("<https://other/x> [b](//other/y) [c](http://host:81/z) [d](https://host/docs/)"),
        ["outside https://other/x", "outside http://other/y", "outside http://host:81/z", "/docs/"]
    );
}

#[test]
fn what_is_no_url_is_malformed() {
    assert_eq!(
        in_html("<a href='https://'><a href='http://[::'>"),
        ["malformed https://", "malformed http://[::"]
    );
}

#[test]
fn markdown_is_parsed_not_searched() {
    let text =
        "`[no](no.md)` [ref] <a href=\"raw.md\">\n\n    [no](no.md)\n\n| ![img](i.png) |\n|-|\n\n[ref]: r.md";
    assert_eq!(in_markdown(text), ["/docs/r.md", "/docs/raw.md", "/docs/i.png"]);
}

#[test]
fn html_is_parsed_not_searched() {
    let text = "<!-- <a href=no> --><a title='>' href=' a.html\n'><img src=\"b.png\"><script>'<a href=\"no\">'</script>";
    assert_eq!(in_html(text), ["/docs/a.html", "/docs/b.png"]);
}

#[test]
fn html_may_set_its_base() {
    assert_eq!(in_html("<base href='/other/'><a href=x.html>"), ["/other/x.html"]);
}

#[test]
fn only_html_and_markdown_are_searched() {
    let of = |kind, path| Format::of(kind, &Url::parse("http://host/").unwrap().join(path).unwrap());
    assert_eq!(of("Text/HTML; charset=latin1", "x"), Some(Format::Html));
    assert_eq!(of("text/markdown", "x"), Some(Format::Markdown));
    assert_eq!(of("text/plain", "README.md"), Some(Format::Markdown));
    assert_eq!(of("text/plain", "README"), None);
    assert_eq!(of("image/png", "x.md"), None);
}

#[test]
fn an_address_is_the_full_url_or_what_was_written() {
    let links =
        links_in(&Url::parse("http://host/a.md").unwrap(), Format::Markdown, "[b](b.md) [bad](http://[)");
    let addresses: Vec<_> = links.iter().map(Link::address).collect();
    assert_eq!(addresses, ["http://host/b.md", "http://%5B"]);
}
