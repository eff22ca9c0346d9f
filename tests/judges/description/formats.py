"""What the formats of docs/openapi.json look like, for schemathesis to draw from, and what their attributes tie together."""

import itertools
import json
import os

import schemathesis
from hypothesis import strategies as st

# Attributes that every resource has, so that what is drawn of them is right at each endpoint.
TEXTS = ["id", "externalId", "displayName", "meta.resourceType", "meta.location", "meta.version"]
MOMENTS = ["meta.created", "meta.lastModified"]
OF_USERS = """userName name.familyName nickName title locale emails emails.value emails.type phoneNumbers.value addresses.locality
roles.display groups.value groups.display urn:ietf:params:scim:schemas:core:2.0:User:userType
urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department
urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value""".split()
COMPARISONS = st.sampled_from(["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"])
# Stands for the id of somebody who is there, which is put in its place when the request is sent.
MEMBER = "somebody"
SCHEMA = "urn:ietf:params:scim:api:messages:2.0:"

characters = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
texts = st.text(characters, max_size=12)
words = texts.map(json.dumps)
moments = st.datetimes().map(lambda moment: f'"{moment.isoformat()}Z"')


def filters_of(texts_of, more):
    """Filters over these texts and what every resource has."""
    terms = st.one_of(
        st.builds("{} {} {}".format, st.sampled_from(texts_of), COMPARISONS, words),
        st.builds("{} {} {}".format, st.sampled_from(MOMENTS), st.sampled_from("eq ne gt ge lt le".split()), moments),
        st.builds("{} pr".format, st.sampled_from([*texts_of, *MOMENTS, "meta", "schemas"])),
        *more,
    )
    return st.recursive(
        terms,
        lambda inner: st.one_of(
            st.builds("{} {} {}".format, inner, st.sampled_from(["and", "or", "AND", "Or"]), inner),
            st.builds("not ({})".format, inner),
            st.builds("({})".format, inner),
        ),
        max_leaves=6,
    )


in_brackets = st.builds(
    "{}[{} {} {} and primary eq {}]".format,
    st.sampled_from(["emails", "phoneNumbers", "roles", "ims"]),
    st.sampled_from(["value", "type", "display"]),
    st.sampled_from(["eq", "ne", "co", "sw", "gt"]),
    words,
    st.sampled_from(["true", "false"]),
)
FILTERS = filters_of(TEXTS, [])
FILTERS_OF_USERS = filters_of(TEXTS + OF_USERS, [in_brackets, st.sampled_from(["active eq true", "active ne false"])])
ORDERS = st.sampled_from(TEXTS + MOMENTS)
ORDERS_OF_USERS = st.sampled_from(TEXTS + MOMENTS + OF_USERS)
PATHS = st.sampled_from([*TEXTS, "members", "userName", "name.givenName", "emails", 'emails[type eq "work"].value'])
BULK_PATHS = st.one_of(
    st.sampled_from(["/Users", "/Groups", "/Users/bulkId:a", "/Groups/bulkId:b"]),
    st.builds("/{}/{}".format, st.sampled_from(["Users", "Groups"]), st.uuids()),
)
NAMES = st.sampled_from([*TEXTS, *MOMENTS, *OF_USERS, "meta", "schemas", "members"])

schemathesis.openapi.format("scim-filter", FILTERS)
schemathesis.openapi.format("scim-order", ORDERS)
schemathesis.openapi.format("scim-path", PATHS)
schemathesis.openapi.format("scim-bulk-path", BULK_PATHS)
schemathesis.openapi.format("scim-attribute", NAMES)
schemathesis.openapi.format("scim-attributes", st.lists(NAMES, max_size=4).map(",".join))
# A walk begins with the empty cursor; the others are the service's and come from its answers.
schemathesis.openapi.format("scim-cursor", st.just(""))


def operation(op, path, value):
    return st.fixed_dictionaries({"op": op, "path": path, "value": value})


changes = st.sampled_from(["add", "replace"])
titles = st.sampled_from(["title", "nickName", "name.givenName", "name.familyName", "displayName", *OF_USERS[-2:]])
values = st.fixed_dictionaries(
    {"value": st.text(characters, min_size=1, max_size=12), "type": st.sampled_from(["work", "home", "other"])}
)
MEMBERS = st.lists(st.builds(lambda: {"value": MEMBER}), max_size=3)
of_users = st.one_of(
    operation(changes, titles, texts),
    operation(changes, st.just("active"), st.booleans()),
    operation(changes, st.sampled_from(["roles", "phoneNumbers", "ims"]), st.lists(values, min_size=1, max_size=3)),
    operation(st.just("add"), st.sampled_from(['roles[type eq "work"].value', 'ims[type eq "home"].value']), words),
    st.fixed_dictionaries({"op": st.just("remove"), "path": st.sampled_from(["title", "nickName", "ims", "roles"])}),
    st.fixed_dictionaries({"op": changes, "value": st.fixed_dictionaries({"nickName": texts, "roles": st.lists(values)})}),
)
of_groups = st.one_of(
    operation(changes, st.just("externalId"), st.uuids().map(str)),
    operation(changes, st.just("displayName"), st.uuids().map(str)),
    operation(changes, st.just("members"), MEMBERS),
    st.fixed_dictionaries({"op": st.just("remove"), "path": st.builds('members[value eq "{}"]'.format, st.uuids())}),
    st.fixed_dictionaries({"op": st.just("remove"), "path": st.just("members")}),
)


