//! F-11: a fifth of all answers is lost on the way, and identity providers ask again as each of them does.

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::processes::{empty_database, number};
use crate::support::fault_proxy::FaultProxy;
use crate::support::provider::{Answer, Pair, Provider, finding, patch};

/// Asks of one kind again before a client gives up; with a fifth lost nobody gets there.
const PATIENCE: usize = 30;

/// A client behind the proxy.
struct Client {
    provider: Provider,
    origin: String,
}

impl Client {
    /// Asks until there is an answer; says how often it had to.
    async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> (Answer, usize) {
        for asked in 1..=PATIENCE {
            if let Ok(answer) = self.provider.send(&self.origin, method, path, None, body.as_ref()).await {
                return (answer, asked);
            }
        }
        panic!("{method} {path} was asked {PATIENCE} times");
    }

    /// Creates as all of them do: who is told "conflict" looks for the name, in another case than it was written, and
    /// must find exactly the person that the lost answer was about.
    async fn create(&self, body: &Value) -> Value {
        let (answer, asked) = self.ask("POST", "/Users", Some(body.clone())).await;
        let name = body["userName"].as_str().expect("a name").to_uppercase();
        if answer.status == 201 {
            return answer.body;
        }
        assert_eq!(answer.refusal(), (409, "uniqueness"), "{answer:?}");
        assert!(asked > 1, "a conflict without a lost answer: {answer:?}");
        let (found, _) = self.ask("GET", &finding(&format!("userName eq \"{name}\"")), None).await;
        assert_eq!((found.status, &found.body["totalResults"]), (200, &json!(1)), "409 but not found: {found:?}");
        found.body["Resources"][0].clone()
    }

    /// Deletes; that it is gone already is news only to who never asked.
    async fn delete(&self, at: &str) {
        let (answer, asked) = self.ask("DELETE", at, None).await;
        assert!(answer.status == 204 || (answer.status == 404 && asked > 1), "{answer:?}");
        assert_eq!(self.ask("GET", at, None).await.0.status, 404);
    }
}

fn person(name: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": format!("{name}@beispiel.example"),
        "externalId": name,
        "name": {"givenName": "Ada", "familyName": "Lovelace"},
        "emails": [{"value": format!("{name}@beispiel.example"), "primary": true, "type": "work"}]
    })
}

fn at(person: &Value) -> String {
    format!("/Users/{}", person["id"].as_str().expect("an id"))
}

/// Microsoft Entra ID: looks first, creates, changes by PATCH, switches off with a text, deletes at the end.
async fn entra(client: &Client, name: &str) {
    let (before, _) = client.ask("GET", &finding(&format!("userName eq \"{name}@beispiel.example\"")), None).await;
    assert_eq!((before.status, &before.body["totalResults"]), (200, &json!(0)));
    let made = client.create(&person(name)).await;
    let renamed = patch(json!([{"op": "Replace", "path": "displayName", "value": "Countess"}]));
    let (answer, _) = client.ask("PATCH", &at(&made), Some(renamed.clone())).await;
    assert_eq!((answer.status, &answer.body["displayName"]), (200, &json!("Countess")));
    let (again, _) = client.ask("PATCH", &at(&made), Some(renamed)).await;
    assert_eq!((again.etag, again.body), (answer.etag, answer.body), "said again, it is no change");
    let off = patch(json!([{"op": "Replace", "path": "active", "value": "False"}]));
    assert_eq!(client.ask("PATCH", &at(&made), Some(off)).await.0.body["active"], false);
    client.delete(&at(&made)).await;
}

/// Okta: looks, creates, puts the whole object, switches off and on without a path, never deletes.
async fn okta(client: &Client, name: &str) {
    let look = format!("{}&startIndex=1&count=100", finding(&format!("userName eq \"{name}@beispiel.example\"")));
    assert_eq!(client.ask("GET", &look, None).await.0.body["totalResults"], 0);
    let mut whole = client.create(&person(name)).await;
    whole["title"] = "Analytikerin".into();
    let (answer, _) = client.ask("PUT", &at(&whole), Some(whole.clone())).await;
    assert_eq!((answer.status, &answer.body["title"]), (200, &json!("Analytikerin")));
    let (again, _) = client.ask("PUT", &at(&whole), Some(answer.body.clone())).await;
    assert_eq!((again.etag, again.body), (answer.etag, answer.body), "put again, it is no change");
    for active in [false, false, true, true] {
        let switch = patch(json!([{"op": "replace", "value": {"active": active}}]));
        assert_eq!(client.ask("PATCH", &at(&whole), Some(switch)).await.0.body["active"], active);
    }
}

/// `OneLogin`: looks for everybody it creates, reads what it made, puts, deletes.
async fn onelogin(client: &Client, name: &str) {
    let made = client.create(&person(name)).await;
    let (mut read, _) = client.ask("GET", &at(&made), None).await;
    assert_eq!(read.status, 200);
    read.body["nickName"] = "Ada".into();
    let (answer, _) = client.ask("PUT", &at(&made), Some(read.body)).await;
    assert_eq!((answer.status, &answer.body["nickName"]), (200, &json!("Ada")));
    client.delete(&at(&made)).await;
}

/// Twenty people by each kind of client; two hundred in `make long`.
#[tokio::test]
async fn f11_lost_answers_make_nobody_twice_and_lose_nobody() {
    let (name, options) = empty_database().await;
    let pair = Pair::on(&name).await;
    let provider = Provider::of(&pair.here, "Beispiel GmbH").await;
    let proxies = [FaultProxy::before(&pair.origin(0), 1).await, FaultProxy::before(&pair.origin(1), 2).await];
    let people = if std::env::var_os("EINLASS_LONG").is_some() { 200 } else { 20 };
    let mut running = JoinSet::new();
    for kind in 0..3 {
        // Four clients of a kind, each with its share of people, one after the other.
        for worker in 0..4 {
            let client = Client { provider: provider.clone(), origin: proxies[worker % 2].origin.clone() };
            running.spawn(async move {
                for n in (worker..people).step_by(4) {
                    match kind {
                        0 => entra(&client, &format!("entra{n}")).await,
                        1 => okta(&client, &format!("okta{n}")).await,
                        _ => onelogin(&client, &format!("onelogin{n}")).await,
                    }
                }
            });
        }
    }
    running.join_all().await;
    assert!(proxies.iter().all(|proxy| proxy.lost() > people / 2), "answers were lost on both");
    let people = i64::try_from(people).expect("few");
    let managed = "select count(*) from users where connection_id is not null and status <> 'removed'";
    assert_eq!(number(&options, managed).await, people, "Okta's people are there, the others were deleted");
    assert_eq!(number(&options, "select count(*) from users where connection_id is not null").await, 3 * people);
    // Suspending ends the invitation and reactivating sends a new one: two for Okta's people, one for the others. Each has one mail, unless
    // it ended before that left.
    let mails = "select count(*) from users u where connection_id is not null and
        ((select count(*) from invitations i where i.user_id = u.id) <> case when user_name like 'okta%' then 2 else 1 end
          or (select count(*) from outbox o where o.user_id = u.id and o.kind = 'invitation') > (select count(*) from invitations i where i.user_id = u.id))";
    assert_eq!(number(&options, mails).await, 0);
    pair.stop().await;
}
