// Programs in Rust composed at random: pairs of names and values, URLs, clients and wrappers. Every idiom is an expression of
// one type, so that any fits into any: pairs are `Vec<(String, String)>`, URLs `String`.

import { HEADERS, HOST, PARAMETERS, PATHS, Program, text } from './program.mjs';

const PAIRS = 'Vec<(String, String)>';

/** Text of a value: a `String`. */
function value(p) {
    return p.pick([
        'std::env::var("VALUE_A").unwrap_or_default()',
        '"fixed".to_string()',
        'format!("v-{}", std::env::var("VALUE_A").unwrap_or_default())',
        'std::env::var("VALUE_B").unwrap_or_else(|_| "other".to_string())',
        'String::from("text")',
    ]);
}

function condition(p) {
    return p.pick([
        'std::env::var("FLAG_A").is_ok()',
        'std::env::var("FLAG_B").is_ok()',
        'std::env::var("FLAG_A").as_deref() == Ok("on")',
        'std::env::var("FLAG_C").map(|flag| flag == "on").unwrap_or(false)',
        'std::env::var_os("FLAG_B").is_none()',
        'outside::flag()',
        'matches!(std::env::var("FLAG_A").as_deref(), Ok("on") | Ok("yes"))',
        'true',
    ]);
}

const pair = (p, names) => `(${text(p.pick(names))}.to_string(), ${value(p)})`;
const literal = (p, names) => `vec![${Array.from({ length: 1 + Math.floor(p.next() * 2) }, () => pair(p, names)).join(', ')}]`;

