//! crossfire: `mpmc` where a stage has several workers, `spsc` where each has one. Capacity 0 is taken as 1.

use std::future::Future;

use super::Wire;

/// Any number of workers.
pub(crate) struct Crossfire;

impl Wire for Crossfire {
    type Rx<T: Send + Unpin + 'static> = crossfire::MAsyncRx<crossfire::mpmc::Array<T>>;

    fn source<T, I>(items: I, capacity: usize) -> Self::Rx<T>
    where
        T: Send + Unpin + 'static,
        I: Iterator<Item = T> + Send + 'static,
    {
        let (tx, rx) = crossfire::mpmc::bounded_async(capacity);
        tokio::spawn(async move {
            for item in items {
                if tx.send(item).await.is_err() {
                    return;
                }
            }
        });
        rx
    }

    fn stage<T, U, F, Fut>(rx: Self::Rx<T>, workers: usize, capacity: usize, call: F) -> Self::Rx<U::Item>
    where
        T: Send + Unpin + 'static,
        U: IntoIterator<IntoIter: Send, Item: Send + Unpin + 'static>,
        F: Fn(T) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = U> + Send,
    {
        let (tx, out) = crossfire::mpmc::bounded_async(capacity);
        for _ in 0..workers {
            let (rx, tx, call) = (rx.clone(), tx.clone(), call.clone());
            tokio::spawn(async move {
                while let Ok(item) = rx.recv().await {
                    let items = call(item).await.into_iter();
                    for item in items {
                        if tx.send(item).await.is_err() {
                            return;
                        }
                    }
                }
            });
        }
        out
    }

    async fn recv<T: Send + Unpin + 'static>(rx: &mut Self::Rx<T>) -> Option<T> {
        rx.recv().await.ok()
    }
}

/// One worker for each stage.
pub(crate) struct CrossfireSpsc;

impl Wire for CrossfireSpsc {
    type Rx<T: Send + Unpin + 'static> = crossfire::AsyncRx<crossfire::spsc::Array<T>>;

    fn source<T, I>(items: I, capacity: usize) -> Self::Rx<T>
    where
        T: Send + Unpin + 'static,
        I: Iterator<Item = T> + Send + 'static,
    {
        let (tx, rx) = crossfire::spsc::bounded_async(capacity);
        tokio::spawn(async move {
            for item in items {
                if tx.send(item).await.is_err() {
                    return;
                }
            }
        });
        rx
    }

    fn stage<T, U, F, Fut>(rx: Self::Rx<T>, workers: usize, capacity: usize, call: F) -> Self::Rx<U::Item>
    where
        T: Send + Unpin + 'static,
        U: IntoIterator<IntoIter: Send, Item: Send + Unpin + 'static>,
        F: Fn(T) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = U> + Send,
    {
        let (tx, out) = crossfire::spsc::bounded_async(capacity);
        assert_eq!(workers, 1, "spsc has one of each");
        tokio::spawn(async move {
            while let Ok(item) = rx.recv().await {
                let items = call(item).await.into_iter();
                for item in items {
                    if tx.send(item).await.is_err() {
                        return;
                    }
                }
            }
        });
        out
    }

    async fn recv<T: Send + Unpin + 'static>(rx: &mut Self::Rx<T>) -> Option<T> {
        rx.recv().await.ok()
    }
}
