//! Every page and every act by its address. The list is data as well as a router: the tests walk it with every
//! role, and a route that is not in their snapshot fails them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt as _;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::app::App;
use crate::frame::upload;
use crate::problem::{self, Problem};
use crate::{
    alerts, arrivals, assets, check_ins, cohorts, dashboard, data, demo, experiments, feedback,
    forgetting, frame, help, imports, kept, kickoff, notices, people, practice, prints, results,
    retrospectives, rhythm, roles, safety, sessions, sheet, sights, sign_ups, sponsor, sprints,
    starting, stories, thanks, trail, verdicts, witnesses,
};

/// What pages may load and do: their own files, nothing inline, nothing from elsewhere.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types fm";

macro_rules! routes {
    ($($method:ident $path:literal => $handler:path;)*) => {
        /// Every route: its method in lower case and its path.
        pub const ROUTES: &[(&str, &str)] = &[$((stringify!($method), $path)),*];

        fn pages() -> Router<App> {
            Router::new()$(.route($path, axum::routing::$method($handler)))*
        }
    };
}

routes! {
    get "/" => dashboard::pages::front;

    get "/setup/{token}" => sprints::first::set_up;
    post "/setup/{token}" => sprints::first::make;
    get "/sprints/new/skills" => sprints::pages::show_skills;
    post "/sprints/new/skills" => sprints::pages::save_skills;
    get "/sprints/new/people" => sprints::people::show_people;
    post "/sprints/new/people" => sprints::people::save_people;
    post "/sprints/new/people/draft" => sprints::people::keep_people;
    get "/sprints/new/people/file" => arrivals::pages::new;
    post "/sprints/new/people/file" => arrivals::pages::send;
    get "/sprints/new/people/file/{file}" => arrivals::pages::look;
    post "/sprints/new/people/file/{file}" => arrivals::pages::choose;
    post "/sprints/new/people/file/{file}/away" => arrivals::pages::away;
    get "/sprints/new/people/link" => sign_ups::pages::show_link;
    post "/sprints/new/people/link" => sign_ups::pages::change_link;
    get "/join/{token}" => sign_ups::link_pages::open;
    post "/join/{token}" => sign_ups::link_pages::join;
    get "/sprints/new/time" => sprints::time::show_time;
    post "/sprints/new/time" => sprints::time::save_time;
    post "/sprints/new/time/draft" => sprints::time::keep_time;
    get "/sprints/new/check" => sprints::check::show_check;
    post "/sprints/new/check" => sprints::check::make_sprint;
    post "/sprints/new/check/test" => sprints::check::test;
    post "/sprints/new/discard" => sprints::pages::discard;
    get "/sprints/{id}" => sprints::sprint::show_sprint;
    get "/sprints/{id}/skills" => sprints::aims::show_aims;
    post "/sprints/{id}/skills" => sprints::aims::save_aims;
    get "/sprints/{id}/groups/new" => sprints::further::new;
    post "/sprints/{id}/groups/new" => sprints::further::add;
    get "/help" => help::pages::help;
    get "/help/{guide}" => help::pages::guide;
    get "/who-sees-what" => sights::pages::sights;
    get "/who-sees-what/{role}" => sights::pages::one;
    post "/settings/my-data" => forgetting::own_file::ask;
    get "/my-data/{token}" => forgetting::own_file::take;
    post "/settings/take-me-out" => forgetting::pages::take_me_out;
    get "/installation/keeping" => forgetting::keeping::keeping;
    post "/installation/keeping" => forgetting::keeping::keep;
    get "/installation/people/{person}/erase" => forgetting::accounts::ask;
    post "/installation/people/{person}/erase" => forgetting::accounts::erase;
    get "/settings" => people::settings::settings;
    post "/settings/address" => people::address::ask;
    get "/address/{token}" => people::address::look;
    post "/address/{token}" => people::address::change;
    get "/installation" => people::admin::installation;
    get "/installation/administrators" => roles::pages::administrators;
    post "/installation/administrators" => roles::pages::give_administrator;
    post "/installation/administrators/take" => roles::pages::take_administrator;
    post "/installation/administrators/hand-over" => roles::pages::hand_over_administrator;
    get "/sprints/{id}/roles" => roles::pages::of_sprint;
    post "/sprints/{id}/roles" => roles::pages::give;
    post "/sprints/{id}/roles/take" => roles::pages::take;
    post "/sprints/{id}/roles/hand-over" => roles::pages::hand_over;

    get "/sign-in" => people::pages::sign_in;
    post "/sign-in" => people::pages::ask_for_link;
    get "/sign-in/{token}" => people::pages::link;
    post "/sign-in/{token}" => people::pages::use_link;
    post "/sign-out" => people::pages::sign_out;
    post "/theme" => people::pages::choose_theme;

    get "/live/today" => dashboard::live::live;
    get "/alerts/{id}" => alerts::pages::one;
    post "/alerts/{id}/done" => alerts::pages::done;
    post "/alerts/{id}/later" => alerts::pages::later;
    post "/alerts/{id}/undo" => alerts::pages::undo;

    get "/results" => results::pages::results;
    get "/results/rows" => results::pages::rows;
    get "/sponsor" => sponsor::pages::sponsor;
    post "/sponsor/thanks" => sponsor::pages::thank;
    post "/sponsor/showcases/{cohort}/{week}" => sponsor::pages::there;
    get "/slides" => sponsor::slides::page;
    get "/slides.pptx" => sponsor::slides::pptx;
    get "/slides.pdf" => sponsor::slides::pdf;
    get "/data" => data::pages::data;
    post "/data/errata" => data::pages::sign;
    get "/data/rows/{seat}" => data::row_page::row;
    post "/data/rows/{seat}" => data::row_page::correct;
    get "/data/rows/{seat}/erase" => forgetting::erase::ask;
    post "/data/rows/{seat}/erase" => forgetting::erase::erase;
    get "/data.csv" => data::pages::file;
    get "/data.xlsx" => data::pages::workbook;

    get "/sheet" => sheet::pages::page;
    get "/sheet.csv" => sheet::pages::csv;
    get "/sheet.xlsx" => sheet::pages::xlsx;
    get "/import" => imports::pages::new;
    post "/import" => imports::pages::send;
    get "/import/{draft}" => imports::pages::look;
    post "/import/{draft}" => imports::pages::choose;
    post "/import/{draft}/away" => imports::pages::away;
    post "/imports/{import}/back" => imports::pages::back;

    get "/trail" => trail::pages::trail;
    get "/trail.csv" => trail::pages::file;

    get "/people" => cohorts::pages::people;
    get "/people/new" => cohorts::joining::new;
    post "/people/new" => cohorts::joining::add;
    get "/people/{seat}" => cohorts::leader::one;
    post "/people/{seat}/excuse" => cohorts::leader::excuse;
    post "/people/{seat}/excuse/{id}/back" => cohorts::leader::take_back;
    post "/people/{seat}/leave" => cohorts::ends::leave;
    post "/people/{seat}/group" => cohorts::changes::other_group;
    post "/people/{seat}/details" => cohorts::details::correct;
    post "/people/{seat}/back" => cohorts::changes::take_back;
    post "/people/{seat}/withdraw" => cohorts::ends::withdraw;
    get "/groups/{id}/training" => practice::training::training;
    post "/groups/{id}/training" => practice::training::mark;
    get "/groups/{id}" => rhythm::pages::group;
    get "/groups/{id}/pause" => rhythm::pages::pause_preview;
    post "/groups/{id}/pause" => rhythm::pages::pause;
    post "/groups/{id}/pauses/{pause}/back" => rhythm::pages::end_pause;
    get "/groups/{id}/time" => rhythm::pages::time_preview;
    post "/groups/{id}/time" => rhythm::pages::time;
    post "/groups/{id}/times/{change}/back" => rhythm::pages::time_back;
    get "/groups/{id}/calendar.ics" => kickoff::dates::calendar;
    get "/groups/{id}/kickoff" => kickoff::pages::kickoff;
    post "/groups/{id}/kickoff" => kickoff::pages::send;
    post "/groups/{id}/kickoff/test" => kickoff::pages::test;
    get "/groups/{id}/kickoff/{seat}" => kickoff::message::message;
    post "/groups/{id}/kickoff/{seat}/told" => kickoff::message::told;
    post "/groups/{id}/kickoff/{seat}/remind" => kickoff::message::remind;
    post "/groups/{id}/kickoff/{seat}/again" => kickoff::message::again;
    post "/groups/{id}/kickoff/{seat}/link" => kickoff::message::hand_over;
    post "/reports/{id}/accept" => cohorts::pages::accept_report;

    get "/home" => experiments::home::home;
    get "/library" => experiments::library::library;
    get "/moves" => dashboard::pages::moves;
    get "/moves/new" => experiments::form::new;
    post "/moves/new" => experiments::form::save;
    get "/moves/{id}" => experiments::move_page::one;
    get "/moves/{id}/edit" => experiments::form::edit;
    post "/moves/{id}/edit" => experiments::form::change;
    get "/moves/{id}/criteria" => experiments::criteria::criteria;
    post "/moves/{id}/criteria" => experiments::criteria::change_criteria;
    post "/moves/{id}/take-up" => experiments::pages::take_up;
    post "/moves/{id}/drop" => experiments::pages::drop_it;

    post "/moves/{id}/report" => check_ins::pages::report;
    post "/moves/{id}/useful" => check_ins::pages::useful;
    post "/moves/{id}/question" => check_ins::pages::ask;
    post "/moves/{id}/verdict" => verdicts::pages::judge;
    post "/moves/{id}/witness" => witnesses::pages::name;
    get "/w/{token}" => witnesses::link_pages::open;
    post "/w/{token}" => witnesses::link_pages::answer;
    post "/reports/{id}/confirm" => check_ins::pages::confirm;
    get "/peers" => check_ins::pages::peers;
    get "/m/{token}" => check_ins::link_pages::open;
    post "/m/{token}" => check_ins::link_pages::report;
    post "/m/{token}/new" => check_ins::link_pages::send_new;
    get "/k/{token}" => kickoff::link_pages::open;
    post "/k/{token}" => kickoff::link_pages::answer;
    post "/k/{token}/commitment" => kickoff::link_pages::commit;
    get "/k/{token}/calendar.ics" => kickoff::link_pages::calendar;
    get "/practice" => practice::pages::list;
    get "/practice/{number}" => practice::pages::one;
    post "/practice/{number}" => practice::pages::keep;
    get "/print/agenda" => prints::pages::agenda;
    get "/templates" => prints::templates::templates;
    get "/print/kickoff" => prints::templates::kickoff;
    get "/print/move" => prints::pages::plan;
    get "/print/prompts" => prints::pages::prompts;
    get "/print/showcase" => prints::pages::showcase;
    get "/print/session-note" => prints::pages::note;
    get "/stop/{token}" => notices::pages::stop;
    post "/stop/{token}" => notices::pages::choose;
    get "/away" => check_ins::away::away;
    post "/away" => check_ins::away::excuse;
    get "/withdraw" => check_ins::away::leaving;
    post "/withdraw" => check_ins::away::withdraw;
    post "/withdraw/back" => check_ins::away::come_back;
    post "/feedback/{week}" => feedback::pages::rate;
    post "/feedback/{week}/used" => feedback::pages::used;
    post "/safety/{week}" => safety::pages::say;

    get "/sessions" => sessions::list::list;
    get "/sessions/{cohort}/{meeting}" => sessions::reading::meeting;
    post "/sessions/{cohort}/{meeting}/told" => sessions::afterwards::tell;
    post "/sessions/{cohort}/{meeting}/lines" => sessions::lines::save;
    get "/sessions/{cohort}/{meeting}/date.ics" => sessions::reading::date;
    post "/sessions/{cohort}/{meeting}/time" => sessions::moving::another_time;
    post "/sessions/{cohort}/{meeting}/off" => sessions::moving::call_off;
    post "/sessions/{cohort}/{meeting}/back" => sessions::moving::take_back;
    post "/sessions/{cohort}/{meeting}/turn" => sessions::exchange::turn;
    get "/sessions/{cohort}/{meeting}/note.docx" => sessions::files::docx;
    get "/sessions/{cohort}/{meeting}/note.md" => sessions::files::markdown;
    get "/sessions/{cohort}/{meeting}/note.pdf" => sessions::files::pdf;
    post "/commitments/{id}" => sessions::reading::tick;
    get "/c/{token}" => sessions::commitment_pages::open;
    post "/c/{token}" => sessions::commitment_pages::tick;
    get "/sessions/{cohort}/{meeting}/live" => sessions::pages::room;
    get "/sessions/{cohort}/{meeting}/stream" => sessions::live::stream;
    post "/sessions/{cohort}/{meeting}/press" => sessions::pages::pressed;
    post "/sessions/{cohort}/{meeting}/opening" => sessions::pages::opening;
    post "/sessions/{cohort}/{meeting}/answer" => sessions::pages::answer;
    post "/sessions/{cohort}/{meeting}/useful" => sessions::pages::useful;
    post "/sessions/{cohort}/{meeting}/note" => sessions::pages::note;
    post "/sessions/{cohort}/{meeting}/commitment" => sessions::pages::commitment;
    post "/sessions/{cohort}/{meeting}/thanks" => sessions::pages::thank;

    get "/stories" => stories::list::list;
    get "/stories/new" => stories::pages::new;
    post "/stories/new" => stories::pages::save;
    get "/stories/{id}/edit" => stories::pages::edit;
    post "/stories/{id}/edit" => stories::pages::change;
    post "/stories/{id}/consent" => stories::pages::consent;
    post "/stories/{id}/delete" => stories::pages::delete;
    get "/recognitions/new" => thanks::pages::new;
    post "/recognitions" => thanks::pages::give;
    post "/recognitions/{id}/back" => thanks::pages::take_back;
    post "/recognitions/{id}/share" => thanks::pages::share;
    post "/thanks/{id}/share" => thanks::pages::share_thanks;

    post "/sessions/{cohort}/retrospective/card" => retrospectives::pages::card;
    post "/sessions/{cohort}/retrospective/together" => retrospectives::pages::together;
    post "/sessions/{cohort}/retrospective/vote" => retrospectives::pages::vote;
    post "/sessions/{cohort}/retrospective/decision" => retrospectives::pages::decision;
    post "/sessions/{cohort}/retrospective/decision/back" => retrospectives::pages::decision_back;

    get "/demo" => demo::pages::example;
    post "/demo/time" => demo::pages::time;
    get "/demo/as/{token}" => demo::pages::continue_as;
    post "/demo/as/{token}" => demo::pages::become_somebody;

    get "/assets/{name}" => assets::serve;
    get "/health" => starting::health;
    get "/ready" => starting::ready;
}

