"""Writes the JSON Schemas of OCSF 1.8 that the tests check with, from the PyPI package `ocsf-json-schema`.

One file: every class and every object, once without and once with the cloud profile. The other profiles of ours, host
and security_control, are always in: objects don't know them and they demand nothing, so the tests only have to see
that their attributes stand under their names. Beside the schemas stands what a JSON Schema cannot say: which profile
an attribute belongs to, and the caption of each declared number.
"""

import json
import sys

from ocsf_json_schema import OcsfJsonSchema, get_ocsf_schema

VERSION = "1.8.0"
SILENT = ["host", "security_control"]


def plain(schema, profiles):
    """The same schema with references that ignore the profiles that objects do not know."""
    wanted = "?profiles=cloud" if "cloud" in profiles else ""
    text = json.dumps(schema)
    given = "?profiles=" + ",".join(sorted(profiles)) if profiles else ""
    for name in schemas_of_objects:
        text = text.replace(f"/objects/{name}{given}\"", f"/objects/{name}{wanted}\"")
    return json.loads(text)


source = get_ocsf_schema(VERSION)
made = OcsfJsonSchema(source)
schemas_of_objects = list(source["objects"])

for name, value in source["objects"].items():
    for attribute in value["attributes"].values():
        assert not set(SILENT) & set(attribute.get("profiles") or []), name

classes = {}
for name, value in source["classes"].items():
    for attribute in value["attributes"].values():
        silent = set(SILENT) & set(attribute.get("profiles") or [])
        assert not silent or attribute["requirement"] != "required", name
    classes[str(value["uid"])] = {
        key: plain(made.get_class_schema(name, profiles), profiles)
        for key, profiles in (("", SILENT), ("cloud", ["cloud", *SILENT]))
    }

objects = []
for profiles in ([], ["cloud"]):
    for name in source["objects"]:
        objects.append(made.get_object_schema(name, profiles))


def facts(attributes):
    found = {}
    for name, value in attributes.items():
        found[name] = {
            "profiles": value.get("profiles") or [],
            "object": value.get("object_type"),
            "caption_in": value.get("sibling"),
            "captions": {key: one["caption"] for key, one in (value.get("enum") or {}).items()},
        }
    return found


json.dump(
    {
        "classes": classes,
        "objects": objects,
        "class_facts": {str(value["uid"]): facts(value["attributes"]) for value in source["classes"].values()},
        "object_facts": {name: facts(value["attributes"]) for name, value in source["objects"].items()},
    },
    sys.stdout,
)
