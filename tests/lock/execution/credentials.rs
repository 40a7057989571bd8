//! What clients send as credentials, for each scheme that definitions of these tests use.

use matrix_api::{
    authentication::{
        AccessToken, AccessTokenOptional, AppserviceCredentials, AppserviceIdentity,
        AppserviceToken, AppserviceTokenOptional, AuthenticationScheme, BearerToken, NoAccessToken,
        NoAuthentication,
    },
    bytes::Bytes,
    http::Request,
    identifiers::UserId,
};

/// Whom a request says it comes from: names and values. Empty for nobody.
pub type Identity = Vec<(&'static str, String)>;

/// A scheme with the credentials that clients may send.
pub trait Credentials: AuthenticationScheme {
    /// Each function adds other credentials.
    const ALL: &'static [fn(&mut Request<Bytes>)];

    /// Whom the server thinks the request comes from.
    fn identity(output: Self::Output) -> Identity;
}

const TOKEN: &str = "abc123";

fn nothing(_: &mut Request<Bytes>) {}

fn token(token: &BearerToken) -> (&'static str, String) {
    ("token", token.as_str().to_owned())
}

fn identity(identity: &AppserviceIdentity) -> Identity {
    let mut known = vec![token(&identity.token)];
    known.extend(identity.user_id.as_ref().map(|user| ("user_id", user.to_string())));
    known
}

fn add<S: AuthenticationScheme>(request: &mut Request<Bytes>, input: S::Input<'_>) {
    S::add_to_request(request, input).expect("the credentials can be written");
}

fn appservice(request: &mut Request<Bytes>) {
    add::<AppserviceToken>(request, AppserviceCredentials::new(TOKEN));
}

fn appservice_user(request: &mut Request<Bytes>) {
    let user = UserId::try_from("@ann:example.org").expect("a user ID");
    let credentials = AppserviceCredentials::new(TOKEN).user_id(&user);
    add::<AppserviceToken>(request, credentials);
}

impl Credentials for NoAuthentication {
    const ALL: &'static [fn(&mut Request<Bytes>)] = &[nothing];

    fn identity((): ()) -> Identity {
        Vec::new()
    }
}

impl Credentials for NoAccessToken {
    const ALL: &'static [fn(&mut Request<Bytes>)] = &[nothing];

    fn identity((): ()) -> Identity {
        Vec::new()
    }
}

impl Credentials for AccessToken {
    const ALL: &'static [fn(&mut Request<Bytes>)] = &[|it| add::<Self>(it, TOKEN)];

    fn identity(output: BearerToken) -> Identity {
        vec![token(&output)]
    }
}

impl Credentials for AccessTokenOptional {
    const ALL: &'static [fn(&mut Request<Bytes>)] = &[nothing, |it| add::<AccessToken>(it, TOKEN)];

    fn identity(output: Option<BearerToken>) -> Identity {
        output.iter().map(token).collect()
    }
}

impl Credentials for AppserviceToken {
    const ALL: &'static [fn(&mut Request<Bytes>)] = &[appservice, appservice_user];

    fn identity(output: AppserviceIdentity) -> Identity {
        identity(&output)
    }
}

impl Credentials for AppserviceTokenOptional {
    const ALL: &'static [fn(&mut Request<Bytes>)] = &[nothing, appservice, appservice_user];

    fn identity(output: Option<AppserviceIdentity>) -> Identity {
        output.iter().flat_map(identity).collect()
    }
}
