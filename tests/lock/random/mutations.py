"""Changes of blocks, each as an author might make it.

A mutation gets a block and a source of random numbers, changes the block, and returns what it did; `None` if it does
not apply. A block that the macro refuses is left out afterwards.
"""

import re

from blocks import Field, Section

# Types whose text is the same in every place.
SCALARS = ["String", "u8", "u32", "u64", "i64", "bool", "UserId", "DeviceId", "ServerName",
           "Closed", "ClosedWithThree", "Open", "OpenWithThree"]
IN_BODIES = SCALARS + ["f64", "Vec<String>", "Vec<u8>", "BTreeMap<String, String>", "Inner",
                       "InnerWithRequired", "InnerWithOptional", "Vec<Inner>", "Tagged",
                       "serde_json::Value"]
WITH_DEFAULT = {"String", "u8", "u32", "u64", "i64", "bool", "f64", "Vec<String>", "Vec<u8>",
                "BTreeMap<String, String>"}
SCHEMES = ["NoAuthentication", "NoAccessToken", "AccessToken", "AccessTokenOptional",
           "AppserviceToken", "AppserviceTokenOptional"]
NEW_NAMES = ["alpha", "beta", "gamma", "delta"]


def base_type(field):
    """The type within `Option`s."""
    kind = field.type
    while found := re.fullmatch(r"Option<(.*)>", kind):
        kind = found[1]
    return kind


def pick_section(block, random):
    sections = [section for section in block.sections if section.fields]
    return random.choice(sections) if sections else None


def pick_field(block, random, accept=lambda field: True):
    fields = [(section, field) for section in block.sections for field in section.fields
              if field.place() != "path" and accept(field)]
    return random.choice(fields) if fields else (None, None)


def described(section, field):
    return f"{section.kind} {section.status} `{field.name}`".replace("  ", " ")


def has_raw_body(section):
    return any(field.place() in ("raw_body", "whole_body") for field in section.fields)


def places(section, block, has_text):
    """The attributes of the places where a new field may be."""
    allowed = []
    can_have_body = section.kind == "response" or "GET" not in block.metadata["method"]
    if not has_raw_body(section) and can_have_body:
        allowed += [None, None]
    if has_text:
        allowed.append("header")
        if section.kind == "request":
            allowed.append("query")
    return allowed


def set_place(field, place):
    field.drop(r"ruma_api\((query|header)")
    if place == "query":
        field.attributes.insert(0, "#[ruma_api(query)]")
    elif place == "header":
        name = field.wire_name().lower().replace("_", "-").replace(".", "-")
        field.drop(r"serde\(rename")
        field.attributes.insert(0, f'#[ruma_api(header = "x-{name}")]')


def add_field(block, random):
    section = random.choice(block.sections)
    name = random.choice([name for name in NEW_NAMES if name not in section.names()])
    place = random.choice(places(section, block, True) or [None])
    kind = random.choice(SCALARS if place else IN_BODIES)
    presence = random.choice(["required", "optional", "optional", "default"])
    field = Field([], name, kind)
    if presence == "optional":
        field.type = f"Option<{kind}>"
    elif presence == "default" and kind in WITH_DEFAULT:
        field.attributes.append("#[serde(default)]")
    set_place(field, place)
    section.fields.insert(random.randrange(len(section.fields) + 1), field)
    return f"add {described(section, field)} ({field.text()})"


def remove_field(block, random):
    section, field = pick_field(block, random)
    if field is None:
        return None
    section.fields.remove(field)
    return f"remove {described(section, field)}"


def rename_field(block, random):
    section, field = pick_field(block, random, lambda it: it.place() in ("body", "query")
                                and not it.has("flatten"))
    if field is None:
        return None
    old = field.wire_name()
    field.attributes = [re.sub(r'rename = "[^"]*"(, )?|, rename = "[^"]*"', "", it)
                        for it in field.attributes]
    field.drop(r"serde\(\)")
    alias = f', alias = "{old}"' if random.random() < 0.6 else ""
    new = random.choice(["renamed", "m.renamed"])
    field.attributes.append(f'#[serde(rename = "{new}"{alias})]')
    return f"rename {described(section, field)}{alias}"


def add_alias(block, random):
    section, field = pick_field(block, random, lambda it: it.place() in ("body", "query")
                                and not it.has("flatten") and not it.has("alias"))
    if field is None:
        return None
    field.attributes.append('#[serde(alias = "other_name")]')
    return f"alias of {described(section, field)}"


def remove_alias(block, random):
    section, field = pick_field(block, random, lambda it: it.has("alias"))
    if field is None:
        return None
    field.attributes = [re.sub(r'alias = "[^"]*"(, )?|, alias = "[^"]*"', "", it)
                        for it in field.attributes]
    field.drop(r"serde\(\)")
    return f"no alias of {described(section, field)}"


def make_required(block, random):
    section, field = pick_field(block, random, lambda it: it.is_optional() and not it.has("with")
                                and not it.has("nullable"))
    if field is None:
        return None
    field.type = field.type[len("Option<"):-1]
    field.drop("skip_serializing_if")
    return f"require {described(section, field)}"


