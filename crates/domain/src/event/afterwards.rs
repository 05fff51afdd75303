//! The events of what comes after a session, appended to those of the practice. What is blind stands in none of them.

macro_rules! with_afterwards {
    ($events:ident { $($rest:tt)* } $($others:tt)*) => {
        $events! {
            $($rest)*
            $($others)*
            /// A peer judged a move, not knowing the leader's verdict. Theirs stands nowhere but in its row.
            MoveJudged, "move_judged", {
                /// Which.
                experiment: ExperimentId,
                /// Whether it checks the report: who cannot tell checks nothing.
                checked: bool
            };
            /// Somebody who was there said that a move happened, or no longer says so. Other answers leave no event:
            /// they support nothing, and nobody but the leader is to learn of them.
            MoveWitnessed, "move_witnessed", {
                /// Which.
                experiment: ExperimentId,
                /// Whether it is supported from now on.
                saw: bool
            };
            /// Somebody said how safe it feels to speak. What they said is counted, and kept beside no name.
            SafetySaid, "safety_said", { /** In which cohort. */ cohort: CohortId, /** After which week's session. */ week: Week };
            /// Somebody said whether they used what had helped. What they said stands nowhere but in its row.
            HelpUsed, "help_used", { /** In which cohort. */ cohort: CohortId, /** Which week's session. */ week: Week };
        }
    };
}
