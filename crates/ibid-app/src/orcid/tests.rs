//! Errands at an ORCID on this machine.

use ibid_testkit::orcid::{CLIENT, Orcid as There, SECRET};
use serde_json::json;

use super::*;

const JOSIAH: &str = "0000-0002-1825-0097";
const BACK: &str = "http://localhost:8080/account/orcid/back";

fn door(there: &There, secret: &str) -> Door {
    let (client, secret) = (CLIENT.to_owned(), secret.to_owned());
    Door::new(Registered { site: there.site(), api: there.api(), client, secret, member: true }).unwrap()
}

/// Goes where the address leads, as a browser would, and answers the code it comes back with.
async fn code(address: &str) -> String {
    let http = Door::new(Registered {
        site: String::new(),
        api: String::new(),
        client: String::new(),
        secret: String::new(),
        member: false,
    });
    let answer = http.unwrap().http.get(address).send().await.unwrap();
    let to = answer.headers()["location"].to_str().unwrap().to_owned();
    let rest = to.strip_prefix(BACK).expect(&to).strip_prefix("?code=").expect(&to);
    let (code, state) = rest.split_once("&state=").expect(&to);
    assert_eq!(state, "s1");
    code.to_owned()
}

#[tokio::test]
async fn who_comes_back_is_proved_once() {
    let there = There::start(JOSIAH, "Josiah Carberry");
    let door = door(&there, SECRET);
    let code = code(&door.address(Errand::Prove, "s1", BACK)).await;
    let other = door.proof(&code, "http://localhost:8080/elsewhere").await;
    assert!(matches!(other, Err(Error::Refused(_))), "{other:?}");
    let code = self::code(&door.address(Errand::Prove, "s1", BACK)).await;
    let proof = door.proof(&code, BACK).await.unwrap();
    assert_eq!((proof.orcid.as_str(), proof.name.as_str()), (JOSIAH, "Josiah Carberry"));
    assert!(!format!("{proof:?}").contains("token"), "{proof:?}");
    let again = door.proof(&code, BACK).await;
    assert_eq!(again.unwrap_err(), Error::Refused("invalid_grant".into()));
}

#[tokio::test]
async fn a_wrong_secret_and_silence_are_told_apart() {
    let there = There::start(JOSIAH, "");
    let wrong = door(&there, "wrong");
    let code = code(&wrong.address(Errand::Prove, "s1", BACK)).await;
    assert!(matches!(wrong.proof(&code, BACK).await, Err(Error::Refused(_))));
    // Nobody listens at the port that this socket only reserves.
    let reserved = tokio::net::TcpSocket::new_v4().unwrap();
    reserved.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let nowhere = format!("http://{}", reserved.local_addr().unwrap());
    let at = Registered { site: nowhere.clone(), api: nowhere, ..(*wrong.at).clone() };
    let away = Door::new(at).unwrap().proof("x", BACK).await;
    assert!(matches!(&away, Err(Error::Away(said)) if !said.contains("client_secret")), "{away:?}");
}

#[test]
fn what_stands_in_the_address_cannot_change_it() {
    let at = Registered {
        site: "https://orcid.org".into(),
        api: String::new(),
        client: "a&b=c".into(),
        secret: String::new(),
        member: false,
    };
    let address = Door::new(at).unwrap().address(Errand::Write, "x#y", "https://a.example/?q=1");
    assert_eq!(
        address,
        "https://orcid.org/oauth/authorize?client_id=a%26b%3Dc&response_type=code\
         &scope=%2Fauthenticate%20%2Factivities%2Fupdate&redirect_uri=https%3A%2F%2Fa.example%2F%3Fq%3D1&state=x%23y"
    );
}

async fn proved(there: &There, errand: Errand) -> (Door, Proof) {
    let door = door(there, SECRET);
    let code = code(&door.address(errand, "s1", BACK)).await;
    let proof = door.proof(&code, BACK).await.unwrap();
    (door, proof)
}

