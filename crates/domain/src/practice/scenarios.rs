//! The five moments, each of another kind of work.

use super::{Other, Reply, ReplyKind, Scenario};

/// All of them, in the order of the page.
pub const SCENARIOS: [Scenario; 5] = [HANDOVER, MEETING, FEEDBACK, OTHER_TEAM, REQUEST];

const HANDOVER: Scenario = Scenario {
    title: "Handing over the shift plan",
    place: "Warehouse, early shift",
    presenter: "Rosa",
    moment: "Rosa writes the shift plan every Friday. This week she wants Emil to write it. \
             She would check it line by line before it goes up.",
    intent: "I want two hours back on Fridays, and Emil should be able to stand in for me.",
    barriers: "He will forget the people who cannot drive the forklift. Then I have to do it again.",
    success: "The plan hangs by two o\u{2019}clock on Friday, and nobody calls me about it on Monday.",
    replies: [
        Reply {
            words: "Could you not give him a checklist first?",
            kind: ReplyKind::Instruction,
            why: "It has a question mark, yet it tells Rosa what to do.",
        },
        Reply {
            words: "What makes you sure that he will forget the forklift?",
            kind: ReplyKind::Question,
            why: "It takes the belief behind her checking and asks where it comes from.",
        },
        Reply {
            words: "I would do the first two plans together with him.",
            kind: ReplyKind::Advice,
            why: "It says what the speaker would do. Rosa now weighs your way and not her own.",
        },
    ],
    others: [
        Other {
            words: "You should check it only once, because he will never feel that it is his.",
            is_move: false,
            why: "It says what she should do, and the reason asks her to agree.",
        },
        Other {
            words: "let Emil choose what he wants you to look at",
            is_move: true,
            why: "It puts a second thing to try beside the first. Rosa takes it or leaves it.",
        },
    ],
};

const MEETING: Scenario = Scenario {
    title: "One voice fills the meeting",
    place: "Software team, weekly planning",
    presenter: "Jonas",
    moment: "In the planning that Jonas leads, one senior developer talks for half of the time. \
             Two new people have not spoken for three weeks. Next time he wants to ask everybody in turn.",
    intent: "I want to hear the two new people before we decide.",
    barriers: "The senior developer will feel cut off. The new ones may have nothing to say.",
    success: "Both new people name one risk before the first decision.",
    replies: [
        Reply {
            words: "How do you know that they would speak if he spoke less?",
            kind: ReplyKind::Question,
            why: "The whole plan rests on that belief, and Jonas has not tested it yet.",
        },
        Reply {
            words: "You need to talk to him alone before the meeting.",
            kind: ReplyKind::Advice,
            why: "It may be right. It still hands Jonas an answer that he did not look for.",
        },
        Reply {
            words: "Have you thought of using a timer for everyone?",
            kind: ReplyKind::Instruction,
            why: "\u{201c}Have you thought of\u{201d} mostly means \u{201c}do this\u{201d}.",
        },
    ],
    others: [
        Other {
            words: "have everybody write one risk on paper before anybody talks",
            is_move: true,
            why: "It is one small thing that he can do, with no word about why it is better.",
        },
        Other {
            words: "Going in turn is bad, since people stop listening until it is theirs.",
            is_move: false,
            why: "It judges his plan and argues. Now he defends it and stops thinking.",
        },
    ],
};

