//! Faults in how a run fails: failures that went to another run, functions called too early, and drops that panicked into the caller.

use std::future::{Future, IntoFuture, pending};
use std::sync::Arc;

use crate::support::{Counter, Gate, quiet, turn};
use pipeline_core::prelude::*;
use pipeline_core::testkit::Counts;

/// The same run on every kind of runtime; `body` awaits a run as it is, or by `run_local`.
fn everywhere<Fut: Future<Output = ()> + Send + 'static>(body: fn(On) -> Fut) {
    quiet();
    crate::support::current_thread(body(On::Tokio));
    crate::support::current_thread(body(On::Local));
    crate::support::multi_thread(body(On::Tokio));
    crate::support::multi_thread(async move { tokio::spawn(body(On::Tokio)).await.unwrap() });
    crate::support::multi_thread(body(On::Local));
    block_on(body(On::Local));
}

/// Blocks the thread, also within a future that this blocks on already: `futures` refuses that.
fn block_on<R>(future: impl Future<Output = R>) -> R {
    struct Unpark(std::thread::Thread);
    impl std::task::Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = std::task::Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut future = std::pin::pin!(future);
    loop {
        match future.as_mut().poll(&mut std::task::Context::from_waker(&waker)) {
            std::task::Poll::Ready(result) => return result,
            std::task::Poll::Pending => std::thread::park(),
        }
    }
}

#[derive(Clone, Copy)]
enum On {
    Tokio,
    Local,
}

impl On {
    async fn run<R: Send + 'static, E: Send + 'static, S: Send + 'static>(
        self,
        run: Run<R, E, S>,
    ) -> Result<R, PipelineError<E>> {
        match self {
            On::Tokio => run.into_future().await,
            On::Local => run.run_local().await,
        }
    }
}

fn text<R, E: std::fmt::Display>(ended: Result<R, PipelineError<E>>) -> String {
    ended.map_or_else(|error| error.to_string(), |_| "ok".to_owned())
}

fn parse(text: &str) -> Result<i32, std::num::ParseIntError> {
    text.parse()
}

/// Fails in the first poll of the task it is fused into.
fn fails() -> Stream<i32> {
    Stream::from_iter(["x"]).try_map(parse).or_fail()
}

/// A run without a fault, and its result is what it says.
fn faultless(n: i32) -> Run<i32> {
    Stream::from_iter([n]).map_async(|n| async move { n }).fold(0, |sum, n| sum + n)
}

/// A note that a run is to fail was the thread's: the next task that was polled there took it.
/// So a faultless run inside the same poll failed, and the one that should have failed never ended.
#[test]
fn a_failure_stays_with_its_run_when_the_same_poll_polls_another() {
    everywhere(|on| async move {
        let inner = Arc::new(std::sync::Mutex::new(Vec::new()));
        let seen = inner.clone();
        let other = futures::stream::once(async move {
            let ended = faultless(7).run_local().await;
            seen.lock().unwrap().push(text(ended));
            7
        });
        let run = fails().merge(Stream::from_stream(other)).collect::<Vec<_>>();
        assert_eq!(text(on.run(run).await), "stage `parse` failed: invalid digit found in string");
        assert_eq!(*inner.lock().unwrap(), ["ok"]);
    });
}

#[test]
fn a_failure_stays_with_its_run_when_the_other_side_of_a_zip_awaits_another() {
    everywhere(|on| async move {
        let other = futures::stream::once(async { faultless(7).run_local().await.unwrap() });
        let run = fails().zip(Stream::from_stream(other)).count();
        assert_eq!(text(on.run(run).await), "stage `parse` failed: invalid digit found in string");
    });
}

#[test]
fn a_failure_stays_with_its_run_when_a_fused_function_blocks_on_another() {
    everywhere(|on| async move {
        let blocks = Stream::from_iter([7]).map(|n| block_on(faultless(n).run_local()).unwrap());
        let run = fails().merge(blocks).collect::<Vec<_>>();
        assert_eq!(text(on.run(run).await), "stage `parse` failed: invalid digit found in string");
    });
}

/// The failure of the inner run is its own as well, and the outer goes on.
#[test]
fn a_failure_of_an_inner_run_stays_there() {
    everywhere(|on| async move {
        let run = Stream::from_iter([1, 2]).map(|n| {
            let failed = text(block_on(fails().count().run_local()));
            assert_eq!(failed, "stage `parse` failed: invalid digit found in string");
            n
        });
        assert_eq!(on.run(run.collect::<Vec<_>>()).await.unwrap(), [1, 2]);
    });
}

/// Runs a faultless pipeline, and one that panics, when it is dropped.
struct RunsWhenDropped(Arc<std::sync::Mutex<Vec<String>>>);

impl Drop for RunsWhenDropped {
    fn drop(&mut self) {
        let bad = Stream::from_iter([1]).map(|_: i32| panic!("boom inside")).name("inner").count();
        self.0
            .lock()
            .unwrap()
            .extend([text(block_on(faultless(1).run_local())), text(block_on(bad.run_local()))]);
    }
}

