//! A service that is fed by HTTP: texts come in, eight workers count their words, and who sent a text gets the answer.
//! `/metrics` is for Prometheus, `/graph` for people. Ctrl-c ends it well: what has come in is answered first.
//!
//! ```text
//! cargo run --example service -- --port 8080
//! curl --data 'some words' localhost:8080/count
//! cargo run --example service -- --self-test      asks itself, and ends
//! ```

use std::error::Error;
use std::future::Future;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::{get, post};
use clap::Parser;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use pipeline_core::prelude::*;
use pipeline_core::{CancellationToken, Metrics, Sender, Watch};
use tokio::net::TcpListener;
use tokio::signal::ctrl_c;
use tokio::sync::oneshot;

const WORKERS: usize = 8;
/// How many texts may wait for a worker; more wait in their connections.
const WAITING: usize = 64;

/// The bounds of the histogram of call times, in seconds. Without bounds there are quantiles.
const BOUNDS: [f64; 7] = [0.001, 0.002_5, 0.005, 0.01, 0.1, 1.0, 10.0];

/// Counts the words of texts that come by HTTP.
#[derive(Debug, Parser)]
#[command(name = "service")]
struct Args {
    /// The port to listen at, on this machine only; 0 takes one that is free
    #[arg(long, default_value_t = 0)]
    port: u16,

    /// Ask once for each page, and end
    #[arg(long)]
    self_test: bool,
}

/// A text, and where its sender waits for the answer.
struct Job {
    text: String,
    answer: oneshot::Sender<usize>,
}

#[derive(Debug, thiserror::Error)]
#[error("there is no word in it")]
struct NoWords;

/// Stands for a call that takes its time.
async fn count_words(job: Job) -> Result<(), NoWords> {
    tokio::time::sleep(Duration::from_millis(2)).await;
    match job.text.split_whitespace().count() {
        0 => Err(NoWords),
        words => {
            // Who sent it may have gone.
            let _ = job.answer.send(words);
            Ok(())
        }
    }
}

/// What the pages share.
struct Service {
    jobs: Sender<Job>,
    watch: Watch,
    metrics: Metrics,
    prometheus: PrometheusHandle,
}

async fn count(State(service): State<Arc<Service>>, text: String) -> Result<String, StatusCode> {
    let (answer, answered) = oneshot::channel();
    // Where all workers are busy and the queue is full, this waits.
    service.jobs.send(Job { text, answer }).await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    let words = answered.await.map_err(|_| StatusCode::UNPROCESSABLE_ENTITY)?;
    Ok(format!("{words}\n"))
}

async fn metrics_page(State(service): State<Arc<Service>>) -> String {
    service.metrics.publish();
    service.prometheus.render()
}

async fn graph(State(service): State<Arc<Service>>) -> Html<String> {
    let now = service.watch.snapshot();
    let head =
        r#"<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="1"><title>graph</title>"#;
    Html(format!("{head}\n<h1>{}</h1>\n{}\n", now.state, now.to_svg()))
}

/// Serves until `stop` resolves, and then answers what has come in. Gives how many texts were counted.
async fn serve(
    listener: TcpListener,
    prometheus: PrometheusHandle,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<usize, Box<dyn Error>> {
    let (jobs, texts) = Stream::channel(0);
    let counted =
        texts.buffer(WAITING).try_map_async(count_words).name("count").workers(WORKERS).ok_only().count();
    let (run, watch) = counted.name("words").watch();
    let metrics = watch.metrics();
    let running = run.spawn();

    let service = Arc::new(Service { jobs, watch, metrics, prometheus });
    let pages = Router::new()
        .route("/count", post(count))
        .route("/metrics", get(metrics_page))
        .route("/graph", get(graph))
        .with_state(service);
    // The pages hold the only sender: when the server has ended, so do the texts, and then the run.
    axum::serve(listener, pages).with_graceful_shutdown(stop).await?;
    Ok(running.await?)
}

/// Asks for each page once.
async fn ask(address: &str) -> Result<(), reqwest::Error> {
    // Refused where there is one already, which will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // It is on this machine: neither proxies nor certificates are asked for.
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build()?;
    let answer = client.post(format!("{address}/count")).body("three small words").send().await?;
    assert_eq!(answer.error_for_status()?.text().await?, "3\n");
    let answer = client.post(format!("{address}/count")).body(" ").send().await?;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let text = client.get(format!("{address}/metrics")).send().await?.text().await?;
    // How a call has ended may be counted after its answer has come.
    let received = r#"pipeline_items_received_total{pipeline="words",stage="count"} 2"#;
    assert!(text.contains(received), "{text}");
    let page = client.get(format!("{address}/graph")).send().await?.text().await?;
    assert!(page.contains("<svg") && page.contains("count"), "{page}");
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let args = Args::parse();
    let call_times = Matcher::Full("pipeline_call_seconds".to_owned());
    let prometheus =
        PrometheusBuilder::new().set_buckets_for_metric(call_times, &BOUNDS)?.install_recorder()?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).await?;
    let address = format!("http://{}", listener.local_addr()?);
    println!("listening at {address}");

    let stop = CancellationToken::new();
    let stopped = stop.clone().cancelled_owned();
    let asking = async {
        let asked = if args.self_test {
            ask(&address).await.map_err(Into::into)
        } else {
            ctrl_c().await.map_err(Into::into)
        };
        stop.cancel();
        asked
    };
    // Ctrl-c is heeded from where it is first awaited: before any text comes in.
    let (asked, counted) = tokio::join!(asking, serve(listener, prometheus, stopped));
    asked.map_err(|error: Box<dyn Error>| error)?;
    println!("{} texts counted", counted?);
    Ok(())
}