const FEEDBACK: Scenario = Scenario {
    title: "Feedback to somebody with more years",
    place: "Hospital ward, day shift",
    presenter: "Amira",
    moment: "Amira has led the ward for a month. A nurse with twenty years of practice skips the second check of medicines. \
             Amira wants to speak with her after the shift on Tuesday.",
    intent: "I want the check to happen each time, and I want to keep her trust.",
    barriers: "She may say that I have no idea of the work. I tend to explain too long.",
    success: "She says in her own words what she will do, and we talk for under ten minutes.",
    replies: [
        Reply {
            words: "If I were you I would begin with something positive.",
            kind: ReplyKind::Advice,
            why: "\u{201c}If I were you\u{201d} is the plainest sign of advice.",
        },
        Reply {
            words: "Would it not be safer to bring the head nurse along?",
            kind: ReplyKind::Instruction,
            why: "Amira can only say yes or defend herself. Nothing new comes to light.",
        },
        Reply {
            words: "What reason could she have for leaving the check out?",
            kind: ReplyKind::Question,
            why: "Amira takes it for carelessness. The question opens that up.",
        },
    ],
    others: [
        Other {
            words: "ask her to show you how she makes sure of a dose on a busy day",
            is_move: true,
            why: "It is another way in, short enough to try on Tuesday, and hers to choose.",
        },
        Other {
            words: "It is better to do it at once, because feedback gets harder with each day.",
            is_move: false,
            why: "It brings a rule and its reason. That is a lesson and no move.",
        },
    ],
};

const OTHER_TEAM: Scenario = Scenario {
    title: "Another team keeps you waiting",
    place: "Customer service, complaints",
    presenter: "Deniz",
    moment: "Deniz needs delivery dates from purchasing to answer complaints. They come after three days. \
             She wants to ask the buyer for a fixed time each day, without going to his manager.",
    intent: "I want dates by noon, so that we can call customers back on the same day.",
    barriers: "I cannot order it. He has other work and does not know our customers.",
    success: "On four of five days the dates are there by noon, for two weeks.",
    replies: [
        Reply {
            words: "What does he gain when the dates come by noon?",
            kind: ReplyKind::Question,
            why: "She assumes that a clear wish is enough. The question looks from his side.",
        },
        Reply {
            words: "Shouldn\u{2019}t his manager decide this?",
            kind: ReplyKind::Instruction,
            why: "It sends her to ask for leave. She wanted to try it by herself.",
        },
        Reply {
            words: "You should show him the three worst complaints.",
            kind: ReplyKind::Advice,
            why: "A good idea, said as an order. As another move it would be hers to choose.",
        },
    ],
    others: [
        Other {
            words: "Mails get lost in their team, so a call would be much more effective.",
            is_move: false,
            why: "It explains what works and what does not. She is to believe it.",
        },
        Other {
            words: "sit beside him for half an hour and see where the dates come from",
            is_move: true,
            why: "It is a thing to do, small and complete. What she makes of it stays open.",
        },
    ],
};

const REQUEST: Scenario = Scenario {
    title: "A no to one\u{2019}s own manager",
    place: "Building site, project office",
    presenter: "Pavel",
    moment: "On Wednesday the manager of Pavel asked for one more report each week. He said yes at once. \
             He wants to go back and offer to drop another report in exchange.",
    intent: "I want my crew to keep the afternoon for the schedule, and I want to be honest with her.",
    barriers: "She may think that I cannot cope. I usually give in when she hesitates.",
    success: "By Friday we have agreed on which report goes, and she has said so in writing.",
    replies: [
        Reply {
            words: "Why don\u{2019}t you ask her what the report is for?",
            kind: ReplyKind::Instruction,
            why: "\u{201c}Why don\u{2019}t you\u{201d} asks for no answer. It tells him what to do.",
        },
        Reply {
            words: "I always offer two dates, that works with every manager.",
            kind: ReplyKind::Advice,
            why: "It tells of the speaker\u{2019}s manager. Pavel has another one.",
        },
        Reply {
            words: "What tells you that she would take an exchange for weakness?",
            kind: ReplyKind::Question,
            why: "It names the fear under his plan and asks what stands behind it.",
        },
    ],
    others: [
        Other {
            words: "You had better put it in an e-mail, as then she cannot interrupt you.",
            is_move: false,
            why: "The reason sells the idea. A move needs no selling.",
        },
        Other {
            words: "bring both reports along and let her say which she would miss less",
            is_move: true,
            why: "It is another thing to do for the same intent, and it stops there.",
        },
    ],
};
