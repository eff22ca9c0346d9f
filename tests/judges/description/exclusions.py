"""What schemathesis objects to and is right all the same, each with its reason.

An objection is left out only where one of these functions says so; every other one fails the run, and schemathesis prints how many were left out.
"""

import collections
import json
import re

import schemathesis
from schemathesis.core.failures import AcceptedNegativeData, ServerError
from schemathesis.openapi.checks import RejectedPositiveData


def refusal(response):
    """Status, keyword and sentence of an answer."""
    try:
        body = json.loads(response.content)
    except ValueError:
        body = {}
    body = body if isinstance(body, dict) else {}
    return response.status_code, body.get("scimType"), body.get("detail", "")


def no_me(failure, case, response):
    """RFC 7644 section 3.11 has 501 for a service without /Me, so that is what is described and answered."""
    return isinstance(failure, ServerError) and case.path == "/Me" and response.status_code == 501


def operations_answer_for_themselves(failure, case, response):
    """What is wrong with one operation of a bulk message is said in its own result; the message is 200 (RFC 7644 section 3.7.3)."""
    return isinstance(failure, AcceptedNegativeData) and case.path == "/Bulk" and response.status_code == 200


def other_version(failure, case, response):
    """Which version a resource has is not for a description to say: an If-Match that was drawn is another one."""
    return isinstance(failure, RejectedPositiveData) and response.status_code == 412


def other_attribute(failure, case, response):
    """Which paths there are and which values they take depends on the attribute; the description says what all have in common."""
    keywords = ("invalidPath", "invalidValue", "invalidFilter", "noTarget", "mutability")
    status, keyword, _ = refusal(response)
    return isinstance(failure, RejectedPositiveData) and case.method == "PATCH" and status == 400 and keyword in keywords


def nobody(failure, case, response):
    """Only people whom the connection manages can be members, and no description knows them."""
    status, keyword, detail = refusal(response)
    unknown = re.search("This connection manages (no person with the id|none of the people that the group)", detail)
    return isinstance(failure, RejectedPositiveData) and (status, keyword) == (400, "invalidValue") and bool(unknown)


def nameless(failure, case, response):
    """`null` and `""` are no value wherever they stand, so also as items of a list; that a list of members names somebody, its items cannot say."""
    status, keyword, detail = refusal(response)
    required = detail.startswith("The attribute members.value is required and must not be empty.")
    return isinstance(failure, RejectedPositiveData) and (status, keyword) == (400, "invalidValue") and required


def count_of_cursor(failure, case, response):
    """With a cursor, a count beyond the limits is refused (RFC 9865 section 2.1); without it is moved into them (RFC 7644 section 3.4.2.4)."""
    return isinstance(failure, RejectedPositiveData) and refusal(response)[:2] == (400, "invalidCount")


def order_of_both(failure, case, response):
    """Resources of several types have no common order, so sortBy needs a filter that leaves one type; a schema cannot tie the two."""
    together = refusal(response)[2].startswith("Resources of several types cannot be sorted together.")
    return isinstance(failure, RejectedPositiveData) and case.path in ("/", "/.search") and together


def format_of_ours(failure, case, response):
    """What violates a format of the description only the service knows; a name that no schema knows selects nothing and is no mistake."""
    violated = re.findall(r"violates (.*?) at (\S+)", failure.message)
    names = ("attributes", "excludedAttributes", "sortBy", "path")
    alone = violated and all(what == "`format`" and any(name in place for name in names) for what, place in violated)
    return isinstance(failure, AcceptedNegativeData) and bool(alone)


EXCLUSIONS = [
    format_of_ours,
    no_me,
    operations_answer_for_themselves,
    other_version,
    other_attribute,
    nobody,
    nameless,
    count_of_cursor,
    order_of_both,
]


@schemathesis.hook
def filter_failure(context, failure, case, response):
    return not any(exclusion(failure, case, response) for exclusion in EXCLUSIONS)