#[tokio::test]
async fn a_record_is_read_as_far_as_it_says_something() {
    let there = There::start(JOSIAH, "");
    there.record(json!({
        "orcid-identifier": { "path": JOSIAH },
        "person": {
            "name": { "given-names": { "value": "Josiah\n  Stinkney" }, "family-name": { "value": "Carberry" },
                "credit-name": { "value": "J. S. Carberry" } },
            "other-names": { "other-name": [{ "content": "Josiah Carberry" }, { "content": "J. S. Carberry" }, {}] },
            "researcher-urls": { "researcher-url": [
                { "url": { "value": "https://carberry.example/" } }, { "url": { "value": "javascript:alert(1)" } }] },
        },
        "activities-summary": {
            "employments": { "affiliation-group": [{ "summaries": [{ "employment-summary": {
                "organization": { "name": "Brown University", "address": { "city": "Providence", "country": "US" } },
                "end-date": null } }] }, { "summaries": [] }] },
            "works": { "group": [
                { "external-ids": { "external-id": [
                    { "external-id-type": "issn", "external-id-value": "1", "external-id-relationship": "part-of" },
                    { "external-id-type": "doi", "external-id-value": "https://doi.org/10.5555/12345678",
                      "external-id-relationship": "self" }] },
                  "work-summary": [{ "title": { "title": { "value": "Toward a Unified Theory" } },
                    "journal-title": { "value": "Psychoceramics" }, "publication-date": { "year": { "value": "2008" } } }] },
                { "work-summary": [{ "title": { "title": { "value": "Cracked Pots" } }, "publication-date": null }] },
                { "work-summary": [] },
                { "work-summary": [{ "title": null }] },
            ] },
        },
    }));
    let (door, proof) = proved(&there, Errand::Prove).await;
    let profile = door.profile(&proof).await.unwrap();
    assert_eq!((profile.given.as_str(), profile.family.as_str()), ("Josiah Stinkney", "Carberry"));
    assert_eq!(profile.names, ["J. S. Carberry", "Josiah Carberry"]);
    assert_eq!(profile.homepages, ["https://carberry.example/"]);
    let employer = Employer {
        name: "Brown University".into(),
        city: "Providence".into(),
        country: "US".into(),
        ended: false,
    };
    assert_eq!(profile.employers, [employer]);
    let lines: Vec<String> = profile.works.iter().map(Claimed::line).collect();
    assert_eq!(
        lines,
        ["Toward a Unified Theory. (2008). Psychoceramics. https://doi.org/10.5555/12345678", "Cracked Pots"]
    );
    assert_eq!(super::read::profile(&json!({})), Profile::default());
    assert_eq!(super::read::profile(&json!([1, "x"])), Profile::default());
}

#[tokio::test]
async fn works_are_put_by_hundreds_and_once() {
    let there = There::start(JOSIAH, "");
    let put = |nr: usize| Put {
        title: format!("Work {nr}"),
        kind: ibid_core::Kind::Article,
        year: Some(1999),
        doi: if nr == 0 { "10.5555/1".into() } else { String::new() },
        appeared_in: "Psychoceramics".into(),
        handle: format!("RePEc:xyz:jrnl:{nr}"),
        page: format!("https://ibid.example/a/xyz/jrnl/{nr}.html"),
    };
    let works: Vec<Put> = (0..150).map(put).collect();
    let (door, proof) = proved(&there, Errand::Write).await;
    assert_eq!(door.put(&proof, &works).await.unwrap(), Sent { added: 150, there: 0, refused: 0 });
    assert_eq!(door.put(&proof, &works[..3]).await.unwrap(), Sent { added: 0, there: 3, refused: 0 });
    let first = &there.works()[0]["work"];
    assert_eq!(first["external-ids"]["external-id"][0]["external-id-value"], "10.5555/1");
    assert_eq!(first["publication-date"]["year"]["value"], "1999");
    assert_eq!(first["type"], "journal-article");
    let (door, proof) = proved(&there, Errand::Prove).await;
    let refused = door.put(&proof, &works[..1]).await;
    assert_eq!(refused.unwrap_err(), Error::Refused("insufficient_scope".into()));
}
