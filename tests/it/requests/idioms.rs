//! What requests come out of code, whatever way it is written.

use crate::support::lines::{clients, line};
use authlint::interpreter::requests;
use authlint::source::{FileId, SourceKind};

fn show(kind: SourceKind, code: &str) -> Vec<String> {
    let module = authlint::syntax::lower(FileId(0), kind, code);
    requests(&module, code, clients()).iter().map(line).collect()
}

fn js(code: &str) -> Vec<String> {
    show(SourceKind::JavaScript, code)
}

fn rust(code: &str) -> Vec<String> {
    show(SourceKind::Rust, code)
}

#[test]
fn fetch_shapes() {
    assert_eq!(
        js("fetch('https://a.com/x?apikey=1&apisecret=' + process.env.S)"),
        ["GET https://a.com/x?apikey,apisecret"]
    );
    assert_eq!(
        js(
            "const BASE = 'https://a.com'; async function f(uid) { const h = {'X-Key': k}; if (t) h.Authorization = `Bearer ${t}`; await fetch(`${BASE}/u/${uid}`, {method: 'PUT', headers: h}) }"
        ),
        ["PUT https://a.com/u/{uid} h:X-Key,Authorization?"]
    );
    assert_eq!(js("export function f(o) { return fetch('https://a.com/x', o) }"), ["? https://a.com/x !open"]);
    assert_eq!(
        js("const u = new URL('/x', 'https://a.com'); u.searchParams.set('apikey', K); fetch(u)"),
        ["GET https://a.com/x?apikey"]
    );
    assert_eq!(
        js("fetch(`https://a.com/x?${new URLSearchParams({apikey: 1, b: 2})}`)"),
        ["GET https://a.com/x?apikey,b"]
    );
    assert_eq!(js("fetch(`https://a.com/x?${rest}`)"), ["GET https://a.com/x!"]);
    assert_eq!(
        js("fetch(new Request('https://a.com/x', {method: 'POST', headers: new Headers({a: 'b'})}))"),
        ["POST https://a.com/x h:a"]
    );
    assert_eq!(js("fetch(`https://a.com/x?a=1${c ? '&b=2' : ''}`)"), ["GET https://a.com/x?a,b?"]);
    assert_eq!(js("fetch(c ? 'https://a.com/x' : 'https://a.com/y')"), ["GET https://a.com/x | https://a.com/y"]);
    assert_eq!(
        js("let u = 'https://a.com/x'; u += '?apikey=' + k; u += '&s=' + s; fetch(u)"),
        ["GET https://a.com/x?apikey,s"]
    );
    assert_eq!(
        js("for (const id of ids) { await fetch(`https://a.com/${id}`) }"),
        ["GET https://a.com/{?}".replace("{?}", "{id}")]
    );
}

#[test]
fn axios_shapes() {
    assert_eq!(
        js("import axios from 'axios'; axios.get('https://a.com/x', {params: {apikey: k}, headers: {h: 1}})"),
        ["GET https://a.com/x q:apikey h:h"]
    );
    assert_eq!(
        js(
            "const axios = require('axios'); axios({url: '/x', baseURL: 'https://a.com', method: 'delete', params: {...p, a: 1}})"
        ),
        ["DELETE https://a.com/x q:a !open"]
    );
    assert_eq!(
        js(
            "import axios from 'axios'; const api = axios.create({baseURL: 'https://a.com/', headers: {k: 1}}); api.interceptors.request.use(c => { c.headers.t = x(); return c }); export const f = id => api.post(`/x/${id}`, {}, {params: {a: 1}})"
        ),
        ["POST https://a.com/x/{id} q:a h:k,t"]
    );
    assert_eq!(
        js(
            "import axios from 'axios'; axios.defaults.baseURL = 'https://a.com'; axios.defaults.headers.common['X-A'] = 1; axios.get('x')"
        ),
        ["GET https://a.com/x h:X-A"]
    );
    assert_eq!(
        js(
            "import axios from 'axios'; axios.post('https://a.com/x', body).then(r => fetch('https://a.com/y/' + r.data.id))"
        ),
        ["POST https://a.com/x", "GET https://a.com/y/{id}"]
    );
    assert_eq!(
        js(
            "import {auth} from './auth'; import axios from 'axios'; const c = {headers: {}}; auth(c); axios.get('https://a.com', c)"
        ),
        ["GET https://a.com h: !open".replace(" h:", "")]
    );
}

