//! What leaders of the example tell of a move, by the move and by how it came out, so that a line fits the mark that it
//! is held against. Lines for any move stand in [`crate::demo::words`].

use crate::demo::fate::Class;

/// The lines of one move of the library.
struct Lines {
    key: &'static str,
    met: [&'static str; 4],
    partly: [&'static str; 3],
    missed: &'static str,
}

/// What can be told of a move that came out so; nothing where too little is known of either.
pub(super) fn of(key: &str, class: Class) -> &'static [&'static str] {
    let Some(lines) = LINES.iter().find(|lines| lines.key == key) else {
        return &[];
    };
    match class {
        Class::Succeeded => &lines.met,
        Class::Partially => &lines.partly,
        Class::Failed => std::slice::from_ref(&lines.missed),
    }
}

const LINES: [Lines; 16] = [
    Lines {
        key: "delegation-list",
        met: [
            "Three points were closed by Thursday. I changed one word in the list, and that was all.",
            "She dropped two points that I would have kept for months, and closed two more.",
            "Four points closed in the week. I opened the list once, to send a new one.",
            "He sorted the list in a way that I can read from the door. Three points are gone.",
        ],
        partly: [
            "Two points closed, not three. I edited the list once, as allowed.",
            "Three points closed, but I went into the list every evening.",
            "The list is theirs now. Closed is one point only, and that was an easy one.",
        ],
        missed: "I edited the list four times by Wednesday, and nobody closed anything in it.",
    },
    Lines {
        key: "delegation-recurring-task",
        met: [
            "Done on Thursday at half past ten, with one question, about the date.",
            "It came on Wednesday already, without a question. The way was not mine, and it is shorter.",
            "One question by phone, then the result, an hour before twelve.",
            "He asked once which numbers count. At twelve the sheet was there.",
        ],
        partly: [
            "On time, but with four questions on the way.",
            "No question at all, and done on Friday, a day later than we said.",
            "The result came at two in the afternoon, after one question.",
        ],
        missed: "By noon on Thursday it was on my desk again. I had named the task and not the result.",
    },
    Lines {
        key: "delegation-run-brief",
        met: [
            "Twelve minutes. One person looked at me, I looked at the board, and she went on.",
            "It ended after fourteen minutes, and nobody asked me anything.",
            "He ran it in ten minutes and left my usual third point out. Nobody missed it.",
            "Fifteen minutes exactly. The only question to me was about holidays, which is mine to answer.",
        ],
        partly: [
            "Twenty minutes, but not one question came to me.",
            "Thirteen minutes, and two questions that she could have answered. I answered one of them.",
            "It ended in time. I had to say that I am not the one to ask.",
        ],
        missed: "I stood at the side for four minutes, and then I was in the middle again. It took half an hour.",
    },
    Lines {
        key: "delegation-question-back",
        met: [
            "All three came with a suggestion when I asked for one. I let all three stand.",
            "Two of three decided at my door. The third had to go to safety first.",
            "I asked what they would do, and that was enough twice. Both had known it before they came.",
            "Two decisions are theirs, one of them better than mine. I said nothing on either.",
        ],
        partly: [
            "One of three was decided without me. To the other two I gave the answer within a minute.",
            "They suggested something three times, and I improved it twice.",
            "The first decision is theirs. The second person said that I am paid for it.",
        ],
        missed: "I answered all three before I remembered that I wanted to ask.",
    },
    Lines {
        key: "delegation-stand-in",
        met: [
            "Both points are in the notes, under her name, and my phone was quiet for the hour.",
            "He spoke to both points and brought a third back for us. No call.",
            "I read in the notes what she said for us. It is shorter than what I say there.",
            "They wrote both points down with her name and a date. I worked next door and was not called.",
        ],
        partly: [
            "One of the two points is in the notes. I was not called.",
            "Both points were made, but they rang me once for a number.",
            "He went, and the chair said that they wait for me with the second point.",
        ],
        missed: "The meeting called me after ten minutes, and I dialled in.",
    },
    Lines {
        key: "delegation-done-means",
        met: [
            "She described it better than I had it in my head. One round, two small changes, both by her.",
            "The first version was right. I had added one thing beforehand, the day.",
            "One round of changes, and I did not touch the file.",
            "He wrote five lines on what finished looks like, and I added the customer. It fitted at once.",
        ],
        partly: [
            "Two rounds in place of one, but I changed none of it myself.",
            "One round only, and then I corrected the last table myself.",
            "We agreed on the content and forgot the format, so it took a second round.",
        ],
        missed: "Three rounds. We both called it clear at the start and meant two different things.",
    },
    Lines {
        key: "delegation-check-points",
        met: [
            "Tuesday and Thursday, ten minutes each. In between I asked for nothing.",
            "Both check-ins took place, the second one in three minutes.",
            "I had the question on my tongue twice and kept it until Thursday. Both check-ins were held.",
            "She moved the second check-in to the morning and brought it finished. I had not asked.",
        ],
        partly: [
            "Both check-ins happened. I asked for news once, in the kitchen.",
            "I did not ask at all, but the second check-in fell out.",
            "The first check-in was good. On the day after I looked over his shoulder all the same.",
        ],
        missed: "I asked for news on three days of four. The check-ins were not needed any more then.",
    },
    Lines {
        key: "delegation-whole-problem",
        met: [
            "They moved the pallets to the other gate, which I would never have named, and told it at the stand-up.",
            "They tried coloured labels. One sentence to the team: no more wrong lane since Tuesday.",
            "Two of them swapped the order of the checks, and told the team that nobody waits now. Mine was another one.",
            "They asked the drivers first. Since then the papers are ready, and Joanna said so in the brief.",
        ],
        partly: [
            "They tried something of their own, but nobody told the team what it did.",
            "They have a solution on paper. It will be tried next week.",
            "On Wednesday I gave a hint, and then they tried my hint.",
        ],
        missed: "I described the problem so that only my solution was left. They did that one.",
    },
    Lines {
        key: "influence-their-goal",
        met: [
            "They are measured by returns, which I did not know. My request now says what it does for returns.",
            "Two questions, and I learned that Friday is their closing day. I asked for Thursday, and why.",
            "I wrote down their goal, fewer calls to the desk, and began my mail with it.",
            "Their goal is one truck less per week. I had argued for one more. My request is another one now.",
        ],
        partly: [
            "I learned a goal of theirs, and then asked for mine without naming it.",
            "I asked one of the two questions. The goal I wrote down I had half known.",
            "Good talk, and a new goal on my paper. The request itself I have not sent.",
        ],
        missed: "I named my goal in the second sentence. After that they only answered to it.",
    },
    Lines {
        key: "influence-one-page-before",
        met: [
            "Nine lines on Monday, three answers before the meeting, and a yes after ten minutes.",
            "Two people quoted the costs from my text. It was a no, with a reason that I can work with.",
            "Sales and Planning both replied in writing. In the room we only set the day.",
            "They had read it. Two asked about line four, and then it was a yes.",
        ],
        partly: [
            "Two answers to the text, and no decision by the end.",
            "We have a yes, but only one of them had read it.",
            "I sent fourteen lines. One person answered, and we decided half of it.",
        ],
        missed: "I sent it an hour before in place of a day. Nobody had opened it.",
    },
    Lines {
        key: "influence-first-doubt",
        met: [
            "I began with the cost of the night shift. Two people told me how to halve it.",
            "Two conditions came, both fair: not in December, and not without the site lead.",
            "I said the doubt, and Quality offered the fix. A second fix came from the desk.",
            "Twice I heard an if where a but would have come. I wrote both conditions down.",
        ],
        partly: [
            "One person added a condition. The other had a second objection.",
            "I said the doubt and answered it myself. Still, one good fix came.",
            "One fix, from the person I least expected it from. The others were silent.",
        ],
        missed: "I said the strongest doubt, and they agreed with it. The idea is off for now.",
    },
    Lines {
        key: "influence-small-trial",
        met: [
            "Dispatch took part until Friday. We looked at the number together: six calls less.",
            "One week, two people, one number. It did not get better, and we both know it now.",
            "The end date made it easy. The night lead was in until the last day, and we read the sheet together.",
            "They asked to go on after the end date. First we looked at the waiting time, as agreed.",
        ],
        partly: [
            "The trial ran until its end. We have not looked at the number together yet.",
            "Planning took part for three days of five. What there was we looked at.",
            "We looked at the number, but only I had kept to the trial to the end.",
        ],
        missed: "They liked the trial, and nobody began. I had not said who does what on Monday.",
    },
    Lines {
        key: "influence-walk-the-line",
        met: [
            "Our labels were on the wrong side for them. Now they are not, and Rosa says that it saves her a walk.",
            "I saw them retype our numbers. We send the sheet now, and they told me at lunch that it works.",
            "Twenty minutes, one annoyance: our pallets are too high. Changed on the next day, and they noticed.",
            "We stack by order now and not by size. Their lead said what it did: no more searching.",
        ],
        partly: [
            "We changed the label within two days. Nobody over there has said anything yet.",
            "They said what would help. The change itself takes until next week.",
            "I watched for twenty minutes and changed one thing. It was not the thing that annoys them.",
        ],
        missed: "I explained our side for most of the twenty minutes, and saw nothing.",
    },
    Lines {
        key: "influence-ally",
        met: [
            "Marek asked for one change. It is in, with his name, and he told the site lead about it.",
            "She wanted it shorter. The next version has half a page, and she has shown it to Sales.",
            "He named one change, I made it the same day, and on Thursday I heard about my idea from somebody else.",
            "One change, one evening of work, and a colleague who now speaks for it.",
        ],
        partly: [
            "Her change is in the next version. She has not spoken about it with anybody yet.",
            "He named four changes and not one. I made two of them.",
            "He told others about it, still in the old version.",
        ],
        missed: "I asked whether she liked it. She did, and that was the end of the talk.",
    },
    Lines {
        key: "influence-exact-ask",
        met: [
            "A yes with a date after three hours. The old mail had been open for five weeks.",
            "They said no, by the next morning, and named a day in March. I can plan with that.",
            "One action, one day, one reason. The answer had one line: Tuesday.",
            "I had the date on the second day. They wrote that now they know what I want.",
        ],
        partly: [
            "They answered within the two days, without a date.",
            "I have a date, but it took four days and a call.",
            "A yes on the day itself. Where the date should be it says soon.",
        ],
        missed: "Two working days, and no answer. My one reason was a reason for me and not for them.",
    },
    Lines {
        key: "influence-disagree-upwards",
        met: [
            "I offered two ways, she took the second. The audit list has its new date on the board.",
            "He chose to move the count. The new date is in the plan, where all can see it.",
            "I said what would move, and it was quiet for a moment. Then he picked one, and I wrote the date up.",
            "My manager took the smaller task. What it displaced stands on the board for the 14th.",
        ],
        partly: [
            "One option was chosen. The displaced work has no date yet.",
            "She wanted a third way, and we found it. The date is on the board.",
            "I said no and forgot the offer. After a second talk one of the two was chosen.",
        ],
        missed: "I said yes before he had finished. The choice of two came to me on the stairs.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::cast;
    use firstmove_domain::skill;

    #[test]
    fn every_move_of_the_example_has_lines_of_its_own_that_fit_the_form() {
        let all = LINES.iter().flat_map(|one| {
            let told = one.met.iter().chain(&one.partly);
            told.chain(std::iter::once(&one.missed))
        });
        let all: Vec<&str> = all.copied().collect();
        for (n, line) in all.iter().enumerate() {
            let length = line.chars().count();
            assert!(
                (20..=250).contains(&length) && !line.contains('!'),
                "{line}"
            );
            assert!(!all[..n].contains(line) && !line.contains('“'), "{line}");
        }
        let skills = cast::SKILLS.iter().filter_map(|one| skill::skill(one.0));
        for one in skills.flat_map(|skill| skill.moves) {
            assert!(!of(one.key, Class::Failed).is_empty(), "{}", one.key);
        }
    }
}
