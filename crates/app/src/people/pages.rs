//! The pages for signing in and out.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::Form;
use serde::Deserialize;

use crate::actor::{COOKIE, Visitor};
use crate::app::{Answer, App, ask_again, own_place, see_other, show};
use crate::frame::{Errors, Frame};
use crate::people::{acts, store};
use crate::problem::Problem;

/// Asks for a mail address.
#[derive(Template)]
#[template(path = "people/sign_in.html")]
pub struct SignInPage {
    frame: Frame,
    mail: String,
    errors: Errors,
    ended: bool,
}

/// Says that a link is on its way, if there is such an address.
#[derive(Template)]
#[template(path = "people/link_sent.html")]
pub struct LinkSentPage {
    frame: Frame,
    mail: String,
    in_terminal: bool,
}

/// The page that a link from a mail opens: one button.
#[derive(Template)]
#[template(path = "people/link.html")]
pub struct LinkPage {
    frame: Frame,
    token: String,
    name: String,
}

impl SignInPage {
    /// The empty page; `ended` says that a link had been used or was too old.
    pub fn empty(ended: bool) -> Self {
        SignInPage {
            frame: Frame::plain("Sign in"),
            mail: String::new(),
            errors: Errors::none(),
            ended,
        }
    }
}

impl LinkSentPage {
    /// The page after the address was entered.
    pub fn new(mail: String, in_terminal: bool) -> Self {
        LinkSentPage {
            frame: Frame::plain("Look into your mail"),
            mail,
            in_terminal,
        }
    }
}

impl LinkPage {
    /// The page with the button.
    pub fn new(token: String, name: String) -> Self {
        LinkPage {
            frame: Frame::plain("Sign in"),
            token,
            name,
        }
    }
}

/// `GET /sign-in`
pub async fn sign_in() -> Answer {
    show(&SignInPage::empty(false))
}

/// The form on the sign-in page.
#[derive(Debug, Deserialize)]
pub struct SignInForm {
    #[serde(default)]
    mail: String,
}

/// `POST /sign-in`
pub async fn ask_for_link(
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<SignInForm>,
) -> Answer {
    let mail = form.mail.trim().to_owned();
    if !looks_like_mail(&mail) {
        return Err(ask_again(&SignInPage {
            mail,
            errors: Errors::one("mail", "Enter a whole address, such as maya@example.org."),
            ..SignInPage::empty(false)
        }));
    }
    let token = app.secrets.token();
    let asked = mail.clone();
    app.open_act(move |scene| {
        acts::count_sender(scene, visitor.sender(scene.app))?;
        acts::ask_for_link(scene, &asked, &token)
    })
    .await?;
    show(&LinkSentPage::new(mail, app.mailer.is_terminal()))
}

/// `GET /sign-in/{token}`
pub async fn link(State(app): State<App>, Path(token): Path<String>) -> Answer {
    let hash = firstmove_kit::secrets::Secrets::hash(&token);
    let page = app
        .open_page(move |scene| {
            let link = store::link(scene.conn, &hash)?;
            Ok(link
                .filter(|link| !link.used && link.expires_at > scene.now)
                .map(|link| LinkPage::new(token, link.person.name)))
        })
        .await?;
    match page {
        Some(page) => show(&page),
        None => show(&SignInPage::empty(true)),
    }
}

/// `POST /sign-in/{token}`
pub async fn use_link(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Answer {
    let sign_in_token = app.secrets.token();
    let kept = sign_in_token.clone();
    let done = app
        .open_act(move |scene| {
            acts::count_sender(scene, visitor.sender(scene.app))?;
            acts::sign_in(scene, &token, &kept)
        })
        .await?;
    match done {
        Some(()) => with_cookie(see_other("/"), &app, &sign_in_token),
        None => show(&SignInPage::empty(true)),
    }
}

/// `POST /sign-out`
pub async fn sign_out(State(app): State<App>, visitor: Visitor) -> Answer {
    if let Some(token) = visitor.token {
        app.open_act(move |scene| acts::sign_out(scene, &token))
            .await?;
    }
    let mut answer = see_other("/sign-in");
    set_cookie(
        &mut answer,
        &format!("{COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"),
    )?;
    Ok(answer)
}

/// The form that chooses a theme.
#[derive(Debug, Deserialize)]
pub struct ThemeForm {
    #[serde(default)]
    theme: String,
    #[serde(default)]
    back: String,
}

/// `POST /theme`
pub async fn choose_theme(
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<ThemeForm>,
) -> Answer {
    app.act(visitor, move |scene, actor| {
        let theme = Some(form.theme.as_str()).filter(|theme| ["light", "dark"].contains(theme));
        Ok(store::set_theme(scene.conn, &actor.person, theme)?)
    })
    .await?;
    Ok(see_other(own_place(&form.back).unwrap_or("/")))
}

/// Puts the sign-in's cookie on an answer. Lax, so that the click in a mail arrives signed in.
pub fn with_cookie(mut answer: Response, app: &App, token: &str) -> Answer {
    let lasts = acts::SIGN_IN_LASTS.as_secs();
    let secure = if app.is_secure() { "; Secure" } else { "" };
    set_cookie(
        &mut answer,
        &format!("{COOKIE}={token}; Path=/; Max-Age={lasts}; HttpOnly; SameSite=Lax{secure}"),
    )?;
    Ok(answer.into_response())
}

fn set_cookie(answer: &mut Response, cookie: &str) -> Result<(), Problem> {
    let value = HeaderValue::from_str(cookie).map_err(Problem::broken)?;
    answer.headers_mut().append(header::SET_COOKIE, value);
    Ok(())
}

/// Whether this could be an address at all: something, an @, something with a dot or a bare host.
pub fn looks_like_mail(mail: &str) -> bool {
    let Some((local, host)) = mail.rsplit_once('@') else {
        return false;
    };
    !local.is_empty()
        && !host.is_empty()
        && !host.starts_with('.')
        && !host.ends_with('.')
        && mail.len() <= 254
        && !mail
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || "<>,;\"".contains(c))
}
