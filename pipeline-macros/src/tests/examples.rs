//! The worked examples of the manual.

use super::snapshot;

snapshot!(linear, { urls() | map(|u| u.len()) | filter(|n| *n > 1) | collect() });
snapshot!(options, {
    urls() | map(fetch).workers(8).buffer(64).name("download").ordered() | filter(|r| r.is_ok()) | count()
});
snapshot!(open_end, { urls() | map_async(net::get).workers(4) });
snapshot!(going_on, { pages | map(title) | collect() });
snapshot!(error_branch, {
    {
        let page = match urls() | map(fetch) {
            Ok(page) => page,
            Err(e) => e | for_each(|e| eprintln!("cannot fetch {e}")),
        };
        page | map(title) | collect()
    }
});
snapshot!(route_of_terminals, {
    match events() {
        Event::Click { x, y } => (x, y) | map(|(x, y)| x + y) | collect::<Vec<_>>(),
        Event::Key(c) if c.is_lowercase() => c | count(),
        _ => {}
    }
});
snapshot!(typed_pipe, { <String => Page> map_async(get).workers(n) | filter(|p| p.status == 200) });
snapshot!(typed_graph, {
    <words: String => usize>
    let [a, b] = words | tee();
    let long = b | filter(|w| w.len() > 1) | map(|w| w.len());
    a | map(|w| w.len()) | merge(long)
});
snapshot!(typed_terminal, { <Page> map(title) | filter(|t| !t.is_empty()) | count() });
snapshot!(use_of_pipes, { urls() | via(crawl(3)) | stages::shout(1) | to(tally()) });
snapshot!(broadcast, {
    {
        let [a, b] = urls() | map(|u| u.len()) | tee();
        (a | collect::<Vec<_>>(), b | fold(0, |sum, n| sum + n))
    }
});
snapshot!(partition_and_merge, {
    let (short, long) = urls() | partition(|u| u.len() < 3);
    let long = long | map(|u| u.to_uppercase());
    short | merge(long) | collect()
});
snapshot!(zip, {
    let [a, b] = urls() | tee();
    let n = b | map(|u| u.len());
    a | zip(n) | collect()
});
snapshot!(defaults, {
    #![workers = 4, buffer = 8]
    urls() | map(fetch).ordered() | filter(|r| r.is_err()).workers(1) | count()
});
snapshot!(item, {
    /// Crawls every url.
    fn report(urls: Vec<String>, label: &'static str) -> Run<Report> {
        let page = match urls | map(fetch).workers(8) {
            Ok(page) => page,
            Err(e) => e | for_each(|e| eprintln!("{e}")),
        };
        let [a, b] = page | tee();
        Report {
            pages: a | map(title) | collect(),
            errors: b | filter(|p| p.status > 203) | count(),
            label: label,
        }
    }
});
snapshot!(async_item, {
    pub async fn total(numbers: Vec<u64>) -> Result<u64, PipelineError> {
        numbers | fold(0, |sum, n| sum + n)
    }
});
snapshot!(array_head, {
    let (x, y) = a() | partition(p);
    let z = b() | map(f);
    [x, y, z] | count()
});
snapshot!(side_terminal, {
    let limit = 3;
    let [store, index] = urls() | map_async(get) | tee();
    store | for_each(save);
    index | filter(move |p| p.url.len() < limit) | count()
});
snapshot!(pasted, { urls() | pipe::map(parse::words) | collect() });
snapshot!(three_way_route, {
    let (small, big) = match 0..10 {
        n if n < 3 => n,
        9 => {}
        n => n.to_string(),
    };
    (small | count(), big | map(|s| s.len()) | count())
});
