//! Giving a role, taking it back, handing it over. A sprint is never without a coordinator and an installation
//! never without an administrator: whoever is the last gives the role to somebody else first.

use crate::rights::Role;

/// The roles that are given within a sprint, in the order of its page. Leaders get theirs with a place in a group.
pub const OF_A_SPRINT: [Role; 3] = [Role::Coordinator, Role::Sponsor, Role::DataOwner];

/// Why a role is not given or taken. Each says what to do instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RoleRefusal {
    /// They have it.
    #[error("This person holds the role already. Choose another role or somebody else.")]
    HeldAlready,
    /// They do not have it.
    #[error("This person does not hold the role any more. Nothing was changed.")]
    NotHeld,
    /// Nobody else coordinates the sprint.
    #[error("Nobody else coordinates this sprint. Give the role to somebody else first.")]
    LastCoordinator,
    /// Nobody else runs the installation.
    #[error("Nobody else runs this installation. Make somebody else administrator first.")]
    LastAdministrator,
    /// The new holder is the old one.
    #[error("That is the address of the person who has the role. Write somebody else\u{2019}s.")]
    ToOneself,
}

/// Whether a role can be taken from one of its `holders`, given how many there are.
///
/// # Errors
/// For the last coordinator of a sprint and the last administrator.
pub fn take(role: Role, holders: usize) -> Result<(), RoleRefusal> {
    match (role, holders) {
        (_, 0) => Err(RoleRefusal::NotHeld),
        (Role::Coordinator, 1) => Err(RoleRefusal::LastCoordinator),
        (Role::Administrator, 1) => Err(RoleRefusal::LastAdministrator),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_coordinator_and_the_last_administrator_cannot_leave() {
        assert_eq!(
            take(Role::Coordinator, 1),
            Err(RoleRefusal::LastCoordinator)
        );
        assert_eq!(
            take(Role::Administrator, 1),
            Err(RoleRefusal::LastAdministrator)
        );
        assert_eq!(take(Role::Coordinator, 2), Ok(()));
        assert_eq!(take(Role::Administrator, 2), Ok(()));
    }

    #[test]
    fn a_sprint_may_be_without_a_sponsor_and_a_data_owner() {
        assert_eq!(take(Role::Sponsor, 1), Ok(()));
        assert_eq!(take(Role::DataOwner, 1), Ok(()));
        assert_eq!(take(Role::Sponsor, 0), Err(RoleRefusal::NotHeld));
    }
}