#[test]
fn xhr_shapes() {
    assert_eq!(
        js("const x = new XMLHttpRequest(); x.open('GET', 'https://a.com/x'); x.setRequestHeader('A', 'b'); x.send()"),
        ["GET https://a.com/x h:A"]
    );
    assert_eq!(
        js(
            "function call(m, p) { var x = new XMLHttpRequest(); x.open(m, 'https://a.com' + p); if (t) { x.setRequestHeader('A', 'b'); } x.send(null); } call('PUT', '/y')"
        ),
        ["PUT https://a.com/y h:A?"]
    );
}

#[test]
fn classes_and_wrappers() {
    assert_eq!(
        js(
            "import axios from 'axios'; export class Api { constructor() { this.base = 'https://a.com'; this.c = axios.create({headers: {k: 1}}) } get(p) { return this.c.get(this.base + p) } user(id) { return this.get(`/u/${id}`) } }"
        ),
        ["GET https://a.com/u/{id} h:k"]
    );
    assert_eq!(
        js(
            "const headers = () => ({'X-K': process.env.K}); const call = async (path, {method = 'GET', ...o} = {}) => fetch(`https://a.com${path}`, {method, headers: {...headers(), ...o.headers}}); call('/x'); call('/y', {method: 'PUT', headers: {b: 1}})"
        ),
        ["GET https://a.com/x h:X-K", "PUT https://a.com/y h:X-K,b"]
    );
}

#[test]
fn reqwest_shapes() {
    assert_eq!(
        rust(
            "use reqwest::Client; async fn f(uid: &str) -> Result<()> { let c = Client::new(); let r = c.put(format!(\"https://a.com/u/{uid}\")).query(&[(\"apikey\", k), (\"s\", s)]).header(\"X-A\", \"b\").bearer_auth(t).send().await?; Ok(()) }"
        ),
        ["PUT https://a.com/u/{uid} q:apikey,s h:X-A,Authorization"]
    );
    assert_eq!(
        rust(
            "const BASE: &str = \"https://a.com\"; fn f(c: &reqwest::blocking::Client) { let mut url = BASE.to_string(); url.push_str(\"/x\"); c.get(&url).send().unwrap(); }"
        ),
        ["GET https://a.com/x"]
    );
    assert_eq!(
        rust(
            "use reqwest::header::{HeaderMap, AUTHORIZATION}; struct A { c: reqwest::Client, base: String } impl A { pub fn new() -> Self { let mut h = HeaderMap::new(); h.insert(\"X-K\", \"v\".parse().unwrap()); Self { c: reqwest::Client::builder().default_headers(h).build().unwrap(), base: \"https://a.com\".into() } } pub async fn go(&self, p: &str) { self.c.request(reqwest::Method::DELETE, format!(\"{}/x\", self.base)).send().await; } }"
        ),
        ["DELETE https://a.com/x h:X-K"]
    );
}

