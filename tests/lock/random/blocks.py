"""Reads `ruma_api!` blocks as text, and writes them."""

import dataclasses
import re


@dataclasses.dataclass
class Field:
    """A field of a section: its attributes, such as `#[serde(default)]`, its name and its type."""
    attributes: list
    name: str
    type: str

    def text(self):
        attributes = "".join(f"{attribute} " for attribute in self.attributes)
        return f"{attributes}pub {self.name}: {self.type}"

    def place(self):
        """`path`, `query`, `header`, `body`, or another keyword of `#[ruma_api(..)]`."""
        keywords = ("path", "query_all", "query", "header", "body", "raw_body", "status")
        for attribute in self.attributes:
            for keyword in keywords:
                if re.match(rf"#\[ruma_api\((.*, )?{keyword}\b", attribute):
                    return "whole_body" if keyword == "body" else keyword
        return "body"

    def wire_name(self):
        for attribute in self.attributes:
            if found := re.search(r'rename = "([^"]*)"', attribute):
                return found[1]
        return self.name

    def has(self, text):
        return any(text in attribute for attribute in self.attributes)

    def drop(self, pattern):
        """Removes the attributes that have the pattern."""
        self.attributes = [it for it in self.attributes if not re.search(pattern, it)]

    def is_optional(self):
        return self.type.startswith("Option<")


@dataclasses.dataclass
class Section:
    """`request` or `response`, with its status, the attributes before it, and its fields."""
    kind: str
    status: str
    attributes: list
    fields: list

    def text(self):
        attributes = "".join(f"{attribute}\n" for attribute in self.attributes)
        fields = "".join(f"    {field.text()},\n" for field in self.fields)
        return f"{attributes}{self.kind} {self.status} {{\n{fields}}}\n"

    def names(self):
        return {field.name for field in self.fields} | {it.wire_name() for it in self.fields}


@dataclasses.dataclass
class Block:
    """A block without documentation and examples."""
    metadata: dict
    sections: list
    error: str = ""

    def text(self):
        metadata = "".join(f"    {key}: {value},\n" for key, value in self.metadata.items())
        sections = "".join(section.text() for section in self.sections)
        error = f"error: {self.error}\n" if self.error else ""
        return f"ruma_api! {{\nmetadata {{\n{metadata}}}\n{sections}{error}}}\n"

    def request(self):
        return self.sections[0]

    def responses(self):
        return self.sections[1:]


def closing(text, start):
    """The index after the bracket that closes the one at `start`. Strings are skipped."""
    depth, index = 0, start
    while index < len(text):
        character = text[index]
        if character == '"':
            index = re.compile(r'"(\\.|[^"\\])*"', re.DOTALL).match(text, index).end()
            continue
        depth += character in "({["
        depth -= character in ")}]"
        index += 1
        if depth == 0:
            return index
    raise ValueError("a bracket is not closed")


def split(text):
    """The parts between the commas that are outside of brackets and strings."""
    parts, start, index = [], 0, 0
    angles = 0
    while index < len(text):
        character = text[index]
        if character in "({[":
            index = closing(text, index)
            continue
        if character == '"':
            index = re.compile(r'"(\\.|[^"\\])*"', re.DOTALL).match(text, index).end()
            continue
        angles += character == "<"
        angles -= character == ">" and text[index - 1] not in "=-"
        if character == "," and angles == 0:
            parts.append(text[start:index].strip())
            start = index + 1
        index += 1
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def attributes_of(text):
    """The attributes at the start of a text, and what follows them."""
    attributes = []
    text = text.strip()
    while text.startswith("#["):
        end = closing(text, 1)
        attributes.append(" ".join(text[:end].split()))
        text = text[end:].strip()
    return attributes, text


def parse(source):
    """The block in a module, and the lines that import names."""
    source = re.sub(r"^\s*//.*$", "", source, flags=re.MULTILINE)
    start = re.search(r"^ruma_api! \{", source, flags=re.MULTILINE)
    end = closing(source, start.end() - 1)
    rest = source[start.end():end - 1]
    imports = re.findall(r"^use [^;]*;", source, flags=re.MULTILINE)
    metadata, sections, error = {}, [], ""
    while rest.strip():
        attributes, rest = attributes_of(rest)
        if found := re.match(r"error:\s*(\w+)", rest):
            error, rest = found[1], rest[found.end():]
            continue
        head = re.match(r'(\w+)\s*("[^"]*"|\w*)\s*(?=\{)', rest)
        end = closing(rest, head.end())
        body, rest = rest[head.end() + 1:end - 1], rest[end:]
        if head[1] == "metadata":
            for entry in split(body):
                key, value = entry.split(":", 1)
                metadata[key.strip()] = " ".join(value.split())
        elif head[1] in ("request", "response"):
            fields = []
            for part in split(body):
                of_field, declaration = attributes_of(part)
                name, kind = re.fullmatch(r"pub (\w+): (.*)", declaration, re.DOTALL).groups()
                fields.append(Field(of_field, name, " ".join(kind.split())))
            sections.append(Section(head[1], head[2], attributes, fields))
    return Block(metadata, sections, error), imports
