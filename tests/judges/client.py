"""Creates, reads, searches, replaces, patches and deletes a person and a group with scim2-client.

The client checks status, content type and payload of every answer against the models it builds from `/Schemas`.
"""

import os

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_models import PatchOp, PatchOperation, SCIMException, SearchRequest

http = Client(
    base_url=os.environ["SCIM_BASE_URL"], headers={"Authorization": f"Bearer {os.environ['SCIM_TOKEN']}"}
)
scim = SyncSCIMClient(http)
scim.discover()
User, Group = scim.get_resource_model("User"), scim.get_resource_model("Group")
EnterpriseUser = User.get_extension_model("EnterpriseUser")


def refused(call, status, scim_type=None):
    try:
        call()
    except SCIMException as error:
        assert (error.status, error.scim_type or None) == (status, scim_type), error
    else:
        raise AssertionError(f"{status} was expected")


def person(address):
    user = User(user_name=address, external_id=address, active=True)
    user.name = User.Name(given_name="Ada", family_name="Lovelace")
    user.emails = [User.Emails(value=address, primary=True, type="work")]
    user[EnterpriseUser] = EnterpriseUser(department="Analytik", employee_number="7")
    return user


ada = scim.create(person("ada@beispiel.example"))
grace = scim.create(person("grace@beispiel.example"))
assert ada.id and ada.meta.version and ada.meta.location.endswith(f"/Users/{ada.id}"), ada
refused(lambda: scim.create(person("ADA@beispiel.example")), 409, "uniqueness")
assert scim.query(User, ada.id) == ada

found = scim.query(User, query_parameters=SearchRequest(filter='userName eq "Ada@Beispiel.example"'))
assert [user.id for user in found.resources] == [ada.id], found
found = scim.search(User, search_request=SearchRequest(filter='name.familyName sw "Love"', sort_by="userName", count=1))
assert (found.total_results, [user.id for user in found.resources]) == (2, [ada.id]), found

stale = ada.model_copy(deep=True)
ada.display_name = "Countess of Lovelace"
ada = scim.replace(ada)
assert ada.display_name == "Countess of Lovelace", ada
stale.display_name = "somebody who read too early"
refused(lambda: scim.replace(stale), 412)

change = PatchOp[User](
    operations=[
        PatchOperation(op="replace", path="active", value=False),
        PatchOperation(op="add", path=f"{EnterpriseUser.__schema__}:costCenter", value="42"),
    ]
)
ada = scim.modify(User, ada.id, change)
assert (ada.active, ada[EnterpriseUser].cost_center) == (False, "42"), ada
ada = scim.modify(User, ada.id, PatchOp[User](operations=[PatchOperation(op="replace", path="active", value=True)]))
assert ada.active, ada

team = scim.create(Group(display_name="Analytik", members=[Group.Members(value=ada.id)]))
joins = PatchOp[Group](operations=[PatchOperation(op="add", path="members", value=[Group.Members(value=grace.id)])])
scim.modify(Group, team.id, joins)
assert {member.value for member in scim.query(Group, team.id).members} == {ada.id, grace.id}
assert [group.value for group in scim.query(User, grace.id).groups] == [team.id]
leaves = PatchOp[Group](operations=[PatchOperation(op="remove", path=f'members[value eq "{ada.id}"]')])
scim.modify(Group, team.id, leaves)
assert [member.value for member in scim.query(Group, team.id).members] == [grace.id]

for kind, resource in ((Group, team), (User, ada), (User, grace)):
    scim.delete(kind, resource.id)
    refused(lambda kind=kind, resource=resource: scim.query(kind, resource.id), 404)
print("scim2-client: people and a group created, found, changed and deleted")