const IDIOMS = {
    literal: (p, { literal }) => literal(),
    pushed: (p, { inner, pair }) => `{ let mut pairs: ${PAIRS} = ${inner()}; pairs.push(${pair()}); pairs }`,
    pushedMaybe: (p, { inner, pair }) => `{ let mut pairs: ${PAIRS} = ${inner()}; if ${condition(p)} { pairs.push(${pair()}); } pairs }`,
    either: (p, { inner }) => `if ${condition(p)} { ${inner()} } else { ${inner()} }`,
    matched: (p, { inner, literal }) => `match std::env::var("FLAG_A") { Ok(_) => ${inner()}, Err(_) => ${literal()} }`,
    ifLet: (p, { inner, key }) => `{ let mut pairs: ${PAIRS} = ${inner()}; if let Ok(given) = std::env::var("FLAG_B") { pairs.push((${key()}.to_string(), given)); } pairs }`,
    map: (p, { inner, key }) => `{ let mut map = std::collections::HashMap::new(); for (name, value) in ${inner()} { map.insert(name, value); } map.insert(${key()}.to_string(), ${value(p)}); map.into_iter().collect::<${PAIRS}>() }`,
    treeWithout: (p, { inner, key }) => `{ let mut map: std::collections::BTreeMap<String, String> = ${inner()}.into_iter().collect(); map.remove(${key()}); map.into_iter().collect::<${PAIRS}>() }`,
    extended: (p, { inner }) => `{ let mut pairs: ${PAIRS} = ${inner()}; pairs.extend(${inner()}); pairs }`,
    chained: (p, { inner }) => `${inner()}.into_iter().chain(${inner()}).collect::<${PAIRS}>()`,
    filtered: (p, { inner, key }) => `${inner()}.into_iter().filter(|(name, _)| name != ${key()}).collect::<${PAIRS}>()`,
    lowered: (p, { inner }) => `${inner()}.into_iter().map(|(name, value)| (name.to_lowercase(), value)).collect::<${PAIRS}>()`,
    prefixed: (p, { inner }) => `${inner()}.into_iter().map(|(name, value)| (format!("x-{name}"), value)).collect::<${PAIRS}>()`,
    retained: (p, { inner, key }) => `{ let mut pairs: ${PAIRS} = ${inner()}; pairs.retain(|(name, _)| name != ${key()}); pairs }`,
    popped: (p, { inner, pair }) => `{ let mut pairs: ${PAIRS} = ${inner()}; pairs.push(${pair()}); if ${condition(p)} { pairs.pop(); } pairs }`,
    function: (p, { inner }) => {
        const it = p.name('make');
        p.declare(`fn ${it}() -> ${PAIRS} {\n    ${inner()}\n}`);
        return `${it}()`;
    },
    functionEarly: (p, { inner }) => {
        const it = p.name('make');
        p.declare(`fn ${it}() -> ${PAIRS} {\n    if ${condition(p)} {\n        return ${inner()};\n    }\n    ${inner()}\n}`);
        return `${it}()`;
    },
    functionOf: (p, { inner, literal }) => {
        const it = p.name('with');
        p.declare(`fn ${it}(more: ${PAIRS}) -> ${PAIRS} {\n    let mut pairs: ${PAIRS} = ${literal()};\n    pairs.extend(more);\n    pairs\n}`);
        return `${it}(${inner()})`;
    },
    option: (p, { inner, pair }) => {
        const it = p.name('maybe');
        p.declare(`fn ${it}() -> Option<(String, String)> {\n    if ${condition(p)} { Some(${pair()}) } else { None }\n}`);
        return `${inner()}.into_iter().chain(${it}()).collect::<${PAIRS}>()`;
    },
    options: (p, { key }) => `[(${key()}, Some(${value(p)})), (${key()}, std::env::var("VALUE_B").ok())].into_iter().filter_map(|(name, value)| value.map(|value| (name.to_string(), value))).collect::<${PAIRS}>()`,
    result: (p, { pair }) => `(|| -> Result<${PAIRS}, std::env::VarError> { let flag = std::env::var("FLAG_A")?; Ok(vec![${pair()}, ("X-Flag".to_string(), flag)]) })().unwrap_or_default()`,
    structMethod: (p, { inner, pair }) => {
        const it = p.name('Config');
        p.declare(`struct ${it} {\n    base: ${PAIRS},\n}\nimpl ${it} {\n    fn new(base: ${PAIRS}) -> Self {\n        Self { base }\n    }\n    fn pairs(&self) -> ${PAIRS} {\n        let mut pairs = self.base.clone();\n        pairs.push(${pair()});\n        pairs\n    }\n}`);
        return `${it}::new(${inner()}).pairs()`;
    },
    structState: (p, { inner, literal }) => {
        const it = p.name('State');
        p.declare(`#[derive(Default)]\nstruct ${it} {\n    pairs: ${PAIRS},\n    token: Option<String>,\n}\nimpl ${it} {\n    fn login(&mut self, token: &str) {\n        self.token = Some(token.to_string());\n    }\n    fn all(&self) -> ${PAIRS} {\n        let mut all = self.pairs.clone();\n        if let Some(token) = &self.token {\n            all.push(("X-Token".to_string(), token.clone()));\n        }\n        all\n    }\n}`);
        const login = p.pick(['', 'state.login("t"); ', `if ${condition(p)} { state.login("t"); } `]);
        return `{ let mut state = ${it} { pairs: ${p.chance(0.5) ? inner() : literal()}, ..Default::default() }; ${login}let _ = &mut state; state.all() }`;
    },
    builder: (p, { key }) => {
        const it = p.name('Builder');
        p.declare(`#[derive(Default)]\nstruct ${it}(${PAIRS});\nimpl ${it} {\n    fn add(mut self, name: &str, value: impl Into<String>) -> Self {\n        self.0.push((name.to_string(), value.into()));\n        self\n    }\n    fn add_if(self, condition: bool, name: &str) -> Self {\n        if condition { self.add(name, "c") } else { self }\n    }\n}`);
        return `${it}::default().add(${key()}, ${value(p)}).add_if(${condition(p)}, ${key()}).0`;
    },
    trait: (p, { inner, literal }) => {
        const it = p.name('Source');
        p.declare(`trait ${it} {\n    fn own(&self) -> ${PAIRS} {\n        ${literal()}\n    }\n    fn all(&self) -> ${PAIRS} {\n        let mut all: ${PAIRS} = ${literal()};\n        all.extend(self.own());\n        all\n    }\n}\nstruct Of${it};\nimpl ${it} for Of${it} {${p.chance(0.6) ? `\n    fn own(&self) -> ${PAIRS} {\n        ${inner()}\n    }\n` : ''}}`);
        return `Of${it}.all()`;
    },
    dynamic: (p, { inner, literal }) => {
        const it = p.name('Kind');
        p.declare(`trait ${it} {\n    fn pairs(&self) -> ${PAIRS};\n}\nstruct A${it};\nstruct B${it};\nimpl ${it} for A${it} {\n    fn pairs(&self) -> ${PAIRS} {\n        ${inner()}\n    }\n}\nimpl ${it} for B${it} {\n    fn pairs(&self) -> ${PAIRS} {\n        ${literal()}\n    }\n}`);
        return `{ let kind: Box<dyn ${it}> = if ${condition(p)} { Box::new(A${it}) } else { Box::new(B${it}) }; kind.pairs() }`;
    },
    enumMatched: (p, { inner, literal }) => {
        const it = p.name('Mode');
        p.declare(`enum ${it} {\n    Plain,\n    Full,\n}\nimpl ${it} {\n    fn now() -> Self {\n        if ${condition(p)} { Self::Full } else { Self::Plain }\n    }\n}`);
        return `match ${it}::now() { ${it}::Full => ${inner()}, ${it}::Plain => ${literal()} }`;
    },
    constants: (p, { key }) => {
        const it = p.name('names').toUpperCase();
        p.declare(`const ${it}: [&str; 2] = [${key()}, ${key()}];`);
        return `${it}.iter().map(|name| (name.to_string(), "c".to_string())).collect::<${PAIRS}>()`;
    },
    looped: (p, { inner }) => `{ let mut all: ${PAIRS} = Vec::new(); for (name, value) in ${inner()} { if value.is_empty() { continue; } all.push((name, value)); } all }`,
    loopedMaybe: (p, { inner }) => `{ let mut all: ${PAIRS} = Vec::new(); for (name, value) in ${inner()} { if ${condition(p)} { all.push((name, value)); } } all }`,
    whileLet: (p, { inner }) => `{ let mut queue: ${PAIRS} = ${inner()}; let mut all: ${PAIRS} = Vec::new(); while let Some(one) = queue.pop() { all.push(one); } all }`,
    closure: (p, { inner, key }) => `{ let mut pairs: ${PAIRS} = ${inner()}; let mut add = |name: &str| pairs.push((name.to_string(), "c".to_string())); add(${key()}); if ${condition(p)} { add(${key()}); } pairs }`,
    lent: (p, { inner, pair }) => {
        const it = p.name('sign');
        p.declare(`fn ${it}(pairs: &mut ${PAIRS}) {\n    if ${condition(p)} {\n        pairs.push(${pair()});\n    }\n}`);
        return `{ let mut pairs: ${PAIRS} = ${inner()}; ${it}(&mut pairs); pairs }`;
    },
    module: (p, { literal }) => {
        const it = p.name('part');
        p.declare(`mod ${it} {\n    pub fn pairs() -> Vec<(String, String)> {\n        ${literal()}\n    }\n}`);
        return `${it}::pairs()`;
    },
    file: (p, { literal }) => {
        const it = p.name('shared');
        p.other('config').lines.push(`pub fn ${it}() -> Vec<(String, String)> {\n    ${literal()}\n}`);
        return `config::${it}()`;
    },
    once: (p, { inner }) => {
        const it = p.name('once').toUpperCase();
        p.declare(`static ${it}: std::sync::OnceLock<${PAIRS}> = std::sync::OnceLock::new();`);
        return `${it}.get_or_init(|| ${inner()}).clone()`;
    },
    mutex: (p, { inner, literal }) => {
        const it = p.name('held').toUpperCase();
        p.declare(`static ${it}: std::sync::Mutex<${PAIRS}> = std::sync::Mutex::new(Vec::new());\nfn set_${it.toLowerCase()}(pairs: ${PAIRS}) {\n    *${it}.lock().unwrap() = pairs;\n}`);
        return `{ set_${it.toLowerCase()}(${p.chance(0.5) ? inner() : literal()}); ${it}.lock().unwrap().clone() }`;
    },
    cell: (p, { inner, pair }) => `{ let cell = std::cell::RefCell::new(${inner()}); cell.borrow_mut().push(${pair()}); cell.into_inner() }`,
    folded: (p, { inner }) => `${inner()}.into_iter().fold(Vec::new(), |mut all, one| { all.push(one); all })`,
    taken: (p, { inner, literal }) => `{ let mut pairs: ${PAIRS} = ${inner()}; let old = std::mem::replace(&mut pairs, ${literal()}); if ${condition(p)} { old } else { pairs } }`,
};

