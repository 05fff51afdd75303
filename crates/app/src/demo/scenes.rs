//! What was said in the sessions that the example's groups held: twelve moments that leaders brought, and to each what the
//! others asked and offered. A group comes through them in turn, so that nobody says what somebody else has said.

use firstmove_domain::session::Part;

/// A moment that was presented, and what was said to it.
pub(super) struct Scene {
    /// Scene, intent, barriers, success and takeaway, as the note has them.
    noted: [&'static str; 5],
    /// A question of each of the others.
    pub(super) questions: [&'static str; 7],
    /// Another move of each of them.
    pub(super) moves: [&'static str; 7],
}

/// What is written down, in the order of [`Scene::noted`].
const NOTED: [Part; 5] = [
    Part::Scene,
    Part::Intent,
    Part::Barriers,
    Part::Success,
    Part::Takeaway,
];

impl Scene {
    /// The scene of a place; they go round.
    pub(super) fn at(place: usize) -> &'static Scene {
        &SCENES[place % SCENES.len()]
    }

    /// The lines of the note.
    pub(super) fn noted(&self) -> impl Iterator<Item = (Part, &'static str)> {
        NOTED.into_iter().zip(self.noted)
    }
}

const SCENES: [Scene; 12] = [
    Scene {
        noted: [
            "Every question about the roster comes to me, also those that the shift leads could answer.",
            "That the shift leads decide about swaps by themselves from Monday on.",
            "I answer before they have finished the sentence. They are used to that.",
            "No more than two questions about the roster reach me in the week.",
            "I count to ten, and then I ask what they would do.",
        ],
        questions: [
            "What have they asked you that only you could know?",
            "Who decides about swaps when you are on leave?",
            "What would happen if nobody answered for an hour?",
            "Which swaps do you refuse, and why?",
            "How did they learn that they have to ask?",
            "What would you miss if they stopped asking?",
            "How many of last week’s swaps went wrong?",
        ],
        moves: [
            "let them write the three rules for a swap, and read them after",
            "answer the next ten questions with “what do you suggest?”",
            "give the roster to one lead for a single week",
            "agree on one hour in the day without you",
            "hang the rules beside the roster, and take the phone off the wall",
            "ask the two leads to cover for each other first",
            "count the questions for three days before you change anything",
        ],
    },
    Scene {
        noted: [
            "The weekly call runs over because I answer everything myself.",
            "That somebody else opens the call and closes it on time.",
            "People look at me when nobody speaks, and I fill the silence.",
            "The call ends at half past, and others have spoken more than I have.",
            "I say at the start that I will not speak first.",
        ],
        questions: [
            "When did the call last go well without you?",
            "Which of the answers could be a line in the chat?",
            "Who would be surprised if you said nothing?",
            "What do you hear when it is quiet for five seconds?",
            "How many people in the call need every point?",
            "What is the call for, in one sentence?",
            "Who has wanted to lead it and never said so?",
        ],
        moves: [
            "leave the call for the first ten minutes",
            "let each point have an owner and three minutes",
            "ask the newest one to keep the time, and obey",
            "send the numbers the evening before and drop them from the call",
            "keep your microphone off until the last five minutes",
            "cut the call to twenty minutes from next week on",
            "ask everybody for one line in writing before it begins",
        ],
    },
    Scene {
        noted: [
            "A handover went wrong twice, and both times I repaired it alone in the evening.",
            "That whoever hands over also says what is still open.",
            "The late shift is in a hurry, and I am still in the building.",
            "The list has no open point that I had to add, on four evenings.",
            "I ask for the open points and do not write them.",
        ],
        questions: [
            "What did you repair that could have waited until six?",
            "Who noticed that you had repaired it?",
            "Where do the two shifts meet, and for how long?",
            "What does the late shift think went wrong?",
            "Which open point do they forget most often?",
            "How would they find out if you had gone home?",
            "What made the good handovers good?",
        ],
        moves: [
            "ask one of the leads to present the open points at the machine",
            "go home at five on the day of the next handover",
            "let the late shift write the list of what they need to know",
            "let the first mistake stand until the morning, if nobody is at risk",
            "stand beside one handover and only take the time",
            "move the handover five minutes earlier, with both leads",
            "ask the late lead to sign for what was said",
        ],
    },
    Scene {
        noted: [
            "Two teams wait for each other, and everybody waits for me to say who begins.",
            "That the two leads agree on the order without me in the room.",
            "One of them will ask me anyway, by message.",
            "The order stands by Wednesday noon, and I learn of it from the board.",
            "I send the question back with the name of the other lead.",
        ],
        questions: [
            "How do you know that they wait for you, and not for a rule?",
            "What does each of them lose by going second?",
            "When have the two decided something alone?",
            "Who has the better view of the order, you or they?",
            "What happens on the day when you are ill?",
            "Which order would you never accept?",
            "How long can both wait before it costs something?",
        ],
        moves: [
            "put the decision on the board before the meeting, with an empty field for the order",
            "book fifteen minutes for the two of them and stay out",
            "name the one limit that counts, and nothing else",
            "let them toss a coin once, and look at what it cost",
            "answer the message with “what do the two of you say?”",
            "let them take turns: odd weeks one, even weeks the other",
            "ask both for the order in writing, each without the other’s",
        ],
    },
    Scene {
        noted: [
            "I read every report before it goes to the site manager, and I change something in each.",
            "That the report goes out on Thursday without my eyes on it.",
            "I find the mistakes quickly, and I like finding them.",
            "Two reports leave without me, and nobody sends one back.",
            "I look at what was sent on Friday, and only then.",
        ],
        questions: [
            "What did you change last time, and who would have seen it?",
            "What does the site manager do with the report?",
            "Which mistake would really hurt?",
            "How could they check it without you?",
            "What does the author learn when you repair it?",
            "When did you last send one on as it was?",
            "Whose name stands on it?",
        ],
        moves: [
            "let two authors read each other’s before it leaves",
            "write down the three things that you look for, and hand that over",
            "send the next one on unread, and tell the author beforehand",
            "mark the mistake and not the correction",
            "ask the site manager which half of it is read",
            "read every third report only, by the roll of a die",
            "give the author ten minutes with the site manager in your place",
        ],
    },
    Scene {
        noted: [
            "My best machine operator gets every difficult order, and the others get none.",
            "That somebody else sets up the difficult order on Tuesday.",
            "It takes longer at first, and Fridays are short.",
            "The order is set up by noon by somebody who has never done it alone.",
            "I plan the slow first time, and do not call it slow.",
        ],
        questions: [
            "What does your best operator say about it?",
            "Who has asked to try one?",
            "How long did it take the first time, back then?",
            "What could go wrong that cannot be put right?",
            "Which part of the set-up is hard, and which only looks so?",
            "What would you do if she left in spring?",
            "Who could stand beside them without touching anything?",
        ],
        moves: [
            "let the best operator teach, with her hands in her pockets",
            "begin with a difficult order that is due next week",
            "let two do it together, and the best one check at the end",
            "ask who wants it before you name somebody",
            "film one set-up and leave the film at the machine",
            "give the difficult order to the early shift, when you are there but busy",
            "tell the team which three set-ups everybody should know by May",
        ],
    },
    Scene {
        noted: [
            "Sales promises dates, and I hear of them when the customer calls.",
            "That Sales asks for a date before they give one, this week for two orders.",
            "I begin with what they did wrong last time.",
            "Two dates are agreed before they are promised, and both stand in the system.",
            "I ask first what a date is worth to them.",
        ],
        questions: [
            "What does Sales gain by promising early?",
            "How long do they wait for an answer from you?",
            "Which dates did they promise that you could keep?",
            "Who in Sales already asks you?",
            "What would make it easy to ask first?",
            "What do they say about Operations when you are not there?",
            "When is a rough date good enough?",
        ],
        moves: [
            "offer them an answer within one hour, for one week",
            "sit beside the sales desk for a morning",
            "give them a list of dates that they may promise without asking",
            "let the two planners talk to each other, without you and the sales lead",
            "begin with the one promise that went well",
            "write the next three dates up together, on one page",
            "call the customer together with Sales",
        ],
    },
    Scene {
        noted: [
            "I asked for a second forklift three times, and nobody has said yes or no.",
            "That I leave the Monday meeting with an answer and a day.",
            "I explain too much, and then there is no time for the answer.",
            "A yes or a no, with a date, in the notes of that meeting.",
            "One action, one day, one reason, and then I stop talking.",
        ],
        questions: [
            "Who can say yes, and was that person in the room?",
            "What does a no cost you, in hours?",
            "Which reason would count for the plant manager?",
            "How did your last request begin?",
            "What else could the same money buy?",
            "What would you take instead of a forklift?",
            "Who else would gain from it?",
        ],
        moves: [
            "send five lines on Friday and ask for the answer on Monday",
            "ask for a trial of one week with a rented one",
            "show the waiting time, and let them name the solution",
            "ask what would have to be true for a yes",
            "let the shift lead ask, who waits for it every day",
            "offer a choice of two, one of them cheap",
            "find the colleague who was told no last year, and ask why",
        ],
    },
    Scene {
        noted: [
            "A colleague comes late to every shift meeting, and I have said nothing for a month.",
            "That we speak about it on Thursday, the two of us, for ten minutes.",
            "I am afraid that it will sound like a reproach.",
            "We have one agreement that both can repeat, and next week three of four days are on time.",
            "I say what I saw and what it does, and then I ask.",
        ],
        questions: [
            "What do you know about the reason?",
            "What has your silence told the others?",
            "How would you like to be told?",
            "What is the first sentence going to be?",
            "When is this person early?",
            "What do you want to be able to say a month from now?",
            "What happens in the first five minutes that are missed?",
        ],
        moves: [
            "give them the first point of the meeting",
            "ask the whole team whether the time is a good one",
            "say it on the way to the line, and not across a desk",
            "write your first sentence down and read it aloud to one of us",
            "speak about Thursday only, and not about the month",
            "begin with a question about the way to work",
            "begin on time for a week, without a word",
        ],
    },
    Scene {
        noted: [
            "My manager brings an extra task each Wednesday, and I always find room for it.",
            "That I say what would move, and offer a choice of two.",
            "It is quicker to say yes, and I like to be asked.",
            "The displaced work has a new date that others can see.",
            "I say “I will tell you at two”, and then I look at the plan.",
        ],
        questions: [
            "What did the last extra task push aside?",
            "What does your manager know about your week?",
            "Which extra task was worth it?",
            "How would a good no sound to you?",
            "Who on your team pays for your yes?",
            "Why Wednesday?",
            "What would your manager choose if they saw both?",
        ],
        moves: [
            "show the plan of the week on Tuesday, before anything is asked",
            "ask for the day before you answer anything else",
            "take half of the task, and say which half",
            "let somebody on your team take it, with the name on it",
            "agree on one free place a week for such things",
            "repeat the request in your own words first",
            "put the extra tasks of a month on one page, and look at it together",
        ],
    },
    Scene {
        noted: [
            "I hand out tasks, and in the evening I go round and ask how far everybody is.",
            "That we fix two short check-ins, and I ask nothing in between.",
            "I get nervous when I hear nothing for a day.",
            "Both check-ins happen, and I asked zero times between them.",
            "I write my question down and bring it to the check-in.",
        ],
        questions: [
            "What do you do with what you hear in the evening?",
            "How would you notice early that something is stuck?",
            "Who would rather be asked more often?",
            "What do they think your round is for?",
            "When did a surprise last hurt?",
            "What could they show you without a word?",
            "Which task would be safe to try it with?",
        ],
        moves: [
            "let them choose the two moments",
            "take the other stairs home this week",
            "agree on a sign on the board that means “help”",
            "ask at the first check-in what they need, and not how far they are",
            "begin with the person you worry about least",
            "let them send two lines on Wednesday, and do not answer",
            "end each check-in with the day of the next one",
        ],
    },
    Scene {
        noted: [
            "Quality blocks pallets, and we learn the reason two days later.",
            "That we know the reason on the same day, for every blocked pallet of one week.",
            "We speak about each other more than with each other.",
            "Eight of ten reasons are with us before the shift ends.",
            "I go over before I write.",
        ],
        questions: [
            "What happens to a pallet in these two days?",
            "What do they need from you to decide?",
            "Who writes the reason, and when?",
            "Which blocked pallets were blocked rightly?",
            "What annoys Quality about us?",
            "How many pallets are we talking about?",
            "What have you never asked them?",
        ],
        moves: [
            "spend twenty minutes where they block them",
            "put a photo on each pallet before it leaves you",
            "ask for one word on the label in place of a report",
            "bring one of them into your stand-up on Tuesdays",
            "clear three pallets together, side by side",
            "change one thing on your side first, and tell them",
            "ask their lead what a good week looks like over there",
        ],
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_people_say_the_same_in_any_scene() {
        let mut said = BTreeSet::new();
        for scene in &SCENES {
            let words = scene.noted.iter().chain(&scene.questions);
            for words in words.chain(&scene.moves) {
                assert!(said.insert(words.to_lowercase()), "{words}");
                assert!(!words.contains('!'), "{words}");
            }
            for question in scene.questions {
                assert!(question.ends_with('?'), "{question}");
            }
        }
    }
}
