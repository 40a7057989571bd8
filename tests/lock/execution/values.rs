//! Values of a shape, one different thing at a time.

use matrix_api::description::{Object, Shape, Shapes, Text, UnknownMembers, Variant};
use serde_json::{Map, Value, json};

/// Shapes that are nested more deeply have no values.
const MAX_DEPTH: usize = 8;

/// The most values of one shape.
const MAX_VALUES: usize = 80;

/// A name that no definition knows.
const UNKNOWN_TEXT: &str = "org.example.unknown";

/// Texts of which an open enum knows none.
const UNKNOWN_TEXTS: [&str; 2] = [UNKNOWN_TEXT, "\u{e9} unknown"];

/// Values of the shape. The first one has all members, and one item in each list.
pub fn values(shapes: &Shapes, shape: &Shape) -> Vec<Value> {
    let mut found = Vec::new();
    for value in (Values { shapes }).of(shape, MAX_DEPTH) {
        if !found.contains(&value) && found.len() < MAX_VALUES {
            found.push(value);
        }
    }
    found
}

struct Values<'a> {
    shapes: &'a Shapes,
}

impl Values<'_> {
    fn of(&self, shape: &Shape, depth: usize) -> Vec<Value> {
        let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
        match shape {
            Shape::Null => vec![Value::Null],
            Shape::Boolean => vec![json!(true), json!(false)],
            Shape::Integer { minimum, maximum } => integers(*minimum, *maximum),
            Shape::Number => vec![json!(0.5), json!(2.0), json!(-3.25), json!(1e300)],
            Shape::Text(text) => texts(text).into_iter().map(Value::from).collect(),
            Shape::List(item) => self.lists(item, depth),
            Shape::Tuple(items) => self.tuples(items, depth),
            Shape::Map(value) => self.maps(value, depth),
            Shape::Object(object) => self.objects(object, depth),
            Shape::Tagged { tag, variants, other } => {
                let unknown = other.iter().map(|it| Variant::new(UNKNOWN_TEXT, (**it).clone()));
                let variants = variants.iter().cloned().chain(unknown);
                variants.flat_map(|variant| self.tagged(tag, &variant, depth)).collect()
            }
            Shape::OneOf(shapes) => shapes.iter().flat_map(|shape| self.of(shape, depth)).collect(),
            Shape::Named(name) => {
                self.shapes.get(name).map(|shape| self.of(shape, depth)).unwrap_or_default()
            }
            _ => anything(),
        }
    }

    fn lists(&self, item: &Shape, depth: usize) -> Vec<Value> {
        let items = self.of(item, depth);
        let Some((first, others)) = items.split_first() else { return vec![json!([])] };
        let second = others.first().unwrap_or(first);
        let mut lists = vec![json!([first]), json!([]), json!([first, second])];
        lists.extend(others.iter().map(|item| json!([item])));
        lists
    }

    fn tuples(&self, items: &[Shape], depth: usize) -> Vec<Value> {
        let items: Vec<_> = items.iter().map(|item| self.of(item, depth)).collect();
        let firsts: Option<Vec<_>> = items.iter().map(|values| values.first().cloned()).collect();
        let Some(firsts) = firsts else { return Vec::new() };
        let mut tuples = vec![json!(firsts)];
        for (index, values) in items.iter().enumerate() {
            for value in values.iter().skip(1) {
                let mut tuple = firsts.clone();
                tuple[index] = value.clone();
                tuples.push(json!(tuple));
            }
        }
        tuples
    }

    fn maps(&self, value: &Shape, depth: usize) -> Vec<Value> {
        let values = self.of(value, depth);
        let Some((first, others)) = values.split_first() else { return vec![json!({})] };
        let second = others.first().unwrap_or(first);
        let mut maps = vec![json!({ "a": first }), json!({}), json!({ "a": first, "b": second })];
        maps.extend(others.iter().map(|value| json!({ "a": value })));
        maps
    }

    /// All members, those that are required, each optional one alone, and each other value of a member.
    fn objects(&self, object: &Object, depth: usize) -> Vec<Value> {
        let (mut all, mut required) = (Map::new(), Map::new());
        let mut members = Vec::new();
        for member in &object.members {
            let values = self.of(&member.shape, depth);
            let Some(first) = values.first() else {
                if member.required {
                    return Vec::new();
                }
                continue;
            };
            all.insert(member.name.clone(), first.clone());
            if member.required {
                required.insert(member.name.clone(), first.clone());
            }
            members.push((member, values));
        }
        let with = |base: &Map<String, Value>, name: &str, value: &Value| {
            let mut members = base.clone();
            members.insert(name.to_owned(), value.clone());
            Value::Object(members)
        };
        let mut objects = vec![Value::Object(all.clone()), Value::Object(required.clone())];
        for (member, values) in &members {
            objects.extend(values.first().map(|value| with(&required, &member.name, value)));
            objects.extend(values.iter().skip(1).map(|value| with(&all, &member.name, value)));
        }
        if let UnknownMembers::Kept(shape) = &object.unknown {
            let values = self.of(shape, depth);
            objects.extend(values.iter().map(|value| with(&all, UNKNOWN_TEXT, value)));
        }
        objects
    }

    fn tagged(&self, tag: &str, variant: &Variant, depth: usize) -> Vec<Value> {
        let tagged = |value| match value {
            Value::Object(mut members) => {
                members.insert(tag.to_owned(), Value::from(&*variant.tag));
                Value::Object(members)
            }
            _ => json!({ tag: variant.tag }),
        };
        self.of(&variant.shape, depth).into_iter().map(tagged).collect()
    }
}

