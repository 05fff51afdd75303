//! Roles: who coordinates a sprint, who is its sponsor and its data owner, who runs the installation. They are
//! given, taken back and handed over here; a place in a group is given in `cohorts`.

pub mod acts;
pub mod pages;
pub mod store;

use firstmove_domain::id::SprintId;
use firstmove_domain::rights::Role;

/// Where a role holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In one sprint.
    Sprint {
        /// Which.
        id: SprintId,
        /// What it is called.
        name: String,
    },
    /// In the whole installation.
    Installation,
}

impl Place {
    /// The sprint, if it is one.
    pub fn sprint(&self) -> Option<SprintId> {
        match self {
            Place::Sprint { id, .. } => Some(*id),
            Place::Installation => None,
        }
    }

    /// The roles that are given there.
    pub fn roles(&self) -> &'static [Role] {
        match self {
            Place::Sprint { .. } => &firstmove_domain::roles::OF_A_SPRINT,
            Place::Installation => &[Role::Administrator],
        }
    }
}