def make_optional(block, random):
    section, field = pick_field(block, random, lambda it: not it.is_optional()
                                and not it.has("flatten") and not it.has("status"))
    if field is None:
        return None
    field.type = f"Option<{field.type}>"
    field.drop(r"serde\(default\)|skip_serializing_if")
    return f"make {described(section, field)} optional"


def make_nullable(block, random):
    section, field = pick_field(block, random, lambda it: it.place() == "body"
                                and not it.has("flatten") and not it.has("with"))
    if field is None:
        return None
    field.drop("nullable|skip_serializing_if|default")
    if field.type.startswith("Option<Option<"):
        field.type = field.type[len("Option<"):-1]
        return f"no `null` of {described(section, field)}"
    if field.is_optional() and random.random() < 0.5:
        field.type = f"Option<{field.type}>"
        return f"`null` of {described(section, field)} has a meaning"
    field.type = field.type if field.is_optional() else f"Option<{field.type}>"
    field.attributes.append("#[ruma_api(nullable)]")
    return f"nullable {described(section, field)}"


def give_default(block, random):
    section, field = pick_field(block, random, lambda it: base_type(it) in WITH_DEFAULT
                                and not it.has("with") and not it.has("flatten"))
    if field is None:
        return None
    field.drop("nullable|skip_serializing_if|default")
    field.type = base_type(field)
    if field.type in ("u8", "u32", "u64", "i64") and random.random() < 0.5:
        field.attributes.append(f'#[serde(default = "crate::kinds::{random.choice(["five", "six"])}")]')
    else:
        field.attributes.append("#[serde(default)]")
    return f"default of {described(section, field)}"


def change_type(block, random):
    section, field = pick_field(block, random, lambda it: not it.has("flatten")
                                and it.place() in ("body", "query", "header"))
    if field is None:
        return None
    old = base_type(field)
    kinds = IN_BODIES if field.place() == "body" else SCALARS + ["Vec<String>"]
    kind = random.choice([kind for kind in kinds if kind != old])
    field.drop(r"with = |skip_serializing_if|default")
    field.type = field.type.replace(old, kind)
    return f"{described(section, field)}: {old} -> {kind}"


def move_field(block, random):
    section, field = pick_field(block, random, lambda it: base_type(it) in SCALARS
                                and it.place() in ("body", "query", "header"))
    if field is None:
        return None
    other = [it for it in set(places(section, block, True)) if (it or "body") != field.place()]
    if not other:
        return None
    field.drop("nullable|alias")
    place = random.choice(sorted(other, key=str))
    set_place(field, place)
    return f"move {described(section, field)} to {place or 'body'}"


def reorder_fields(block, random):
    section = pick_section(block, random)
    if section is None:
        return None
    random.shuffle(section.fields)
    return f"reorder {section.kind}"


def toggle_strict(block, random):
    section = random.choice(block.sections)
    attribute = "#[serde(deny_unknown_fields)]"
    if attribute in section.attributes:
        section.attributes.remove(attribute)
        return f"{section.kind} ignores unknown members"
    section.attributes.append(attribute)
    return f"{section.kind} refuses unknown members"


def toggle_secret(block, random):
    section, field = pick_field(block, random, lambda it: not it.has("ruma_api"))
    if field is None:
        return None
    field.attributes.append(random.choice(["#[ruma_api(secret)]", "#[ruma_api(public)]"]))
    return f"secrecy of {described(section, field)}"


def flatten(block, random):
    section = random.choice(block.sections)
    if has_raw_body(section) or any(field.has("flatten") for field in section.fields):
        return None
    if section.kind == "request" and "GET" in block.metadata["method"]:
        return None
    kind = random.choice(["Inner", "InnerWithRequired", "InnerWithOptional"])
    section.fields.append(Field(["#[serde(flatten)]"], "flattened", kind))
    return f"flatten {kind} into {section.kind}"


def whole_body(block, random):
    section = random.choice(block.sections)
    in_body = [field for field in section.fields if field.place() in ("body", "whole_body", "raw_body")]
    if section.kind == "request" and "GET" in block.metadata["method"]:
        return None
    for field in in_body:
        section.fields.remove(field)
    attribute, kind = random.choice([
        ("#[ruma_api(body)]", "Inner"), ("#[ruma_api(body)]", "Vec<String>"),
        ("#[ruma_api(raw_body)]", "matrix_api::bytes::Bytes"),
        ("#[ruma_api(raw_body)]", "matrix_api::wire::Text"),
        ("#[ruma_api(raw_body)]", "matrix_api::wire::Form<Inner>"),
        ("#[ruma_api(raw_body)]", "Option<matrix_api::bytes::Bytes>"),
    ])
    section.fields.append(Field([attribute], "content", kind))
    return f"whole body of {section.kind}: {kind}"


