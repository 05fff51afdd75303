//! What a person holds in the hand: sends requests with their sign-in, follows no redirects, and reads answers.

use std::time::Duration;

use ureq::Agent;
use ureq::http::{HeaderMap, Request, Response};

/// Somebody's browser, or nobody's.
#[derive(Clone)]
pub struct Browser {
    agent: Agent,
    url: String,
    token: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// 200, 303, 404, 422 ...
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The page as it was sent.
    pub html: String,
}

impl Browser {
    /// A browser for the server at `url`; with the token of a sign-in, if there is one.
    pub fn new(url: &str, token: Option<String>) -> Browser {
        let agent = Agent::config_builder()
            .max_redirects(0)
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .new_agent();
        Browser {
            agent,
            url: url.to_owned(),
            token,
        }
    }

    /// The token of the sign-in.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Opens a page.
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], None)
    }

    /// Takes a file away, byte for byte.
    pub fn bytes(&self, path: &str) -> Vec<u8> {
        let mut request = Request::builder().uri(format!("{}{path}", self.url));
        if let Some(token) = &self.token {
            request = request.header("cookie", format!("firstmove={token}"));
        }
        let response = self.agent.run(request.body(()).unwrap()).unwrap();
        assert_eq!(response.status().as_u16(), 200, "{path}");
        response.into_body().read_to_vec().unwrap()
    }

    /// Sends a form, as the browser does from a page of the same site.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(
            "POST",
            path,
            &[("sec-fetch-site", "same-origin")],
            Some(fields),
        )
    }

    /// Sends anything.
    pub fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        fields: Option<&[(&str, &str)]>,
    ) -> Answer {
        self.try_send(method, path, headers, fields).unwrap()
    }

    /// Sends anything, also to a server that may be gone.
    pub fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        fields: Option<&[(&str, &str)]>,
    ) -> Result<Answer, ureq::Error> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url));
        if let Some(token) = &self.token {
            request = request.header("cookie", format!("firstmove={token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = fields.map(encoded);
        if body.is_some() {
            request = request.header("content-type", "application/x-www-form-urlencoded");
        }
        let response = match body {
            Some(body) => self.agent.run(request.body(body).unwrap()),
            None => self.agent.run(request.body(()).unwrap()),
        }?;
        read(response)
    }

    /// Sends a file in the field `file`.
    pub fn upload(&self, path: &str, name: &str, bytes: &[u8]) -> Answer {
        let edge = "a-line-that-is-in-no-file";
        let head = format!(
            "--{edge}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        let body = [
            head.as_bytes(),
            bytes,
            format!("\r\n--{edge}--\r\n").as_bytes(),
        ]
        .concat();
        let mut request = Request::builder()
            .method("POST")
            .uri(format!("{}{path}", self.url))
            .header("sec-fetch-site", "same-origin")
            .header(
                "content-type",
                format!("multipart/form-data; boundary={edge}"),
            );
        if let Some(token) = &self.token {
            request = request.header("cookie", format!("firstmove={token}"));
        }
        read(self.agent.run(request.body(body).unwrap()).unwrap()).unwrap()
    }

    /// Opens a page that goes on sending (server-sent events) and hands out its lines as they come.
    pub fn stream(&self, path: &str) -> impl Iterator<Item = String> + use<> {
        use std::io::BufRead as _;
        let mut request = Request::builder().uri(format!("{}{path}", self.url));
        if let Some(token) = &self.token {
            request = request.header("cookie", format!("firstmove={token}"));
        }
        let response = self.agent.run(request.body(()).unwrap()).unwrap();
        assert_eq!(response.status().as_u16(), 200, "{path}");
        let reader = std::io::BufReader::new(response.into_body().into_reader());
        reader.lines().map_while(Result::ok)
    }
}

fn read(response: Response<ureq::Body>) -> Result<Answer, ureq::Error> {
    let (parts, mut body) = response.into_parts();
    Ok(Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        html: String::from_utf8_lossy(&body.read_to_vec()?).into_owned(),
    })
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let pair = |(name, value): &(&str, &str)| format!("{}={}", escaped(name), escaped(value));
    fields.iter().map(pair).collect::<Vec<_>>().join("&")
}

/// A text as it stands in a form or an address.
pub fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

impl Answer {
    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Where an act sends on to; the act must have been done.
    #[track_caller]
    pub fn location(&self) -> String {
        assert_eq!(self.status, 303, "not done: {}", self.text());
        self.header("location").to_owned()
    }

    /// The page, which must be there.
    #[track_caller]
    pub fn shown(self) -> Answer {
        assert_eq!(self.status, 200, "not shown: {}", self.text());
        self
    }

    /// The form, which must have come back.
    #[track_caller]
    pub fn came_back(self) -> Answer {
        assert_eq!(self.status, 422, "did not come back: {}", self.text());
        self
    }

    /// What stands on the page, as it is read: no tags, single spaces.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for piece in self.html.split('<') {
            let (tag, words) = piece.split_once('>').unwrap_or(("", piece));
            let inline = [
                "b", "/b", "i", "/i", "em", "/em", "strong", "/strong", "span", "/span", "time",
                "/time",
            ];
            if !inline.contains(&tag.split_whitespace().next().unwrap_or_default()) {
                text.push(' ');
            }
            text.push_str(words);
        }
        let text = text
            .replace("&amp;", "&")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&#38;", "&")
            .replace("&#60;", "<")
            .replace("&#62;", ">")
            .replace("&#34;", "\"")
            .replace("&#39;", "'")
            .replace("&nbsp;", " ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether these words stand on the page.
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// These words must stand on the page.
    #[track_caller]
    pub fn must_say(&self, words: &str) -> &Answer {
        assert!(
            self.says(words),
            "\u{201c}{words}\u{201d} is not in: {}",
            self.text()
        );
        self
    }

    /// The words of the link that leads there.
    #[track_caller]
    pub fn link_to_text(&self, place: &str) -> String {
        let rest = self.html.split(&format!("href=\"{place}\">")).nth(1);
        let words = rest.and_then(|rest| rest.split('<').next());
        words.expect("a link to there").to_owned()
    }

    /// Where the link with these words leads.
    #[track_caller]
    pub fn link_to(&self, words: &str) -> String {
        let at = self
            .html
            .find(&format!(">{words}</a>"))
            .expect("a link with these words");
        let tag = self.html[..at].rsplit("<a ").next().unwrap_or_default();
        let place = tag
            .split("href=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        place.expect("an address").to_owned()
    }

    /// The first address on the page that begins so, such as `/moves/`.
    pub fn link(&self, beginning: &str) -> Option<String> {
        let found = ["href=\"", "action=\"", "src=\""]
            .iter()
            .find_map(|attribute| {
                let start = format!("{attribute}{beginning}");
                let at = self.html.find(&start)? + attribute.len();
                self.html[at..].split('"').next().map(str::to_owned)
            })?;
        Some(found.replace("&amp;", "&").replace("&#38;", "&"))
    }
}
