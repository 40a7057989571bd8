
impl RegistrationKind {
    /// The value in messages.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Guest => "guest",
            Self::User => "user",
        }
    }
}

impl From<&str> for RegistrationKind {
    fn from(kind: &str) -> Self {
        if kind == "guest" { Self::Guest } else { Self::User }
    }
}
