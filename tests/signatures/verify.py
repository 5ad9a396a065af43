"""Verifies signatures of requests, by an implementation of its own: HMAC as RFC 2104 has it, over hashlib's SHA-256.

    verify.py SECRET < REQUESTS     a line of JSON for each request: url, headers, body
    verify.py SECRET --rust FILE    recomputes what a function in Rust signs, from what stands in it

Prints, for each that is signed, `good` or what is wrong with it.
"""

import base64
import datetime
import hashlib
import json
import re
import sys
import urllib.parse

BLOCK = 64
MAX_AHEAD = datetime.timedelta(minutes=60)
FORMATS = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %I:%M:%S %p"]


def hmac_sha256(key: bytes, text: bytes) -> bytes:
    if len(key) > BLOCK:
        key = hashlib.sha256(key).digest()
    key = key.ljust(BLOCK, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key) + text).digest()
    return hashlib.sha256(bytes(byte ^ 0x5C for byte in key) + inner).digest()


def wanted(secret: str, expires: str, url: str, body: str | None) -> str:
    encoded = urllib.parse.quote(urllib.parse.unquote(url), safe="").lower()
    text = ":".join(part for part in [expires, encoded, body] if part)
    return "SHA-256=" + base64.b64encode(hmac_sha256(secret.encode(), text.encode())).decode()


def moment(expires: str) -> datetime.datetime | None:
    for form in FORMATS:
        try:
            return datetime.datetime.strptime(expires, form)
        except ValueError:
            pass
    return None


def fault(secret: str, url: str, headers: dict, body: str | None) -> str | None:
    digest, expires = headers.get("digest"), headers.get("x-request-expires")
    if not digest or not expires:
        return "half a signature"
    if digest != wanted(secret, expires, url, body):
        return "digest"
    at = moment(expires)
    if at is None:
        return "form of the expiry"
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
    return None if now < at <= now + MAX_AHEAD else "expiry"


def of_requests(secret: str) -> None:
    for line in sys.stdin:
        request = json.loads(line)
        headers = request["headers"]
        if "digest" in headers or "x-request-expires" in headers:
            print(fault(secret, request["url"], headers, request.get("body")) or "good")


def of_rust(secret: str, source: str) -> None:
    """Takes algorithm, text and form from the code, and fills in the same values as those that are verified."""
    expires, url, body = "2030-01-02 03:04:05", "https://api.example/a?apikey=K%20k", '{"a":1}'
    values = {"urlencoding::encode(&url).to_lowercase()": urllib.parse.quote(url, safe="").lower(), "body": body}
    algorithm = re.search(r"Hmac(?:::<)?(Sha\w+|Sha1)", source)
    text = re.search(r'format!\("([^"]*\{expires\}[^"]*)"(?:, ([^\n]*?))?\)(?:;|\.as_bytes)', source)
    form = re.search(r'(?:format!\("([^"{]*)\{\}", )?(STANDARD|hex)[.:]+encode\(mac', source)
    if not (algorithm and text and form):
        print("not read")
        return
    signed = text[1].replace("{expires}", expires).replace("{body}", body)
    for argument in (text[2] or "").split(", "):
        signed = signed.replace("{}", values.get(argument, argument), 1)
    made = hmac_sha256(secret.encode(), signed.encode())
    if algorithm[1] != "Sha256":
        made = b""
    written = base64.b64encode(made).decode() if form[2] == "STANDARD" else made.hex()
    # What is signed is the URL as it is sent, decoded and encoded again.
    right = wanted(secret, expires, urllib.parse.quote(url, safe=""), body if body in signed else None)
    print("good" if (form[1] or "") + written == right else "digest")


if __name__ == "__main__":
    if "--rust" in sys.argv:
        with open(sys.argv[3], encoding="utf-8") as file:
            of_rust(sys.argv[1], file.read())
    else:
        of_requests(sys.argv[1])