/// A client whose requester refreshes its token before it sends; the refresh has so many conditions.
fn refreshing(conditions: usize) -> String {
    let conditions: String = (0..conditions)
        .map(|at| format!("let p{at} = part(&answer, {at}); if p{at} > 3 {{ answer = answer.clone(); }}\n"))
        .collect();
    format!(
        "pub struct Sp {{ client: reqwest::Client }}
        impl Sp {{
            async fn send(&self, url: String) -> Result<String, reqwest::Error> {{ self.client.get(url).send().await?.text().await }}
            async fn token(&self) -> Result<String, reqwest::Error> {{
                let mut answer = self.send(String::from(\"https://token.a.com/v1\")).await?;
                loop {{ {conditions} if answer.len() > 3 {{ break; }} }}
                Ok(answer)
            }}
            pub async fn request(&self, endpoint: &str) -> Result<String, reqwest::Error> {{
                loop {{
                    let url = format!(\"https://a.com{{endpoint}}\");
                    let token = self.token().await?;
                    let last = self.send(url).await;
                    if last.is_ok() {{ return last; }}
                }}
            }}
            pub async fn one(&self, id: &str) -> Result<String, reqwest::Error> {{ self.request(&format!(\"/one/{{id}}\")).await }}
            pub async fn two(&self, id: &str) -> Result<String, reqwest::Error> {{ self.request(&format!(\"/two/{{id}}\")).await }}
        }}
        fn part(r: &str, i: i32) -> i32 {{ r.len() as i32 + i }}"
    )
}

/// What takes too long is given up, and nothing beside it: however long it takes, its callers are seen.
#[test]
fn callers_of_what_takes_long_are_seen() {
    for conditions in [1, 30, 50, 60, 70, 90, 200] {
        let seen = rust(&refreshing(conditions));
        for wanted in ["https://a.com/one/{id}", "https://a.com/two/{id}", "https://token.a.com/v1"] {
            assert!(seen.iter().any(|line| line.contains(wanted)), "{conditions} conditions, {wanted}: {seen:?}");
        }
    }
}

/// A client that gets its token by another client of the same class, and asks so many things before it sends.
fn refreshing_by_itself(conditions: usize) -> String {
    let conditions: String = (0..conditions)
        .map(|at| format!("const p{at} = part(r, {at}); if (p{at} > 3) {{ r.last = {at}; }}\n"))
        .collect();
    format!(
        "let last;
        const part = (r, at) => r.size + at;
        class Client {{
            constructor(options) {{ this.options = options; }}
            get(path) {{ return this.request({{ method: 'GET', path }}); }}
            async request(r) {{
                const headers = this.options.auth ? {{ Authorization: await token() }} : {{}};
                {conditions}
                return fetch(this.options.base + r.path, {{ method: r.method, headers }});
            }}
        }}
        async function token() {{
            if (!last) {{ last = await new Client({{ base: 'https://token.a.com' }}).get('/v1'); }}
            return last;
        }}
        const client = new Client({{ base: 'https://a.com', auth: true }});
        export const one = (id) => client.get(`/one/${{id}}`);
        export const two = (id) => client.get(`/two/${{id}}`);"
    )
}

/// What leads back to itself is followed once where twice is too much.
#[test]
fn callers_of_what_leads_back_to_itself_are_seen() {
    for conditions in [1, 50, 100, 150, 200] {
        let seen = js(&refreshing_by_itself(conditions));
        for wanted in ["https://a.com/one/{id}", "https://a.com/two/{id}", "https://token.a.com/v1"] {
            assert!(seen.iter().any(|line| line.contains(wanted)), "{conditions} conditions, {wanted}: {seen:?}");
        }
    }
}

/// A whole program may stand in the callback of something unknown: each of its calls is there, however many.
#[test]
fn programs_in_one_callback_are_seen_whole() {
    let calls = (0..600)
        .map(|n| {
            format!(
                "function f{n}(id) {{ const u = base + '/p{n}/' + id; return fetch(u, {{ headers: {{ 'X-N': 'n' }} }}); }} f{n}(1);\n"
            )
        })
        .collect::<String>();
    for opening in ["$(function () {", "describe('all', () => {", "(require('ready')).then(async () => {"] {
        let program = format!("const base = 'https://a.com';\n{opening}\n{calls}}});\n");
        let seen = js(&program);
        assert!(
            seen.iter().all(|line| line.ends_with(" h:X-N")) && seen.len() == 600,
            "{opening}: {} rows",
            seen.len()
        );
    }
}