const UNKNOWN = [
    (p, { inner }) => `{ let mut pairs: ${PAIRS} = ${inner()}; pairs.extend(outside::pairs()); pairs }`,
    (p, { inner }) => `{ let mut pairs: ${PAIRS} = ${inner()}; outside::change(&mut pairs); pairs }`,
    (p, { inner }) => `{ let mut pairs: ${PAIRS} = ${inner()}; pairs.push((outside::name(), "n".to_string())); pairs }`,
    () => 'outside::map().into_iter().collect::<Vec<(String, String)>>()',
];

function pairs(p, names, depth = 0) {
    const parts = { literal: () => literal(p, names), pair: () => pair(p, names), key: () => text(p.pick(names)), inner: () => pairs(p, names, depth + 1) };
    if (p.only) {
        const { pairs: only } = p.only;
        if (!only || depth > 0 || names !== HEADERS) return parts.literal();
        delete p.only.pairs;
        return only(p, parts);
    }
    if (depth > 2 || p.budget <= 0) return parts.literal();
    p.budget -= 1;
    if (p.chance(0.05)) {
        p.tags.push('unknown');
        return p.pick(UNKNOWN)(p, parts);
    }
    const chosen = p.pick(Object.keys(IDIOMS));
    p.tags.push(chosen);
    return IDIOMS[chosen](p, parts);
}

