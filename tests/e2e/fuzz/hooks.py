"""Where Schemathesis goes by the document alone: what it cannot know is told it here, with the reason for each."""

import json
import os
import re

import requests
import schemathesis

# Where the API is, who asks it, and the session and server that they are to keep.
URL = os.environ["FUZZ_URL"]
HEADERS = json.loads(os.environ["FUZZ_HEADERS"])
SESSION = os.environ["FUZZ_SESSION"]
GUILD = os.environ["FUZZ_GUILD"]

VERSION = re.compile(r'"[0-9]+"')

# Fields whose values may have the shape that the document promises and still be refused, because of what they mean.
MEANT = {
    "cursor": "only a page before gives one out",
    "agency_tenant_id": "names a tenant whose admin one is",
    "tenant_id": "names a tenant that one is in",
    "application_id": "comes with guild_id or not at all",
    "guild_id": "comes with application_id or not at all",
    "user_id": "names somebody whom Discord knows, or a member",
    "user_ids": "names people whom Discord knows",
    "on_behalf_of_user_id": "names a member",
    "role_id": "names a role of the server, and comes without user_id",
    "channel_id": "names a channel of the server",
    "in": "names a channel that one may read",
    "target": "names a command or feature of ours",
    "command": "names a command of ours",
    "query": "is wanted where nothing else is looked for, and some words are none to search by",
    "contains": "has three letters or digits in a row",
    "after": "is a moment as people write it, and before the other",
    "before": "is a moment as people write it, and after the other",
    "after_message_id": "is older than the other",
    "before_message_id": "is newer than the other",
    "regex": "is a pattern that can be read",
    "body": "changes at least one thing",
    "values": "has at least one field of the feature's, each with a value that it takes",
    "version": "is one that there was",
    "duration_seconds": "is taken by some kinds of cases alone",
    "delete_message_seconds": "is one of the spans that Discord offers",
    "seconds": "is one of the spans that Discord offers",
    "reason": "is wanted where the server wants one",
    "nick": "is a name that Discord takes",
    "role": "is a role that one may give",
}


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Valid data that is refused is no find where the problem names such a field, or a rule of the server's. Neither is a
    token that is not found where its id belongs: Schemathesis guesses by their names that the two are the same."""
    if failure.code == "ST302":
        return not str(case.path_parameters.get("token")).startswith("gh_")
    if failure.code != "ST202":
        return True
    problem = response.json()
    # A number beyond what a computer's numbers hold is one in JSON Schema.
    if response.status_code == 400:
        return "number out of range" not in problem["detail"]
    fields = [error["field"].split(".")[0] for error in problem.get("errors", [])]
    is_meant = bool(fields) and all(field in MEANT for field in fields)
    return response.status_code != 422 or not (is_meant or problem["code"] in ("refused", "refused_by_discord"))


@schemathesis.hook
def filter_case(context, case):
    """Nobody ends the session that they fuzz with, or takes the server from the tenant that it is fuzzed in: after that there
    would be nothing but 401 and 404."""
    if case.operation.definition.raw["operationId"] in ("found_tenant", "claim_guild"):
        return not (isinstance(case.body, dict) and case.body.get("guild_id") == GUILD)
    return (case.path_parameters or {}).get("session") != SESSION


@schemathesis.hook
def map_body(context, body):
    """To JSON Schema 106.0 is an integer, to whoever reads JSON into one it is none."""
    return whole(body)


def whole(value):
    match value:
        case float() if value.is_integer():
            return int(value)
        case dict():
            return {key: whole(item) for key, item in value.items()}
        case list():
            return [whole(item) for item in value]
    return value


@schemathesis.hook
def before_call(context, case, kwargs):
    """A change is made to the version that is there, or it would not get past its If-Match."""
    seen = (case.headers or {}).get("If-Match", "")
    if VERSION.fullmatch(seen):
        found = requests.get(URL + case.formatted_path, headers=HEADERS, timeout=10)
        case.headers["If-Match"] = found.headers.get("ETag", seen)
