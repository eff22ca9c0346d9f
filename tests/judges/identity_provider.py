"""Canaille as an identity provider: what happens to its people and groups happens here.

Canaille sends what it has to say while it saves. Its client authenticates with a token of its own making; ours is put
in that token's place, as an administrator would who connects the two. What arrived is read with an HTTP client that
knows nothing of Canaille.
"""

import datetime
import os

import httpx
from canaille import create_app
from canaille.app import models
from canaille.backends import Backend

BASE_URL, TOKEN = os.environ["SCIM_BASE_URL"], os.environ["SCIM_TOKEN"]
here = httpx.Client(base_url=BASE_URL, headers={"Authorization": f"Bearer {TOKEN}"})
app = create_app(
    {
        "SECRET_KEY": "of this run",
        "SERVER_NAME": "idp.beispiel.example",
        "CANAILLE": {"DATABASE": "memory"},
        "CANAILLE_OIDC": {},
        "CANAILLE_SCIM": {"ENABLE_CLIENT": True},
    }
)


def one(path, name, value):
    """The one resource with this value, or None."""
    answer = here.get(path, params={"filter": f'{name} eq "{value}"'})
    assert answer.status_code == 200, answer.text
    found = answer.json()["Resources"]
    assert len(found) <= 1, found
    return found[0] if found else None


with app.test_request_context(), app.backend.session():
    store = Backend.instance
    client = models.Client(client_id="einlass", client_name="Einlass", client_uri=BASE_URL)
    assert client.trusted, "the base URL is one of TRUSTED_DOMAINS, so nobody has to consent"
    store.save(client)
    now = datetime.datetime.now(datetime.timezone.utc)
    store.save(
        models.Token(
            token_id="einlass", access_token=TOKEN, client=client, subject=None, audience=[client], issue_date=now, lifetime=3600
        )
    )

    ada = models.User(
        user_name="ada", given_name="Ada", family_name="Lovelace", formatted_name="Ada Lovelace",
        emails=["ada@beispiel.example"], department="Analytik",
    )
    grace = models.User(
        user_name="grace", given_name="Grace", family_name="Hopper", formatted_name="Grace Hopper",
        emails=["grace@beispiel.example"],
    )
    store.save(ada)
    store.save(grace)
    created = one("/Users", "userName", "ada")
    assert created and created["externalId"] == ada.id and created["name"]["familyName"] == "Lovelace", created
    assert created["active"] is True and one("/Users", "userName", "grace"), created

    ada.family_name, ada.display_name = "King", "Countess of Lovelace"
    store.save(ada)
    changed = one("/Users", "externalId", ada.id)
    assert (changed["id"], changed["name"]["familyName"]) == (created["id"], "King"), changed
    assert changed["displayName"] == "Countess of Lovelace", changed

    ada.lock_date = now
    store.save(ada)
    assert one("/Users", "externalId", ada.id)["active"] is False
    ada.lock_date = None
    store.save(ada)
    assert one("/Users", "externalId", ada.id)["active"] is True

    team = models.Group(display_name="Analytik", members=[ada, grace])
    store.save(team)
    stored = one("/Groups", "externalId", team.id)
    assert stored["displayName"] == "Analytik" and len(stored["members"]) == 2, stored
    team.members = [grace]
    store.save(team)
    stored = one("/Groups", "externalId", team.id)
    assert [member["value"] for member in stored["members"]] == [one("/Users", "externalId", grace.id)["id"]], stored
    store.delete(team)
    assert one("/Groups", "externalId", stored["externalId"]) is None

    gone = ada.id
    store.delete(ada)
    assert one("/Users", "externalId", gone) is None
    assert here.get(f"/Users/{created['id']}").status_code == 404
print("canaille: people and a group created, changed, locked and deleted there are so here")