const ID = 'std::env::var("VALUE_A").unwrap_or_default()';

const URLS = {
    format: (p, path) => `format!("${HOST}${path}/{}", ${ID})`,
    literal: (p, path) => `"${HOST}${path}".to_string()`,
    constant: (p, path) => {
        const it = p.name('base').toUpperCase();
        p.declare(`const ${it}: &str = "${HOST}";`);
        return `format!("{${it}}${path}")`;
    },
    pushed: (p, path) => `{ let mut url = String::from("${HOST}"); url.push_str("${path}"); if ${condition(p)} { url.push_str("/roles"); } url }`,
    added: (p, path) => `("${HOST}".to_string() + "${path}/" + &${ID})`,
    joined: (p, path) => `["${HOST}${path}", &${ID}, "roles"].join("/")`,
    replaced: (p, path) => `"${HOST}${path}/{uid}".replace("{uid}", &${ID})`,
    either: (p, path) => `if ${condition(p)} { "${HOST}${path}".to_string() } else { format!("${HOST}${p.pick(PATHS)}/{}", ${ID}) }`,
    function: (p, path) => {
        const it = p.name('url');
        p.declare(`fn ${it}(id: &str) -> String {\n    format!("{}{}/{id}", "${HOST}", "${path}")\n}`);
        return `${it}(&${ID})`;
    },
    parsed: (p, path) => `reqwest::Url::parse("${HOST}").unwrap().join("${path}").unwrap().to_string()`,
    setPath: (p, path) => `{ let mut url: reqwest::Url = "${HOST}".parse().unwrap(); url.set_path("${path}"); url.to_string() }`,
    segments: (p, path) => `{ let mut url = reqwest::Url::parse("${HOST}${path}").unwrap(); url.path_segments_mut().unwrap().push(&${ID}).push("roles"); url.to_string() }`,
    pairsIn: (p, path) => `{ let mut url = reqwest::Url::parse("${HOST}${path}").unwrap(); url.query_pairs_mut().append_pair(${text(p.pick(PARAMETERS))}, "u"); if ${condition(p)} { url.query_pairs_mut().append_pair(${text(p.pick(PARAMETERS))}, "u"); } url.to_string() }`,
    matched: (p, path) => `match std::env::var("FLAG_B").as_deref() { Ok("on") => "${HOST}${path}/on".to_string(), Ok(other) => format!("${HOST}${path}/{other}"), Err(_) => "${HOST}${path}".to_string() }`,
    method: (p, path) => {
        const it = p.name('Paths');
        p.declare(`struct ${it} {\n    base: String,\n}\nimpl ${it} {\n    fn new() -> Self {\n        Self { base: "${HOST}".into() }\n    }\n    fn account(&self, id: &str) -> String {\n        format!("{}${path}/{}", self.base, id)\n    }\n}`);
        return `${it}::new().account(&${ID})`;
    },
};

function url(p) {
    const chosen = p.only ? (p.only.url ?? 'literal') : p.pick(Object.keys(URLS));
    p.tags.push(`url-${chosen}`);
    return URLS[chosen](p, p.pick(PATHS));
}