def change_method(block, random):
    methods = [it for it in ("POST", "PUT", "DELETE") if it != block.metadata["method"]]
    if block.metadata["method"] == "GET":
        methods.append("HEAD")
    block.metadata["method"] = random.choice(methods)
    return f"method {block.metadata['method']}"


def history(block):
    if "path" in block.metadata:
        return [f'1.0 => {block.metadata["path"]}']
    text = block.metadata["history"].strip("{} ")
    return [line.strip() for line in text.split(",") if line.strip()]


def change_path(block, random):
    lines = history(block)
    paths = [line for line in lines if '"' in line]
    newest = paths[-1].split("=>")[1].strip().strip('"')
    done = random.choice(["fixed", "newer", "drop oldest", "drop newest", "rewrite", "unstable",
                          "deprecated", "removed", "later"])
    if done == "fixed":
        block.metadata.pop("history", None)
        block.metadata["path"] = f'"{newest}"'
        return "history -> path"
    if done == "newer":
        lines.insert(lines.index(paths[-1]) + 1, f'1.20 => "/v20{newest}"')
    elif done == "drop oldest" and len(paths) > 1:
        lines.remove(paths[0])
    elif done == "drop newest" and len(paths) > 1:
        lines.remove(paths[-1])
    elif done == "rewrite":
        lines[lines.index(paths[-1])] = paths[-1].replace(newest, f"/other{newest}")
    elif done == "unstable":
        lines.insert(0, f'unstable("org.example.random") => "/unstable{newest}"')
    elif done in ("deprecated", "removed") and not any(it.endswith("ed") for it in lines):
        lines.append("1.21 => deprecated")
        lines += ["1.22 => removed"] if done == "removed" else []
    elif done == "later" and "unstable" not in paths[-1]:
        lines[lines.index(paths[-1])] = f'1.19 => "{newest}"'
    else:
        return None
    block.metadata.pop("path", None)
    block.metadata["history"] = "{ " + "".join(f"{line}, " for line in lines) + "}"
    return f"path: {done}"


def change_argument(block, random):
    fields = [field for field in block.request().fields if field.place() == "path"]
    if not fields:
        return None
    field = random.choice(fields)
    field.type = random.choice(["String", "u8", "UserId", "Option<String>"])
    return f"argument {field.name}: {field.type}"


def change_authentication(block, random):
    block.metadata.pop("requires_authentication", None)
    block.metadata["authentication"] = random.choice(SCHEMES)
    return f"authentication {block.metadata['authentication']}"


def change_status(block, random):
    block.metadata.pop("status", None)
    statuses = ["OK", "CREATED", "ACCEPTED", "FOUND", "SEE_OTHER"]
    section = random.choice(block.responses())
    section.status = random.choice(statuses)
    return f"status {section.status}"


def add_response(block, random):
    status = block.metadata.pop("status", "OK")
    for section in block.responses():
        section.status = section.status or status
    status = random.choice(["OK", "CREATED", "ACCEPTED", "NOT_MODIFIED", "FOUND"])
    if any(section.status == status for section in block.responses()):
        return None
    first = block.responses()[0]
    fields = [Field(list(it.attributes), it.name, it.type) for it in first.fields]
    if status == "NOT_MODIFIED" or random.random() < 0.4:
        fields = []
    block.sections.append(Section("response", status, [], fields))
    return f"add response {status} with {len(fields)} fields"


def remove_response(block, random):
    if len(block.responses()) < 2:
        return None
    section = random.choice(block.responses())
    block.sections.remove(section)
    return f"remove response {section.status}"


def add_status_field(block, random):
    section = random.choice(block.responses())
    if "status" in section.names():
        return None
    section.fields.append(Field(["#[ruma_api(status)]"], "status", "matrix_api::http::StatusCode"))
    return f"status field of response {section.status}"


def change_error(block, random):
    errors = ["", "crate::uiaa::UiaaResponse", "matrix_api::Problem"]
    block.error = random.choice([error for error in errors if not error.endswith(block.error or "-")])
    return f"error {block.error or 'MatrixError'}"


def change_words(block, random):
    block.metadata["description"] = '"Other words."'
    if random.random() < 0.5:
        block.metadata["name"] = block.metadata["name"].replace('"', "").join(['"', '_renamed"'])
        return "other name"
    return "other words"


# More frequent changes come more often.
MUTATIONS = [add_field] * 4 + [remove_field] * 2 + [rename_field] * 2 + [change_type] * 4 + [
    make_required, make_required, make_optional, make_optional, make_nullable, make_nullable,
    give_default, give_default, move_field, move_field, add_alias, remove_alias, reorder_fields,
    toggle_strict, toggle_secret, flatten, whole_body, change_method, change_path, change_path,
    change_argument, change_authentication, change_status, add_response, add_response,
    remove_response, add_status_field, change_error, change_words,
]


def mutate(block, random, count):
    """Makes `count` changes, and returns them in words."""
    done = []
    for _ in range(100):
        if len(done) == count:
            break
        change = random.choice(MUTATIONS)(block, random)
        if change:
            done.append(change)
    return "; ".join(done)
