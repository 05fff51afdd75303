//! Where a backup may lie, and where it would take something away.

use std::path::Path;

use crate::keeping::{on, text};
use crate::moves::week_one;
use crate::world::World;

#[test]
fn a_backup_takes_the_place_of_no_file_that_the_installation_lives_in_and_of_nothing_that_is_no_file()
 {
    let world = World::new();
    week_one(&world);
    let folder = &world.place.folder;
    let says = |file: &Path, why: &str| {
        on(&world.place, &["backup", &text(file), "--force"]).must(2, why);
    };
    says(folder, "is no file that can be replaced");
    let pipe = folder.join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|made| made.success()));
    says(&pipe, "is no file that can be replaced");
    if world.place.url().is_none() {
        let own = "belongs to the installation itself";
        let link = folder.join("link.db");
        std::os::unix::fs::symlink(world.place.file(), &link).unwrap();
        for file in [
            "firstmove.db",
            "firstmove.db-wal",
            "firstmove.lock",
            "link.db",
        ] {
            says(&folder.join(file), own);
        }
    }
    let people = world.number("select count(*) as n from people");
    world.person("Somebody New");
    assert_eq!(world.number("select count(*) as n from people"), people + 1);
}
