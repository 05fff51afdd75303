//! The events of learning to be a peer mentor, appended to those of the practice. What was chosen or written stands in
//! none of them.

macro_rules! with_training {
    ($events:ident { $($rest:tt)* } $($others:tt)*) => {
        $events! {
            $($rest)*
            $($others)*
            /// Somebody asked a question of their own in a practice scenario.
            ScenarioPractised, "scenario_practised", {
                /// Whose seat.
                seat: SeatId,
                /// Which scenario, 1 to 5.
                scenario: u8
            };
            /// Somebody has been through all scenarios.
            MentorTrained, "mentor_trained", { /** Whose seat. */ seat: SeatId };
            /// Somebody was at the workshop of the peer mentors.
            WorkshopNoted, "workshop_noted", { /** Whose seat. */ seat: SeatId };
            /// That somebody was at the workshop was taken back.
            WorkshopTakenBack, "workshop_taken_back", { /** Whose seat. */ seat: SeatId };
        }
    };
}
