//! The events of meetings, appended to those of the practice.

macro_rules! with_meetings {
    ($events:ident { $($rest:tt)* } $($others:tt)*) => {
        $events! {
            $($rest)*
            /// A meeting began on the page.
            MeetingBegan, "meeting_began", {
                /// In which cohort.
                cohort: CohortId,
                /// Which.
                meeting: String
            };
            /// A meeting came to its end on the page.
            MeetingEnded, "meeting_ended", {
                /// In which cohort.
                cohort: CohortId,
                /// Which.
                meeting: String
            };
            /// A meeting that was held without the page was filled in.
            MeetingTold, "meeting_told", {
                /// In which cohort.
                cohort: CohortId,
                /// Which.
                meeting: String
            };
            /// A meeting was given another time.
            MeetingMoved, "meeting_moved", {
                /// In which cohort.
                cohort: CohortId,
                /// Which.
                meeting: String,
                /// When it begins now.
                to: Timestamp
            };
            /// A meeting was called off.
            MeetingCalledOff, "meeting_called_off", {
                /// In which cohort.
                cohort: CohortId,
                /// Which.
                meeting: String
            };
            /// That a meeting was moved or called off was taken back.
            MeetingBack, "meeting_back", {
                /// In which cohort.
                cohort: CohortId,
                /// Which.
                meeting: String
            };
            /// Somebody handed their turn to a peer.
            TurnHandedOver, "turn_handed_over", {
                /// In which week.
                week: Week,
                /// Which turn.
                slot: Slot,
                /// Whose it was.
                from: SeatId,
                /// Whose it is.
                to: SeatId
            };
            /// Somebody took a turn that was open.
            TurnTaken, "turn_taken", {
                /// In which week.
                week: Week,
                /// Which turn.
                slot: Slot,
                /// Whose it is.
                seat: SeatId
            };
            /// Somebody gave a turn back that they had taken, or that was handed to them.
            TurnGivenBack, "turn_given_back", {
                /// In which week.
                week: Week,
                /// Which turn.
                slot: Slot,
                /// Whose it was.
                seat: SeatId
            };
            /// Somebody said what they will do by when.
            CommitmentMade, "commitment_made", {
                /// Which.
                commitment: CommitmentId,
                /// Whose.
                seat: SeatId
            };
            /// A commitment was ticked off.
            CommitmentKept, "commitment_kept", { /** Which. */ commitment: CommitmentId };
            /// That tick was taken back.
            CommitmentOpenAgain, "commitment_open_again", { /** Which. */ commitment: CommitmentId };
            /// A retrospective decided something.
            DecisionMade, "decision_made", { /** In which cohort. */ cohort: CohortId };
            /// A decision was taken back.
            DecisionDropped, "decision_dropped", { /** In which cohort. */ cohort: CohortId };
            $($others)*
        }
    };
}
