//! Inputs of a form. Source: Discord docs, "Component Reference", Label and Text Input.

use twilight_model::channel::message::component::{Component, Label, TextInput, TextInputStyle};

/// A text that a person writes.
#[derive(Debug, Clone)]
pub struct Text {
    pub custom_id: &'static str,
    /// At most 45 characters.
    pub label: String,
    /// At most 100 characters.
    pub description: String,
    pub longest: u16,
    pub is_required: bool,
    /// Whether it has several lines.
    pub is_long: bool,
    /// What stands there already.
    pub value: Option<String>,
}

impl From<Text> for Component {
    fn from(text: Text) -> Self {
        let input = TextInput {
            custom_id: text.custom_id.to_owned(),
            id: None,
            #[expect(deprecated, reason = "the field exists, and the label stands around the input instead")]
            label: None,
            max_length: Some(text.longest),
            min_length: None,
            placeholder: None,
            required: Some(text.is_required),
            style: if text.is_long { TextInputStyle::Paragraph } else { TextInputStyle::Short },
            value: text.value.filter(|value| !value.is_empty()),
        };
        Self::Label(Label {
            id: None,
            label: text.label,
            description: Some(text.description).filter(|words| !words.is_empty()),
            component: Box::new(Self::TextInput(input)),
        })
    }
}
