//! kanal: many receivers, and a rendezvous at capacity 0.

use std::future::Future;

use super::Wire;

pub(crate) struct Kanal;

impl Wire for Kanal {
    type Rx<T: Send + Unpin + 'static> = kanal::AsyncReceiver<T>;

    fn source<T, I>(items: I, capacity: usize) -> Self::Rx<T>
    where
        T: Send + Unpin + 'static,
        I: Iterator<Item = T> + Send + 'static,
    {
        let (tx, rx) = kanal::bounded_async(capacity);
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
        let (tx, out) = kanal::bounded_async(capacity);
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
