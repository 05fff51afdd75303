//! Another mail address for oneself: it is theirs once the link that went there is used.

use askama::Template;
use axum::extract::{Path, State};
use axum_extra::extract::Form;
use firstmove_domain::person::Mail;
use serde::Deserialize;

use crate::actor::Visitor;
use crate::app::{Answer, App, ask_again, see_other, show};
use crate::frame::{Errors, Frame, Kind};
use crate::people::acts::{self, Stands};
use crate::people::settings;

/// The form in the settings.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AddressForm {
    mail: String,
}

/// The page that the link opens, which may be on another device: one button.
#[derive(Template)]
#[template(path = "people/address.html")]
pub struct AddressPage {
    frame: Frame,
    token: String,
    mail: String,
    stands: Stands,
}

/// `POST /settings/address`: a link goes to the address.
pub async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Form(form): Form<AddressForm>,
) -> Answer {
    app.act(visitor, move |scene, actor| {
        let mail = match Mail::parse(&form.mail) {
            Ok(mail) if acts::same_mail(mail.as_str(), &actor.mail) => {
                Err("That is your address already.".into())
            }
            read => read,
        };
        match mail {
            Ok(mail) => acts::ask_for_address(scene, actor, &mail),
            Err(sentence) => {
                let errors = Errors::one("mail", sentence);
                let page = settings::written(scene, actor, form.mail.clone(), errors)?;
                Err(ask_again(&page))
            }
        }
    })
    .await?;
    Ok(see_other("/settings?done=address"))
}

/// `GET /address/{token}`
pub async fn look(State(app): State<App>, Path(token): Path<String>) -> Answer {
    app.open_page(move |scene| {
        let wanted = acts::new_address(scene, &token)?;
        show(&AddressPage {
            frame: Frame::new("Mail address", Kind::Link),
            token,
            mail: wanted.mail.to_string(),
            stands: wanted.stands,
        })
    })
    .await
}

/// `POST /address/{token}`
pub async fn change(State(app): State<App>, Path(token): Path<String>) -> Answer {
    let place = format!("/address/{token}");
    app.open_act(move |scene| acts::change_address(scene, &token))
        .await?;
    Ok(see_other(&place))
}