/// So was the note who is to blame for a panic: a run inside a function that unwinds took the name of the stage around it.
#[test]
fn a_panic_is_blamed_on_a_stage_of_its_own_run() {
    everywhere(|on| async move {
        let inner = Arc::new(std::sync::Mutex::new(Vec::new()));
        let seen = inner.clone();
        // The first `map` unwinds, is blamed, and then what the second has captured is dropped by the same unwinding.
        let items = futures::stream::iter([1]).map_while_with(RunsWhenDropped(seen));
        let run = Stream::from_stream(items).name("outer").map(|n: i32| n).count();
        assert_eq!(text(on.run(run).await), "stage `outer` panicked: boom outside");
        assert_eq!(*inner.lock().unwrap(), ["ok", "stage `inner` panicked: boom inside"]);
    });
}

/// Panics while it holds something.
trait MapWhileWith: futures::Stream<Item = i32> + Sized + Send + 'static {
    fn map_while_with(self, held: RunsWhenDropped) -> impl futures::Stream<Item = i32> + Send + 'static {
        use futures::StreamExt;
        let mut held = Some(held);
        self.map(move |_| -> i32 {
            let _held = held.take();
            panic!("boom outside")
        })
    }
}

impl<S: futures::Stream<Item = i32> + Send + 'static> MapWhileWith for S {}

/// A branch that fails, and another that fails in the same poll: the second was forgotten.
#[test]
fn two_failures_of_one_poll_are_both_told() {
    everywhere(|on| async move {
        let error = on.run(fails().merge(fails()).count()).await.unwrap_err();
        assert_eq!(error.also().len(), 1);
    });
}

/// A panic while the run was started was on record in a group that had been left, so that the run ended with `RuntimeStopped`.
#[test]
fn a_panic_in_the_start_of_a_run_names_the_stage() {
    everywhere(|on| async move {
        let run = Stream::<i32>::generate(|_| -> std::future::Ready<()> { panic!("boom") }).count();
        assert_eq!(text(on.run(run).await), "stage `generate` panicked: boom");
    });
}

/// The function of `Run::map` was called as soon as the terminal had ended, also in a run that then failed.
#[test]
fn the_function_of_map_is_not_called_in_a_run_that_fails() {
    everywhere(|on| async move {
        let (calls, gate) = (Counter::default(), Gate::new());
        let (called, opens) = (calls.clone(), gate.clone());
        let done = Stream::from_iter([1]).count().map(move |_| {
            called.add();
        });
        let fails = Stream::once(1).map_async(move |_| {
            let gate = gate.clone();
            async move {
                gate.pass().await;
                panic!("boom")
            }
        });
        let later = Stream::once(1).map_async(move |_| {
            let opens = opens.clone();
            async move {
                for _ in 0..100 {
                    turn().await;
                }
                opens.open();
            }
        });
        let run = Run::join((done, fails.name("bad").count().map(|_: usize| ()), later.count().map(|_| ())));
        assert_eq!(text(on.run(run).await), "stage `bad` panicked: boom");
        assert_eq!(calls.get(), 0);
    });
}

#[test]
fn the_function_of_map_is_called_once_when_every_task_has_ended() {
    everywhere(|on| async move {
        let (alive, calls) = (Arc::new(()), Counter::default());
        let (held, called) = (alive.clone(), calls.clone());
        let run = Stream::from_iter([1, 2]).map_async(move |n| {
            let _held = held.clone();
            async move { n }
        });
        let run = run.count().map(move |n| (called.add(), Arc::strong_count(&alive), n));
        let joined = Run::join((run, faultless(3).map(|n| n * 2)));
        assert_eq!(on.run(joined).await.unwrap(), ((1, 1, 2), 6));
        assert_eq!(calls.get(), 1);
    });
}

/// A panic in that function unwound into who awaited the run.
#[test]
fn a_panic_in_the_function_of_map_is_an_error_that_names_the_terminal() {
    everywhere(|on| async move {
        let run = faultless(1).name("total").map(|_| -> i32 { panic!("boom") });
        assert_eq!(text(on.run(run).await), "stage `total` panicked: boom");
        let run = faultless(1).name("total").map(|_| -> i32 { panic!("boom") });
        let joined = Run::join((faultless(1), run)).map(|_| ());
        assert_eq!(text(on.run(joined).await), "stage `total` panicked: boom");
        let joined = Run::join([faultless(1), faultless(2)]).map(|_| -> i32 { panic!("boom") });
        assert_eq!(text(on.run(joined).await), "stage `join` panicked: boom");
    });
}

/// Panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("boom in drop");
    }
}

/// So did a panic in the signal of `cancel_when`, and the tasks were not waited for.
#[test]
fn a_panic_in_the_signal_of_cancel_when_is_an_error() {
    everywhere(|on| async move {
        let ledger = Counts::new();
        let endless = |ledger: &Counts| {
            let token = Arc::new(ledger.item(usize::MAX));
            Stream::repeat(1).map_async(move |n| {
                let token = token.clone();
                async move {
                    turn().await;
                    drop(token);
                    n
                }
            })
        };
        let signal = async {
            turn().await;
            panic!("boom")
        };
        let run = endless(&ledger).drain().name("sink").cancel_when(signal);
        assert_eq!(text(on.run(run).await), "stage `sink` panicked: boom");
        ledger.assert_clean();

        let bomb = Bomb;
        let signal = async move {
            pending::<()>().await;
            drop(bomb);
        };
        let run = faultless(1).name("sum").cancel_when(signal);
        assert_eq!(text(on.run(run).await), "stage `sum` panicked: boom in drop");

        let run = Run::join((endless(&ledger).drain().cancel_when(async { panic!("boom") }), faultless(1)));
        assert_eq!(text(on.run(run).await), "stage `drain` panicked: boom");
        ledger.assert_clean();
    });
}