/// The whole application as one service.
pub fn router(app: App) -> Router {
    pages()
        // how long a form may be is looked at in `whole`
        .layer(axum::extract::DefaultBodyLimit::disable())
        .fallback(|| async { Problem::NotFound })
        .method_not_allowed_fallback(|| async { Problem::WrongMethod })
        .layer(middleware::from_fn(frame::answer_scripts))
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn(whole))
        .layer(CatchPanicLayer::custom(|_| {
            Problem::broken("a handler panicked").into_response()
        }))
        .layer(middleware::from_fn(problem::in_sentences))
        .layer(middleware::from_fn_with_state(
            app.clone(),
            demo::bar::above_pages,
        ))
        .layer(middleware::from_fn(in_time))
        .layer(middleware::from_fn_with_state(app.clone(), kept::keep))
        .layer(CompressionLayer::new())
        .layer(fixed(
            header::CONTENT_SECURITY_POLICY,
            CONTENT_SECURITY_POLICY,
        ))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::REFERRER_POLICY, "same-origin"))
        .layer(fixed(
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ))
        .layer(middleware::from_fn(starting::log::requests))
        .layer(middleware::from_fn(starting::lines::hand_over))
        .with_state(app)
}

fn fixed(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

/// The longest form that is read.
const LONGEST_FORM: usize = 512 * 1024;
/// So much of a longer one is passed over before it is refused.
const PASSED_OVER: usize = 32 * 1024 * 1024;
/// People send large files by mistake, and are told so rather than cut off.
const FILES_PASSED_OVER: usize = 256 * 1024 * 1024;

/// Reads a form to its end before anything is answered: where a connection is closed upon a form that is still
/// on its way, the browser shows its own page and not what we say.
async fn whole(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let takes_files = upload::TAKES_FILES.contains(&parts.uri.path());
    let (longest, passed_over) = match takes_files {
        true => (upload::LARGEST, FILES_PASSED_OVER),
        false => (LONGEST_FORM, PASSED_OVER),
    };
    let (mut form, mut length) = (Vec::new(), 0);
    let mut pieces = body.into_data_stream();
    while let Some(piece) = pieces.next().await {
        let Ok(piece) = piece else {
            return Problem::Unreadable(StatusCode::BAD_REQUEST).into_response();
        };
        length += piece.len();
        if length <= longest {
            form.extend_from_slice(&piece);
        } else if length > passed_over {
            break;
        }
    }
    if let Some(Arrived(arrived)) = parts.extensions.get() {
        arrived.store(true, Ordering::Relaxed);
    }
    if length > longest {
        return match takes_files {
            true => Problem::TooLarge.into_response(),
            false => Problem::TooLong.into_response(),
        };
    }
    next.run(Request::from_parts(parts, Body::from(form))).await
}

/// Whether a form has come whole.
#[derive(Clone, Default)]
struct Arrived(Arc<AtomicBool>);

/// No answer keeps somebody waiting for more than half a minute. Streams have answered by then. Where the form itself
/// takes that long, nothing was done.
async fn in_time(mut request: Request, next: Next) -> Response {
    let arrived = Arrived::default();
    request.extensions_mut().insert(arrived.clone());
    match tokio::time::timeout(Duration::from_secs(30), next.run(request)).await {
        Ok(answer) => answer,
        Err(_) if !arrived.0.load(Ordering::Relaxed) => {
            Problem::Unreadable(StatusCode::REQUEST_TIMEOUT).into_response()
        }
        Err(_) => Problem::TooSlow.into_response(),
    }
}