def patches(operations):
    return st.fixed_dictionaries(
        {"schemas": st.just([SCHEMA + "PatchOp"]), "Operations": st.lists(operations, min_size=1, max_size=4)}
    )


PATCHES = {"/Users/{id}": patches(of_users), "/Groups/{id}": patches(of_groups)}


def person(address, name, texts, active):
    return {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", OF_USERS[-1].rsplit(":", 1)[0]],
        "userName": f"{address}@example.com",
        "externalId": str(address),
        "emails": [{"value": f"{address}@example.com", "type": "work", "primary": True}],
        "name": {"givenName": name, "familyName": texts},
        "title": texts,
        "active": active,
        OF_USERS[-1].rsplit(":", 1)[0]: {"department": name},
    }


PERSON = st.builds(person, st.uuids(), texts, texts, st.booleans())
GROUP = st.fixed_dictionaries(
    {
        "schemas": st.just(["urn:ietf:params:scim:schemas:core:2.0:Group"]),
        "displayName": st.uuids().map(str),
        "members": MEMBERS,
    }
)
WHOLE = {"Users": PERSON, "Groups": GROUP}


def with_body(case, body):
    case.body = body
    return case


def asked(case, filter_text, order):
    """The same request for people with a filter and an order over their attributes, in the query or in the body."""
    place = case.query if case.method == "GET" else case.body
    place.update({"filter": filter_text, "sortBy": order})
    return case


@schemathesis.hook
def flatmap_case(context, case):
    """Half of what is right by the description gets values that belong together, which no schema can tie."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return st.just(case)
    kind = case.path.split("/")[1]
    if kind in WHOLE and (case.method == "PUT" or case.method == "POST" and case.path == f"/{kind}"):
        return st.one_of(st.just(case), WHOLE[kind].map(lambda body: with_body(case, body)))
    if case.method == "PATCH" and case.path in PATCHES:
        return st.one_of(st.just(case), PATCHES[case.path].map(lambda body: with_body(case, body)))
    people = case.path == "/Users" and case.method == "GET" or case.path == "/Users/.search"
    if people and isinstance(case.query if case.method == "GET" else case.body, dict):
        drawn = st.tuples(FILTERS_OF_USERS, ORDERS_OF_USERS)
        return st.one_of(st.just(case), drawn.map(lambda pair: asked(case, *pair)))
    return st.just(case)


# The ids of people who were there before the first request and are never the ones to be deleted.
PEOPLE = os.environ["SCIM_PEOPLE"].split()

# What was made and perhaps is still there, the newest last.
made = {"Users": [], "Groups": []}
calls = itertools.count()


@schemathesis.hook
def after_call(context, case, response):
    kind = case.path.split("/")[1]
    if kind not in made:
        return
    if case.method == "POST" and response.status_code == 201:
        made[kind] = [*made[kind], json.loads(response.content)["id"]][-20:]
    elif case.method == "DELETE" and response.status_code == 204:
        made[kind] = [id for id in made[kind] if id != case.path_parameters["id"]]


@schemathesis.hook
def before_call(context, case, kwargs):
    """Three of four requests for one resource name one that is there; an id that is drawn never does."""
    if case.meta is None or case.meta.phase.name.value != "fuzzing" or not case.meta.generation.mode.is_positive:
        return
    kind = case.path.split("/")[1]
    # The others need somebody who is left.
    enough = 5 if case.method == "DELETE" else 0
    if len(made.get(kind, [])) > enough and case.path == f"/{kind}/{{id}}" and next(calls) % 4:
        case.path_parameters["id"] = made[kind][next(calls) % len(made[kind])]
    if kind == "Groups":
        case.body = with_members(case.body)


def with_members(body):
    if isinstance(body, dict):
        return {name: with_members(value) for name, value in body.items()}
    if body == MEMBER:
        return PEOPLE[next(calls) % len(PEOPLE)]
    return [with_members(item) for item in body] if isinstance(body, list) else body