const TO_HEADERS = 'fn headers_of(pairs: Vec<(String, String)>) -> reqwest::header::HeaderMap {\n    let mut map = reqwest::header::HeaderMap::new();\n    for (name, value) in pairs {\n        map.insert(reqwest::header::HeaderName::from_bytes(name.as_bytes()).unwrap(), reqwest::header::HeaderValue::from_str(&value).unwrap());\n    }\n    map\n}';

/** Headers as a map: made by a helper, or one by one. */
function headerMap(p, expression) {
    return p.pick([
        () => {
            p.once.add(TO_HEADERS);
            return `headers_of(${expression})`;
        },
        () => `{ let mut map = reqwest::header::HeaderMap::new(); for (name, value) in ${expression} { map.insert(reqwest::header::HeaderName::try_from(name).unwrap(), value.parse().unwrap()); } map }`,
        () => `{ let mut map = reqwest::header::HeaderMap::new(); map.insert(${text(p.pick(HEADERS).toLowerCase())}, reqwest::header::HeaderValue::from_static("s")); for (name, value) in ${expression} { map.insert(name.parse::<reqwest::header::HeaderName>().unwrap(), reqwest::header::HeaderValue::from_str(&value).unwrap()); } if ${condition(p)} { map.remove(${text(p.pick(HEADERS).toLowerCase())}); } map }`,
        () => `{ let mut map = reqwest::header::HeaderMap::new(); map.insert(reqwest::header::ACCEPT, reqwest::header::HeaderValue::from_static("application/json")); if ${condition(p)} { map.insert(reqwest::header::AUTHORIZATION, format!("Bearer {}", ${ID}).parse().unwrap()); } map }`,
    ])();
}

/** What adds headers to a builder of reqwest, as an expression of a builder. */
function built(p, start, headers) {
    const name = () => text(p.pick(HEADERS));
    return p.pick([
        () => `${start}.headers(${headerMap(p, headers)})`,
        () => `${headers}.into_iter().fold(${start}, |builder, (name, value)| builder.header(name, value))`,
        () => `{ let mut builder = ${start}; for (name, value) in ${headers} { builder = builder.header(name.as_str(), value.as_str()); } builder }`,
        () => `{ let mut builder = ${start}.header(${name()}, ${value(p)}); if ${condition(p)} { builder = builder.header(${name()}, "c"); } builder }`,
        () => `{ let builder = ${start}.header(reqwest::header::ACCEPT, "application/json"); if ${condition(p)} { builder.bearer_auth(${ID}) } else { builder } }`,
        () => `{ let builder = ${start}.headers(${headerMap(p, headers)}); match std::env::var("FLAG_C") { Ok(token) => builder.bearer_auth(token), Err(_) => builder } }`,
        () => `${start}.basic_auth("user", Some("password"))`,
    ])();
}

/** A client as an expression, and what is declared for it. */
function client(p, module) {
    const make = () => p.pick([
        () => `${module}::Client::new()`,
        () => `${module}::Client::builder().build().unwrap()`,
        () => `${module}::Client::builder().default_headers(${headerMap(p, pairs(p, HEADERS, 1))}).build().unwrap()`,
        () => `${module}::ClientBuilder::new().timeout(std::time::Duration::from_secs(3)).build().unwrap()`,
    ])();
    return p.pick([
        make,
        () => {
            const it = p.name('client');
            p.declare(`fn ${it}() -> ${module}::Client {\n    ${make()}\n}`);
            return `${it}()`;
        },
        () => {
            const it = p.name('client').toUpperCase();
            p.declare(`static ${it}: std::sync::OnceLock<${module}::Client> = std::sync::OnceLock::new();\nfn get_${it.toLowerCase()}() -> &'static ${module}::Client {\n    ${it}.get_or_init(|| ${make()})\n}`);
            return `get_${it.toLowerCase()}()`;
        },
    ])();
}

const METHODS = ['get', 'post', 'put', 'delete'];

