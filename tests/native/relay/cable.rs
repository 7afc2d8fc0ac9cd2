//! The cable between the relay and Postgres, which can be cut.

use std::{net::Ipv4Addr, sync::Arc};

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// A port that leads to another one, until it is cut. It runs in the test's own runtime.
pub struct Cable {
    port: u16,
    is_whole: Arc<watch::Sender<bool>>,
}

impl Cable {
    /// A whole one, to this port of localhost.
    pub async fn to(port: u16) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
        let own = listener.local_addr().expect("it has an address").port();
        let (is_whole, watching) = watch::channel(true);
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let mut watching = watching.clone();
                tokio::spawn(async move {
                    if !*watching.borrow_and_update() {
                        return;
                    }
                    let Ok(mut far) = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await else { return };
                    tokio::select! {
                        _ = copy_bidirectional(&mut near, &mut far) => {}
                        _ = watching.changed() => {}
                    }
                });
            }
        });
        Self { port: own, is_whole: Arc::new(is_whole) }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Breaks all connections, and lets none come about.
    pub fn cut(&self) {
        self.is_whole.send_replace(false);
    }

    pub fn mend(&self) {
        self.is_whole.send_replace(true);
    }
}
