//! Files on Discord's CDN for the worker, which the CDN refuses. Fetched from Discord's own hosts, and never from an
//! address of a private network, whatever those names resolve to.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::extract::{Request, State};
use bytes::BytesMut;
use guildhall::{
    discord::cdn::{Address, MAX_FILE, stand_in},
    platform::relay::FILES,
};
use reqwest::{
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};

use super::{Door, answer::Refusal};
use crate::rest::{Answer, RestError};

/// How long a file may take.
const WITHIN: Duration = Duration::from_secs(10);

/// Fetches one file: `/files/{host}/{path}`.
pub async fn file(State(door): State<Arc<Door>>, request: Request) -> Result<Answer, Refusal> {
    let _place = door.places.try_acquire().map_err(|_| Refusal::Busy)?;
    let asked = door.asked(request).await?;
    let named = asked.path().strip_prefix(FILES).and_then(|path| path.strip_prefix('/')).unwrap_or_default();
    let (host, path) = named.split_at(named.find('/').unwrap_or(named.len()));
    let address = Address::new(host, path, stand_in(&door.config.discord_api))
        .filter(|_| asked.method() == "GET")
        .ok_or(Refusal::NotAllowed("it is not on Discord's CDN"))?;
    match tokio::time::timeout(WITHIN, fetch(&door.files, address)).await {
        Ok(answer) => answer,
        Err(_) => Err(RestError::Unreachable("no answer in time".to_owned()).into()),
    }
}

async fn fetch(client: &reqwest::Client, address: Address<'_>) -> Result<Answer, Refusal> {
    let failed =
        |error: reqwest::Error| RestError::Unreachable(format!("{:#}", anyhow::Error::from(error.without_url())));
    let mut answer = client.get(address.url()).send().await.map_err(failed)?;
    let mut body = BytesMut::new();
    while let Some(chunk) = answer.chunk().await.map_err(failed)? {
        if body.len().saturating_add(chunk.len()) > MAX_FILE {
            return Err(Refusal::NotAllowed("the file is too large"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status: answer.status(), headers: answer.headers().clone(), body: body.freeze() })
}

/// A client that connects to public addresses alone: the address that was looked at is the one that it connects to.
pub fn client() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder().redirect(Policy::none()).no_proxy().dns_resolver(Arc::new(Public)).build()
}

/// Resolves names to public addresses.
struct Public;

impl Resolve for Public {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|address| is_public(address.ip())).collect();
            match public.is_empty() {
                true => Err("the name has no public address".into()),
                false => Ok(Box::new(public.into_iter()) as Addrs),
            }
        })
    }
}

/// Whether an address belongs to the internet at large. Source: IANA's registries of special-purpose addresses.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => {
            let embedded = address.to_ipv4_mapped().is_none_or(is_public_v4);
            // 2000::/3 is all that is given out. Of it: no documentation, no tunnels into networks of the older kind.
            let [first, second, ..] = address.segments();
            let is_given_out = first & 0xe000 == 0x2000 || address.to_ipv4_mapped().is_some();
            let is_special = first == 0x2001 && (second < 0x200 || second == 0xdb8) || first == 0x2002;
            embedded && is_given_out && !is_special
        }
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let is_special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || matches!((first, second, third), (0 | 224.., ..) | (100, 64..=127, _) | (192, 0, 0) | (198, 18..=19, _));
    !is_special
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;
    use guildhall::platform::relay::{ANSWERED_BY, refusal};

    use super::*;
    use crate::served;

    #[test]
    fn addresses_of_private_networks_are_not_public() {
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.0.170",
            "::",
            "::1",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "2001:db8::1",
            "2002:7f00:1::",
            "64:ff9b::a00:1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in ["162.159.129.233", "8.8.8.8", "2606:4700::6810:1", "172.32.0.1", "100.128.0.1"] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[tokio::test]
    async fn a_file_is_read_up_to_its_bound_and_a_larger_one_is_refused() {
        let host = served::bytes_by_path().await;
        let fetch = async |bytes: usize| {
            let path = format!("/{bytes}/bytes");
            fetch(&client().unwrap(), Address::new(&host, &path, Some(&host)).unwrap()).await
        };
        assert_eq!(fetch(MAX_FILE).await.unwrap().body.len(), MAX_FILE);
        let refused = fetch(MAX_FILE + 1).await.unwrap_err().into_response();
        assert_eq!(refused.headers()[ANSWERED_BY], refusal::NOT_ALLOWED);
    }

    #[tokio::test]
    async fn a_name_of_this_machine_is_not_connected_to() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://localhost:{}/", listener.local_addr().unwrap().port());
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let refused = anyhow::Error::from(client().unwrap().get(url).send().await.unwrap_err());
        assert!(format!("{refused:#}").contains("no public address"), "{refused:#}");
    }
}
