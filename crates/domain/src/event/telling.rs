//! The events of stories, thanks and showcases, appended to those of the practice. What was written stands in none.

macro_rules! with_telling {
    ($events:ident { $($rest:tt)* } $($others:tt)*) => {
        $events! {
            $($rest)*
            $($others)*
            /// Somebody told a story.
            StoryTold, "story_told", { /** Which. */ story: StoryId, /** Whose. */ seat: SeatId };
            /// A story was changed.
            StoryChanged, "story_changed", { /** Which. */ story: StoryId, /** Whose. */ seat: SeatId };
            /// Its owner said how far a story may go.
            StoryConsent, "story_consent", {
                /// Which.
                story: StoryId,
                /// Whose.
                seat: SeatId,
                /// How far.
                consent: Consent
            };
            /// A story was deleted by its owner.
            StoryDeleted, "story_deleted", { /** Which. */ story: StoryId, /** Whose. */ seat: SeatId };
            /// A leader thanked another one of the group.
            Recognised, "recognised", {
                /// Which line.
                recognition: RecognitionId,
                /// Who is thanked.
                seat: SeatId
            };
            /// That line was taken back by who gave or got it.
            RecognitionTakenBack, "recognition_taken_back", {
                /// Which line.
                recognition: RecognitionId,
                /// Who was thanked.
                seat: SeatId
            };
            /// Who is thanked said whether the sponsor may read it.
            RecognitionShared, "recognition_shared", {
                /// Which line.
                recognition: RecognitionId,
                /// Who is thanked.
                seat: SeatId,
                /// Whether the sponsor may.
                shared: bool
            };
            /// A sponsor said that they were at a showcase, or that they were not after all.
            SponsorWasThere, "sponsor_was_there", {
                /// Of which cohort.
                cohort: CohortId,
                /// The showcase of this week.
                week: Week,
                /// Whether they were.
                there: bool
            };
            /// A sponsor thanked a leader.
            SponsorThanked, "sponsor_thanked", { /** Which line. */ thanks: ThanksId, /** Whom. */ seat: SeatId };
            /// Who is thanked said whether others than the group may read it.
            ThanksShared, "thanks_shared", {
                /// Which line.
                thanks: ThanksId,
                /// Who is thanked.
                seat: SeatId,
                /// Whether others may.
                shared: bool
            };
        }
    };
}
