//! An account from its registration to its end: what is recorded on Synapse, and replayed without it.

use std::error::Error;

use matrix_api::{
    EndpointError, ErrorCode,
    client::{self, Client, ClientBuilder, Session, Transport},
    identifiers::{ClientSecret, DeviceId, UserId},
};
use matrix_client_account::{
    UserIdentifier, add_3pid, change_password, check_registration_token_validity, deactivate,
    get_3pids, get_capabilities, get_username_availability, register, request_3pid_token,
    request_openid_token,
    session::{PasswordLogin, TokenLogin, get_login_flows, get_login_token, login, logout},
    uiaa::{AuthData, Dummy, Password, UiaaInfo},
    whoami,
};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

pub(crate) const USERNAME: &str = "wilma";
const PASSWORD: &str = "Grün & alt: 100%";
const NEW_PASSWORD: &str = "a \"house\" of <many> mansions/rooms";
const WRONG_PASSWORD: &str = "an educated guess";
const CLIENT_SECRET: &str = "not.a-secret=to_me";
const UNKNOWN_TOKEN: &str = "no_such_token";

/// The secrets that were sent and received.
#[derive(Debug, Default)]
pub(crate) struct Used(pub(crate) Vec<String>);

impl Used {
    fn add(&mut self, secret: impl Into<String>) -> String {
        self.0.push(secret.into());
        self.0.last().cloned().unwrap_or_default()
    }
}

/// A homeserver and an account on it.
struct Account<T> {
    client: Client<T>,
    user_id: UserId,
    used: Used,
}

/// Lives through an account, and returns the secrets that were used.
pub(crate) async fn live<T: Transport>(transport: T, base_url: &str) -> Outcome<Used> {
    let mut account = Account::register(transport, base_url).await?;
    account.log_in().await?;
    account.refresh().await?;
    account.look_around().await?;
    account.addresses().await?;
    account.change_password().await?;
    account.log_in_by_token().await?;
    account.end().await?;
    Ok(account.used)
}

impl<T: Transport> Account<T> {
    /// The name is free, then the account is registered with the stage that the server demands.
    async fn register(transport: T, base_url: &str) -> Outcome<Self> {
        let client = ClientBuilder::new(transport).build(base_url)?;
        let mut used = Used(
            [PASSWORD, NEW_PASSWORD, WRONG_PASSWORD, CLIENT_SECRET, UNKNOWN_TOKEN]
                .map(str::to_owned)
                .into(),
        );
        let name = get_username_availability::Request::new(USERNAME.to_owned());
        holds(client.send(&name).await?.available == Some(true), "the name is taken")?;
        let request = register::Request::new()
            .username(USERNAME.to_owned())
            .password(PASSWORD.to_owned())
            .device_id(DeviceId::try_from("TEAPOT")?)
            .initial_device_display_name("Teapot in the kitchen");
        let dummy = |_: UiaaInfo| async { Some(AuthData::from(Dummy::new())) };
        let new = client.send_interactive(&request, dummy).await?;
        let token = used.add(new.access_token.ok_or("no access token")?);
        client.set_session(Session::new(new.user_id.clone(), new.device_id, token));
        is_refused(client.send(&name).await, 400, "M_USER_IN_USE")?;
        Ok(Self { client, user_id: new.user_id, used })
    }

    /// A wrong password, the right one, and a token that nobody has.
    async fn log_in(&mut self) -> Outcome {
        self.client.send(&get_login_flows::Request::new()).await?;
        is_refused(self.client.send(&by_password(WRONG_PASSWORD)).await, 403, "M_FORBIDDEN")?;
        let unknown = self.with_token(UNKNOWN_TOKEN);
        is_refused(unknown.send(&whoami::Request::new()).await, 401, "M_UNKNOWN_TOKEN")
    }

    /// The server limits how often one may ask. While the client waits, its token expires.
    async fn refresh(&mut self) -> Outcome {
        let request =
            by_password(PASSWORD).device_id(DeviceId::try_from("KETTLE")?).refresh_token(true);
        let new = self.client.send(&request).await?;
        let refresh_token = self.used.add(new.refresh_token.ok_or("no refresh token")?);
        let old_token = self.used.add(new.access_token);
        let session = Session::new(new.user_id, new.device_id, old_token.clone());
        let device = self.client.with_session(session.with_refresh_token(refresh_token));
        device.send(&whoami::Request::new()).await?;
        let validity = check_registration_token_validity::Request::new(UNKNOWN_TOKEN.to_owned());
        for _ in 0..2 {
            holds(!device.send(&validity).await?.valid, "the token is valid")?;
        }
        device.send(&whoami::Request::new()).await?;
        let session = device.session().ok_or("no session")?;
        let new_token = self.used.add(session.access_token);
        let without_refresh = self.with_token(&new_token);
        holds(old_token != new_token, "the token was not refreshed")?;
        self.used.add(session.refresh_token.ok_or("no refresh token")?);
        device.send(&logout::Request::new()).await?;
        is_refused(without_refresh.send(&logout::Request::new()).await, 401, "M_UNKNOWN_TOKEN")
    }

    async fn look_around(&mut self) -> Outcome {
        let answer = self.client.send(&whoami::Request::new()).await?;
        holds(answer.user_id == self.user_id, "another user")?;
        self.client.send(&get_capabilities::Request::new()).await?;
        let openid = request_openid_token::Request::new(self.user_id.clone());
        let token = self.client.send(&openid).await?.access_token;
        self.used.add(token);
        Ok(())
    }

