//! What helped a group, in words: counts, and never who.

use firstmove_domain::prompt::{Helped, Prompt, Use};

use crate::dashboard::list;

/// "What success looks like: 5" for each prompt that was named, the most first, and how often it was used; nothing
/// while too few have answered.
pub fn helped_words(helped: &Helped) -> Vec<String> {
    let mut prompts: Vec<(Prompt, u64)> = Prompt::ALL.into_iter().zip(helped.prompts).collect();
    prompts.retain(|(_, count)| *count > 0);
    prompts.sort_by_key(|(prompt, count)| (std::cmp::Reverse(*count), *prompt));
    let each = prompts.into_iter();
    let mut words: Vec<String> = each
        .map(|(prompt, count)| format!("{}: {count}", prompt.label()))
        .collect();
    if helped.uses.iter().sum::<u64>() > 0 {
        let uses = Use::ALL.into_iter().zip(helped.uses);
        let uses: Vec<String> = uses
            .map(|(used, count)| format!("{} {count}", used.label().to_lowercase()))
            .collect();
        words.push(format!("Used a week later: {}", list(&uses)));
    }
    words
}
