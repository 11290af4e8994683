//! tokio: one receiver, which several workers share behind its `Mutex`. There is no capacity 0; it is taken as 1.

use std::future::Future;
use std::sync::Arc;

use tokio::sync::{Mutex, mpsc};

use super::Wire;

pub(crate) struct Tokio;

impl Wire for Tokio {
    type Rx<T: Send + Unpin + 'static> = mpsc::Receiver<T>;

    fn source<T, I>(items: I, capacity: usize) -> Self::Rx<T>
    where
        T: Send + Unpin + 'static,
        I: Iterator<Item = T> + Send + 'static,
    {
        let (tx, rx) = mpsc::channel(capacity.max(1));
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
        let (tx, out) = mpsc::channel(capacity.max(1));
        if workers == 1 {
            tokio::spawn(async move {
                let mut rx = rx;
                while let Some(item) = rx.recv().await {
                    let items = call(item).await.into_iter();
                    for item in items {
                        if tx.send(item).await.is_err() {
                            return;
                        }
                    }
                }
            });
            return out;
        }
        let rx = Arc::new(Mutex::new(rx));
        for _ in 0..workers {
            let (rx, tx, call) = (rx.clone(), tx.clone(), call.clone());
            tokio::spawn(async move {
                loop {
                    let Some(item) = rx.lock().await.recv().await else { return };
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
        rx.recv().await
    }
}