/// Values of any kind, of which a codec will refuse some.
fn anything() -> Vec<Value> {
    vec![
        json!("a"),
        json!(7),
        json!(true),
        json!({ "a": "b" }),
        json!(["a"]),
        json!(0.5),
        json!(null),
    ]
}

/// The integers at the limits and around zero.
fn integers(minimum: Option<i128>, maximum: Option<i128>) -> Vec<Value> {
    let (least, most) = (minimum.unwrap_or(i64::MIN.into()), maximum.unwrap_or(i64::MAX.into()));
    let candidates = [1, 0, -1, 300, least, most];
    let allowed = candidates.into_iter().filter(|it| (least..=most).contains(it));
    allowed
        .filter_map(|it| {
            u64::try_from(it).map(Value::from).ok().or(i64::try_from(it).map(Value::from).ok())
        })
        .collect()
}

fn texts(text: &Text) -> Vec<String> {
    if !text.values.is_empty() {
        let unknown = UNKNOWN_TEXTS.iter().filter(|_| !text.closed);
        return text.values.iter().cloned().chain(unknown.map(|&it| it.to_owned())).collect();
    }
    let texts: &[&str] = match text.format.as_deref() {
        Some("mx-user-id") => &["@ann:example.org", "@bob=1/2:example.org:8448"],
        Some("mx-room-id") => &["!room:example.org"],
        Some("mx-room-alias") => &["#room:example.org", "#r\u{e9}:example.org"],
        Some("mx-event-id") => &["$event", "$event:example.org"],
        Some("mx-server-name") => &["example.org", "[::1]:8448"],
        Some("mx-mxc-uri") => &["mxc://example.org/media"],
        Some("uri" | "uri-reference") => &["https://example.org/?a=b#c"],
        Some("email") => &["ann@example.org"],
        Some("date-time") => &["2024-02-29T12:34:56Z"],
        Some("date") => &["2024-02-29"],
        Some("uuid") => &["f81d4fae-7dec-11d0-a765-00a0c91e6bf6"],
        Some("ipv4") => &["192.0.2.1"],
        Some("ipv6") => &["2001:db8::1"],
        Some("hostname") => &["example.org"],
        _ => &["a", "two words", "\u{e9}&=/?#+%", "", "7", "true"],
    };
    texts.iter().map(|&text| text.to_owned()).collect()
}
