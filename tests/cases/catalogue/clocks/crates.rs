use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use chrono::{Duration, Local, Utc, TimeDelta, DateTime};
use time::{OffsetDateTime, format_description};
use time::macros::format_description as fd;
use jiff::{Timestamp, Zoned, ToSpan, Span};
use std::time::{SystemTime, UNIX_EPOCH};
type HmacSha256 = Hmac<Sha256>;
fn send(expires: String) -> reqwest::Result<()> {
    let url = format!("https://api.loginradius.com/identity/v2/manage/account/1?apikey={}", std::env::var("LOGINRADIUS_API_KEY").unwrap());
    let mut mac = HmacSha256::new_from_slice(std::env::var("LOGINRADIUS_API_SECRET").unwrap().as_bytes()).unwrap();
    mac.update(format!("{expires}:{}", urlencoding::encode(&url).to_lowercase()).as_bytes());
    let digest = format!("SHA-256={}", STANDARD.encode(mac.finalize().into_bytes()));
    reqwest::blocking::Client::new().get(&url).header("digest", digest).header("X-Request-Expires", expires).send()?;
    Ok(())
}
pub fn c1() { send((Utc::now() + Duration::minutes(20)).format("%Y-%m-%d %H:%M:%S").to_string()).unwrap(); }
pub fn c2() { send((Local::now() + Duration::minutes(20)).format("%Y-%m-%d %H:%M:%S").to_string()).unwrap(); } // expect: invalid-expiry
pub fn c3() { send((Utc::now() + Duration::hours(20)).format("%Y-%m-%d %H:%M:%S").to_string()).unwrap(); } // expect: invalid-expiry
pub fn c4() { send((Utc::now() + TimeDelta::try_minutes(20).unwrap()).format("%Y-%m-%d %H:%M:%S").to_string()).unwrap(); }
pub fn c5() { send(Utc::now().checked_add_signed(Duration::days(2)).unwrap().format("%Y-%m-%d %H:%M:%S").to_string()).unwrap(); } // expect: invalid-expiry
pub fn c6() { send((Utc::now() + Duration::minutes(20)).timestamp().to_string()).unwrap(); } // expect: invalid-expiry
pub fn c7() { send((Local::now() + Duration::minutes(20)).with_timezone(&Utc).format("%Y-%m-%d %H:%M:%S").to_string()).unwrap(); }
pub fn c8() { send(Local::now().naive_utc().format("%Y-%m-%d %H:%M:%S").to_string()).unwrap(); }
pub fn c9() { send(Local::now().naive_local().format("%Y-%m-%d %H:%M:%S").to_string()).unwrap(); } // expect: invalid-expiry
pub fn c10() { let mut t = Utc::now(); t += Duration::days(3); send(t.format("%Y-%m-%d %H:%M:%S").to_string()).unwrap(); } // expect: invalid-expiry
pub fn c11() { let now = Utc::now(); let _later = now + Duration::days(3); send(now.format("%Y-%m-%d %H:%M:%S").to_string()).unwrap(); }
pub fn c12() { let t: DateTime<Local> = Local::now(); send(format!("{}", t.format("%Y-%m-%d %H:%M:%S"))).unwrap(); } // expect: invalid-expiry
pub fn t1() { send((OffsetDateTime::now_utc() + time::Duration::minutes(20)).format(&fd!("[year]-[month]-[day] [hour]:[minute]:[second]")).unwrap()).unwrap(); }
pub fn t2() { send((OffsetDateTime::now_local().unwrap() + time::Duration::minutes(20)).format(&fd!("[year]-[month]-[day] [hour]:[minute]:[second]")).unwrap()).unwrap(); } // expect: invalid-expiry
pub fn t3() { send((OffsetDateTime::now_utc() + time::Duration::hours(20)).format(&fd!("[year]-[month]-[day] [hour]:[minute]:[second]")).unwrap()).unwrap(); } // expect: invalid-expiry
pub fn t4() { send(OffsetDateTime::now_utc().unix_timestamp().to_string()).unwrap(); } // expect: invalid-expiry
pub fn j1() { send((Timestamp::now() + 20.minutes()).strftime("%Y-%m-%d %H:%M:%S").to_string()).unwrap(); }
pub fn j2() { send((Zoned::now() + 20.minutes()).strftime("%Y-%m-%d %H:%M:%S").to_string()).unwrap(); } // expect: invalid-expiry
pub fn j3() { send((Timestamp::now() + 20.hours()).strftime("%Y-%m-%d %H:%M:%S").to_string()).unwrap(); } // expect: invalid-expiry
pub fn j4() { send(Timestamp::now().as_second().to_string()).unwrap(); } // expect: invalid-expiry
pub fn j5() { send((Zoned::now().in_tz("UTC").unwrap() + 20.minutes()).strftime("%Y-%m-%d %H:%M:%S").to_string()).unwrap(); }
pub fn j6() { send((Zoned::now().with_time_zone(jiff::tz::TimeZone::UTC) + 20.minutes()).strftime("%Y-%m-%d %H:%M:%S").to_string()).unwrap(); }
pub fn j7() { send((Zoned::now().with_time_zone(jiff::tz::TimeZone::system()) + 20.minutes()).strftime("%Y-%m-%d %H:%M:%S").to_string()).unwrap(); }
pub fn s1() { let n = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() + 1200; send(n.to_string()).unwrap(); } // expect: invalid-expiry
pub fn s2() { send("2030-01-01 00:00:00".to_string()).unwrap(); } // expect: invalid-expiry
pub fn s3() { send(DateTime::<Utc>::from(SystemTime::now() + std::time::Duration::from_secs(1200)).format("%Y-%m-%d %H:%M:%S").to_string()).unwrap(); }
pub fn s4() { send(DateTime::<Utc>::from(SystemTime::now() + std::time::Duration::from_secs(12000)).format("%Y-%m-%d %H:%M:%S").to_string()).unwrap(); } // expect: invalid-expiry
