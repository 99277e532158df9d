//! Texts and methods are inside the binary: a new file among them means a new build.

fn main() {
    println!("cargo:rerun-if-changed=config");
    println!("cargo:rerun-if-changed=migrations");
}
