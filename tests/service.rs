//! The service of `examples/service.rs`, as a program that is asked over HTTP and ended by ctrl-c.
#![cfg(unix)]

#[path = "shared/example.rs"]
mod example;
#[path = "shared/in_time.rs"]
mod in_time;
#[path = "shared/signal.rs"]
mod signal;

use std::path::Path;
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::Command;

use signal::Signal;

/// What the calls are counted by: each once by the first two, by how it went, and once by each of the others.
const COUNTS: [&str; 4] = [
    r#"pipeline_items_total{pipeline="words",stage="count",outcome="ok"}"#,
    r#"pipeline_items_total{pipeline="words",stage="count",outcome="error"}"#,
    r#"pipeline_call_seconds_count{pipeline="words",stage="count"}"#,
    r#"pipeline_call_seconds_bucket{pipeline="words",stage="count",le="+Inf"}"#,
];

/// The value of a metric.
fn value(metrics: &str, metric: &str) -> Option<f64> {
    metrics.lines().find_map(|line| line.strip_prefix(metric)?.trim().parse().ok())
}

#[tokio::test]
async fn texts_are_counted_shown_and_answered_to_the_last() {
    let program = example::example("service");
    in_time::in_time(ask(&program)).await;
}

async fn ask(program: &Path) {
    let mut service = Command::new(program).stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
    let mut lines = BufReader::new(service.stdout.take().unwrap()).lines();
    let line = lines.next_line().await.unwrap().unwrap();
    let address = line.strip_prefix("listening at ").unwrap();
    let _ = rustls::crypto::ring::default_provider().install_default();
    // The service is on this machine: neither proxies nor certificates are asked for.
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    let count = async |text: String| {
        let answer = client.post(format!("{address}/count")).body(text).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    let page = async |path: &str| {
        client
            .get(format!("{address}{path}"))
            .send()
            .await
            .unwrap()
            .error_for_status()
            .unwrap()
            .text()
            .await
            .unwrap()
    };

    let answers = futures::future::join_all((0..100).map(|n| count("word ".repeat(n)))).await;
    assert_eq!(answers[0].0, 422);
    for (n, answer) in answers.iter().enumerate().skip(1) {
        assert_eq!(*answer, (200, format!("{n}\n")));
    }

    // Who has an answer may be faster than what counts the call.
    let metrics = loop {
        let metrics = page("/metrics").await;
        let counted = COUNTS.iter().filter_map(|metric| value(&metrics, metric)).sum::<f64>();
        if counted >= 300.0 {
            break metrics;
        }
    };
    let of = |metric: &str| value(&metrics, metric).unwrap_or_else(|| panic!("{metric}: {metrics}"));
    assert_eq!(of(r#"pipeline_items_received_total{pipeline="words",stage="count"}"#), 100.0);
    assert_eq!(of(r#"pipeline_items_total{pipeline="words",stage="count",outcome="ok"}"#), 99.0);
    assert_eq!(of(r#"pipeline_items_total{pipeline="words",stage="count",outcome="error"}"#), 1.0);
    assert_eq!(of(r#"pipeline_call_seconds_count{pipeline="words",stage="count"}"#), 100.0);
    assert_eq!(of(r#"pipeline_call_seconds_bucket{pipeline="words",stage="count",le="+Inf"}"#), 100.0);
    // Each call waits for longer.
    assert_eq!(of(r#"pipeline_call_seconds_bucket{pipeline="words",stage="count",le="0.001"}"#), 0.0);
    assert!(of(r#"pipeline_call_seconds_sum{pipeline="words",stage="count"}"#) >= 0.2);
    assert!(metrics.contains("# TYPE pipeline_call_seconds histogram"), "{metrics}");
    assert_eq!(of(r#"pipeline_held_items{pipeline="words",stage="channel"}"#), 0.0);
    assert_eq!(of(r#"pipeline_workers_limit{pipeline="words",stage="count"}"#), 8.0);
    assert_eq!(of(r#"pipeline_queue_capacity{pipeline="words",from="channel",stage="count"}"#), 64.0);

    let graph = page("/graph").await;
    assert!(
        graph.contains("<h1>working</h1>") && graph.contains("<svg") && graph.contains("count"),
        "{graph}"
    );

    // What is under way when ctrl-c comes is answered still: here a text of which the service has the head only.
    let mut late =
        BufReader::new(TcpStream::connect(address.strip_prefix("http://").unwrap()).await.unwrap());
    let head = "POST /count HTTP/1.1\r\nhost: here\r\ncontent-length: 8\r\nexpect: 100-continue\r\nconnection: close\r\n\r\n";
    late.write_all(head.as_bytes()).await.unwrap();
    let mut begun = String::new();
    late.read_line(&mut begun).await.unwrap();
    assert_eq!(begun, "HTTP/1.1 100 Continue\r\n");
    signal::send(Signal::INT, service.id().unwrap());
    while TcpStream::connect(address.strip_prefix("http://").unwrap()).await.is_ok() {
        tokio::task::yield_now().await;
    }
    late.write_all(b"one more").await.unwrap();
    let mut answer = String::new();
    late.read_to_string(&mut answer).await.unwrap();
    assert!(answer.contains("HTTP/1.1 200 OK") && answer.ends_with("\r\n\r\n2\n"), "{answer}");
    drop(client);
    assert!(service.wait().await.unwrap().success());
    assert_eq!(lines.next_line().await.unwrap().unwrap(), "100 texts counted");
}