    /// An address that is not validated cannot be added.
    async fn addresses(&mut self) -> Outcome {
        let addresses = self.client.send(&get_3pids::Request::new()).await?;
        holds(addresses.threepids.is_empty(), "an address")?;
        let secret = ClientSecret::try_from(CLIENT_SECRET)?;
        let email = "wilma@example.org".to_owned();
        let request = request_3pid_token::Request::new(secret.clone(), email, 1);
        let sid = self.client.send(&request).await?.sid;
        let request = add_3pid::Request::new(sid, secret);
        let prove = self.proves([PASSWORD]);
        let answer = self.client.send_interactive(&request, prove).await;
        is_refused(answer, 400, "M_THREEPID_AUTH_FAILED")
    }

    /// With a wrong password first.
    async fn change_password(&mut self) -> Outcome {
        let request = change_password::Request::new(NEW_PASSWORD.to_owned());
        let prove = self.proves([WRONG_PASSWORD, PASSWORD]);
        self.client.send_interactive(&request, prove).await?;
        is_refused(self.client.send(&by_password(PASSWORD)).await, 403, "M_FORBIDDEN")
    }

    async fn log_in_by_token(&mut self) -> Outcome {
        let request = get_login_token::Request::new();
        let prove = self.proves([NEW_PASSWORD]);
        let token = self.client.send_interactive(&request, prove).await?.login_token;
        let token = self.used.add(token);
        let request = login::Request::new(TokenLogin::new(token).into())
            .device_id(DeviceId::try_from("CUP")?);
        let new = self.client.send(&request).await?;
        self.used.add(new.access_token);
        is_refused(self.client.send(&request).await, 403, "M_FORBIDDEN")
    }

    async fn end(&mut self) -> Outcome {
        let prove = self.proves([NEW_PASSWORD]);
        self.client.send_interactive(&deactivate::Request::new().erase(true), prove).await?;
        is_refused(self.client.send(&whoami::Request::new()).await, 401, "M_UNKNOWN_TOKEN")?;
        is_refused(self.client.send(&by_password(NEW_PASSWORD)).await, 403, "M_FORBIDDEN")
    }

    fn with_token(&self, token: &str) -> Client<T> {
        self.client.with_session(Session::new(self.user_id.clone(), None, token))
    }

    /// Answers each challenge with the next password.
    fn proves<const N: usize>(
        &self,
        passwords: [&'static str; N],
    ) -> impl FnMut(UiaaInfo) -> std::future::Ready<Option<AuthData>> + use<T, N> {
        let (user, mut passwords) = (self.user_id.clone(), passwords.into_iter());
        move |_| {
            let proof =
                |password| Password::new(UserIdentifier::user(user.as_str()), password).into();
            std::future::ready(passwords.next().map(proof))
        }
    }
}

fn by_password(password: &str) -> login::Request {
    login::Request::new(PasswordLogin::new(UserIdentifier::user(USERNAME), password).into())
}

fn holds(condition: bool, otherwise: &str) -> Outcome {
    if condition { Ok(()) } else { Err(otherwise.into()) }
}

fn is_refused<R, E: EndpointError>(
    answer: Result<R, client::Error<E>>,
    status: u16,
    code: &str,
) -> Outcome {
    let error = answer.err().ok_or_else(|| format!("expected {status} {code}, got a success"))?;
    let is_expected =
        error.status().is_some_and(|it| it.as_u16() == status) && error.is(&ErrorCode::from(code));
    holds(is_expected, &format!("expected {status} {code}, got {error}"))
}

/// The notation in which a recording has a secret.
pub(crate) fn find(recording: &str, secret: &str) -> Option<&'static str> {
    let json = serde_json::to_string(secret).unwrap_or_default();
    let percent = |is_plain: fn(u8) -> bool, space: &str| -> String {
        let encode = |byte: u8| match byte {
            b' ' => space.to_owned(),
            byte if is_plain(byte) => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        };
        secret.bytes().map(encode).collect()
    };
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let segment = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!*'()".contains(&byte);
    let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    let notations = [
        ("it is", secret.to_owned()),
        ("JSON", json.trim_matches('"').to_owned()),
        ("JSON within JSON", json.trim_matches('"').replace('\\', "\\\\").replace('"', "\\\"")),
        ("a path", percent(segment, "%20")),
        ("a URL", percent(unreserved, "%20")),
        ("a form", percent(unreserved, "+")),
        ("hexadecimal digits", hex),
        ("Base64 of a user and a password", base64(&format!("{USERNAME}:{secret}"))),
        ("Base64 of an empty user and a password", base64(&format!(":{secret}"))),
        ("Base64", base64(secret)),
    ];
    let mut found = notations.into_iter().filter(|(_, text)| {
        let lowercase = text.to_lowercase();
        recording.contains(text) || recording.contains(&lowercase)
    });
    found.next().map(|(notation, _)| notation)
}

/// Base64 without padding.
fn base64(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: String = text.bytes().map(|byte| format!("{byte:08b}")).collect();
    let groups = bits.as_bytes().chunks(6).map(|group| {
        let padded = format!("{:0<6}", String::from_utf8_lossy(group));
        let digit = usize::from_str_radix(&padded, 2).unwrap_or_default();
        DIGITS.get(digit).copied().map_or('=', char::from)
    });
    groups.collect()
}