/** Statements that send by reqwest; `wait` is what follows a call that sends. */
function byReqwest(p, module, wait, async) {
    const method = p.pick(METHODS);
    const headers = pairs(p, HEADERS);
    p.budget += 3;
    const query = pairs(p, PARAMETERS);
    const where = url(p);
    const send = `.send()${wait}.unwrap();`;
    const forms = {
        chain: () => `let _ = ${built(p, `${client(p, module)}.${method}(${where}).query(&${query})`, headers)}${send}`,
        request: () => `let _ = ${built(p, `${client(p, module)}.request(reqwest::Method::${method.toUpperCase()}, ${where}).query(&${query})`, headers)}${send}`,
        execute: () => `let client = ${client(p, module)};\n    let mut request = ${built(p, `client.${method}(${where})`, headers)}.build().unwrap();\n    for (name, value) in ${query} {\n        request.url_mut().query_pairs_mut().append_pair(&name, &value);\n    }\n    if ${condition(p)} {\n        request.headers_mut().insert(${text(p.pick(HEADERS).toLowerCase())}, "v".parse().unwrap());\n    }\n    client.execute(request)${wait}.unwrap();`,
        made: () => `let mut request = reqwest::Request::new(reqwest::Method::${method.toUpperCase()}, ${where}.parse::<reqwest::Url>().unwrap());\n    request.headers_mut().extend(${headerMap(p, headers)});\n    ${client(p, module)}.execute(request)${wait}.unwrap();`,
        wrapper: () => {
            const it = p.name('call');
            p.declare(`${async}fn ${it}(client: &${module}::Client, url: &str, query: &[(String, String)], headers: ${PAIRS}) -> reqwest::Result<String> {\n    let mut builder = client.${method}(url).query(query);\n    for (name, value) in headers {\n        builder = builder.header(name, value);\n    }\n    let response = builder.send()${wait}?;\n    response.text()${wait}\n}`);
            return `let client = ${client(p, module)};\n    let _ = ${it}(&client, &${where}, &${query}, ${headers})${wait};`;
        },
        api: () => {
            const it = p.name('Api');
            p.declare(`struct ${it} {\n    client: ${module}::Client,\n    key: Option<String>,\n    base: String,\n}\nimpl ${it} {\n    fn new(key: Option<String>) -> Self {\n        Self { client: ${client(p, module)}.clone(), key, base: "${HOST}".to_string() }\n    }\n    fn start(&self, path: &str) -> ${module}::RequestBuilder {\n        let builder = self.client.${method}(format!("{}{path}", self.base));\n        match &self.key {\n            Some(key) => builder.header("X-LoginRadius-ApiKey", key),\n            None => builder,\n        }\n    }\n    ${async}fn send(&self, path: &str, query: &${PAIRS}) -> reqwest::Result<()> {\n        self.start(path).query(query).send()${wait}?;\n        Ok(())\n    }\n}`);
            return `let api = ${it}::new(${p.pick(['None', 'Some("k".to_string())', 'std::env::var("FLAG_A").ok()'])});\n    let _ = api.send("${p.pick(PATHS)}", &${query})${wait};`;
        },
        changed: () => {
            const it = p.name('prepare');
            p.declare(`fn ${it}(builder: ${module}::RequestBuilder) -> ${module}::RequestBuilder {\n    let builder = builder.header(${text(p.pick(HEADERS))}, ${value(p)});\n    if ${condition(p)} { builder.query(&[("prepared", "1")]) } else { builder }\n}`);
            return `let _ = ${it}(${built(p, `${client(p, module)}.${method}(${where}).query(&${query})`, headers)})${send}`;
        },
        given: () => {
            const it = p.name('with');
            p.declare(`${async}fn ${it}<F: FnOnce(${module}::RequestBuilder) -> ${module}::RequestBuilder>(url: String, change: F) {\n    let builder = ${module}::Client::new().${method}(url);\n    change(builder).send()${wait}.unwrap();\n}`);
            return `${it}(${where}, |builder| builder.query(&${query}).header(${text(p.pick(HEADERS))}, "g"))${wait};`;
        },
        loop: () => `let client = ${client(p, module)};\n    for (name, value) in ${query} {\n        let _ = client.${method}(${where}).query(&[(name, value)]).send()${wait}.unwrap();\n    }`,
    };
    const chosen = p.only?.form ?? p.pick(Object.keys(forms));
    p.tags.push(`reqwest-${chosen}`);
    return forms[chosen]();
}

