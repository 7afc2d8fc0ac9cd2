//! Interactions as Discord's client would not send them, and as Discord sends them to whoever lacks a permission.

use sandbox::Seat;
use serde_json::Value;

use crate::support::App;

impl App {
    /// Runs a command whose interaction was changed on its way, and returns what the answer says.
    pub async fn forged(&self, seat: Seat, command: &str, options: Value, change: impl FnOnce(&mut Value)) -> String {
        let mut body = self.sandbox.world().command_payload(seat, 2, command, &options, None).unwrap();
        change(&mut body);
        let (status, text) = self.post_signed(body.to_string().as_bytes()).await;
        assert_eq!(status, 200, "{text}");
        let answer: Value = serde_json::from_str(&text).unwrap();
        answer["data"]["content"].as_str().unwrap_or_default().to_owned()
    }

    /// Sends the same command twice, as a replay does; what both answers say.
    pub async fn twice(&self, seat: Seat, command: &str, options: Value) -> [String; 2] {
        let body = self.sandbox.world().command_payload(seat, 2, command, &options, None).unwrap().to_string();
        let mut said = [String::new(), String::new()];
        for words in &mut said {
            let (_, text) = self.post_signed(body.as_bytes()).await;
            let answer: Value = serde_json::from_str(&text).unwrap();
            *words = answer["data"]["content"].as_str().unwrap_or_default().to_owned();
        }
        said
    }
}
