//! Public Rust clients, unmodified but for the addresses: oauth2 signs in, renews and revokes; twilight reads.

use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse,
    PkceCodeChallenge, RedirectUrl, RefreshToken, RequestTokenError, RevocationUrl, Scope, StandardRevocableToken,
    TokenResponse, TokenUrl, basic::BasicClient,
};
use sandbox::PLATFORM_SECRET;
use twilight_http::Client;

use crate::support::{CALLBACK, http, query, scene};

/// Sends a request as it is, without TLS: the crate revokes at no address that has none, not even on this machine.
async fn send(request: HttpRequest) -> reqwest::Result<HttpResponse> {
    let mut request = reqwest::Request::try_from(request)?;
    request.url_mut().set_scheme("http").unwrap();
    let answer = http().execute(request).await?;
    let mut response = HttpResponse::new(Vec::new());
    *response.status_mut() = answer.status();
    *response.headers_mut() = answer.headers().clone();
    *response.body_mut() = answer.bytes().await?.to_vec();
    Ok(response)
}

#[tokio::test]
async fn the_crate_oauth2_signs_in_renews_and_revokes_and_twilight_reads_who_it_is() {
    for kind in [AuthType::BasicAuth, AuthType::RequestBody] {
        let scene = scene().await;
        let url = scene.sandbox.url();
        let host = url.trim_start_matches("http://").to_owned();
        let client = BasicClient::new(ClientId::new(scene.demo.platform.to_string()))
            .set_client_secret(ClientSecret::new(PLATFORM_SECRET.to_owned()))
            .set_auth_type(kind)
            .set_auth_uri(AuthUrl::new(format!("{url}/oauth2/authorize")).unwrap())
            .set_token_uri(TokenUrl::new(format!("{url}/api/oauth2/token")).unwrap())
            .set_revocation_url(RevocationUrl::new(format!("https://{host}/api/oauth2/token/revoke")).unwrap())
            .set_redirect_uri(RedirectUrl::new(CALLBACK.to_owned()).unwrap());
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let scopes = ["identify", "email", "guilds"].map(|scope| Scope::new(scope.to_owned()));
        let request = client.authorize_url(CsrfToken::new_random).add_scopes(scopes).set_pkce_challenge(challenge);
        let (address, state) = request.url();
        let sent = query(&scene.sandbox.authorize(scene.demo.moderator, address.as_str()).await.unwrap());
        assert_eq!(&sent["state"], state.secret());
        let code = AuthorizationCode::new(sent["code"].clone());
        let token = client.exchange_code(code.clone()).set_pkce_verifier(verifier).request_async(&send).await.unwrap();
        assert_eq!(token.scopes().unwrap().len(), 3);
        assert_eq!(token.expires_in().unwrap().as_secs(), 604_800);

        let bearer = format!("Bearer {}", token.access_token().secret());
        let discord = Client::builder().token(bearer).proxy(host, true).ratelimiter(None).build();
        let user = discord.current_user().await.unwrap().model().await.unwrap();
        assert_eq!((user.name.as_str(), user.email.as_deref()), ("grace", Some("grace@example.com")));
        let guilds = discord.current_user_guilds().await.unwrap().model().await.unwrap();
        assert_eq!((guilds[0].name.as_str(), guilds[0].owner), ("Guildhall Demo", false));

        let old = RefreshToken::new(token.refresh_token().unwrap().secret().clone());
        let token = client.exchange_refresh_token(&old).request_async(&send).await.unwrap();
        let refused = client.exchange_refresh_token(&old).request_async(&send).await.unwrap_err();
        let RequestTokenError::ServerResponse(refused) = refused else { panic!("{refused}") };
        assert_eq!(refused.error().as_ref(), "invalid_grant");
        let token = StandardRevocableToken::from(token.refresh_token().unwrap());
        client.revoke_token(token).unwrap().request_async(&send).await.unwrap();
        assert!(scene.sandbox.world().oauth.tokens().is_empty());
    }
}