function byUreq(p) {
    const method = p.pick(METHODS);
    const headers = pairs(p, HEADERS);
    p.budget += 3;
    const query = pairs(p, PARAMETERS);
    const where = url(p);
    const forms = {
        chain: () => `let _ = ureq::${method}(&${where}).set(${text(p.pick(HEADERS))}, &${value(p)}).query(${text(p.pick(PARAMETERS))}, "q").call();`,
        looped: () => `let mut request = ureq::${method}(&${where});\n    for (name, value) in &${headers} {\n        request = request.set(name, value);\n    }\n    for (name, value) in &${query} {\n        request = request.query(name, value);\n    }\n    let _ = request.call();`,
        pairs: () => `let query: ${PAIRS} = ${query};\n    let _ = ureq::AgentBuilder::new().build().${method}(&${where}).query_pairs(query.iter().map(|(name, value)| (name.as_str(), value.as_str()))).set(${text(p.pick(HEADERS))}, "p").call();`,
        maybe: () => `let request = ureq::agent().request("${method.toUpperCase()}", &${where});\n    let request = if ${condition(p)} { request.set(${text(p.pick(HEADERS))}, "m") } else { request.query(${text(p.pick(PARAMETERS))}, "m") };\n    let _ = request.call();`,
        folded: () => `let request = ${headers}.iter().fold(ureq::${method}(&${where}), |request, (name, value)| request.set(name, value));\n    let _ = request.call();`,
        wrapper: () => {
            const it = p.name('call');
            p.declare(`fn ${it}(agent: &ureq::Agent, url: &str, headers: &[(String, String)]) -> Result<String, ureq::Error> {\n    let mut request = agent.${method}(url);\n    for (name, value) in headers {\n        request = request.set(name, value);\n    }\n    request.call()?.into_string()\n}`);
            return `let _ = ${it}(&ureq::Agent::new(), &${where}, &${headers});`;
        },
    };
    const chosen = p.only?.form ?? p.pick(Object.keys(forms));
    p.tags.push(`ureq-${chosen}`);
    return forms[chosen]();
}

/** One that sends, by the client. */
function body(p, kind) {
    if (kind === 'ureq') return { statement: byUreq(p), async: '' };
    if (kind === 'reqwest blocking') return { statement: byReqwest(p, 'reqwest::blocking', '', ''), async: '' };
    return { statement: byReqwest(p, 'reqwest', '.await', 'async '), async: 'async ' };
}

function compose(p, kind) {
    p.once = new Set();
    const { statement, async } = body(p, kind);
    const run = async ? 'pub fn main() {\n    recorder::run(run());\n}' : 'pub fn main() {\n    run();\n}';
    const modules = p.others.has('config') ? 'mod config;\n\n' : '';
    const main = `${modules}${[...p.once, ...p.main.lines].join('\n\n')}\n\npub ${async}fn run() {\n    ${statement}\n}\n\n${run}\n`;
    const files = { 'src/main.rs': main, 'Cargo.toml': '[package]\nname = "program"\nversion = "0.1.0"\nedition = "2021"\npublish = false\n\n[dependencies]\nreqwest = "0.12"\nureq = "2"\noutside = "1"\n' };
    if (p.others.has('config')) files['src/config.rs'] = `${p.others.get('config').lines.join('\n\n')}\n`;
    return { files, tags: p.tags, client: kind };
}

const KINDS = ['reqwest', 'reqwest blocking', 'ureq'];

/** The program of a seed. */
export function generateRust(seed) {
    const p = new Program(seed, false);
    return compose(p, p.pick(KINDS));
}

/** One program for each idiom, plain in all else. */
export function* eachInRust(seed) {
    const one = (name, kind, only) => {
        const p = new Program(seed, false);
        p.only = only;
        return { ...compose(p, kind), tags: [name, ...(name.startsWith('unknown') ? ['unknown'] : [])] };
    };
    for (const [name, idiom] of Object.entries(IDIOMS)) yield one(name, 'ureq', { pairs: idiom, form: 'looped' });
    for (const [at, idiom] of UNKNOWN.entries()) yield one(`unknown${at}`, 'reqwest', { pairs: idiom, form: 'wrapper' });
    for (const name of Object.keys(URLS)) yield one(`url-${name}`, 'reqwest', { url: name, form: 'wrapper' });
    for (let again = 0; again < 3; again += 1) {
        for (const kind of KINDS) {
            const forms = kind === 'ureq' ? ['chain', 'looped', 'pairs', 'maybe', 'folded', 'wrapper'] : ['chain', 'request', 'execute', 'made', 'wrapper', 'api', 'changed', 'given', 'loop'];
            for (const form of forms) {
                const p = new Program(seed + again * 7919, false);
                p.only = { form };
                yield { ...compose(p, kind), tags: [`${kind} ${form}`] };
            }
        }
    }
}
